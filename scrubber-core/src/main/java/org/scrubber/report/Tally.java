package org.scrubber.report;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.detect.Ledger;
import org.scrubber.detect.Mitigation;
import org.scrubber.detect.Mitigations;
import org.scrubber.filter.Reasons;
import org.scrubber.parse.ParseFlags;
import org.scrubber.table.HeavyHitters;
import org.scrubber.wire.Protocols;

/**
 * Counts what became of every packet. Preallocated; one thread, that of the worker.
 *
 * <p>Offered is always passed + dropped + challenged; a packet that an object in monitor mode would
 * have lost counts as passed, and as monitored beside it.
 */
public final class Tally {
  /** All packets. */
  public static final int OFFERED = 0;

  /** Let through, with those that are only monitored. */
  public static final int PASSED = 1;

  /** Dropped. */
  public static final int DROPPED = 2;

  /** Consumed by a challenge. */
  public static final int CHALLENGED = 3;

  /** Passed, but would have been dropped or challenged if their object were not in monitor mode. */
  public static final int MONITORED = 4;

  /** Passed, as they are not IP. */
  public static final int UNJUDGED = 5;

  /** How many kinds there are. */
  public static final int KINDS = 6;

  private static final int TOP_PLACES = 1 << 12;

  /** Stands for the port of a fragment that has none. */
  static final int FRAGMENT = 1 << 16;

  /** IPv4 addresses among the top values are marked by this upper half: unused by IPv6. */
  static final long IPV4 = 0x4L;

  /** Packets by kind; like all that is public here to be read only, on the worker's thread. */
  public final long[] packets = new long[KINDS];

  /** Bytes on the wire by kind. */
  public final long[] bytes = new long[KINDS];

  /** Packets by object, then by kind. */
  public final long[][] objectPackets;

  /** Bytes by object, then by kind. */
  public final long[][] objectBytes;

  /** Packets judged, by the reason's id. */
  public final long[] reasonPackets = new long[Reasons.COUNT];

  /** Bytes judged, by the reason's id. */
  public final long[] reasonBytes = new long[Reasons.COUNT];

  final long[] reasonFirstFrame = new long[Reasons.COUNT];
  final HeavyHitters sources = new HeavyHitters(TOP_PLACES);
  final HeavyHitters targets = new HeavyHitters(TOP_PLACES);
  final HeavyHitters ports = new HeavyHitters(TOP_PLACES);
  long firstPacketNs = Long.MAX_VALUE;
  long lastPacketNs = Long.MIN_VALUE;

  private final Mitigations mitigations;
  private final StandingLedgers standing;
  private final long[] captures;

  /** Creates a tally for so many objects and captures. */
  public Tally(int objectCount, int captureCount, Mitigations mitigations) {
    this.mitigations = mitigations;
    standing = new StandingLedgers(objectCount);
    objectPackets = new long[objectCount][KINDS];
    objectBytes = new long[objectCount][KINDS];
    captures = new long[captureCount * 2];
  }

  /** Returns packets counted so far. */
  public long offered() {
    return packets[OFFERED];
  }

  /** Returns packets and bytes of a capture, alternating. */
  long[] captures() {
    return captures;
  }

  /**
   * Counts a judged batch, and names each judged packet's vector by its mitigation or reason.
   *
   * @param capture index of the capture that the batch was read from
   */
  public void update(PacketBatch batch, int capture) {
    for (int i = 0, size = batch.size; i < size; i++) {
      int length = batch.wireLength[i];
      long time = batch.timestampNs[i];
      firstPacketNs = Math.min(firstPacketNs, time);
      lastPacketNs = Math.max(lastPacketNs, time);
      captures[capture * 2]++;
      captures[capture * 2 + 1] += length;
      int object = batch.object[i];
      count(OFFERED, object, length);
      byte verdict = batch.verdict[i];
      if (verdict == Verdict.PASS_CODE) {
        count(PASSED, object, length);
        if (batch.family[i] == 0) {
          count(UNJUDGED, -1, length);
        }
      } else {
        judged(batch, i, object, length);
      }
    }
  }

  private void judged(PacketBatch batch, int i, int object, int length) {
    boolean challenged = batch.verdict[i] == Verdict.CHALLENGE_CODE;
    if (batch.monitored[i]) {
      count(PASSED, object, length);
      count(MONITORED, object, length);
    } else {
      count(challenged ? CHALLENGED : DROPPED, object, length);
    }
    long frame = packets[OFFERED];
    int reason = batch.reason[i];
    reasonPackets[reason]++;
    reasonBytes[reason] += length;
    if (reasonFirstFrame[reason] == 0) {
      reasonFirstFrame[reason] = frame;
    }
    boolean mitigated = batch.mitigation[i] >= 0;
    Ledger ledger = mitigated ? mitigated(batch, i) : standing.of(batch, i);
    if (!mitigated && batch.object[i] >= 0) {
      mitigations.strands().bookStanding(batch, i);
    }
    if (ledger != null) {
      ledger.book(challenged, length, batch.timestampNs[i], frame, batch.sourceHash[i]);
    }
    boolean v4 = batch.family[i] == 4;
    sources.count(v4 ? IPV4 : batch.sourceHigh[i], batch.sourceLow[i]);
    targets.count(v4 ? IPV4 : batch.targetHigh[i], batch.targetLow[i]);
    ports.count(batch.protocol[i], port(batch, i));
  }

  private static int port(PacketBatch batch, int i) {
    if ((batch.parseFlags[i] & ParseFlags.LATER_FRAGMENT) != 0) {
      return FRAGMENT;
    }
    int protocol = batch.protocol[i];
    boolean ported = protocol == Protocols.TCP || protocol == Protocols.UDP;
    return ported ? batch.ports[i] & 0xffff : 0;
  }

  private Ledger mitigated(PacketBatch batch, int i) {
    Mitigation mitigation = mitigations.get(batch.mitigation[i]);
    batch.vector[i] = (byte) mitigation.vector;
    return mitigation.ledger;
  }

  /** Returns what always-on filters have judged. */
  StandingLedgers standing() {
    return standing;
  }

  private void count(int kind, int object, int length) {
    packets[kind]++;
    bytes[kind] += length;
    if (object >= 0) {
      objectPackets[object][kind]++;
      objectBytes[object][kind] += length;
    }
  }
}
