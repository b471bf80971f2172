/**
 * Links of the kernel by rtnetlink: what they are, how they change, and bridges over them.
 *
 * <p>{@link org.scrubber.io.netlink.Links} is the way in. A request is built by {@link
 * org.scrubber.io.netlink.MessageWriter}, goes through a {@link
 * org.scrubber.io.netlink.NetlinkSocket}, and answers are read by {@link
 * org.scrubber.io.netlink.Attributes}. All of it is cold: it runs when an interface is taken, given
 * back or has changed. Sockets belong to the network namespace of the thread that opened them.
 */
@NullMarked
package org.scrubber.io.netlink;

import org.jspecify.annotations.NullMarked;
