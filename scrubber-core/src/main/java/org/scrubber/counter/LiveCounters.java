package org.scrubber.counter;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.scrubber.batch.PacketBatch;
import org.scrubber.detect.Ledger;
import org.scrubber.detect.Mitigation;
import org.scrubber.detect.Mitigations;
import org.scrubber.filter.Reasons;
import org.scrubber.filter.feed.Contacts;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.pipeline.Worker;
import org.scrubber.report.Tally;

/**
 * Publishes what a worker counts anyway into its section of a {@link CounterFile}, ten times a
 * second.
 *
 * <p>A publication is made in steps, one a turn of the duty cycle, each of a few microseconds at
 * most: objects and mitigations some at a time, then everything else, and then the bank is turned
 * over. All in between is a comparison and one store. Allocation-free; one thread, that of the
 * worker.
 */
public final class LiveCounters {
  /** A publication begins so long after the last one. */
  public static final long INTERVAL_NS = 100_000_000L;

  private static final int OBJECTS_A_STEP = 128;
  private static final int MITIGATIONS_A_STEP = 64;
  private static final LineCount[] LINE_COUNTS = LineCount.values();

  private final MemorySegment memory;
  private final Layout layout;
  private final int worker;
  private final Tally tally;
  private final Mitigations mitigations;
  private final DutyMeter meter;
  private final TableFill fill;
  private final long[] values = new long[WorkerCounter.COUNT];

  // What engines before this one have counted.
  private final long[] packetsBefore = new long[Tally.KINDS];
  private final long[] bytesBefore = new long[Tally.KINDS];
  private final long[] reasonPacketsBefore = new long[Reasons.COUNT];
  private final long[] reasonBytesBefore = new long[Reasons.COUNT];
  private final long[][] objectPacketsBefore;
  private final long[][] objectBytesBefore;

  // Ledgers are cleared when others need their place: what was seen of each, to add up the rest.
  private final long[] sentSeen = new long[Mitigations.CAPACITY];
  private final long[] answeredSeen = new long[Mitigations.CAPACITY];
  private final long[] releasedSeen = new long[Mitigations.CAPACITY];

  // Contacts outlive engines and runs: what was seen of them, coming in and going out.
  private final Contacts contacts;
  private final long[] listedSeen = new long[2];

  // A line counts from when it was opened; the interface may have been gone in between.
  private final long[] sides = new long[Layout.SIDES * LINE_COUNTS.length];
  private final long[] sidesSeen = new long[sides.length];

  private long generation;
  private long clockOriginNs;
  private long beganNs;
  private boolean publishing;
  private int nextObject;
  private int nextMitigation;
  private int listed;
  private int active;

  /**
   * Creates a publisher; the first publication begins with the first update.
   *
   * @param worker index of the file's section
   */
  public LiveCounters(CounterFile file, int worker, Worker pipeline, Tally tally, DutyMeter meter) {
    memory = file.memory();
    layout = file.layout();
    this.worker = worker;
    this.tally = tally;
    this.meter = meter;
    mitigations = pipeline.mitigations();
    contacts = pipeline.contacts();
    fill = new TableFill(pipeline.tables());
    int objects = tally.objectPackets.length;
    assert objects == layout.objects() : objects;
    objectPacketsBefore = new long[objects][Tally.KINDS];
    objectBytesBefore = new long[objects][Tally.KINDS];
    generation = Layout.get(memory, layout.generation(worker));
    beganNs = Long.MIN_VALUE;
    passOver();
  }

  /** What mitigations bring along from an engine or a run before was counted there. */
  private void passOver() {
    for (int index = 0, size = mitigations.size(); index < size; index++) {
      Ledger ledger = mitigations.get(index).ledger;
      sentSeen[index] = ledger.challengesSent;
      answeredSeen[index] = ledger.challengesAnswered;
      releasedSeen[index] = ledger.synsReleased;
    }
    listedSeen[0] = contacts.packets(false);
    listedSeen[1] = contacts.packets(true);
  }

