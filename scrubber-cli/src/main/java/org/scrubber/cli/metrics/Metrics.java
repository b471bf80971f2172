package org.scrubber.cli.metrics;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
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

/** All metrics there are, in order, made of one reading. */
final class Metrics {
  private static final String COUNTER = "counter";
  private static final String GAUGE = "gauge";
  private static final int[] VERDICTS = {Tally.PASSED, Tally.DROPPED, Tally.CHALLENGED};
  private static final String[] VERDICT_NAMES = {"passed", "dropped", "challenged"};
  private static final String[] SIDES = {"outside", "inside"};

  private final Exposition out = new Exposition();
  private final Instance instance;
  private final Readings now;
  private final CounterReader reader;

  private Metrics(CounterReader reader) {
    this.reader = reader;
    instance = reader.instance();
    now = reader.read();
  }

  /** Returns the metrics of an instance in the text format. */
  static String of(CounterReader reader) {
    Metrics metrics = new Metrics(reader);
    metrics.identity();
    metrics.totals();
    metrics.objects();
    metrics.reasons();
    metrics.listed();
    metrics.links();
    metrics.sides();
    metrics.workers();
    metrics.tables();
    metrics.mitigations();
    metrics.single();
    return metrics.out.text();
  }

  private void identity() {
    out.family("scrubber_info", GAUGE, "What is running; always 1.");
    out.sample(
        1,
        "version",
        instance.version(),
        "policy",
        instance.policy(),
        "policy_hash",
        instance.policyHash(),
        "outside",
        instance.outside().name(),
        "inside",
        instance.inside().name());
    out.family("scrubber_start_time_seconds", GAUGE, "When it started, Unix time.");
    out.seconds(reader.startedNs());
    out.family(
        "scrubber_heartbeat_time_seconds",
        GAUGE,
        "When its conductor or any worker was last at work, Unix time.");
    out.seconds(now.heartbeatNs());
  }

  private void totals() {
    out.family("scrubber_offered_packets_total", COUNTER, "Packets that came in.");
    out.sample(now.packets(Tally.OFFERED));
    out.family("scrubber_offered_bytes_total", COUNTER, "Bytes that came in.");
    out.sample(now.bytes(Tally.OFFERED));
    out.family(
        "scrubber_packets_total", COUNTER, "Packets by verdict; the sum is what was offered.");
    for (int k = 0; k < VERDICTS.length; k++) {
      out.sample(now.packets(VERDICTS[k]), "verdict", VERDICT_NAMES[k]);
    }
    out.family("scrubber_bytes_total", COUNTER, "Bytes by verdict; the sum is what was offered.");
    for (int k = 0; k < VERDICTS.length; k++) {
      out.sample(now.bytes(VERDICTS[k]), "verdict", VERDICT_NAMES[k]);
    }
    out.family(
        "scrubber_monitored_packets_total",
        COUNTER,
        "Packets that passed only because their object is in monitor mode.");
    out.sample(now.packets(Tally.MONITORED));
    out.family(
        "scrubber_unjudged_packets_total", COUNTER, "Packets that passed as they are not IP.");
    out.sample(now.packets(Tally.UNJUDGED));
  }

  private void objects() {
    out.family("scrubber_object_offered_packets_total", COUNTER, "Packets to a protected object.");
    eachObject((at, name) -> out.sample(now.objectPackets(at, Tally.OFFERED), "object", name));
    out.family(
        "scrubber_object_packets_total", COUNTER, "Packets to a protected object by verdict.");
    eachObject(
        (at, name) -> {
          for (int k = 0; k < VERDICTS.length; k++) {
            out.sample(
                now.objectPackets(at, VERDICTS[k]), "object", name, "verdict", VERDICT_NAMES[k]);
          }
        });
    out.family("scrubber_object_bytes_total", COUNTER, "Bytes to a protected object by verdict.");
    eachObject(
        (at, name) -> {
          for (int k = 0; k < VERDICTS.length; k++) {
            out.sample(
                now.objectBytes(at, VERDICTS[k]), "object", name, "verdict", VERDICT_NAMES[k]);
          }
        });
    out.family(
        "scrubber_object_monitored_packets_total",
        COUNTER,
        "Packets to a protected object that passed only because it is in monitor mode.");
    eachObject((at, name) -> out.sample(now.objectPackets(at, Tally.MONITORED), "object", name));
  }

  /** Takes an object's index and name. */
  private interface ObjectSample {
    void write(int at, String name);
  }

  private void eachObject(ObjectSample sample) {
    for (int at = 0; at < instance.objects().size(); at++) {
      sample.write(at, instance.objects().get(at).name());
    }
  }

  private void reasons() {
    out.family(
        "scrubber_reason_packets_total",
        COUNTER,
        "Packets by the reason that they were dropped, challenged or monitored for.");
    eachReason(now::reasonPackets);
    out.family("scrubber_reason_bytes_total", COUNTER, "Bytes by reason.");
    eachReason(now::reasonBytes);
  }

