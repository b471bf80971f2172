/** What all conversations over UDP have in common. */
package org.scrubber.captures.datagram;
