package org.scrubber.io.pcap4j;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapStat;
import org.pcap4j.core.RawPacketListener;
import org.scrubber.batch.ColdPath;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.PacketSource;
import org.scrubber.wire.LinkType;

/**
 * Packets of an interface as they come, both directions, as a source that ends when it is told to,
 * after a number of packets, or after a time.
 *
 * <p>Polled by one thread, which it keeps for at most {@link #IDLE_NS} when nothing comes; {@link
 * #stop} may be called by any. What the kernel holds already when it is told to end still comes. An
 * interface that vanishes ends the capture with a warning.
 */
public final class LiveCapture implements PacketSource {
  /** Packets asked of libpcap in one call. */
  private static final int PACKETS_A_CALL = PacketBatch.DEFAULT_CAPACITY;

  /** Frame bytes of a batch, but for a larger single one. */
  private static final int BATCH_BYTES = 1 << 20;

  private static final int LEAST_FRAME_BYTES = 1 << 16;

  /** Each look costs JNA a call-back of its own, so nobody looks more often than is of use. */
  private static final long IDLE_NS = 10_000_000;

  /** Long enough for the kernel to show what it holds. */
  private static final long QUIET_NS = 30_000_000;

  /** At the end, no busy interface holds it up for longer. */
  private static final long DRAIN_NS = 250_000_000;

  /** Counters of 32 bits are read often enough to see each time they wrap. */
  private static final long COUNT_NS = 1_000_000_000;

  /** pcap_open's number for raw IP; in files it has another. */
  private static final int DLT_RAW = 12;

  private final CaptureSettings settings;
  private final PcapHandle handle;
  private final List<CaptureInterface> interfaces;
  private final List<String> problems = new ArrayList<>();
  private final byte[][] frames = new byte[PACKETS_A_CALL][];
  private final long[] timesNs = new long[PACKETS_A_CALL];
  private final int[] wireLengths = new int[PACKETS_A_CALL];
  private final int linkType;
  private final RawPacketListener listener = this::take;
  private final long beganNs = System.nanoTime();
  private final WideCount received = new WideCount();
  private final WideCount kernelDropped = new WideCount();
  private final WideCount interfaceDropped = new WideCount();
  private int next;
  private int held;
  private long packets;
  private long bytes;
  private long countedNs = beganNs;
  private long endingNs;
  private boolean ended;
  private boolean closed;
  private volatile boolean stopped;
  private volatile CaptureCounts counts = CaptureCounts.NONE;

  private LiveCapture(CaptureSettings settings, PcapHandle handle) {
    this.settings = settings;
    this.handle = handle;
    int type = handle.getDlt().value();
    linkType = type == DLT_RAW ? LinkType.RAW : type;
    interfaces =
        List.of(
            new CaptureInterface(
                0, linkType, settings.snapLengthBytes(), settings.interfaceName()));
  }

  /**
   * Opens an interface of the calling thread's network namespace; needs CAP_NET_RAW.
   *
   * @throws CaptureRefusal when it cannot be; one line says why
   */
  public static LiveCapture open(CaptureSettings settings) throws IOException {
    return new LiveCapture(settings, Libpcap.open(settings));
  }

  /** Ends the capture soon; may be called by any thread, and more than once. */
  public void stop() {
    stopped = true;
  }

  /** Returns what libpcap counts, at most a second old; by any thread. */
  public CaptureCounts counts() {
    return counts;
  }

  /** Returns the LINKTYPE_ value of its frames. */
  public int linkType() {
    return linkType;
  }

  @Override
  public int poll(PacketBatch batch) throws IOException {
    batch.size = 0;
    if (next == held) {
      fetch();
    }
    if (next < held) {
      return deliver(batch);
    }
    if (isOver()) {
      finish();
      return -1;
    }
    LockSupport.parkNanos(IDLE_NS);
    return 0;
  }

  private boolean isOver() {
    if (ended || isFull()) {
      return true;
    }
    return endingNs != 0 && System.nanoTime() - endingNs >= QUIET_NS;
  }

  private boolean isFull() {
    return settings.maxPackets() > 0 && packets >= settings.maxPackets();
  }

