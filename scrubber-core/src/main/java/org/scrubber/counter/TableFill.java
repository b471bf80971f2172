package org.scrubber.counter;

import org.scrubber.pipeline.Tables;
import org.scrubber.table.FlowTable;
import org.scrubber.table.SourceTable;
import org.scrubber.table.SynTable;

/**
 * How full the tables are: their entries end by time, and nobody counts them, so some are looked at
 * each time. Entries lie where their hashes put them, so any stretch is a fair sample. Of the
 * worker's thread; allocation-free.
 */
final class TableFill {
  /** Entries looked at of each table, each time. */
  private static final int SAMPLE = 512;

  /** A new sample counts for a fraction of 1/16: some seconds' memory. */
  private static final int WEIGHT_SHIFT = 4;

  /** Fractions are held to this many bits. */
  private static final int FRACTION_SHIFT = 32;

  final FlowTable flows;
  final SourceTable sources;
  final SynTable syns;
  private long flowsFraction = -1;
  private long sourcesFraction = -1;
  private long synsFraction = -1;
  private int next;

  TableFill(Tables tables) {
    flows = tables.flows();
    sources = tables.sources();
    syns = tables.syns();
  }

  /** Looks at the next stretch of each table. */
  void sample(long nowNs) {
    flowsFraction = weigh(flowsFraction, flows.living(next, SAMPLE, nowNs));
    sourcesFraction = weigh(sourcesFraction, sources.living(next, SAMPLE, nowNs));
    synsFraction = weigh(synsFraction, syns.living(next, SAMPLE, nowNs));
    next += SAMPLE;
  }

  private static long weigh(long fraction, int living) {
    long sampled = ((long) living << FRACTION_SHIFT) / SAMPLE;
    return fraction < 0 ? sampled : fraction + (sampled - fraction >> WEIGHT_SHIFT);
  }

  /** Returns about how many flows are alive. */
  long flowsLiving() {
    return of(flows.capacity(), flowsFraction);
  }

  /** Returns about how many sources have a valid proof. */
  long sourcesLiving() {
    return of(sources.capacity(), sourcesFraction);
  }

  /** Returns about how many SYNs wait for an answer. */
  long synsLiving() {
    return of(syns.capacity(), synsFraction);
  }

  private static long of(int capacity, long fraction) {
    return Math.max(0, fraction) * capacity >>> FRACTION_SHIFT;
  }
}
