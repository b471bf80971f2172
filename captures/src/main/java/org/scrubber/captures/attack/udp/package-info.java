/** Tools that send UDP, and the reflectors that answer by it. */
package org.scrubber.captures.attack.udp;
