package org.scrubber.live;

import java.util.Arrays;
import org.scrubber.detect.Mitigation;
import org.scrubber.detect.Mitigations;
import org.scrubber.detect.Signature;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.live.event.Totals;
import org.scrubber.report.Tally;

/**
 * How a worker stands: filled by its thread when the conductor asks, read by the conductor once it
 * {@link #isFilled}. In columns, allocated once, so that asking costs a worker no garbage.
 */
final class Bulletin implements Order {
  static final int OFFERED = 2 * Tally.OFFERED;
  static final int PASSED = 2 * Tally.PASSED;
  static final int DROPPED = 2 * Tally.DROPPED;
  static final int CHALLENGED = 2 * Tally.CHALLENGED;

  private static final int SIDES = 2;
  private static final int LINE_COUNTS = LineCount.values().length;
  private static final LineCount[] LINE_COUNT = LineCount.values();

  /** The reading of the clock that all else belongs to, ns since the epoch. */
  long nowNs;

  /** The engine that judges; its policy names the objects. */
  LiveEngine engine;

  /** What {@link Tally#addTo} says, of all engines so far. */
  final long[] sums = new long[Tally.SUMS];

  /** How much is being shed. */
  int pressure;

  /** Packets that were shed, of all engines so far. */
  long shed;

  /** Active mitigations; the columns below have so many rows. */
  int active;

  final long[] number = new long[Mitigations.CAPACITY];
  final int[] object = new int[Mitigations.CAPACITY];
  final int[] vector = new int[Mitigations.CAPACITY];
  final long[] vectorsLow = new long[Mitigations.CAPACITY];
  final long[] vectorsHigh = new long[Mitigations.CAPACITY];
  final int[] family = new int[Mitigations.CAPACITY];
  final long[] targetHigh = new long[Mitigations.CAPACITY];
  final long[] targetLow = new long[Mitigations.CAPACITY];
  final int[] targetLength = new int[Mitigations.CAPACITY];
  final int[] pulses = new int[Mitigations.CAPACITY];
  final long[] raisedNs = new long[Mitigations.CAPACITY];
  final long[] ratePps = new long[Mitigations.CAPACITY];
  final long[] toldPps = new long[Mitigations.CAPACITY];
  final long[] thresholdPps = new long[Mitigations.CAPACITY];
  final long[] dropped = new long[Mitigations.CAPACITY];
  final long[] challenged = new long[Mitigations.CAPACITY];
  final long[] sourcePort = new long[Mitigations.CAPACITY];
  final long[] targetPort = new long[Mitigations.CAPACITY];
  final long[] payloadBytes = new long[Mitigations.CAPACITY];

  private final long[] line = new long[SIDES * LINE_COUNTS];
  private volatile boolean filled;

  Bulletin(LiveEngine engine) {
    this.engine = engine;
  }

  /** Tells whether the worker has filled it since it was asked. */
  boolean isFilled() {
    return filled;
  }

  /** Prepares it to be asked for. */
  Bulletin blank() {
    filled = false;
    return this;
  }

  /** Returns a counter of the worker's line. */
  long line(int side, LineCount count) {
    return line[side * LINE_COUNTS + count.ordinal()];
  }

  /** Returns what became of all packets, with those that the kernel judged by order of a worker. */
  Totals totals() {
    long beneath = bothSides(LineCount.OFFLOAD_PASSED) + bothSides(LineCount.OFFLOAD_DROPPED);
    return new Totals(
        sums[OFFERED],
        sums[PASSED],
        sums[DROPPED],
        sums[CHALLENGED],
        bothSides(LineCount.RECEIVED) + beneath,
        bothSides(LineCount.RECEIVE_LOST),
        bothSides(LineCount.SEND_LOST),
        bothSides(LineCount.WENT_PAST),
        bothSides(LineCount.LATE));
  }

  private long bothSides(LineCount count) {
    return line(PacketLine.OUTSIDE, count) + line(PacketLine.INSIDE, count);
  }

  @Override
  public void carryOut(Duty duty) {
    nowNs = duty.nowNs();
    engine = duty.engine();
    Arrays.fill(sums, 0);
    duty.addTo(sums);
    pressure = duty.pressure();
    shed = duty.shed();
    for (int side = PacketLine.OUTSIDE; side <= PacketLine.INSIDE; side++) {
      for (int k = 0; k < LINE_COUNTS; k++) {
        line[side * LINE_COUNTS + k] = duty.lineCount(side, LINE_COUNT[k]);
      }
    }
    Mitigations all = engine.worker().mitigations();
    active = 0;
    for (int index = 0, size = all.size(); index < size; index++) {
      Mitigation one = all.get(index);
      if (one.isActive()) {
        note(one, active++, duty.clockOriginNs());
      }
    }
    filled = true;
  }

  private void note(Mitigation one, int row, long clockOriginNs) {
    number[row] = one.number;
    object[row] = one.object;
    vector[row] = one.vector;
    vectorsLow[row] = one.vectorsLow();
    vectorsHigh[row] = one.vectorsHigh();
    family[row] = one.family;
    targetHigh[row] = one.targetHigh;
    targetLow[row] = one.targetLow;
    targetLength[row] = one.targetLength;
    pulses[row] = one.pulses;
    raisedNs[row] = one.raisedNs + clockOriginNs;
    ratePps[row] = one.shownPps();
    toldPps[row] = one.toldPps();
    thresholdPps[row] = one.thresholdPps;
    dropped[row] = one.ledger.droppedPackets;
    challenged[row] = one.ledger.challengedPackets;
    sourcePort[row] = one.signature.common(Signature.SOURCE_PORT);
    targetPort[row] = one.signature.common(Signature.TARGET_PORT);
    payloadBytes[row] = one.signature.common(Signature.LENGTH);
  }
}
