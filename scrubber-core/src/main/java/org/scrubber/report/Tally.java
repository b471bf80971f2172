package org.scrubber.report;

import org.scrubber.batch.Bulk;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.detect.Ledger;
import org.scrubber.detect.Mitigation;
import org.scrubber.detect.Mitigations;
import org.scrubber.filter.Overload;
import org.scrubber.filter.Reasons;
import org.scrubber.filter.feed.Destinations;
import org.scrubber.parse.ParseFlags;
import org.scrubber.table.HeavyHitters;

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

  /** Elements that {@link #addTo} adds to. */
  public static final int SUMS = 2 * KINDS;

  private static final int TOP_PLACES = 1 << 12;

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
  final TargetPorts ports = new TargetPorts();
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

  /**
   * Adds packets and bytes, alternating, of what was offered, passed, dropped, challenged,
   * monitored and unjudged, in that order.
   *
   * @param sums at least {@link #SUMS} elements
   */
  public void addTo(long[] sums) {
    for (int kind = 0; kind < KINDS; kind++) {
      sums[2 * kind] += packets[kind];
      sums[2 * kind + 1] += bytes[kind];
    }
  }

  /** Returns packets that were dropped because there was no room, see {@link Overload}. */
  public long shed() {
    long sum = 0;
    for (int reason = 0; reason < reasonPackets.length; reason++) {
      sum += Overload.isReason(reason) ? reasonPackets[reason] : 0;
    }
    return sum;
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
    touch(batch);
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

  /** Loads the places of what was judged first, so that the cache misses overlap. */
  private void touch(PacketBatch batch) {
    long sum = 0;
    for (int i = 0, size = batch.size; i < size; i++) {
      if (batch.verdict[i] != Verdict.PASS_CODE) {
        sum += sources.touch(batch.sourceHash[i]);
      }
    }
    batch.touched += sum;
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
    if (!mitigated && Overload.isReason(reason)) {
      return; // It says that there was no room, and nothing against the packet.
    }
    // What is held against a host's call says nothing of an attack on whom it calls.
    boolean called = reason == Destinations.LISTED.id();
    Ledger ledger = mitigated ? mitigated(batch, i) : called ? null : standing.of(batch, i);
    if (!mitigated && !called && batch.object[i] >= 0) {
      mitigations.strands().bookStanding(batch, i);
    }
    if (ledger != null) {
      ledger.book(challenged, length, batch.timestampNs[i], frame, batch.sourceHash[i]);
    }
    boolean v4 = batch.family[i] == 4;
    sources.count(v4 ? IPV4 : batch.sourceHigh[i], batch.sourceLow[i], batch.sourceHash[i]);
    targets.count(v4 ? IPV4 : batch.targetHigh[i], batch.targetLow[i], batch.targetHash[i]);
    ports.count(batch.protocol[i], port(batch, i), 1);
  }

  /** Counts packets alike that were judged elsewhere by the worker's order. */
  public void credit(Bulk bulk) {
    lastPacketNs = Math.max(lastPacketNs, bulk.timeNs);
    captures[0] += bulk.packets;
    captures[1] += bulk.bytes;
    count(OFFERED, bulk.object, bulk.packets, bulk.bytes);
    if (bulk.verdict == Verdict.PASS_CODE) {
      count(PASSED, bulk.object, bulk.packets, bulk.bytes);
      if (!bulk.ip) {
        count(UNJUDGED, -1, bulk.packets, bulk.bytes);
      }
      return;
    }
    count(DROPPED, bulk.object, bulk.packets, bulk.bytes);
    reasonPackets[bulk.reason] += bulk.packets;
    reasonBytes[bulk.reason] += bulk.bytes;
    if (bulk.mitigation >= 0) {
      Mitigation mitigation = mitigations.get(bulk.mitigation);
      if (mitigation.number == bulk.number) {
        mitigation.ledger.credit(bulk);
      }
    }
    boolean v4 = bulk.family == 4;
    long n = bulk.packets;
    sources.count(v4 ? IPV4 : bulk.sourceHigh, bulk.sourceLow, bulk.sourceHash, n);
    targets.count(v4 ? IPV4 : bulk.targetHigh, bulk.targetLow, bulk.targetHash, n);
    ports.count(bulk.protocol, bulk.port, n);
  }

  private static int port(PacketBatch batch, int i) {
    return (batch.parseFlags[i] & ParseFlags.LATER_FRAGMENT) != 0
        ? TargetPorts.FRAGMENT
        : batch.ports[i] & 0xffff;
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
    count(kind, object, 1, length);
  }

  private void count(int kind, int object, long more, long moreBytes) {
    packets[kind] += more;
    bytes[kind] += moreBytes;
    if (object >= 0) {
      objectPackets[object][kind] += more;
      objectBytes[object][kind] += moreBytes;
    }
  }
}
