/** Attack traffic: what flood tools and reflectors send, open loop, with known fingerprints. */
package org.scrubber.captures.attack;
