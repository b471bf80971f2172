package org.scrubber.cli.top;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.scrubber.batch.PacketBatch;
import org.scrubber.counter.CounterFile;
import org.scrubber.counter.DutyMeter;
import org.scrubber.counter.GcWatch;
import org.scrubber.counter.Instance;
import org.scrubber.counter.InstanceCounter;
import org.scrubber.counter.LiveCounters;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.io.PacketSource;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.parse.Parser;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.policy.load.PolicyLoader;
import org.scrubber.report.Tally;

/**
 * An instance without interfaces: plays a capture again and again through a real worker, at the
 * packets' own pace or faster, and counts as a running one does.
 *
 * <p>{@code Rehearsal COUNTERS POLICY CAPTURE SECONDS SPEED}, as a process of its own.
 */
public final class Rehearsal {
  private static final long IDLE_NS = 1_000_000;
  private static final int BATCH = 64;

  private final CounterFile file;
  private final Worker worker;
  private final Tally tally;
  private final DutyMeter meter = new DutyMeter();
  private final LiveCounters counters;
  private final Parser parser = new Parser();
  private final PacketLine line = line();
  private final GcWatch collector = new GcWatch();

  private Rehearsal(Path path, Policy policy) throws IOException {
    worker = new Worker(policy);
    tally = new Tally(policy.objects().size(), 1, worker.mitigations());
    Instance instance =
        Instance.of(
            "0.1.0",
            policy,
            "0123abcd",
            new Instance.Interface("eth0", "rehearsed"),
            new Instance.Interface("eth1", "rehearsed"));
    file = CounterFile.create(path, instance, Watch.nowNs(), 1);
    counters = new LiveCounters(file, 0, worker, tally, meter);
  }

  /** Plays until the time is over. */
  public static void main(String[] arguments) throws Exception {
    Policy policy = PolicyLoader.load(Path.of(arguments[1])).policy();
    Rehearsal rehearsal = new Rehearsal(Path.of(arguments[0]), policy);
    long endNs = Watch.nowNs() + Math.round(Double.parseDouble(arguments[3]) * 1e9);
    while (Watch.nowNs() < endNs) {
      rehearsal.play(arguments[2], Double.parseDouble(arguments[4]), endNs);
    }
    rehearsal.file.close();
  }

  private void play(String capture, double speed, long endNs) throws Exception {
    try (PacketSource source = CaptureFiles.open(List.of(capture))) {
      PacketBatch batch = new PacketBatch(BATCH);
      long beganNs = Watch.nowNs();
      long firstNs = -1;
      while (source.poll(batch) >= 0) {
        firstNs = firstNs < 0 ? batch.timestampNs[0] : firstNs;
        long dueNs = beganNs + Math.round((batch.timestampNs[0] - firstNs) / speed);
        long now = turn();
        while (now < dueNs) {
          meter.waits(IDLE_NS);
          LockSupport.parkNanos(IDLE_NS);
          now = turn();
        }
        if (now > endNs) {
          return;
        }
        judge(batch, now);
      }
    }
  }

  private long turn() {
    long now = Watch.nowNs();
    meter.turn(now);
    counters.update(now, line);
    file.set(InstanceCounter.HEARTBEAT_NS, now);
    collector.update(file);
    return now;
  }

  private void judge(PacketBatch batch, long now) {
    for (int i = 0; i < batch.size; i++) {
      batch.timestampNs[i] = now;
    }
    parser.parse(batch);
    worker.process(batch);
    tally.update(batch, 0);
    counters.judged(batch);
  }

  /** A line that knows only how to count. */
  private PacketLine line() {
    Object line =
        Proxy.newProxyInstance(
            PacketLine.class.getClassLoader(),
            new Class<?>[] {PacketLine.class},
            (proxy, method, arguments) -> count((int) arguments[0], (LineCount) arguments[1]));
    return (PacketLine) line;
  }

  private long count(int side, LineCount count) {
    boolean outside = side == PacketLine.OUTSIDE;
    return switch (count) {
      case RECEIVED -> outside ? tally.packets[Tally.OFFERED] : 0;
      case SENT -> outside ? 0 : tally.packets[Tally.PASSED];
      default -> 0;
    };
  }
}
