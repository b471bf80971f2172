package org.scrubber.cli.top;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.scrubber.cli.render.Quantity;
import org.scrubber.cli.top.Glance.Rate;
import org.scrubber.counter.CounterReader;
import org.scrubber.counter.Instance;
import org.scrubber.counter.InstanceCounter;
import org.scrubber.counter.MitigationReading;
import org.scrubber.counter.Readings;
import org.scrubber.counter.WorkerCounter;
import org.scrubber.counter.WorkerReading;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.io.netlink.LinkWatch;
import org.scrubber.report.Tally;

/** Makes a {@link Glance} of two readings of the same file. */
final class Glimpse {
  private static final double NS_PER_SECOND = 1e9;
  private static final int BITS = 8;

  private final CounterReader reader;
  private final Instance instance;
  private final Readings before;
  private final Readings after;
  private final long nowNs;
  private final double seconds;

  private Glimpse(CounterReader reader, Readings before, Readings after, long nowNs) {
    this.reader = reader;
    this.before = before;
    this.after = after;
    this.nowNs = nowNs;
    instance = reader.instance();
    long intervalNs = before.timeNs() == 0 ? 0 : after.timeNs() - before.timeNs();
    seconds = intervalNs / NS_PER_SECOND;
  }

  /** Returns what is to be seen at {@code nowNs} (ns since the epoch). */
  static Glance of(CounterReader reader, Readings before, Readings after, long nowNs) {
    return new Glimpse(reader, before, after, nowNs).glance();
  }

  private Glance glance() {
    CounterReader.Life life = reader.life(nowNs);
    List<Glance.Side> sides =
        List.of(
            side(PacketLine.OUTSIDE, "outside", instance.outside()),
            side(PacketLine.INSIDE, "inside", instance.inside()));
    List<Glance.MitigationRow> mitigations = mitigations();
    List<Glance.ObjectRow> objects = objects();
    List<Glance.WorkerRow> workers = workers();
    long active = after.sum(WorkerCounter.MITIGATIONS_ACTIVE);
    Condition condition =
        Condition.of(
            life,
            after,
            after.cuts(instance),
            nowNs,
            identity(life),
            sides,
            workers,
            objects,
            active,
            conductor());
    return new Glance(
        Glance.SCHEMA,
        condition.words(),
        condition.well(),
        Quantity.iso(nowNs),
        nowNs,
        Math.round(seconds * NS_PER_SECOND),
        identity(life),
        totals(),
        active,
        mitigations,
        objects,
        reasons(),
        challenges(),
        new Glance.Listed(after.sum(WorkerCounter.LISTED_OUT), after.sum(WorkerCounter.LISTED_IN)),
        sides,
        workers,
        conductor());
  }

  private Glance.Identity identity(CounterReader.Life life) {
    long startedNs = reader.startedNs();
    return new Glance.Identity(
        life.name().toLowerCase(Locale.ROOT),
        reader.owner().pid(),
        instance.version(),
        instance.policy(),
        instance.policyHash(),
        Quantity.iso(startedNs),
        startedNs,
        Math.max(0, after.heartbeatNs() - startedNs),
        Math.max(0, nowNs - after.heartbeatNs()));
  }

  /** Nothing ages any more once the instance has ended. */
  private long lastNs() {
    return Math.min(nowNs, after.heartbeatNs());
  }

  private double perSecond(long earlier, long later) {
    return seconds <= 0 ? 0 : Math.max(0, later - earlier) / seconds;
  }

  private Rate rate(long packetsBefore, long packets, long bytesBefore, long bytes) {
    return new Rate(
        packets, bytes, perSecond(packetsBefore, packets), perSecond(bytesBefore, bytes) * BITS);
  }

  private Glance.Totals totals() {
    return new Glance.Totals(
        total(Tally.OFFERED),
        total(Tally.PASSED),
        total(Tally.DROPPED),
        total(Tally.CHALLENGED),
        total(Tally.MONITORED),
        total(Tally.UNJUDGED));
  }

  private Rate total(int kind) {
    return rate(before.packets(kind), after.packets(kind), before.bytes(kind), after.bytes(kind));
  }

  private List<Glance.MitigationRow> mitigations() {
    return after.mitigations().stream()
        .sorted(
            Comparator.comparingLong(MitigationReading::ratePps)
                .reversed()
                .thenComparingLong(MitigationReading::raisedNs))
        .map(this::mitigation)
        .toList();
  }

  private Glance.MitigationRow mitigation(MitigationReading one) {
    return new Glance.MitigationRow(
        instance.objects().get(one.object()).name(),
        instance.vectors().get(one.vector()),
        one.target(),
        one.worker(),
        one.number(),
        Quantity.iso(one.raisedNs()),
        one.raisedNs(),
        Math.max(0, lastNs() - one.raisedNs()),
        one.pulses(),
        one.ratePps(),
        one.thresholdPps(),
        one.droppedPackets(),
        one.droppedBytes(),
        one.challengedPackets(),
        one.challengedBytes(),
        one.challengesSent(),
        one.challengesAnswered(),
        one.synsReleased(),
        one.peakPps(),
        one.peakBps());
  }

  private List<Glance.ObjectRow> objects() {
    Set<Integer> attacked = new HashSet<>();
    after.mitigations().forEach(one -> attacked.add(one.object()));
    List<Glance.ObjectRow> rows = new ArrayList<>();
    for (int object = 0; object < instance.objects().size(); object++) {
      Instance.Protected named = instance.objects().get(object);
      rows.add(
          new Glance.ObjectRow(
              named.name(),
              named.profile(),
              named.mode(),
              attacked.contains(object),
              rate(object, Tally.OFFERED),
              rate(object, Tally.PASSED),
              rate(object, Tally.DROPPED),
              rate(object, Tally.CHALLENGED),
              rate(object, Tally.MONITORED)));
    }
    rows.sort(
        Comparator.comparingInt((Glance.ObjectRow row) -> row.underAttack() ? 0 : 1)
            .thenComparingDouble(row -> -row.offered().packetsPerSecond())
            .thenComparingLong(row -> -row.offered().packets()));
    return rows;
  }

