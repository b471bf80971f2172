package org.scrubber.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Mitigations;
import org.scrubber.filter.Reason;
import org.scrubber.filter.Reasons;
import org.scrubber.io.pcap.CaptureWriter;
import org.scrubber.table.Hash;

/**
 * Evidence: a sample of what was stopped of each vector, under each mitigation spread over the
 * first ten seconds of every pulse, fewer of every ten seconds after, with the payload cut; what
 * has a shape that the first ten seconds did not have is a series of its own. Of what an always-on
 * filter drops all the time, the latest packets.
 *
 * <p>Bounded: {@link #MOST} packets of a vector, and {@link #CAPACITY} in all; what finds no room
 * is counted in {@link #refused}. All memory is allocated by the constructor. One thread.
 */
public final class Samples {
  /** Packets of one series at most. */
  public static final int MOST = 960;

  /** Of the first pulse. */
  private static final int FIRST_PULSE = 256;

  /** Of every further pulse, and of every further ten seconds. */
  private static final int LATER_PULSE = 64;

  /** Payload bytes kept of a packet: enough for a fingerprint, too few for a letter. */
  public static final int PAYLOAD_BYTES = 128;

  /** Packets in all, about 10 MiB. */
  public static final int CAPACITY = 1 << 15;

  private static final int BLOCK = 64;
  private static final int BLOCKS = CAPACITY / BLOCK;
  private static final int BLOCKS_EACH = MOST / BLOCK;
  private static final int SERIES = 1 << 11;
  private static final int WAYS = 8;

  /** What has been at rest so long gives way where there is no room; after it an incident ends. */
  private static final long REST_NS = 600_000_000_000L;

  private static final long SECOND_NS = 1_000_000_000L;
  private static final long DURATION_NS = 10_000_000_000L;

  /** The first packets of a pulse come one after the other: the shortest flood leaves some. */
  private static final int AT_ONCE = 50;

  private final SampleStore store = new SampleStore();
  private final long[] numbers = new long[SERIES];

  /** Id of the vector, or of the reason where there is none, plus one; 0 for a free place. */
  private final byte[] vectors = new byte[SERIES];

  private final short[] objects = new short[SERIES];
  private final byte[] shapeOf = new byte[SERIES];
  private final Shapes shapes = new Shapes(SERIES);
  private final long[] firstNs = new long[SERIES];

  /** When the next packet is due; of what is dropped all the time, how many there were. */
  private final long[] nextNs = new long[SERIES];

  private final int[] counts = new int[SERIES];

  /** Number of the pulse that is sampled, how many there were before it, and how many may be. */
  private final int[] pulses = new int[SERIES];

  private final short[] before = new short[SERIES];
  private final short[] quotas = new short[SERIES];
  private final short[] blocks = new short[SERIES * BLOCKS_EACH];

  /** Clock of the last packet of each series, kept or not. */
  private final long[] lastNs = new long[SERIES];

  private final short[] freeBlocks = new short[BLOCKS];
  private int freeCount = BLOCKS;

  /** Ids of reasons begin here, where samples have no vector. */
  private static final int FIRST_REASON = Vectors.COUNT;

  /** When it is worth another look for a series that may give way. */
  private long nextLookNs = Long.MIN_VALUE;

  /** Packets that were due and found no room. */
  public long refused;

  private final byte[] vectorOfReason = new byte[Reasons.COUNT];

  /** Creates room for all samples. */
  public Samples() {
    for (int block = 0; block < BLOCKS; block++) {
      freeBlocks[block] = (short) (BLOCKS - 1 - block);
    }
    for (Reason reason : Reasons.all()) {
      vectorOfReason[reason.id()] = (byte) Reasons.vector(reason);
    }
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return SampleStore.sizeBytes() + (long) SERIES * (49 + 4 * Shapes.COUNT + 2 * BLOCKS_EACH);
  }

  /** Samples what was stopped of a judged batch, before it is tallied. */
  public void update(PacketBatch batch, Mitigations mitigations) {
    for (int i = 0, size = batch.size; i < size; i++) {
      offer(batch, i, mitigations);
    }
  }

