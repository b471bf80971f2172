package org.scrubber.cli.render;

import org.scrubber.report.Report.Challenges;
import org.scrubber.report.Report.Count;
import org.scrubber.report.Report.VectorRow;

/** Names what a row of so many columns is made of. */
final class VectorBuilder {
  String object;
  String vector;
  String target;
  long startNs;
  long stopNs;
  private long counted = -1;
  private boolean ended = true;
  private long[] rates = new long[4];
  private long dropped;
  private long challenged;
  private long sources;
  private boolean spoofed;
  private Challenges challenges = Challenges.NONE;
  private String raisedBy = "";
  private String signature = "";
  private boolean monitored;
  private long firstFrame;

  VectorBuilder rates(long peakPps, long peakBps, long meanPps, long meanBps) {
    rates = new long[] {peakPps, peakBps, meanPps, meanBps};
    return this;
  }

  VectorBuilder lost(long droppedPackets, long challengedPackets) {
    dropped = droppedPackets;
    challenged = challengedPackets;
    return this;
  }

  VectorBuilder sources(long count, boolean lookSpoofed) {
    sources = count;
    spoofed = lookSpoofed;
    return this;
  }

  VectorBuilder words(String raised, String looksLike) {
    raisedBy = raised;
    signature = looksLike;
    return this;
  }

  VectorBuilder frame(long first) {
    firstFrame = first;
    return this;
  }

  VectorBuilder challenging(long sent, long answered, long released) {
    challenges = new Challenges(sent, answered, released);
    return this;
  }

  VectorBuilder stillOn() {
    ended = false;
    return this;
  }

  VectorBuilder monitored() {
    monitored = true;
    return this;
  }

  /** Packets that nothing spoke for, if not all that was lost. */
  VectorBuilder counted(long packets) {
    counted = packets;
    return this;
  }

  VectorRow row() {
    return new VectorRow(
        object,
        vector,
        target,
        startNs,
        stopNs,
        ended,
        rates[0],
        rates[1],
        rates[2],
        rates[3],
        new Count(counted < 0 ? dropped + challenged : counted, dropped * 1_000 + challenged * 60),
        new Count(dropped, dropped * 1_000),
        new Count(challenged, challenged * 60),
        sources,
        spoofed,
        signature,
        raisedBy,
        monitored,
        firstFrame,
        challenges);
  }
}