  /**
   * Goes on where another engine's counters end, so that what is read never goes back; of objects,
   * where they are still there by name. On the worker's thread, when it changes over, after the
   * other has published.
   *
   * @param objectsBefore index in {@code before} of each object, or -1
   */
  public void continueFrom(LiveCounters before, int[] objectsBefore) {
    add(before.tally.packets, before.packetsBefore, packetsBefore);
    add(before.tally.bytes, before.bytesBefore, bytesBefore);
    add(before.tally.reasonPackets, before.reasonPacketsBefore, reasonPacketsBefore);
    add(before.tally.reasonBytes, before.reasonBytesBefore, reasonBytesBefore);
    for (int object = 0; object < objectPacketsBefore.length; object++) {
      int same = objectsBefore[object];
      if (same >= 0) {
        add(
            before.tally.objectPackets[same],
            before.objectPacketsBefore[same],
            objectPacketsBefore[object]);
        add(
            before.tally.objectBytes[same],
            before.objectBytesBefore[same],
            objectBytesBefore[object]);
      }
    }
    passOver();
    System.arraycopy(before.values, 0, values, 0, values.length);
    System.arraycopy(before.sides, 0, sides, 0, sides.length);
    System.arraycopy(before.sidesSeen, 0, sidesSeen, 0, sidesSeen.length);
  }

  private static void add(long[] counted, long[] before, long[] to) {
    for (int k = 0; k < to.length; k++) {
      to[k] = counted[k] + before[k];
    }
  }

  /** Sets a value that nobody but the worker knows; it shows with the next publication. */
  public void set(WorkerCounter counter, long value) {
    values[counter.ordinal()] = value;
  }

  /** Says what to add to the engine's own clock to have ns since the epoch. */
  public void origin(long originNs) {
    clockOriginNs = originNs;
  }

  /**
   * Takes note of a batch that was judged and tallied: the engine's own clock, which mitigations
   * are dated by, is set to the line's by it.
   */
  public void judged(PacketBatch batch) {
    if (batch.size > 0) {
      clockOriginNs = batch.timestampNs[0] - batch.clockNs[0];
    }
    meter.found(batch.size);
  }

  /**
   * Takes a step of a publication, if one is due; once a turn, busy or not.
   *
   * @param nowNs the turn's time
   * @param lineOrNull what the sides' counts are asked of
   */
  public void update(long nowNs, @Nullable PacketLine lineOrNull) {
    Layout.release(memory, layout.heartbeat(worker), nowNs);
    if (publishing) {
      step(nowNs, lineOrNull);
    } else if (beganNs == Long.MIN_VALUE || nowNs - beganNs >= INTERVAL_NS) {
      begin(nowNs);
      step(nowNs, lineOrNull);
    }
  }

  /** Publishes everything at once: before the end, or when nobody is waiting. */
  public void publish(long nowNs, @Nullable PacketLine lineOrNull) {
    if (!publishing) {
      begin(nowNs);
    }
    while (publishing) {
      step(nowNs, lineOrNull);
    }
    Layout.release(memory, layout.heartbeat(worker), nowNs);
  }

  private void begin(long nowNs) {
    // Nothing may be stored in the bank before it is known that the other one is read.
    VarHandle.storeStoreFence();
    beganNs = nowNs;
    publishing = true;
    nextObject = 0;
    nextMitigation = 0;
    listed = 0;
    active = 0;
  }

  private void step(long nowNs, @Nullable PacketLine lineOrNull) {
    long bank = layout.bank(worker, generation + 1);
    if (nextObject < tally.objectPackets.length) {
      objects(bank);
    } else if (nextMitigation < mitigations.size()) {
      mitigations(bank);
    } else {
      rest(bank, nowNs, lineOrNull);
      Layout.release(memory, layout.generation(worker), ++generation);
      publishing = false;
    }
  }

  private void objects(long bank) {
    int end = Math.min(nextObject + OBJECTS_A_STEP, tally.objectPackets.length);
    for (int object = nextObject; object < end; object++) {
      long at = bank + Layout.OBJECT + Layout.OBJECT_BYTES * object;
      put(at, tally.objectPackets[object], objectPacketsBefore[object]);
      put(at + 8L * Tally.KINDS, tally.objectBytes[object], objectBytesBefore[object]);
    }
    nextObject = end;
  }

  private void put(long at, long[] counted, long[] before) {
    for (int k = 0; k < before.length; k++) {
      Layout.put(memory, at + 8L * k, counted[k] + before[k]);
    }
  }

