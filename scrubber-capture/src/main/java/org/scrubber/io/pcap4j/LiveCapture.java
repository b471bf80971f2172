package org.scrubber.io.pcap4j;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.pcap4j.core.PcapHandle;
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
  /** Frame bytes of a batch, but for a larger single one. */
  private static final int BATCH_BYTES = 1 << 20;

  private static final int LEAST_FRAME_BYTES = 1 << 16;
  private static final long IDLE_NS = 5_000_000;

  /** Long enough for the kernel to show what it holds. */
  private static final long QUIET_NS = 50_000_000;

  /** At the end, no busy interface holds it up for longer. */
  private static final long DRAIN_NS = 250_000_000;

  /** libpcap's number for raw IP; in files it has another. */
  private static final int DLT_RAW = 12;

  private final CaptureSettings settings;
  private final Pump pump;
  private final List<CaptureInterface> interfaces;
  private final Pump.Frame[] frames = new Pump.Frame[PacketBatch.MAX_CAPACITY];
  private final int linkType;
  private final long beganNs = System.nanoTime();
  private long packets;
  private long bytes;
  private long endingNs;
  private long lastNs;
  private volatile boolean stopped;

  private LiveCapture(CaptureSettings settings, int dataLinkType, Pump pump) {
    this.settings = settings;
    this.pump = pump;
    linkType = dataLinkType == DLT_RAW ? LinkType.RAW : dataLinkType;
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
    PcapHandle handle = Libpcap.open(settings);
    int dataLinkType = handle.getDlt().value();
    return new LiveCapture(settings, dataLinkType, new Pump(handle, settings.interfaceName()));
  }

  /** Ends the capture soon; may be called by any thread, and more than once. */
  public void stop() {
    stopped = true;
  }

  /** Returns what libpcap counts: exact at the end, before it at most a second old; any thread. */
  public CaptureCounts counts() {
    return pump.counts();
  }

  /** Returns the LINKTYPE_ value of its frames. */
  public int linkType() {
    return linkType;
  }

  @Override
  public int poll(PacketBatch batch) {
    batch.size = 0;
    long nowNs = System.nanoTime();
    boolean late = settings.durationNs() > 0 && nowNs - beganNs >= settings.durationNs();
    if (endingNs == 0 && (stopped || late)) {
      endingNs = nowNs;
      lastNs = nowNs;
    }
    boolean wasDone = pump.isDone(); // Asked first: what it has put into the queue is seen below.
    int count = isOver(nowNs) ? 0 : take(batch);
    if (count > 0) {
      lastNs = nowNs;
      return count;
    }
    if (wasDone || isOver(nowNs)) {
      pump.end();
      return -1;
    }
    LockSupport.parkNanos(IDLE_NS);
    return 0;
  }

  private boolean isOver(long nowNs) {
    if (settings.maxPackets() > 0 && packets >= settings.maxPackets()) {
      return true;
    }
    return endingNs != 0 && (nowNs - lastNs >= QUIET_NS || nowNs - endingNs >= DRAIN_NS);
  }

  private int take(PacketBatch batch) {
    int most = batch.capacity;
    if (settings.maxPackets() > 0) {
      most = (int) Math.min(most, settings.maxPackets() - packets);
    }
    int count = 0;
    int total = 0;
    for (Pump.Frame frame = pump.peek(); frame != null && count < most; frame = pump.peek()) {
      if (count > 0 && total + frame.bytes().length > BATCH_BYTES) {
        break;
      }
      frames[count++] = frame;
      total += frame.bytes().length;
      pump.remove();
    }
    if (count > 0) {
      copy(batch, count, total);
    }
    packets += count;
    bytes += total;
    return count;
  }

  private void copy(PacketBatch batch, int count, int total) {
    MemorySegment memory =
        batch.frames(Math.max(LEAST_FRAME_BYTES, Integer.highestOneBit(total) << 1));
    long at = 0;
    for (int i = 0; i < count; i++) {
      byte[] frame = frames[i].bytes();
      MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, at, frame.length);
      batch.frameAddress[i] = memory.address() + at;
      batch.capturedLength[i] = frame.length;
      batch.wireLength[i] = frames[i].wireLength();
      batch.timestampNs[i] = frames[i].timeNs();
      batch.interfaceId[i] = 0;
      batch.linkType[i] = linkType;
      at += frame.length;
    }
    batch.size = count;
  }

  @Override
  public List<CaptureInterface> interfaces() {
    return interfaces;
  }

  /** Returns why it ended early, if it did, and what was lost on the way to us. */
  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    String name = settings.interfaceName();
    if (!pump.problem().isEmpty()) {
      warnings.add(name + ": the capture ended early: " + pump.problem());
    }
    CaptureCounts all = counts();
    if (all.kernelDropped() > 0) {
      warnings.add(
          "%s: the kernel dropped %,d of %,d packets, as they were not read in time"
              .formatted(name, all.kernelDropped(), all.received()));
    }
    if (all.interfaceDropped() > 0) {
      warnings.add(
          "%s: the interface dropped %,d packets before anybody saw them"
              .formatted(name, all.interfaceDropped()));
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
    pump.end();
  }
}