  private void eachReason(java.util.function.IntToLongFunction value) {
    for (int id = 0; id < instance.reasons().size(); id++) {
      String code = instance.reasons().get(id).code();
      if (!code.isEmpty()) {
        out.sample(value.applyAsLong(id), "reason", code);
      }
    }
  }

  private void listed() {
    out.family(
        "scrubber_listed_packets_total",
        COUNTER,
        "Packets of hosts to addresses on feeds, and from such that are reported.");
    out.sample(now.sum(WorkerCounter.LISTED_OUT), "direction", "out");
    out.sample(now.sum(WorkerCounter.LISTED_IN), "direction", "in");
  }

  private void sides() {
    for (LineCount count : LineCount.values()) {
      if (count == LineCount.WENT_PAST_NS) {
        continue;
      }
      String name = count.name().toLowerCase(Locale.ROOT);
      out.family(
          "scrubber_interface_" + name + "_packets_total",
          COUNTER,
          "Packets of an interface: " + count.label() + ".");
      for (int side = PacketLine.OUTSIDE; side <= PacketLine.INSIDE; side++) {
        out.sample(now.side(side, count), "side", SIDES[side], "interface", named(side));
      }
    }
    out.family(
        "scrubber_interface_went_past_seconds_total",
        COUNTER,
        "Time for which packets of an interface went past workers that stood still, unjudged.");
    for (int side = PacketLine.OUTSIDE; side <= PacketLine.INSIDE; side++) {
      long pastNs = now.side(side, LineCount.WENT_PAST_NS);
      out.seconds(pastNs, "side", SIDES[side], "interface", named(side));
    }
  }

  private void links() {
    out.family(
        "scrubber_interface_up",
        GAUGE,
        "1 while an interface is there, switched on and connected.");
    for (int side = PacketLine.OUTSIDE; side <= PacketLine.INSIDE; side++) {
      boolean up = now.link(side) == LinkWatch.State.RUNNING;
      out.sample(up ? 1 : 0, "side", SIDES[side], "interface", named(side));
    }
    out.family("scrubber_bound", GAUGE, "0 while the interfaces are lost and tried again.");
    out.sample(1 - now.value(InstanceCounter.UNBOUND));
  }

  private String named(int side) {
    return (side == PacketLine.OUTSIDE ? instance.outside() : instance.inside()).name();
  }

  private void workers() {
    workerSeconds("busy_seconds_total", WorkerCounter.BUSY_NS, "Time in turns with packets.");
    workerSeconds(
        "idle_seconds_total", WorkerCounter.IDLE_NS, "Time in turns without packets: headroom.");
    workerCounts("turns_total", WorkerCounter.TURNS, "Turns of the duty cycle.");
    workerCounts("batches_total", WorkerCounter.BATCHES, "Turns that found packets.");
    out.family(
        "scrubber_worker_away_seconds",
        GAUGE,
        "Longest time between two turns, waiting aside, in a window.");
    eachWorker(
        (one, label) -> {
          out.seconds(one.value(WorkerCounter.AWAY_SECOND_NS), "worker", label, "window", "second");
          out.seconds(one.value(WorkerCounter.AWAY_MINUTE_NS), "worker", label, "window", "minute");
          out.seconds(one.value(WorkerCounter.AWAY_LONGEST_NS), "worker", label, "window", "ever");
        });
  }

  /** Takes a worker and its number. */
  private interface WorkerSample {
    void write(WorkerReading one, String label);
  }

  private void eachWorker(WorkerSample sample) {
    List<WorkerReading> workers = now.workers();
    for (int k = 0; k < workers.size(); k++) {
      sample.write(workers.get(k), Integer.toString(k));
    }
  }

  private void workerSeconds(String name, WorkerCounter counter, String help) {
    out.family("scrubber_worker_" + name, COUNTER, help);
    eachWorker((one, label) -> out.seconds(one.value(counter), "worker", label));
  }

  private void workerCounts(String name, WorkerCounter counter, String help) {
    out.family("scrubber_worker_" + name, COUNTER, help);
    eachWorker((one, label) -> out.sample(one.value(counter), "worker", label));
  }

  private void tables() {
    table(
        "scrubber_table_entries",
        GAUGE,
        "Living entries of a table; of all but mitigations an estimate from a sample.",
        WorkerCounter.FLOWS,
        WorkerCounter.SOURCES,
        WorkerCounter.SYNS,
        WorkerCounter.MITIGATIONS);
    table(
        "scrubber_table_capacity",
        GAUGE,
        "Entries that a table holds at most.",
        WorkerCounter.FLOW_CAPACITY,
        WorkerCounter.SOURCE_CAPACITY,
        WorkerCounter.SYN_CAPACITY,
        WorkerCounter.MITIGATION_CAPACITY);
    out.family("scrubber_table_refused_total", COUNTER, "Entries that found no place in a table.");
    eachWorker(
        (one, label) -> {
          tableSample(one, label, "flows", WorkerCounter.FLOWS_REFUSED);
          tableSample(one, label, "syns", WorkerCounter.SYNS_REFUSED);
          tableSample(one, label, "mitigations", WorkerCounter.MITIGATIONS_REFUSED);
        });
  }