  private void mitigations(long bank) {
    int end = Math.min(nextMitigation + MITIGATIONS_A_STEP, mitigations.size());
    for (int index = nextMitigation; index < end; index++) {
      Mitigation one = mitigations.get(index);
      challenges(index, one.ledger);
      if (one.isActive()) {
        active++;
        if (listed < Layout.SLOTS) {
          long at = bank + Layout.MITIGATION + 8L * Layout.SLOT_WORDS * listed++;
          MitigationReading.write(memory, at, one, clockOriginNs);
        }
      }
    }
    nextMitigation = end;
  }

  private void challenges(int index, Ledger ledger) {
    values[WorkerCounter.CHALLENGES_SENT.ordinal()] +=
        growth(sentSeen, index, ledger.challengesSent);
    values[WorkerCounter.CHALLENGES_ANSWERED.ordinal()] +=
        growth(answeredSeen, index, ledger.challengesAnswered);
    values[WorkerCounter.SYNS_RELEASED.ordinal()] +=
        growth(releasedSeen, index, ledger.synsReleased);
  }

  private static long growth(long[] seen, int index, long now) {
    long before = now < seen[index] ? 0 : seen[index];
    seen[index] = now;
    return now - before;
  }

  private void rest(long bank, long nowNs, @Nullable PacketLine lineOrNull) {
    fill.sample(nowNs);
    takeValues();
    values[WorkerCounter.LISTED_IN.ordinal()] += growth(listedSeen, 0, contacts.packets(false));
    values[WorkerCounter.LISTED_OUT.ordinal()] += growth(listedSeen, 1, contacts.packets(true));
    Layout.put(memory, bank + Layout.TIME, nowNs);
    Layout.put(memory, bank + Layout.LISTED, listed);
    for (int k = 0; k < values.length; k++) {
      Layout.put(memory, bank + Layout.VALUES + 8L * k, values[k]);
    }
    put(bank + Layout.PACKETS, tally.packets, packetsBefore);
    put(bank + Layout.BYTES, tally.bytes, bytesBefore);
    put(bank + Layout.REASON_PACKETS, tally.reasonPackets, reasonPacketsBefore);
    put(bank + Layout.REASON_BYTES, tally.reasonBytes, reasonBytesBefore);
    if (lineOrNull != null) {
      askSides(lineOrNull);
    }
    for (int k = 0; k < sides.length; k++) {
      Layout.put(memory, bank + Layout.SIDE + 8L * k, sides[k]);
    }
  }

  private void takeValues() {
    set(WorkerCounter.BUSY_NS, meter.busyNs);
    set(WorkerCounter.IDLE_NS, meter.idleNs);
    set(WorkerCounter.TURNS, meter.turns);
    set(WorkerCounter.BATCHES, meter.batches);
    set(WorkerCounter.AWAY_SECOND_NS, meter.lastSecondNs());
    set(WorkerCounter.AWAY_MINUTE_NS, meter.lastMinuteNs());
    set(WorkerCounter.AWAY_LONGEST_NS, meter.longestNs);
    set(WorkerCounter.FLOW_CAPACITY, fill.flows.capacity());
    set(WorkerCounter.FLOWS, fill.flowsLiving());
    set(WorkerCounter.FLOWS_REFUSED, fill.flows.refused);
    set(WorkerCounter.SOURCE_CAPACITY, fill.sources.capacity());
    set(WorkerCounter.SOURCES, fill.sourcesLiving());
    set(WorkerCounter.SYN_CAPACITY, fill.syns.capacity());
    set(WorkerCounter.SYNS, fill.synsLiving());
    set(WorkerCounter.SYNS_REFUSED, fill.syns.refused);
    set(WorkerCounter.MITIGATION_CAPACITY, Mitigations.CAPACITY);
    set(WorkerCounter.MITIGATIONS_ACTIVE, active);
    set(WorkerCounter.MITIGATIONS, mitigations.size());
    set(WorkerCounter.MITIGATIONS_REFUSED, mitigations.refused);
  }

  private void askSides(PacketLine line) {
    for (int side = 0; side < Layout.SIDES; side++) {
      for (int k = 0; k < LINE_COUNTS.length; k++) {
        int at = side * LINE_COUNTS.length + k;
        sides[at] += growth(sidesSeen, at, line.count(side, LINE_COUNTS[k]));
      }
    }
  }
}
