package org.scrubber.counter;

import java.lang.foreign.MemorySegment;
import org.scrubber.detect.Ledger;
import org.scrubber.detect.Mitigation;
import org.scrubber.policy.Prefix;

/**
 * An active mitigation, as a worker published it.
 *
 * @param worker index of the worker
 * @param number tells it from others of the worker, for as long as it runs
 * @param object index of the protected object
 * @param vector id of the vector that it is named by
 * @param family of its target, 4 or 6
 * @param targetHigh upper half of the target, 0 for IPv4
 * @param targetLow lower half of the target
 * @param targetLength of the target's prefix
 * @param raisedNs when it was raised last, ns since the epoch
 * @param pulses how often it was raised
 * @param ratePps offered packets that nothing speaks for, over the last second
 * @param thresholdPps that it was raised by
 * @param droppedPackets since it was raised first
 * @param droppedBytes of them
 * @param challengedPackets since it was raised first
 * @param challengedBytes of them
 * @param challengesSent to clients
 * @param challengesAnswered by clients
 * @param synsReleased sent on to the target
 * @param peakPps highest judged packets in a second
 * @param peakBps highest judged bits in a second
 */
public record MitigationReading(
    int worker,
    long number,
    int object,
    int vector,
    int family,
    long targetHigh,
    long targetLow,
    int targetLength,
    long raisedNs,
    long pulses,
    long ratePps,
    long thresholdPps,
    long droppedPackets,
    long droppedBytes,
    long challengedPackets,
    long challengedBytes,
    long challengesSent,
    long challengesAnswered,
    long synsReleased,
    long peakPps,
    long peakBps) {

  /**
   * Writes a mitigation into a slot, in the order of the fields after {@code worker}.
   *
   * @param clockOriginNs what the engine's clock counts from, ns since the epoch
   */
  static void write(MemorySegment memory, long at, Mitigation one, long clockOriginNs) {
    Layout.put(memory, at, one.number);
    Layout.put(memory, at + 8, one.object);
    Layout.put(memory, at + 16, one.vector);
    Layout.put(memory, at + 24, one.family);
    Layout.put(memory, at + 32, one.targetHigh);
    Layout.put(memory, at + 40, one.targetLow);
    Layout.put(memory, at + 48, one.targetLength);
    Layout.put(memory, at + 56, one.raisedNs + clockOriginNs);
    Layout.put(memory, at + 64, one.pulses);
    Layout.put(memory, at + 72, one.ratePps);
    Layout.put(memory, at + 80, one.thresholdPps);
    Ledger ledger = one.ledger;
    Layout.put(memory, at + 88, ledger.droppedPackets);
    Layout.put(memory, at + 96, ledger.droppedBytes);
    Layout.put(memory, at + 104, ledger.challengedPackets);
    Layout.put(memory, at + 112, ledger.challengedBytes);
    Layout.put(memory, at + 120, ledger.challengesSent);
    Layout.put(memory, at + 128, ledger.challengesAnswered);
    Layout.put(memory, at + 136, ledger.synsReleased);
    Layout.put(memory, at + 144, ledger.peakPps);
    Layout.put(memory, at + 152, ledger.peakBps);
  }

  /** Reads a slot from a copy of a bank. */
  static MitigationReading read(int worker, long[] words, int at) {
    return new MitigationReading(
        worker,
        words[at],
        (int) words[at + 1],
        (int) words[at + 2],
        (int) words[at + 3],
        words[at + 4],
        words[at + 5],
        (int) words[at + 6],
        words[at + 7],
        words[at + 8],
        words[at + 9],
        words[at + 10],
        words[at + 11],
        words[at + 12],
        words[at + 13],
        words[at + 14],
        words[at + 15],
        words[at + 16],
        words[at + 17],
        words[at + 18],
        words[at + 19]);
  }

  /** Returns its target as text, with the prefix length unless that is a host's. */
  public String target() {
    String text = Prefix.masked(family, targetHigh, targetLow, targetLength).toString();
    boolean host = targetLength == (family == 4 ? 32 : 128);
    return host ? text.substring(0, text.indexOf('/')) : text;
  }
}
