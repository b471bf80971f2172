package org.scrubber.io.xdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.xsk.XdpSocket;

/**
 * The lanes of one line's queues: open, and packets come to its sockets; shut, and they go the
 * kernel's own way. For any thread.
 */
final class Lanes {
  private final List<Lane> lanes = new ArrayList<>();
  private final @Nullable OffloadTable offload;

  /** Of one queue: where it belongs, and its sockets. */
  private record Lane(XdpPort port, int queue, int dataSocket, int controlSocket) {}

  /** Makes none yet; while they are shut, {@code offload} settles nothing. */
  Lanes(@Nullable OffloadTable offload) {
    this.offload = offload;
  }

  /** Adds those of a queue, shut. */
  synchronized void add(XdpPort port, int queue, XdpSocket data, XdpSocket control) {
    lanes.add(new Lane(port, queue, data.fd(), control.fd()));
  }

  /** Opens all. */
  synchronized void open() throws LinuxException {
    for (Lane lane : lanes) {
      lane.port.open(lane.queue, lane.dataSocket, lane.controlSocket);
    }
    if (offload != null) {
      offload.resume();
    }
  }

  /** Shuts all. */
  synchronized void shut() throws LinuxException {
    if (offload != null) {
      offload.suspend();
    }
    for (Lane lane : lanes) {
      lane.port.shut(lane.queue);
    }
  }

  /** Forgets all, as their sockets are about to be closed. */
  synchronized void forget() {
    lanes.clear();
  }
}
