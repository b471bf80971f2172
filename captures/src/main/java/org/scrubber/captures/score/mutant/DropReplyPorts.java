package org.scrubber.captures.score.mutant;

import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.world.Gate;
import org.scrubber.parse.Parser;
import org.scrubber.wire.Protocols;

/** Drops what comes in by UDP from the ports of DNS and NTP. */
final class DropReplyPorts implements Gate {
  private final Parser parser = new Parser();

  @Override
  public void judge(PacketBatch batch) {
    parser.parse(batch);
    for (int i = 0; i < batch.size; i++) {
      int port = batch.ports[i] >>> 16;
      boolean reply = batch.protocol[i] == Protocols.UDP && (port == 53 || port == 123);
      Bad.judge(batch, i, Bad.isInbound(batch, i) && reply);
    }
  }
}
