package org.scrubber.live.offload;

import org.scrubber.batch.Bulk;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.detect.Mitigations;
import org.scrubber.io.Offload;
import org.scrubber.io.OffloadScope;
import org.scrubber.live.LiveEngine;

/**
 * Keeps a line's table of settled verdicts: enters what is settled, ends what no longer is, and
 * books what the kernel did. Allocation-free; one thread, that of the worker.
 */
final class Clerk {
  /** Drops in a row that settle a flow. */
  static final int DROPS = 32;

  /** Packets within some seconds that make it worth while to let a flow pass in the kernel. */
  static final int PASSES = 64;

  /** What the target has spoken to needs so many drops more. */
  private static final int GRACE = 256;

  private static final long SHORT_NS = 1_000_000_000L;
  private static final long LONG_NS = 4_000_000_000L;

  /** An entry that has expired is kept for so long, as its flow may come again. */
  private static final long LINGER_NS = 3_000_000_000L;

  /** No program runs for so long: nothing is counted in an entry that ended before. */
  private static final long QUIET_NS = 2_000_000L;

  private static final long ROUND_NS = 20_000_000L;
  private static final int ROWS_A_TURN = 1_024;
  private static final int MOST_CANDIDATES = 1 << 17;

  private final Bulk bulk = new Bulk();
  private final Offload offload;
  private final Books entries;
  private final Candidates known;
  private long generation;
  private long roundNs = Long.MIN_VALUE / 2;
  private long dropsSeenNs = Long.MIN_VALUE / 2;
  private int cursor;
  private long crossed;
  private long crossedBytes;

  /** Begins with an empty table. */
  Clerk(Offload offload) {
    this.offload = offload;
    entries = new Books(offload.firstSlot(), offload.capacity());
    int wanted = Integer.highestOneBit(Math.max(4, 4 * offload.capacity()));
    known = new Candidates(Math.min(MOST_CANDIDATES, wanted));
  }

  /** Looks at a judged batch: what is settled now, and what no longer is. */
  void settle(LiveEngine engine, PacketBatch batch, long nowNs) {
    Mitigations mitigations = engine.worker().mitigations();
    endWhatIsOver(mitigations, nowNs);
    boolean sends = !engine.worker().isTranslating();
    for (int i = 0, size = batch.size; i < size; i++) {
      if (batch.object[i] < 0 && batch.sourceObject[i] < 0) {
        continue;
      }
      OffloadScope scope = Settled.dropped(batch, i);
      if (scope != null) {
        dropsSeenNs = nowNs;
        dropped(mitigations, scope, batch, i, nowNs);
        continue;
      }
      if (entries.size() > 0 || nowNs - dropsSeenNs < LONG_NS) {
        forgive(batch, i, nowNs);
      }
      if (sends && offload.sendsOn(batch.interfaceId[i]) && Settled.passes(batch, i)) {
        passed(batch, i, nowNs);
      }
    }
  }

  private void dropped(
      Mitigations mitigations, OffloadScope scope, PacketBatch batch, int i, long nowNs) {
    if (entries.size() > 0) {
      stop(batch, i, nowNs);
    }
    boolean answers = scope == OffloadScope.ANSWERS;
    long key = answers ? Settled.answersKey(batch, i) : Settled.flowKey(batch, i, false);
    int at = known.claim(key, nowNs);
    if (at < 0) {
      return;
    }
    int slot = known.slot(at);
    long number = mitigations.get(batch.mitigation[i]).number;
    if (slot != Offload.NONE) {
      int row = slot - entries.firstSlot;
      boolean same = entries.number[row] == number;
      if (!same) {
        end(row, nowNs);
        known.reset(at, 1, nowNs);
      } else if (nowNs >= entries.untilNs[row]) {
        entries.ttlNs[row] = Math.min(LONG_NS, 2 * entries.ttlNs[row]);
        entries.untilNs[row] = nowNs + entries.ttlNs[row];
        offload.extend(slot, entries.ttlNs[row]);
      }
      return;
    }
    if (known.strike(at, nowNs) >= DROPS) {
      slot = offload.drop(scope, batch, i, SHORT_NS, false);
      enter(batch, i, at, slot, false, nowNs);
      if (slot != Offload.NONE) {
        entries.number[slot - entries.firstSlot] = number;
      }
    }
  }

  private void enter(PacketBatch batch, int i, int at, int slot, boolean passing, long nowNs) {
    known.reset(at, 0, nowNs);
    if (slot == Offload.NONE) {
      return; // Full, or not to be named.
    }
    int row = slot - entries.firstSlot;
    entries.open(row, batch, i, passing);
    entries.place[row] = at;
    entries.ttlNs[row] = SHORT_NS;
    entries.untilNs[row] = nowNs + SHORT_NS;
    known.slot(at, slot);
  }

  /**
   * A packet that was not dropped for its flow ends what drops it, and so does one to its source.
   */
  private void forgive(PacketBatch batch, int i, long nowNs) {
    boolean outward = batch.sourceObject[i] >= 0;
    if (batch.object[i] >= 0) {
      int strikes = batch.verdict[i] == Verdict.PASS_CODE ? 0 : 1;
      pardon(Settled.flowKey(batch, i, false), -strikes, nowNs);
      pardon(Settled.answersKey(batch, i), 0, nowNs);
    }
    if (outward) {
      pardon(Settled.flowKey(batch, i, true), -GRACE, nowNs);
      pardon(Settled.askedKey(batch, i), -GRACE, nowNs);
    }
    if (Settled.ends(batch, i) || batch.mitigation[i] >= 0) {
      stop(batch, i, nowNs);
    }
  }

