package org.scrubber.captures.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.detect.Mitigations;
import org.scrubber.parse.Parser;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.report.Tally;

/**
 * One worker on one thread, as in the live run: takes a batch, parses it, judges it with all
 * filters, builds replies, and counts. What is timed is that, without making the packets.
 */
public final class Lane implements AutoCloseable {
  /** Packets of a {@link #step}. */
  public static final int STEP_PACKETS = FrameLayout.SLOT_COUNT;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Setting setting;
  private final Traffic traffic;
  private final Parser parser = new Parser();
  private final PacketBatch batch;
  private final Worker worker;
  private final Tally tally;
  private int made;
  private int next;

  /**
   * Creates a lane that has seen nothing yet.
   *
   * @param number of the lane: others have other packets
   */
  public Lane(Setting setting, int number) {
    this.setting = setting;
    int places = setting.layout().places(setting.passPackets());
    traffic =
        new Traffic(
            setting.kind(), setting.flows(), setting.sources(), setting.layout(), places, number);
    Policy policy = Production.policy(setting.flows());
    batch = new PacketBatch(setting.batchPackets());
    worker = new Worker(policy);
    tally = new Tally(policy.objects().size(), 1, worker.mitigations());
  }

  /** Opens all flows, and plays the traffic until mitigations are raised and code is compiled. */
  public void warmUp() {
    while (!traffic.isEstablished()) {
      judge(0, traffic.write());
    }
    for (int pass = 0; pass < setting.warmingPasses(); pass++) {
      pass(new Rounds());
    }
  }

  /** Plays a pass, and adds what each round of it took. */
  void pass(Rounds rounds) {
    int chunk = Math.min(Setting.ROUND_PACKETS, traffic.places());
    for (int done = 0; done < setting.passPackets(); done += traffic.places()) {
      int count = traffic.write();
      for (int from = 0; from < count; from += chunk) {
        long offered = tally.packets[Tally.OFFERED];
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long cpuNs = THREADS.getCurrentThreadCpuTime();
        judge(from, Math.min(count, from + chunk));
        long tookNs = THREADS.getCurrentThreadCpuTime() - cpuNs;
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        rounds.add(tally.packets[Tally.OFFERED] - offered, tookNs, allocated);
      }
    }
  }

  /** Plays a pass that is not timed, and says what became of attack and of the others. */
  public Outcome check() {
    long[] counts = new long[Outcome.COUNTS];
    for (int done = 0; done < setting.passPackets(); done += traffic.places()) {
      int count = traffic.write();
      for (int at = 0; at < count; at += batch.capacity) {
        one(at, Math.min(batch.capacity, count - at));
        for (int i = 0; i < batch.size; i++) {
          int whose = traffic.isAttack(at + i) ? 0 : Verdict.values().length;
          counts[whose + batch.verdict[i]]++;
        }
      }
    }
    return new Outcome(counts, activeMitigations());
  }

  private int activeMitigations() {
    Mitigations all = worker.mitigations();
    int active = 0;
    for (int k = 0; k < all.size(); k++) {
      active += all.get(k).isActive() ? 1 : 0;
    }
    return active;
  }

  /** Makes packets for the next {@link #step} where none are left; not to be timed. */
  public void ready() {
    if (next >= made) {
      made = traffic.write();
      next = 0;
    }
  }

  /**
   * Judges the next {@link #STEP_PACKETS}, which {@link #ready} has made; for benchmarks that time
   * by themselves.
   *
   * @return something of what was judged, so that nothing is optimised away
   */
  public long step() {
    judge(next, next + STEP_PACKETS);
    next += STEP_PACKETS;
    return (long) batch.survivorCount + worker.replies().count;
  }

  /** Judges the next batch, which {@link #ready} has made; returns how many packets it has. */
  int nextBatch() {
    int size = Math.min(batch.capacity, made - next);
    one(next, size);
    next += size;
    return size;
  }

  private void judge(int from, int to) {
    for (int at = from; at < to; at += batch.capacity) {
      one(at, Math.min(batch.capacity, to - at));
    }
  }

  private void one(int from, int size) {
    traffic.fill(batch, from, size);
    parser.parse(batch);
    worker.process(batch);
    tally.update(batch, 0);
  }

  /** Frees the packets. */
  @Override
  public void close() {
    traffic.close();
  }
}
