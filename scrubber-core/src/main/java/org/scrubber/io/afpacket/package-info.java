/**
 * Packet sockets (packet(7)): the line for machines where XDP is not to be had.
 *
 * <p>{@link org.scrubber.io.afpacket.PacketSocketLine} is the whole; the kernel's ring of packets,
 * what is sent, and what keeps the kernel from handling the same packets itself have a file each.
 */
@NullMarked
package org.scrubber.io.afpacket;

import org.jspecify.annotations.NullMarked;
