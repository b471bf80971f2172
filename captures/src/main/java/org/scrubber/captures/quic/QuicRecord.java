package org.scrubber.captures.quic;

import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.World;

/** What the witnesses are told of one connection: how its attempt went, and how it ended. */
final class QuicRecord {
  private final QuicEnds ends;
  private final int flow;
  private final long startNs;
  private boolean reported;
  private boolean established;

  QuicRecord(QuicEnds ends, int flow, long startNs) {
    this.ends = ends;
    this.flow = flow;
    this.startNs = startNs;
  }

  boolean isEstablished() {
    return established;
  }

  boolean isReported() {
    return reported;
  }

  void establish(World world, long timeNs, long usualNs) {
    if (established) {
      return;
    }
    established = true;
    succeed(world, timeNs, usualNs);
    world.tell(witness -> witness.flowBegan(timeNs, flow, ends.truth()));
  }

  /** The server has the first request, over QUIC or over what raced with it. */
  void succeed(World world, long timeNs, long usualNs) {
    report(world, timeNs - startNs, usualNs);
  }

  private void report(World world, long tookNs, long usualNs) {
    if (reported) {
      return;
    }
    reported = true;
    Attempt attempt =
        new Attempt(Attempt.Kind.QUIC, ends.truth(), ends.group(), startNs, tookNs, usualNs);
    world.tell(witness -> witness.attempt(attempt));
  }

  void end(World world) {
    world.tell(witness -> witness.flowEnded(world.nowNs(), flow));
  }

  void die(World world, long usualNs, String cause) {
    report(world, -1, usualNs);
    if (established) {
      world.tell(witness -> witness.flowDied(world.nowNs(), flow, cause));
    }
  }
}
