package org.scrubber.report;

import java.io.IOException;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.pcap.CaptureWriter;
import org.scrubber.wire.Memory;

/**
 * Places for sampled packets: their first bytes, and all that is said of them. Allocated by the
 * constructor, about 10 MiB. One thread.
 */
final class SampleStore {
  /** Bytes of a place. */
  static final int SLOT_BYTES = 256;

  private static final int PLACES = Samples.CAPACITY;
  private static final int COLUMN_BYTES = 48;

  private final PacketBatch slots = new PacketBatch(1);
  private final long memory = slots.frames((long) PLACES * SLOT_BYTES).address();
  private final long[] timesNs = new long[PLACES];
  private final int[] captured = new int[PLACES];
  private final int[] wire = new int[PLACES];
  private final int[] linkTypes = new int[PLACES];
  private final int[] interfaces = new int[PLACES];
  private final int[] objects = new int[PLACES];
  private final byte[] verdicts = new byte[PLACES];
  private final boolean[] monitored = new boolean[PLACES];
  private final byte[] reasons = new byte[PLACES];
  private final byte[] listed = new byte[PLACES];
  private final long[] counters = new long[PLACES];
  private final long[] thresholds = new long[PLACES];

  /** Returns memory in use, bytes. */
  static long sizeBytes() {
    return (long) PLACES * (SLOT_BYTES + COLUMN_BYTES);
  }

  /** Keeps a packet in a place, as much of it as may be. */
  void keep(PacketBatch batch, int i, int slot) {
    int payload = batch.payloadOffset[i];
    int headers = payload < 0 ? SLOT_BYTES - Samples.PAYLOAD_BYTES : payload;
    int length = Math.min(batch.capturedLength[i], headers + Samples.PAYLOAD_BYTES);
    length = Math.min(length, SLOT_BYTES);
    Memory.copy(batch.frameAddress[i], memory + (long) slot * SLOT_BYTES, length);
    timesNs[slot] = batch.timestampNs[i];
    captured[slot] = length;
    wire[slot] = batch.wireLength[i];
    linkTypes[slot] = batch.linkType[i];
    interfaces[slot] = batch.interfaceId[i];
    objects[slot] = batch.object[i];
    verdicts[slot] = batch.verdict[i];
    monitored[slot] = batch.monitored[i];
    reasons[slot] = batch.reason[i];
    listed[slot] = batch.listed[i];
    counters[slot] = batch.counter[i];
    thresholds[slot] = batch.threshold[i];
  }

  /** Writes the packet of a place, with what is said of it. Cold path. */
  void write(int slot, int vector, CaptureWriter writer, PacketComment comment) throws IOException {
    slots.size = 1;
    slots.frameAddress[0] = memory + (long) slot * SLOT_BYTES;
    slots.capturedLength[0] = captured[slot];
    slots.wireLength[0] = wire[slot];
    slots.timestampNs[0] = timesNs[slot];
    slots.interfaceId[0] = interfaces[slot];
    slots.linkType[0] = linkTypes[slot];
    slots.object[0] = objects[slot];
    slots.vector[0] = (byte) vector;
    slots.verdict[0] = verdicts[slot];
    slots.monitored[0] = monitored[slot];
    slots.reason[0] = reasons[slot];
    slots.listed[0] = listed[slot];
    slots.counter[0] = counters[slot];
    slots.threshold[0] = thresholds[slot];
    int length = comment.compose(slots, 0);
    int verdict = monitored[slot] ? CaptureWriter.NO_VERDICT : verdicts[slot];
    writer.write(slots, 0, comment.address(), length, verdict);
  }
}
