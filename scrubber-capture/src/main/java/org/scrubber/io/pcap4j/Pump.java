package org.scrubber.io.pcap4j;

import java.sql.Timestamp;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapStat;

/**
 * Runs libpcap's loop on a thread of its own, and hands its packets over in a queue. JNA makes a
 * native call-back for each loop, which costs more than many packets: so there is one loop for a
 * whole capture, and nothing is asked while nothing comes.
 *
 * <p>When the queue is full, packets wait in the kernel, which counts those that find no room
 * there.
 */
final class Pump {
  private static final int QUEUE_PACKETS = 8_192;
  private static final long FULL_NS = 100_000;
  private static final long COUNT_NS = 1_000_000_000;

  /** A loop that was broken ends at once, but in libpcap before 1.10 with the next packet only. */
  private static final long PATIENCE_MS = 1_000;

  private final PcapHandle handle;
  private final OneToOneConcurrentArrayQueue<Frame> queue =
      new OneToOneConcurrentArrayQueue<>(QUEUE_PACKETS);
  private final Thread thread;
  private final WideCount received = new WideCount();
  private final WideCount kernelDropped = new WideCount();
  private final WideCount interfaceDropped = new WideCount();
  private long countedNs;
  private volatile boolean ending;
  private volatile boolean done;
  private volatile String problem = "";
  private volatile CaptureCounts counts = CaptureCounts.NONE;

  /**
   * A packet on its way.
   *
   * @param bytes what was captured of it
   * @param timeNs since the epoch
   * @param wireLength its bytes on the wire
   */
  record Frame(byte[] bytes, long timeNs, int wireLength) {}

  /** Begins to take packets of an open handle, which belongs to the pump from here on. */
  Pump(PcapHandle handle, String name) {
    this.handle = handle;
    thread = Thread.ofPlatform().name("scrubber-capture " + name).daemon().unstarted(this::run);
    thread.start();
  }

  private void run() {
    try {
      handle.loop(-1, this::take);
    } catch (InterruptedException broken) {
      // As it was asked to.
    } catch (PcapNativeException | NotOpenException failure) {
      problem = Libpcap.firstLine(failure.getMessage());
    } finally {
      count();
      done = true;
    }
  }

  /** Called by libpcap for each packet; an exception would be lost. */
  private void take(byte[] bytes) {
    Timestamp time = handle.getTimestamp();
    Integer length = handle.getOriginalLength();
    long timeNs = Math.floorDiv(time.getTime(), 1_000L) * 1_000_000_000L + time.getNanos();
    Frame frame = new Frame(bytes, timeNs, Math.max(bytes.length, length == null ? 0 : length));
    while (!queue.offer(frame) && !ending) {
      LockSupport.parkNanos(FULL_NS);
    }
    long nowNs = System.nanoTime();
    if (nowNs - countedNs >= COUNT_NS) {
      countedNs = nowNs;
      count();
    }
  }

  /** Reads counters of 32 bits, often enough to see each time they wrap. */
  private void count() {
    PcapStat shown;
    try {
      shown = handle.getStats();
    } catch (PcapNativeException | NotOpenException gone) {
      return; // The interface has vanished: what was counted before stands.
    }
    counts =
        new CaptureCounts(
            received.update(shown.getNumPacketsReceived()),
            kernelDropped.update(shown.getNumPacketsDropped()),
            interfaceDropped.update(shown.getNumPacketsDroppedByIf()));
  }

  /** Returns the next packet and keeps it, or null when there is none just now. One thread. */
  @Nullable Frame peek() {
    return queue.peek();
  }

  /** Takes the packet that {@link #peek} has shown. */
  void remove() {
    queue.poll();
  }

  /** Tells whether there will be no more packets than are in the queue. */
  boolean isDone() {
    return done;
  }

  /** Returns why the loop ended by itself, or an empty text. */
  String problem() {
    return problem;
  }

  /** Returns what libpcap counts, at most a second behind the packets. */
  CaptureCounts counts() {
    return counts;
  }

  /** Ends the loop and closes the handle; packets in the queue stay. */
  void end() {
    if (ending) {
      return;
    }
    ending = true;
    try {
      handle.breakLoop();
      thread.join(PATIENCE_MS);
    } catch (NotOpenException closed) {
      return;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (!thread.isAlive()) {
      handle.close(); // It would wait for the loop, which then ends with the process.
    }
  }
}