  /**
   * Samples a judged packet when it is due.
   *
   * @return the place where it is kept, below {@link #CAPACITY}, or -1
   */
  public int offer(PacketBatch batch, int i, Mitigations mitigations) {
    int object = batch.object[i];
    if (batch.verdict[i] == Verdict.PASS_CODE || object < 0) {
      return -1;
    }
    int index = batch.mitigation[i];
    int vector = vector(batch, i);
    long number =
        index < 0
            ? mitigations.strands().standingFlood(object, vector)
            : mitigations.get(index).number;
    int cause = vector == Vectors.NONE ? FIRST_REASON + batch.reason[i] : vector;
    int series = series(number, object, cause, 0, batch.clockNs[i]);
    if (series < 0) {
      refused++;
      return -1;
    }
    lastNs[series] = batch.clockNs[i];
    if (number == 0) {
      return latest(batch, i, series);
    }
    int pulse = index < 0 ? 1 : mitigations.get(index).pulses;
    if (isOver(series, pulse, batch.clockNs[i])) {
      begin(series, pulse, batch.clockNs[i]);
      shapes.look(series);
    }
    int shape = Shapes.of(batch, i);
    if (shapes.isNew(series, shape)) {
      series = series(number, object, cause, shape + 1, batch.clockNs[i]);
      if (series < 0) {
        refused++;
        return -1;
      }
      lastNs[series] = batch.clockNs[i];
      if (isOver(series, pulse, batch.clockNs[i])) {
        begin(series, pulse, batch.clockNs[i]);
      }
    }
    return first(batch, i, series);
  }

  /** Returns the vector of a judged packet; of an always-on filter's, the one of its reason. */
  public int vector(PacketBatch batch, int i) {
    int named = batch.mitigation[i] < 0 ? vectorOfReason[batch.reason[i]] : Vectors.NONE;
    return named == Vectors.NONE ? batch.vector[i] : named;
  }

  /** An attacker who changes his tools need not pause: every ten seconds another look. */
  private boolean isOver(int series, int pulse, long nowNs) {
    return pulses[series] != pulse || nowNs - firstNs[series] > DURATION_NS;
  }

  private void begin(int series, int pulse, long nowNs) {
    int count = counts[series];
    pulses[series] = pulse;
    before[series] = (short) count;
    quotas[series] = (short) Math.min(MOST, count + (count == 0 ? FIRST_PULSE : LATER_PULSE));
    firstNs[series] = nowNs;
    nextNs[series] = nowNs;
  }

  /** Of what an always-on filter drops a few a minute of, the latest packets are kept. */
  private int latest(PacketBatch batch, int i, int series) {
    int count = counts[series];
    if (count == 0 && !reserve(series, 0)) {
      return -1;
    }
    int next = (int) (nextNs[series]++ % BLOCK);
    counts[series] = Math.max(count, next + 1);
    return keep(batch, i, place(series, next));
  }

  /** Of a pulse, the first packets, spread over ten seconds. */
  private int first(PacketBatch batch, int i, int series) {
    long now = batch.clockNs[i];
    int count = counts[series];
    if (count == quotas[series]
        || now < nextNs[series]
        || count % BLOCK == 0 && !reserve(series, count / BLOCK)) {
      return -1;
    }
    counts[series] = count + 1;
    int ofPulse = count - before[series];
    long intervalNs = DURATION_NS / (quotas[series] - before[series]);
    nextNs[series] = ofPulse < AT_ONCE ? now : now + intervalNs;
    return keep(batch, i, place(series, count));
  }

  private boolean reserve(int series, int block) {
    if (freeCount == 0) {
      makeRoom(lastNs[series]);
    }
    if (freeCount == 0) {
      refused++;
      return false;
    }
    blocks[series * BLOCKS_EACH + block] = freeBlocks[--freeCount];
    return true;
  }

  /** Gives up the series that has been at rest for longest, if for long; looks once a second. */
  private void makeRoom(long nowNs) {
    if (nowNs < nextLookNs) {
      return;
    }
    int oldest = oldest(0, SERIES, nowNs);
    if (oldest >= 0) {
      forget(oldest);
    } else {
      nextLookNs = nowNs + SECOND_NS;
    }
  }

