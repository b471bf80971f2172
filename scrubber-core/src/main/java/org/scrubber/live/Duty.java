package org.scrubber.live;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.jspecify.annotations.Nullable;
import org.scrubber.batch.ColdPath;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.counter.DutyMeter;
import org.scrubber.counter.LiveCounters;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.live.event.Witness;
import org.scrubber.live.offload.Settling;
import org.scrubber.live.wire.Pressure;
import org.scrubber.parse.Parser;
import org.scrubber.report.Tally;
import org.scrubber.snapshot.Saver;

/**
 * What a worker does, again and again: take a batch from the line, judge it, and send what passed.
 *
 * <p>The clock is read once a turn, and all packets of a turn have its time. Nothing is allocated a
 * packet. One thread, but for {@link #tell} and {@link #lastTurnNs}.
 */
final class Duty {
  private static final int ORDERS = 64;
  private static final int SIDES = 2;
  private static final LineCount[] LINE_COUNTS = LineCount.values();

  private final EpochNanoClock clock;
  private final Queue<Order> orders = new OneToOneConcurrentArrayQueue<>(ORDERS);
  private final AtomicLong lastTurnNs = new AtomicLong();
  private final PacketBatch batch = new PacketBatch();
  private final Parser parser = new Parser();
  private final Pressure pressure = new Pressure();
  private final DutyMeter meter = new DutyMeter();
  private final Settling settling = new Settling();

  /** What engines have counted that judge no more, and lines that are closed. */
  private final long[] retired = new long[Tally.SUMS];

  private final long[] retiredLines = new long[SIDES * LINE_COUNTS.length];

  private @Nullable PacketLine line;
  private @Nullable LiveCounters counters;
  private @Nullable Saver saver;
  private LiveEngine engine;
  private long nowNs;
  private long clockOriginNs;
  private boolean clockKnown;
  private long retiredShed;

  /**
   * Creates the duty of a worker that has no line yet.
   *
   * @param clock ns since the epoch, never going back
   */
  Duty(EpochNanoClock clock, LiveEngine engine) {
    this.clock = clock;
    this.engine = engine;
  }

  /**
   * Takes one turn.
   *
   * @return how many packets it found
   * @throws IOException when an interface of the line is gone
   */
  int turn() throws IOException {
    nowNs = clock.nanoTime();
    lastTurnNs.lazySet(nowNs);
    meter.turn(nowNs);
    obey(orders.poll());
    PacketLine wire = line;
    int count = wire == null ? 0 : judge(wire);
    if (clockKnown || knowsClock()) {
      engine.worker().elapse(nowNs - clockOriginNs);
      settling.book(engine, nowNs, nowNs - clockOriginNs);
    }
    Witness witness = engine.witness();
    if (witness != null && meter.beginsSecond()) {
      witness.load(meter.busyPercent(), lost(), shed());
    }
    if (count == 0 && witness != null && clockKnown) {
      witness.rest(nowNs, nowNs - clockOriginNs);
    }
    if (counters != null) {
      counters.update(nowNs, wire);
    }
    if (saver != null) {
      save(saver, count);
    }
    return count;
  }

  private void save(Saver saver, int count) {
    if (count > 0) {
      saver.step(nowNs);
    } else {
      saver.stepWhileAtRest(nowNs);
    }
  }

  /** What the engine knows from an earlier run, or from the engine before it, has its time, too. */
  private boolean knowsClock() {
    long originNs = engine.worker().clockOriginNs();
    if (originNs == 0) {
      return false;
    }
    clockOriginNs = originNs;
    clockKnown = true;
    if (counters != null) {
      counters.origin(originNs);
    }
    return true;
  }

  private int judge(PacketLine wire) throws IOException {
    batch.pressure = pressure.at(nowNs, wire);
    int count = wire.poll(batch, nowNs);
    if (count > 0) {
      parser.parse(batch);
      engine.worker().process(batch);
      settling.settle(engine, batch, nowNs);
      Witness witness = engine.witness();
      if (witness != null) {
        witness.sample(batch);
      }
      engine.tally().update(batch, 0);
      if (witness != null) {
        witness.update(batch);
      }
      clockOriginNs = nowNs - batch.clockNs[0];
      clockKnown = true;
      if (counters != null) {
        counters.judged(batch);
      }
      wire.complete(batch);
      reply(wire, engine.worker().replies());
    }
    wire.flush();
    meter.found(count);
    return count;
  }

