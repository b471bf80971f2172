package org.scrubber.io.xdp;

import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.linux.Sockets;
import org.scrubber.io.xdp.exchange.Desk;
import org.scrubber.wire.Memory;

/** Waits until one of a line's sockets has received something, or another worker has. */
final class Readiness {
  private static final long NS_PER_SECOND = 1_000_000_000;

  /** The kernel passes over negative descriptors. */
  private static final int NONE = -1;

  private final Arena arena = Arena.ofAuto();
  private final long descriptors;
  private final long timespec;
  private final int count;
  private final @Nullable Desk desk;

  /** Looks at the sockets of these queues, both lanes, and at the desk where there is one. */
  Readiness(XdpQueue[] queues, @Nullable Desk desk) {
    this.desk = desk;
    count = 2 * queues.length + 1;
    descriptors = arena.allocate((long) count * Sockets.POLLFD_BYTES, 8).address();
    timespec = arena.allocate(16, 8).address();
    for (int k = 0; k < queues.length; k++) {
      descriptor(2 * k, queues[k].socket.fd());
      descriptor(2 * k + 1, queues[k].controlSocket.fd());
    }
    descriptor(2 * queues.length, desk == null ? NONE : desk.event());
  }

  private void descriptor(int index, int fd) {
    long at = descriptors + (long) index * Sockets.POLLFD_BYTES;
    Memory.putI32Le(at, fd);
    Memory.putU16Le(at + 4, Sockets.POLLIN);
  }

  /** Waits for at most {@code timeoutNs}. */
  void await(long timeoutNs) {
    if (desk == null) {
      poll(timeoutNs);
    } else if (desk.waits()) {
      poll(timeoutNs);
      desk.works();
    }
  }

  private void poll(long timeoutNs) {
    Memory.putI64Le(timespec, timeoutNs / NS_PER_SECOND);
    Memory.putI64Le(timespec + 8, timeoutNs % NS_PER_SECOND);
    Sockets.pollExactly(descriptors, count, timespec);
  }
}
