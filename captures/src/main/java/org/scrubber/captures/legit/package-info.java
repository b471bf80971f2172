/** Legitimate traffic: closed-loop conversations of the classes that a plan's tenants have. */
package org.scrubber.captures.legit;