  /** Sends what the worker has to say itself: back to where the cause came from, or on. */
  private static void reply(PacketLine wire, Replies replies) {
    for (int k = 0, count = replies.count; k < count; k++) {
      wire.send(replies.interfaceId[k], replies.frameAddress[k], replies.lengthBytes[k]);
    }
  }

  @ColdPath("when the conductor asks for something")
  private void obey(@Nullable Order order) {
    if (order != null) {
      order.carryOut(this);
    }
  }

  /** Waits for a packet, at most that long. */
  void await(long timeoutNs) {
    meter.waits(timeoutNs);
    PacketLine wire = line;
    if (wire == null) {
      LockSupport.parkNanos(timeoutNs);
    } else {
      wire.await(timeoutNs);
    }
  }

  /**
   * Asks for something to be done between two batches. Called by one other thread.
   *
   * @return false when too much has been asked already
   */
  boolean tell(Order order) {
    return orders.offer(order);
  }

  /** Returns when the last turn began, ns since the epoch. Any thread. */
  long lastTurnNs() {
    return lastTurnNs.get();
  }

  /** Takes packets from this line from now on. */
  void attach(PacketLine wire) {
    detach();
    pressure.restart();
    settling.attach(wire);
    line = wire;
  }

  /** Lets go of the line, if there is one; its owner may close it then. */
  void detach() {
    PacketLine wire = line;
    if (wire != null) {
      line = null;
      settling.detach(engine, nowNs, nowNs - clockOriginNs);
      for (int k = 0; k < retiredLines.length; k++) {
        retiredLines[k] += wire.count(k / LINE_COUNTS.length, LINE_COUNTS[k % LINE_COUNTS.length]);
      }
    }
  }

  /** Leaves nothing settled, and books what was; another engine is to judge. */
  void unsettle() {
    settling.abandon(engine, nowNs, nowNs - clockOriginNs);
  }

  /** Judges by another engine from now on. */
  void judgeBy(LiveEngine other) {
    unsettle();
    clockKnown = false;
    engine.finish(true);
    engine.tally().addTo(retired);
    retiredShed += engine.tally().shed();
    saver = null; // It knows the old engine alone.
    engine = other;
  }

  /** Publishes what it counts from now on; null for nowhere. */
  void publish(@Nullable LiveCounters where) {
    counters = where;
    if (where != null) {
      where.origin(clockOriginNs); // Packets may have come before, and none may come after.
    }
  }

  /** Returns where it publishes, or null. */
  @Nullable LiveCounters counters() {
    return counters;
  }

  /** Has the state saved from now on, by slices between batches; null for no more. */
  void saveBy(@Nullable Saver how) {
    saver = how;
  }

  /** Publishes everything at once. */
  void publishNow() {
    if (counters != null) {
      counters.publish(nowNs, line);
    }
  }

  /** Returns what measures its time. */
  DutyMeter meter() {
    return meter;
  }

  /** Returns how much is being shed, see {@code filter.Overload}. */
  int pressure() {
    return batch.pressure;
  }

  /** Returns what judges now. */
  LiveEngine engine() {
    return engine;
  }

  /** Returns this turn's reading of the clock, ns since the epoch. */
  long nowNs() {
    return nowNs;
  }

  /** Returns what to add to the engine's own clock to have ns since the epoch. */
  long clockOriginNs() {
    return clockOriginNs;
  }

  /** Adds what all engines have counted; see {@link Tally#addTo}. */
  void addTo(long[] sums) {
    for (int k = 0; k < sums.length; k++) {
      sums[k] += retired[k];
    }
    engine.tally().addTo(sums);
  }

  private long lost() {
    long sum = 0;
    for (int side = PacketLine.OUTSIDE; side <= PacketLine.INSIDE; side++) {
      sum += lineCount(side, LineCount.RECEIVE_LOST) + lineCount(side, LineCount.SEND_LOST);
    }
    return sum;
  }

  /** Returns packets that were shed because there was no room, by all engines so far. */
  long shed() {
    return retiredShed + engine.tally().shed();
  }

  /** Returns a counter of all lines so far. */
  long lineCount(int side, LineCount count) {
    PacketLine wire = line;
    long before = retiredLines[side * LINE_COUNTS.length + count.ordinal()];
    return wire == null ? before : before + wire.count(side, count);
  }
}
