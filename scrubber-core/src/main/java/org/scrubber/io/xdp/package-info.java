/**
 * A bump in the wire on XDP sockets: packets reach us past the kernel's network stack and leave the
 * same way, without a copy of ours.
 *
 * <p>{@link org.scrubber.io.xdp.XdpWire} opens two interfaces and hands out an {@link
 * org.scrubber.io.xdp.XdpLine} for each worker; {@link org.scrubber.io.xdp.SteeringProgram} is the
 * program in the kernel that brings packets here, and carries out what {@link
 * org.scrubber.io.xdp.OffloadTable} says is settled. docs/live-io.md explains the whole.
 */
@NullMarked
package org.scrubber.io.xdp;

import org.jspecify.annotations.NullMarked;