  @ColdPath("pcap4j allocates for each packet")
  private void fetch() {
    long nowNs = System.nanoTime();
    if (nowNs - countedNs >= COUNT_NS) {
      countedNs = nowNs;
      count();
    }
    boolean late = settings.durationNs() > 0 && nowNs - beganNs >= settings.durationNs();
    if (endingNs == 0 && (stopped || late)) {
      endingNs = nowNs;
    }
    next = 0;
    held = 0;
    if (ended || isFull() || endingNs != 0 && nowNs - endingNs >= DRAIN_NS) {
      ended = true;
      return;
    }
    long wanted = settings.maxPackets() == 0 ? PACKETS_A_CALL : settings.maxPackets() - packets;
    try {
      handle.dispatch((int) Math.min(PACKETS_A_CALL, wanted), listener);
    } catch (PcapNativeException failure) {
      ended = true;
      problems.add(
          "%s: the capture ended early: %s"
              .formatted(settings.interfaceName(), String.valueOf(failure.getMessage()).strip()));
    } catch (InterruptedException | NotOpenException failure) {
      throw new IllegalStateException(failure);
    }
    packets += held;
  }

  /** Called by libpcap for each packet, on the polling thread; an exception would be lost. */
  private void take(byte[] frame) {
    Timestamp time = handle.getTimestamp();
    Integer wireLength = handle.getOriginalLength();
    frames[held] = frame;
    timesNs[held] = Math.floorDiv(time.getTime(), 1_000L) * 1_000_000_000L + time.getNanos();
    wireLengths[held] = Math.max(frame.length, wireLength == null ? 0 : wireLength);
    held++;
  }

  private int deliver(PacketBatch batch) {
    int last = next;
    int total = 0;
    while (last < held
        && last - next < batch.capacity
        && (last == next || total + frames[last].length <= BATCH_BYTES)) {
      total += frames[last++].length;
    }
    MemorySegment memory =
        batch.frames(Math.max(LEAST_FRAME_BYTES, Integer.highestOneBit(total) << 1));
    long at = 0;
    int count = last - next;
    for (int i = 0; i < count; i++) {
      byte[] frame = frames[next + i];
      MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, at, frame.length);
      batch.frameAddress[i] = memory.address() + at;
      batch.capturedLength[i] = frame.length;
      batch.wireLength[i] = wireLengths[next + i];
      batch.timestampNs[i] = timesNs[next + i];
      batch.interfaceId[i] = 0;
      batch.linkType[i] = linkType;
      at += frame.length;
    }
    bytes += total;
    next = last;
    batch.size = count;
    return count;
  }

  private void finish() {
    ended = true;
    count();
  }

  @ColdPath("once a second")
  private void count() {
    PcapStat shown = stats();
    if (shown != null) {
      counts =
          new CaptureCounts(
              received.update(shown.getNumPacketsReceived()),
              kernelDropped.update(shown.getNumPacketsDropped()),
              interfaceDropped.update(shown.getNumPacketsDroppedByIf()));
    }
  }

  private @Nullable PcapStat stats() {
    try {
      return handle.getStats();
    } catch (PcapNativeException | NotOpenException gone) {
      return null; // The interface has vanished: what was counted before stands.
    }
  }

  @Override
  public List<CaptureInterface> interfaces() {
    return interfaces;
  }

  /** Returns why it ended early, if it did, and what was lost on the way to us. */
  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(problems);
    CaptureCounts all = counts;
    if (all.kernelDropped() > 0) {
      warnings.add(
          "%s: the kernel dropped %,d of %,d packets, as they were not read in time"
              .formatted(settings.interfaceName(), all.kernelDropped(), all.received()));
    }
    if (all.interfaceDropped() > 0) {
      warnings.add(
          "%s: the interface dropped %,d packets before anybody saw them"
              .formatted(settings.interfaceName(), all.interfaceDropped()));
    }
    return warnings;
  }

  @Override
  public long consumedBytes() {
    return bytes;
  }

  @Override
  public long totalBytes() {
    return -1;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      handle.close();
    }
  }
}
