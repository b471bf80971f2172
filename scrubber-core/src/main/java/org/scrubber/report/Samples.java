package org.scrubber.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.detect.Mitigations;
import org.scrubber.filter.Reason;
import org.scrubber.filter.Reasons;
import org.scrubber.io.pcap.CaptureWriter;
import org.scrubber.table.Hash;
import org.scrubber.wire.Memory;

/**
 * Evidence: a sample of what was stopped of each vector, under each mitigation spread evenly over
 * its first ten seconds, with the payload cut.
 *
 * <p>Bounded: {@link #MOST} packets of a vector, and {@link #CAPACITY} in all; what finds no room
 * is counted in {@link #refused}. All memory is allocated by the constructor. One thread.
 */
public final class Samples {
  /** Packets of one vector at most. */
  public static final int MOST = 256;

  /** Payload bytes kept of a packet: enough for a fingerprint, too few for a letter. */
  public static final int PAYLOAD_BYTES = 128;

  /** Packets in all, about 8 MiB. */
  public static final int CAPACITY = 1 << 15;

  private static final int SLOT_BYTES = 256;
  private static final int BLOCK = 64;
  private static final int BLOCKS = CAPACITY / BLOCK;
  private static final int BLOCKS_EACH = MOST / BLOCK;
  private static final int SERIES = 1 << 11;
  private static final long DURATION_NS = 10_000_000_000L;
  private static final long INTERVAL_NS = DURATION_NS / MOST;

  /** The first packets come one after the other, so that the shortest flood leaves some. */
  private static final int AT_ONCE = 50;

  private final PacketBatch slots = new PacketBatch(1);
  private final long memory = slots.frames((long) CAPACITY * SLOT_BYTES).address();
  private final long[] timesNs = new long[CAPACITY];
  private final int[] captured = new int[CAPACITY];
  private final int[] wire = new int[CAPACITY];
  private final int[] linkTypes = new int[CAPACITY];
  private final int[] interfaces = new int[CAPACITY];

  private final long[] keys = new long[SERIES];
  private final long[] numbers = new long[SERIES];
  private final byte[] vectors = new byte[SERIES];
  private final short[] objects = new short[SERIES];
  private final long[] firstNs = new long[SERIES];
  private final long[] nextNs = new long[SERIES];
  private final int[] counts = new int[SERIES];
  private final short[] blocks = new short[SERIES * BLOCKS_EACH];
  private int usedBlocks;

  /** Packets that were due and found no room. */
  public long refused;

  private final byte[] vectorOfReason = new byte[Reasons.COUNT];

  /** Creates room for all samples. */
  public Samples() {
    for (Reason reason : Reasons.all()) {
      vectorOfReason[reason.id()] = (byte) Reasons.vector(reason);
    }
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return (long) CAPACITY * (SLOT_BYTES + 24) + (long) SERIES * 48;
  }

  /** Samples what was stopped of a judged batch. */
  public void update(PacketBatch batch, Mitigations mitigations) {
    for (int i = 0, size = batch.size; i < size; i++) {
      offer(batch, i, mitigations);
    }
  }

  /** Samples a judged packet when it is due; tells whether it did. */
  public boolean offer(PacketBatch batch, int i, Mitigations mitigations) {
    int object = batch.object[i];
    if (batch.verdict[i] == Verdict.PASS_CODE || object < 0) {
      return false;
    }
    int index = batch.mitigation[i];
    boolean standing = index < 0;
    int vector = standing ? vectorOfReason[batch.reason[i]] : batch.vector[i];
    int series = series(standing ? -1L - object : mitigations.get(index).number, vector);
    if (series < 0) {
      refused++;
      return false;
    }
    long now = batch.clockNs[i];
    int count = counts[series];
    if (count == 0) {
      firstNs[series] = now;
      nextNs[series] = now;
      objects[series] = (short) object;
    }
    // What an always-on filter stops may begin with a single stray, long before a flood.
    boolean over = !standing && now - firstNs[series] > DURATION_NS;
    if (over || count == MOST || now < nextNs[series]) {
      return false;
    }
    if (count % BLOCK == 0) {
      if (usedBlocks == BLOCKS) {
        refused++;
        return false;
      }
      blocks[series * BLOCKS_EACH + count / BLOCK] = (short) usedBlocks++;
    }
    counts[series] = count + 1;
    nextNs[series] = count < AT_ONCE ? now : now + INTERVAL_NS;
    keep(batch, i, blocks[series * BLOCKS_EACH + count / BLOCK] * BLOCK + count % BLOCK);
    return true;
  }

  /** Returns the place of a mitigation's vector, or -1 when there is none left. */
  private int series(long number, int vector) {
    long key = Hash.mix(number, vector + 1L);
    key = key == 0 ? 1 : key;
    for (int step = 0; step < SERIES; step++) {
      int at = (int) (key + step) & SERIES - 1;
      if (keys[at] == key) {
        return at;
      }
      if (keys[at] == 0) {
        keys[at] = key;
        numbers[at] = number;
        vectors[at] = (byte) vector;
        return at;
      }
    }
    return -1;
  }

  private void keep(PacketBatch batch, int i, int slot) {
    int payload = batch.payloadOffset[i];
    int headers = payload < 0 ? SLOT_BYTES - PAYLOAD_BYTES : payload;
    int length = Math.min(batch.capturedLength[i], headers + PAYLOAD_BYTES);
    length = Math.min(length, SLOT_BYTES);
    Memory.copy(batch.frameAddress[i], memory + (long) slot * SLOT_BYTES, length);
    timesNs[slot] = batch.timestampNs[i];
    captured[slot] = length;
    wire[slot] = batch.wireLength[i];
    linkTypes[slot] = batch.linkType[i];
    interfaces[slot] = batch.interfaceId[i];
  }

  /**
   * The samples of one vector.
   *
   * @param mitigation number of the mitigation; below 0 for what an always-on filter stopped
   * @param object index of the protected object
   * @param vector id of the vector
   * @param packets how many there are
   * @param place where they are kept
   */
  public record Series(long mitigation, int object, int vector, int packets, int place) {}

  /** Returns what there is, by mitigation and vector. Cold path. */
  public List<Series> all() {
    List<Series> all = new ArrayList<>();
    for (int at = 0; at < SERIES; at++) {
      if (keys[at] != 0) {
        all.add(new Series(numbers[at], objects[at], vectors[at], counts[at], at));
      }
    }
    all.sort(
        java.util.Comparator.comparingLong(Series::mitigation).thenComparingInt(Series::vector));
    return all;
  }

  /** Writes the samples of one vector, in order of time, as they came. Cold path. */
  public void write(Series series, CaptureWriter writer) throws IOException {
    slots.size = 1;
    for (int n = 0; n < series.packets(); n++) {
      int slot = blocks[series.place() * BLOCKS_EACH + n / BLOCK] * BLOCK + n % BLOCK;
      slots.frameAddress[0] = memory + (long) slot * SLOT_BYTES;
      slots.capturedLength[0] = captured[slot];
      slots.wireLength[0] = wire[slot];
      slots.timestampNs[0] = timesNs[slot];
      slots.interfaceId[0] = interfaces[slot];
      slots.linkType[0] = linkTypes[slot];
      writer.write(slots, 0, 0, 0, CaptureWriter.NO_VERDICT);
    }
  }
}
