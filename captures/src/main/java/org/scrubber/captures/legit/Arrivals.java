package org.scrubber.captures.legit;

import java.util.function.LongToDoubleFunction;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.World;

/** Conversations that begin at random (a Poisson process) at a rate that may change with time. */
public final class Arrivals implements Actor {
  /** The rate is asked for at least this often; waiting has no memory, so cutting it is exact. */
  private static final long STEP_NS = 100_000_000L;

  private static final int LOOK = 0;
  private static final int BEGIN = 1;

  private final Stream stream;
  private final LongToDoubleFunction ratePerSecond;
  private final long endNs;
  private final Runnable begin;

  private Arrivals(Stream stream, LongToDoubleFunction ratePerSecond, long endNs, Runnable begin) {
    this.stream = stream;
    this.ratePerSecond = ratePerSecond;
    this.endNs = endNs;
    this.begin = begin;
  }

  /**
   * Starts a process now.
   *
   * @param ratePerSecond beginnings/s by time of the world, ns
   * @param begin lets one conversation begin, at {@link World#nowNs}
   */
  public static void start(
      World world, Stream stream, LongToDoubleFunction ratePerSecond, long endNs, Runnable begin) {
    world.at(stream, world.nowNs(), new Arrivals(stream, ratePerSecond, endNs, begin), LOOK);
  }

  @Override
  public void act(World world, int code) {
    if (code == BEGIN) {
      begin.run();
    }
    long now = world.nowNs();
    double rate = ratePerSecond.applyAsDouble(now);
    long wait = rate <= 0 ? Long.MAX_VALUE : stream.random().waitNs(rate);
    boolean begins = wait < STEP_NS;
    long next = now + (begins ? wait : STEP_NS);
    if (next < endNs) {
      world.at(stream, next, this, begins ? BEGIN : LOOK);
    }
  }
}
