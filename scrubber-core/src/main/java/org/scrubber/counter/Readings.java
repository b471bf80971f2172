package org.scrubber.counter;

import java.util.List;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.report.Tally;

/**
 * What an instance counted, as of one moment, over all its workers. Immutable.
 *
 * <p>What the kernel passed and dropped by order of the workers is part of the totals of packets:
 * offered is passed + dropped + challenged with it as without. Bytes, objects and reasons are the
 * workers' own, as the kernel counts packets only.
 */
public final class Readings {
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
