package org.scrubber.cli.top;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.scrubber.counter.CounterFile;
import org.scrubber.counter.DutyMeter;
import org.scrubber.counter.Instance;
import org.scrubber.counter.LiveCounters;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.load.Policies;
import org.scrubber.report.Tally;

/** An instance whose counts a test makes up. */
public final class CountedInstance implements AutoCloseable {
  /** When it started. */
  public static final long START_NS = 1_800_000_000_000_000_000L;

  private static final List<Prefix> PREFIXES =
      List.of(Prefix.parse("198.18.0.0/24"), Prefix.parse("2001:db8::/32"));

  final Policy policy = Policies.protecting(PREFIXES);
  final CounterFile file;
  final Tally tally;
  final DutyMeter meter = new DutyMeter();
  final LiveCounters counters;

  /** Makes the counter file of an instance of two objects. */
  public CountedInstance(Path path) throws IOException {
    this(path, START_NS);
  }

  /** Makes the counter file of an instance that started then. */
  public CountedInstance(Path path, long startNs) throws IOException {
    Worker worker = new Worker(policy);
    tally = new Tally(policy.objects().size(), 1, worker.mitigations());
    Instance instance =
        Instance.of(
            "1.2.3",
            policy,
            "abcd",
            new Instance.Interface("eth0", "eth0: veth, XDP native"),
            new Instance.Interface("eth1", "AF_XDP"));
    file = CounterFile.create(path, instance, startNs, 1);
    counters = new LiveCounters(file, 0, worker, tally, meter);
  }

  /** Returns its file. */
  public CounterFile file() {
    return file;
  }

  /** Counts packets of 100 bytes to the first object. */
  public void count(long passed, long dropped, long challenged) {
    add(Tally.OFFERED, passed + dropped + challenged);
    add(Tally.PASSED, passed);
    add(Tally.DROPPED, dropped);
    add(Tally.CHALLENGED, challenged);
    tally.reasonPackets[40] += challenged;
    tally.reasonPackets[50] += dropped;
  }

  private void add(int kind, long packets) {
    tally.packets[kind] += packets;
    tally.bytes[kind] += 100 * packets;
    tally.objectPackets[0][kind] += packets;
    tally.objectBytes[0][kind] += 100 * packets;
  }

  /** Publishes what it has counted. */
  public void publish(long nowNs) {
    meter.turn(nowNs);
    counters.publish(nowNs, null);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