  private Rate rate(int object, int kind) {
    return rate(
        before.objectPackets(object, kind),
        after.objectPackets(object, kind),
        before.objectBytes(object, kind),
        after.objectBytes(object, kind));
  }

  private List<Glance.ReasonRow> reasons() {
    List<Glance.ReasonRow> rows = new ArrayList<>();
    for (int id = 0; id < instance.reasons().size(); id++) {
      long packets = after.reasonPackets(id);
      if (packets > 0) {
        rows.add(
            new Glance.ReasonRow(
                instance.reasons().get(id).code(),
                instance.reasons().get(id).text(),
                packets,
                after.reasonBytes(id),
                perSecond(before.reasonPackets(id), packets),
                perSecond(before.reasonBytes(id), after.reasonBytes(id)) * BITS));
      }
    }
    rows.sort(
        Comparator.comparingDouble(Glance.ReasonRow::packetsPerSecond)
            .thenComparingLong(Glance.ReasonRow::packets)
            .reversed());
    return rows;
  }

  private Glance.Challenges challenges() {
    return new Glance.Challenges(
        after.sum(WorkerCounter.CHALLENGES_SENT),
        after.sum(WorkerCounter.CHALLENGES_ANSWERED),
        after.sum(WorkerCounter.SYNS_RELEASED));
  }

  private Glance.Side side(int side, String label, Instance.Interface named) {
    return new Glance.Side(
        label,
        named.name(),
        mode(named),
        after.link(side) != LinkWatch.State.RUNNING,
        packets(side, LineCount.RECEIVED),
        packets(side, LineCount.SENT),
        packets(side, LineCount.RECEIVE_LOST),
        packets(side, LineCount.SEND_LOST),
        packets(side, LineCount.CHECKSUM_FINISHED),
        packets(side, LineCount.OFFLOAD_PASSED),
        packets(side, LineCount.OFFLOAD_DROPPED),
        packets(side, LineCount.LATE),
        packets(side, LineCount.WENT_PAST),
        after.side(side, LineCount.WENT_PAST_NS));
  }

  /** Returns how it is driven; an instance names the interface there as well. */
  private static String mode(Instance.Interface named) {
    String name = named.name() + ": ";
    return named.mode().startsWith(name) ? named.mode().substring(name.length()) : named.mode();
  }

  private Glance.Packets packets(int side, LineCount count) {
    long packets = after.side(side, count);
    return new Glance.Packets(packets, perSecond(before.side(side, count), packets));
  }

  private List<Glance.WorkerRow> workers() {
    List<Glance.WorkerRow> rows = new ArrayList<>();
    for (int k = 0; k < after.workers().size(); k++) {
      WorkerReading now = after.workers().get(k);
      rows.add(
          new Glance.WorkerRow(
              k,
              headroom(before.workers().get(k), now),
              now.heartbeatNs() == 0 ? 0 : Math.max(0, nowNs - now.heartbeatNs()),
              now.value(WorkerCounter.AWAY_SECOND_NS),
              now.value(WorkerCounter.AWAY_MINUTE_NS),
              now.value(WorkerCounter.AWAY_LONGEST_NS),
              tables(now)));
    }
    return rows;
  }

  private static Double headroom(WorkerReading earlier, WorkerReading now) {
    long busy = now.value(WorkerCounter.BUSY_NS) - earlier.value(WorkerCounter.BUSY_NS);
    long idle = now.value(WorkerCounter.IDLE_NS) - earlier.value(WorkerCounter.IDLE_NS);
    return busy + idle <= 0 ? null : (double) idle / (busy + idle);
  }

  private static List<Glance.Table> tables(WorkerReading now) {
    return List.of(
        new Glance.Table(
            "flows",
            now.value(WorkerCounter.FLOWS),
            now.value(WorkerCounter.FLOW_CAPACITY),
            now.value(WorkerCounter.FLOWS_REFUSED)),
        new Glance.Table(
            "sources",
            now.value(WorkerCounter.SOURCES),
            now.value(WorkerCounter.SOURCE_CAPACITY),
            0),
        new Glance.Table(
            "syns",
            now.value(WorkerCounter.SYNS),
            now.value(WorkerCounter.SYN_CAPACITY),
            now.value(WorkerCounter.SYNS_REFUSED)),
        new Glance.Table(
            "mitigations",
            now.value(WorkerCounter.MITIGATIONS),
            now.value(WorkerCounter.MITIGATION_CAPACITY),
            now.value(WorkerCounter.MITIGATIONS_REFUSED)));
  }

  private Glance.Conductor conductor() {
    return new Glance.Conductor(
        after.value(InstanceCounter.RELOADS),
        after.value(InstanceCounter.RELOADS_REFUSED),
        after.value(InstanceCounter.BYPASS_OPEN) != 0,
        after.value(InstanceCounter.BYPASS_OPENED),
        after.value(InstanceCounter.BYPASS_NS),
        after.value(InstanceCounter.BYPASS_LOST) != 0,
        after.value(InstanceCounter.GC_COUNT),
        after.value(InstanceCounter.GC_TIME_NS),
        after.value(InstanceCounter.GC_LONGEST_NS),
        after.value(InstanceCounter.HEAP_USED_BYTES),
        after.value(InstanceCounter.SNAPSHOT_NS));
  }
}
