/** XDP sockets (AF_XDP): the packet memory that they share with the kernel, and their rings. */
@NullMarked
package org.scrubber.io.xsk;

import org.jspecify.annotations.NullMarked;
