package org.scrubber.report;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.classify.Reflectors;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Mitigation;
import org.scrubber.filter.Reason;
import org.scrubber.filter.Reasons;
import org.scrubber.filter.feed.Destinations;
import org.scrubber.policy.Policy;
import org.scrubber.wire.Memory;

/**
 * Composes the comment that a dropped packet carries in a capture: verdict, reason, vector, object,
 * and the counter against its threshold. Allocation-free; one thread.
 *
 * <p>For example {@code would challenge: SYN of an unproven source during a SYN flood
 * [syn-flood-unproven-source], vector syn-flood, object web, rate 5120 pps, threshold 200 pps}; or,
 * while the rate is no higher than that, {@code rate 10 pps, mitigation raised by a burst of more
 * than 20 packets above 200 pps}.
 */
public final class PacketComment {
  private static final int CAPACITY_BYTES = 1_024;
  private static final int NAME_CHARS = 128;
  private static final byte[] RATE = ascii(", rate ");
  private static final byte[] THRESHOLD = ascii(" pps, threshold ");
  private static final byte[] PPS = ascii(" pps");
  private static final byte[] BURST = ascii(" pps, mitigation raised by a burst of more than ");
  private static final byte[] ABOVE = ascii(" packets above ");

  private final byte[][] drops = new byte[Reasons.COUNT][];
  private final byte[][] monitored = new byte[Reasons.COUNT][];
  private final byte[][] challenges = new byte[Reasons.COUNT][];
  private final byte[][] vectors = new byte[Vectors.COUNT][];
  private final byte[][] objects;
  private final byte[][] feeds;
  private final MemorySegment text = Arena.ofAuto().allocate(CAPACITY_BYTES);
  private final long address = text.address();

  /** Prepares the words for a policy's objects. */
  public PacketComment(Policy policy) {
    for (Reason reason : Reasons.all()) {
      String words = reason.text() + " [" + reason.code() + "]";
      drops[reason.id()] = ascii("dropped: " + words);
      monitored[reason.id()] = ascii("would drop: " + words);
      challenges[reason.id()] = ascii("would challenge: " + words);
    }
    int named = Vectors.FIRST_AMPLIFICATION + Reflectors.names().size();
    vectors[Vectors.NONE] = new byte[0];
    for (int vector = 1; vector < named; vector++) {
      boolean gap = vector >= Vectors.FIXED_COUNT && vector < Vectors.FIRST_AMPLIFICATION;
      vectors[vector] = gap ? new byte[0] : ascii(", vector " + Vectors.name(vector));
    }
    List<byte[]> names =
        policy.objects().stream().map(object -> ascii(", object " + object.name())).toList();
    objects = names.toArray(byte[][]::new);
    feeds =
        policy.lists().stream()
            .map(list -> ascii(", list " + cut(list.name())))
            .toArray(byte[][]::new);
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(name.length(), NAME_CHARS));
  }

  private static byte[] ascii(String words) {
    return words.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns where {@link #compose} puts the comment. */
  public long address() {
    return address;
  }

  /** Composes the comment of a judged packet and returns its length in bytes. */
  public int compose(PacketBatch batch, int i) {
    boolean challenged = batch.verdict[i] == Verdict.CHALLENGE_CODE;
    byte[][] words = challenged ? challenges : batch.monitored[i] ? monitored : drops;
    long at = append(address, words[batch.reason[i]]);
    at = append(at, vectors[batch.vector[i]]);
    boolean called = batch.reason[i] == Destinations.LISTED.id();
    at = append(at, objects[called ? batch.sourceObject[i] : batch.object[i]]);
    if (batch.listed[i] != 0) {
      at = append(at, feeds[Math.abs(batch.listed[i]) - 1]);
    }
    if (batch.threshold[i] > 0) {
      at = append(at, RATE);
      at = append(at, batch.counter[i]);
      if (batch.counter[i] > batch.threshold[i]) {
        at = append(at, THRESHOLD);
      } else { // No rate raised it: that of the first packets is still low.
        at = append(at, BURST);
        at = append(at, Mitigation.burst(batch.threshold[i]));
        at = append(at, ABOVE);
      }
      at = append(at, batch.threshold[i]);
      at = append(at, PPS);
    }
    return (int) (at - address);
  }

  private static long append(long at, byte[] words) {
    Memory.copy(words, 0, at, words.length);
    return at + words.length;
  }

  private static long append(long at, long number) {
    long power = 1;
    while (number / power >= 10) {
      power *= 10;
    }
    long end = at;
    for (; power > 0; power /= 10) {
      Memory.putU8(end++, (int) ('0' + number / power % 10));
    }
    return end;
  }
}
