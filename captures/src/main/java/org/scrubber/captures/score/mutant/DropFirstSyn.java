package org.scrubber.captures.score.mutant;

import org.agrona.collections.LongHashSet;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.world.Gate;
import org.scrubber.parse.Parser;
import org.scrubber.wire.Tcp;

/** Drops the first SYN between two ends, and lets the next one pass. */
final class DropFirstSyn implements Gate {
  private final Parser parser = new Parser();
  private final LongHashSet seen = new LongHashSet();

  @Override
  public void judge(PacketBatch batch) {
    parser.parse(batch);
    for (int i = 0; i < batch.size; i++) {
      boolean syn = (batch.tcpFlags[i] & (Tcp.SYN | Tcp.ACK)) == Tcp.SYN;
      boolean first = syn && Bad.isInbound(batch, i) && seen.add(flow(batch, i));
      Bad.judge(batch, i, first);
    }
  }

  private static long flow(PacketBatch batch, int i) {
    long target = batch.targetHigh[i] * 31 + batch.targetLow[i];
    return (Bad.source(batch, i) * 31 + target) * 0x9E3779B97F4A7C15L + batch.ports[i];
  }
}