  private void table(
      String name,
      String type,
      String help,
      WorkerCounter flows,
      WorkerCounter sources,
      WorkerCounter syns,
      WorkerCounter mitigations) {
    out.family(name, type, help);
    eachWorker(
        (one, label) -> {
          tableSample(one, label, "flows", flows);
          tableSample(one, label, "sources", sources);
          tableSample(one, label, "syns", syns);
          tableSample(one, label, "mitigations", mitigations);
        });
  }

  private void tableSample(WorkerReading one, String label, String table, WorkerCounter counter) {
    out.sample(one.value(counter), "worker", label, "table", table);
  }

  private void mitigations() {
    out.family("scrubber_mitigations_active", GAUGE, "Mitigations that are active.");
    out.sample(now.sum(WorkerCounter.MITIGATIONS_ACTIVE));
    mitigation(
        "scrubber_mitigation_packets_per_second",
        "Offered packets that nothing speaks for, over the last second.",
        MitigationReading::ratePps);
    mitigation(
        "scrubber_mitigation_threshold_packets_per_second",
        "What the mitigation was raised by.",
        MitigationReading::thresholdPps);
    mitigation(
        "scrubber_mitigation_dropped_packets",
        "Packets dropped since it was raised first.",
        MitigationReading::droppedPackets);
    mitigation(
        "scrubber_mitigation_challenged_packets",
        "Packets challenged since it was raised first.",
        MitigationReading::challengedPackets);
    out.family(
        "scrubber_mitigation_raised_time_seconds", GAUGE, "When it was raised last, Unix time.");
    for (MitigationReading one : now.mitigations()) {
      out.seconds(one.raisedNs(), labels(one));
    }
  }

  private void mitigation(String name, String help, ToLongFunction<MitigationReading> value) {
    out.family(name, GAUGE, help);
    for (MitigationReading one : now.mitigations()) {
      out.sample(value.applyAsLong(one), labels(one));
    }
  }

  private String[] labels(MitigationReading one) {
    return new String[] {
      "object", instance.objects().get(one.object()).name(),
      "vector", instance.vectors().get(one.vector()),
      "target", one.target(),
      "worker", Integer.toString(one.worker())
    };
  }

  private void single() {
    sum("challenges_sent_total", WorkerCounter.CHALLENGES_SENT, "Challenges sent to clients.");
    sum("challenges_answered_total", WorkerCounter.CHALLENGES_ANSWERED, "Challenges answered.");
    sum(
        "syns_released_total",
        WorkerCounter.SYNS_RELEASED,
        "SYNs sent on to their target once their client had answered.");
    out.family("scrubber_policy_reloads_total", COUNTER, "Policies loaded since the start.");
    out.sample(now.value(InstanceCounter.RELOADS), "result", "loaded");
    out.sample(now.value(InstanceCounter.RELOADS_REFUSED), "result", "refused");
    out.family("scrubber_bypass_open", GAUGE, "1 while the bypass is open: nothing is judged.");
    out.sample(now.value(InstanceCounter.BYPASS_OPEN));
    count("bypass_opened_total", InstanceCounter.BYPASS_OPENED, "Times that the bypass opened.");
    out.family(
        "scrubber_bypass_seconds_total", COUNTER, "Time that the bypass was open altogether.");
    out.seconds(now.value(InstanceCounter.BYPASS_NS));
    out.family(
        "scrubber_bypass_lost",
        GAUGE,
        "1 while packets would stop with the scrubber though they are to pass then.");
    out.sample(now.value(InstanceCounter.BYPASS_LOST));
    count("gc_pauses_total", InstanceCounter.GC_COUNT, "Garbage collections.");
    out.family("scrubber_gc_pause_seconds_total", COUNTER, "Time in garbage collections.");
    out.seconds(now.value(InstanceCounter.GC_TIME_NS));
    out.family("scrubber_gc_pause_longest_seconds", GAUGE, "Longest garbage collection.");
    out.seconds(now.value(InstanceCounter.GC_LONGEST_NS));
    out.family("scrubber_heap_used_bytes", GAUGE, "Heap in use.");
    out.sample(now.value(InstanceCounter.HEAP_USED_BYTES));
    count(
        "workers_allocated_bytes_total",
        InstanceCounter.WORKERS_ALLOCATED_BYTES,
        "Bytes that the threads of workers have allocated; nothing for a packet.");
    out.family(
        "scrubber_snapshot_time_seconds",
        GAUGE,
        "When the last snapshot of the state was completed, Unix time; 0 for never.");
    out.seconds(now.value(InstanceCounter.SNAPSHOT_NS));
  }

  private void sum(String name, WorkerCounter counter, String help) {
    out.family("scrubber_" + name, COUNTER, help);
    out.sample(now.sum(counter));
  }

  private void count(String name, InstanceCounter counter, String help) {
    out.family("scrubber_" + name, COUNTER, help);
    out.sample(now.value(counter));
  }
}