  private void pardon(long key, int strikes, long nowNs) {
    int at = known.find(key);
    if (at < 0) {
      return;
    }
    int slot = known.slot(at);
    if (slot != Offload.NONE) {
      end(slot - entries.firstSlot, nowNs);
    }
    known.reset(at, strikes, nowNs);
  }

  /** Ends what lets a flow pass, both ways. */
  private void stop(PacketBatch batch, int i, long nowNs) {
    for (int way = 0; way < 2; way++) {
      int at = known.find(Settled.passKey(batch, i, way == 1));
      int slot = at < 0 ? Offload.NONE : known.slot(at);
      if (slot != Offload.NONE) {
        end(slot - entries.firstSlot, nowNs);
      }
    }
  }

  private void passed(PacketBatch batch, int i, long nowNs) {
    int at = known.claim(Settled.passKey(batch, i, false), nowNs);
    if (at < 0) {
      return;
    }
    int slot = known.slot(at);
    if (slot != Offload.NONE) {
      int row = slot - entries.firstSlot;
      if (nowNs >= entries.untilNs[row]) {
        entries.untilNs[row] = nowNs + SHORT_NS;
        offload.extend(slot, SHORT_NS);
      }
    } else if (known.strike(at, nowNs) >= PASSES) {
      enter(batch, i, at, offload.pass(batch, i, SHORT_NS), true, nowNs);
    }
  }

  private void end(int row, long nowNs) {
    if (entries.state[row] == Books.STANDING) {
      offload.extend(row + entries.firstSlot, 0);
      entries.state[row] = Books.ENDING;
      entries.untilNs[row] = nowNs;
      known.slot(entries.place[row], Offload.NONE);
    }
  }

  /** Ends the entries of mitigations that have ended since the last turn. */
  private void endWhatIsOver(Mitigations mitigations, long nowNs) {
    if (mitigations.generation() == generation) {
      return;
    }
    generation = mitigations.generation();
    for (int index = 0, size = entries.size(); index < size; index++) {
      int row = entries.row(index);
      if (isOver(row, mitigations)) {
        end(row, nowNs);
      }
    }
  }

  private boolean isOver(int row, Mitigations mitigations) {
    return !entries.passes[row]
        && entries.state[row] == Books.STANDING
        && !mitigations.get(entries.mitigation[row]).isUnderWay(entries.number[row]);
  }

  /**
   * Takes a step in reading the counters, once a turn, whether packets came or not.
   *
   * @param nowNs the turn's time
   * @param clockNs the engine's clock at that time
   */
  void book(LiveEngine engine, long nowNs, long clockNs) {
    if (cursor == 0) {
      if (nowNs - roundNs < ROUND_NS) {
        return;
      }
      roundNs = nowNs;
      cursor = entries.size();
    }
    bulk.timeNs = nowNs;
    bulk.clockNs = clockNs;
    bookCrossed(engine);
    Mitigations mitigations = engine.worker().mitigations();
    if (entries.size() > 0) {
      engine.worker().elapse(clockNs);
      endWhatIsOver(mitigations, nowNs);
    }
    // From the end, so that what takes the place of one that is removed has had its turn.
    cursor = Math.min(cursor, entries.size());
    for (int steps = 0; cursor > 0 && steps < ROWS_A_TURN; steps++) {
      visit(engine, mitigations, entries.row(--cursor), nowNs);
    }
  }

  private void visit(LiveEngine engine, Mitigations mitigations, int row, long nowNs) {
    int slot = row + entries.firstSlot;
    bookGrowth(engine, row);
    boolean lapsed = nowNs - entries.untilNs[row] > LINGER_NS;
    if (isOver(row, mitigations) || (lapsed && entries.state[row] == Books.STANDING)) {
      end(row, nowNs);
    } else if (entries.state[row] == Books.ENDING && nowNs - entries.untilNs[row] > QUIET_NS) {
      offload.remove(slot);
      entries.close(row);
    }
  }

  private void bookGrowth(LiveEngine engine, int row) {
    int slot = row + entries.firstSlot;
    if (entries.growth(row, offload.packets(slot), offload.bytes(slot), bulk)) {
      bulk.verdict = entries.passes[row] ? Verdict.PASS_CODE : Verdict.DROP_CODE;
      engine.credit(bulk);
    }
  }

  private void bookCrossed(LiveEngine engine) {
    if (offload.firstSlot() != 0) {
      return; // One of the lines counts it.
    }
    long packets = offload.crossed();
    long bytes = offload.crossedBytes();
    if (packets > crossed) {
      bulk.packets = packets - crossed;
      bulk.bytes = bytes - crossedBytes;
      bulk.verdict = Verdict.PASS_CODE;
      bulk.object = -1;
      bulk.mitigation = -1;
      bulk.ip = false;
      engine.credit(bulk);
    }
    crossed = packets;
    crossedBytes = bytes;
  }

  /** Books what was decided until now, and ends all entries: another policy is to judge. */
  void abandon(LiveEngine engine, long nowNs, long clockNs) {
    bulk.timeNs = nowNs;
    bulk.clockNs = clockNs;
    for (int index = 0, size = entries.size(); index < size; index++) {
      end(entries.row(index), nowNs);
    }
    for (int index = 0, size = entries.size(); index < size; index++) {
      bookGrowth(engine, entries.row(index));
      entries.orphan(entries.row(index));
    }
    bookCrossed(engine);
    cursor = 0;
  }
}
