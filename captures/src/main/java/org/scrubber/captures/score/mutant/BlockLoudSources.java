package org.scrubber.captures.score.mutant;

import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.world.Gate;
import org.scrubber.parse.Parser;

/** Blocks for good whoever sends more than so many packets in a second. */
final class BlockLoudSources implements Gate {
  private static final long SECOND_NS = 1_000_000_000L;

  private final Parser parser = new Parser();
  private final Long2LongHashMap counts = new Long2LongHashMap(0);
  private final LongHashSet blocked = new LongHashSet();
  private final int mostPps;
  private long second;

  BlockLoudSources(int mostPps) {
    this.mostPps = mostPps;
  }

  @Override
  public void judge(PacketBatch batch) {
    parser.parse(batch);
    for (int i = 0; i < batch.size; i++) {
      if (batch.timestampNs[i] / SECOND_NS != second) {
        second = batch.timestampNs[i] / SECOND_NS;
        counts.clear();
      }
      long source = Bad.source(batch, i);
      boolean inbound = Bad.isInbound(batch, i);
      if (inbound) {
        long count = counts.get(source) + 1;
        counts.put(source, count);
        if (count > mostPps) {
          blocked.add(source);
        }
      }
      Bad.judge(batch, i, inbound && blocked.contains(source));
    }
  }
}
