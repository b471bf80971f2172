package org.scrubber.captures.cost;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.scrubber.captures.netns.Namespace;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.Interfaces;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.Sockets;
import org.scrubber.wire.Memory;

/** Sends frames from an interface at an even pace, in bursts of one call each. */
final class Sender implements AutoCloseable {
  private static final int QDISC_BYPASS = 20;
  private static final int ADDRESS_BYTES = 20;
  private static final int MESSAGE_BYTES = 64;
  private static final int SLOT_BYTES = 2_048;
  private static final int BURST = 32;

  private final int fd;
  private final Arena arena = Arena.ofShared();
  private final int index;

  private Sender(String name) throws IOException {
    fd =
        LinuxException.check(
            "socket",
            Sockets.socket(Sockets.AF_PACKET, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, 0));
    index = Interfaces.index(name);
    long one = arena.allocate(4, 4).address();
    Memory.putI32Le(one, 1);
    LinuxException.check("bypass", Sockets.setOption(fd, Sockets.SOL_PACKET, QDISC_BYPASS, one, 4));
  }

  /** Opens one in a namespace. */
  static Sender in(Namespace namespace, String name) throws Exception {
    return namespace.call(() -> new Sender(name));
  }

  /**
   * Sends so many packets, the frames in turns.
   *
   * @param pps packets in a second; who is held up goes on late, and does not catch up
   * @return the CPU time that the kernel and this took on this thread, ns
   */
  long send(List<byte[]> frames, int packets, int pps) throws IOException {
    long address = arena.allocate(ADDRESS_BYTES, 8).address();
    Memory.putU16Le(address, Sockets.AF_PACKET);
    Memory.putI32Le(address + 4, index);
    int count = (frames.size() + BURST - 1) / BURST * BURST;
    long messages = arena.allocate((long) count * MESSAGE_BYTES, 8).address();
    for (int k = 0; k < count; k++) {
      byte[] frame = frames.get(k % frames.size());
      long slot = arena.allocate(SLOT_BYTES, 64).address();
      Memory.copy(frame, 0, slot, frame.length);
      long vector = arena.allocate(16, 8).address();
      Memory.putI64Le(vector, slot);
      Memory.putI64Le(vector + 8, frame.length);
      long message = messages + (long) k * MESSAGE_BYTES;
      Memory.putI64Le(message, address);
      Memory.putI32Le(message + 8, ADDRESS_BYTES);
      Memory.putI64Le(message + 16, vector);
      Memory.putI64Le(message + 24, 1);
    }
    long burstNs = 1_000_000_000L * BURST / pps;
    long dueNs = System.nanoTime();
    long cpuNs = CpuTime.ofThisThread();
    for (int sent = 0, at = 0; sent < packets; sent += BURST, at = (at + BURST) % count) {
      while (System.nanoTime() < dueNs) {
        LockSupport.parkNanos(dueNs - System.nanoTime());
      }
      dueNs = Math.max(dueNs + burstNs, System.nanoTime() - burstNs);
      long from = messages + (long) at * MESSAGE_BYTES;
      LinuxException.check("send", Sockets.sendMessages(fd, from, BURST, 0));
    }
    return CpuTime.ofThisThread() - cpuNs;
  }

  @Override
  public void close() {
    Descriptors.close(fd);
    arena.close();
  }
}
