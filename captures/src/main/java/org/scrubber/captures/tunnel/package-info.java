/** Tunnels of all kinds between fixed peers, busy, idle, and roaming; and how they are set up. */
package org.scrubber.captures.tunnel;
