package org.scrubber.counter;

import static org.scrubber.counter.InstanceCounter.INSIDE_DOWN;
import static org.scrubber.counter.InstanceCounter.OUTSIDE_DOWN;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.io.netlink.LinkWatch;
import org.scrubber.report.Tally;

/**
 * What an instance counted, as of one moment, over all its workers. Immutable.
 *
 * <p>What the kernel passed and dropped by order of the workers is part of the totals of packets:
 * offered is passed + dropped + challenged with it as without. Bytes, objects and reasons are the
 * workers' own, as the kernel counts packets only.
 */
public final class Readings {
  private static final LinkWatch.State[] LINKS = LinkWatch.State.values();

  private final long[] instance;
  private final List<WorkerReading> workers;

  Readings(long[] instance, List<WorkerReading> workers) {
    this.instance = instance;
    this.workers = List.copyOf(workers);
  }

  /** Returns each worker's own. */
  public List<WorkerReading> workers() {
    return workers;
  }

  /** Returns a value of the instance. */
  public long value(InstanceCounter counter) {
    return instance[counter.ordinal()];
  }

  /** Returns how the interface of a side was when the conductor last looked. */
  public LinkWatch.State link(int side) {
    long why = value(side == PacketLine.OUTSIDE ? OUTSIDE_DOWN : INSIDE_DOWN);
    return why < 1 || why > LINKS.length ? LinkWatch.State.RUNNING : LINKS[(int) why - 1];
  }

  /** Returns the value that stands for how an interface is: 0 while it can carry packets. */
  public static long of(LinkWatch.State link) {
    return link == LinkWatch.State.RUNNING ? 0 : link.ordinal() + 1L;
  }

  /** Returns why nothing crosses the wire, in words; empty while something may. */
  public List<String> cuts(Instance instance) {
    List<String> cuts = new ArrayList<>();
    cut(instance.outside(), PacketLine.OUTSIDE, cuts);
    cut(instance.inside(), PacketLine.INSIDE, cuts);
    if (cuts.isEmpty() && value(InstanceCounter.UNBOUND) != 0) {
      cuts.add("the interfaces are lost and nothing is judged");
    }
    return cuts;
  }

  /** Returns what is wrong with what lies beneath, in words; empty while nothing is. */
  public String beneath() {
    return value(InstanceCounter.BYPASS_LOST) == 0
        ? ""
        : "no bridge lies beneath, packets stop when the scrubber does";
  }

  private void cut(Instance.Interface named, int side, List<String> cuts) {
    LinkWatch.State link = link(side);
    if (link != LinkWatch.State.RUNNING) {
      cuts.add(named.name() + " " + link.words());
    }
  }

  /** Returns when the conductor or any worker was last at work, ns since the epoch. */
  public long heartbeatNs() {
    long latest = value(InstanceCounter.HEARTBEAT_NS);
    for (WorkerReading one : workers) {
      latest = Math.max(latest, one.heartbeatNs());
    }
    return latest;
  }

  /** Returns the moment that the counts are as of: the mean of the workers'; 0 for never. */
  public long timeNs() {
    long first = workers.getFirst().timeNs();
    long sum = 0;
    for (WorkerReading one : workers) {
      sum += one.timeNs() - first;
    }
    return first + sum / workers.size();
  }

  /** Returns a value of all workers together. */
  public long sum(WorkerCounter counter) {
    return workers.stream().mapToLong(one -> one.value(counter)).sum();
  }

  /** Returns packets of a kind of {@link Tally}'s, with those that the kernel judged. */
  public long packets(int kind) {
    return workers.stream().mapToLong(one -> one.packets(kind)).sum();
  }

  /** Returns bytes of a kind. */
  public long bytes(int kind) {
    return workers.stream().mapToLong(one -> one.bytes(kind)).sum();
  }

  /** Returns packets that were judged for a reason, by its id. */
  public long reasonPackets(int reason) {
    return workers.stream().mapToLong(one -> one.reasonPackets(reason)).sum();
  }

  /** Returns bytes that were judged for a reason. */
  public long reasonBytes(int reason) {
    return workers.stream().mapToLong(one -> one.reasonBytes(reason)).sum();
  }

  /** Returns packets to an object, by its index. */
  public long objectPackets(int object, int kind) {
    return workers.stream().mapToLong(one -> one.objectPackets(object, kind)).sum();
  }

  /** Returns bytes to an object. */
  public long objectBytes(int object, int kind) {
    return workers.stream().mapToLong(one -> one.objectBytes(object, kind)).sum();
  }

  /** Returns what a side counts. */
  public long side(int side, LineCount count) {
    return workers.stream().mapToLong(one -> one.side(side, count)).sum();
  }

  /** Returns what both sides count. */
  public long bothSides(LineCount count) {
    return side(PacketLine.OUTSIDE, count) + side(PacketLine.INSIDE, count);
  }

  /** Returns the active mitigations of all workers, as many as are listed. */
  public List<MitigationReading> mitigations() {
    return workers.stream().flatMap(one -> one.mitigations().stream()).toList();
  }
}
