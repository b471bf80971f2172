package org.scrubber.io.xdp;

import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.linux.Sockets;
import org.scrubber.io.xsk.XdpSocket;
import org.scrubber.wire.Memory;

/** Waits until one of a line's sockets has received something. */
final class Readiness {
  private static final long NS_PER_SECOND = 1_000_000_000;

  private final Arena arena = Arena.ofAuto();
  private final long descriptors;
  private final long timespec;
  private final int count;

  /** Looks at the sockets of these queues, both lanes. */
  Readiness(XdpQueue[] queues) {
    count = 2 * queues.length;
    descriptors = arena.allocate((long) count * Sockets.POLLFD_BYTES, 8).address();
    timespec = arena.allocate(16, 8).address();
    for (int k = 0; k < queues.length; k++) {
      descriptor(2 * k, queues[k].socket);
      descriptor(2 * k + 1, queues[k].controlSocket);
    }
  }

  private void descriptor(int index, @Nullable XdpSocket socket) {
    long at = descriptors + (long) index * Sockets.POLLFD_BYTES;
    // The kernel passes over negative ones.
    Memory.putI32Le(at, socket == null ? -1 : socket.fd());
    Memory.putU16Le(at + 4, Sockets.POLLIN);
  }

  /** Waits for at most {@code timeoutNs}. */
  void await(long timeoutNs) {
    Memory.putI64Le(timespec, timeoutNs / NS_PER_SECOND);
    Memory.putI64Le(timespec + 8, timeoutNs % NS_PER_SECOND);
    Sockets.pollExactly(descriptors, count, timespec);
  }
}
