/**
 * Tools below the transport layer: fragments, tunnels, ICMP, other protocols, malformed headers.
 */
package org.scrubber.captures.attack.ip;