  /** Returns which of some series has been at rest for longest, or -1 when none has for long. */
  private int oldest(int from, int to, long nowNs) {
    int oldest = -1;
    for (int at = from; at < to; at++) {
      if (counts[at] > 0
          && nowNs - lastNs[at] >= REST_NS
          && (oldest < 0 || lastNs[at] < lastNs[oldest])) {
        oldest = at;
      }
    }
    return oldest;
  }

  private void forget(int series) {
    int held = (counts[series] + BLOCK - 1) / BLOCK;
    for (int block = 0; block < held; block++) {
      freeBlocks[freeCount++] = blocks[series * BLOCKS_EACH + block];
    }
    vectors[series] = 0;
    counts[series] = 0;
    pulses[series] = 0;
    firstNs[series] = 0;
    nextNs[series] = 0;
  }

  private int place(int series, int number) {
    return blocks[series * BLOCKS_EACH + number / BLOCK] * BLOCK + number % BLOCK;
  }

  /**
   * Returns the index of a mitigation's vector, entered if need be, or -1 when there is no room: of
   * a set of eight, the one that has been at rest for longest gives way, if for ten minutes.
   *
   * @param shape 0, or one more than that of packets that come later than the first look
   */
  private int series(long number, int object, int cause, int shape, long nowNs) {
    byte named = (byte) (cause + 1);
    long hash = Hash.mix(number, (long) object << 8 | cause, shape);
    int set = ((int) hash & SERIES / WAYS - 1) * WAYS;
    int free = -1;
    for (int at = set; at < set + WAYS; at++) {
      if (numbers[at] == number
          && objects[at] == object
          && vectors[at] == named
          && shapeOf[at] == shape) {
        return at;
      }
      free = vectors[at] == 0 ? at : free;
    }
    if (free < 0) {
      free = oldest(set, set + WAYS, nowNs);
      if (free < 0) {
        return -1;
      }
      forget(free);
    }
    numbers[free] = number;
    shapeOf[free] = (byte) shape;
    objects[free] = (short) object;
    vectors[free] = named;
    return free;
  }

  private int keep(PacketBatch batch, int i, int slot) {
    store.keep(batch, i, slot);
    return slot;
  }

  /**
   * The samples of one vector.
   *
   * @param number of the mitigation; below 0 for a flood that an always-on filter stopped, 0 for
   *     what such a filter drops all the time
   * @param object index of the protected object
   * @param vector id of the vector
   * @param reason id of the reason where there is no vector; else -1
   * @param packets how many there are
   * @param index of the series
   */
  public record Series(long number, int object, int vector, int reason, int packets, int index) {}

  /** Returns the place of a series' packet {@code n}, as {@link #offer} does. */
  public int place(Series series, int n) {
    return place(series.index(), n);
  }

  /** Returns what there is, by mitigation and vector. Cold path. */
  public List<Series> all() {
    List<Series> all = new ArrayList<>();
    for (int at = 0; at < SERIES; at++) {
      if (counts[at] > 0) {
        all.add(series(at));
      }
    }
    all.sort(
        Comparator.comparingLong(Series::number)
            .thenComparingInt(Series::object)
            .thenComparingInt(Series::vector)
            .thenComparingInt(Series::reason));
    return all;
  }

  private Series series(int at) {
    int cause = vectors[at] - 1 & 0xff;
    boolean named = cause < FIRST_REASON;
    int vector = named ? cause : Vectors.NONE;
    int reason = named ? -1 : cause - FIRST_REASON;
    return new Series(numbers[at], objects[at], vector, reason, counts[at], at);
  }

  /** Writes the samples of one vector, in order of time, with why each was stopped. Cold path. */
  public void write(Series series, CaptureWriter writer, PacketComment comment) throws IOException {
    boolean ring = series.number() == 0 && series.packets() == BLOCK;
    int oldest = ring ? (int) (nextNs[series.index()] % BLOCK) : 0;
    for (int n = 0; n < series.packets(); n++) {
      int slot = place(series, (oldest + n) % series.packets());
      store.write(slot, series.vector(), writer, comment);
    }
  }
}
