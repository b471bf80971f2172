package org.scrubber.captures.attack.tcp;

import java.util.function.LongConsumer;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;

/**
 * An attempt of the attacker to connect like anybody, to see whether the target can still be
 * reached; when it is not connected after a second, it says so.
 */
public final class Probe extends Caller {
  private static final long PATIENCE_NS = 1_000_000_000L;
  private static final int GIVE_UP = FIRST_OWN;

  private final LongConsumer failed;

  private Probe(Stream stream, Shot shot, Truth truth, LongConsumer failed) {
    super(stream, shot, truth);
    this.failed = failed;
  }

  /**
   * Sends a probe now, from the shot's source to its target.
   *
   * @param failed told the time of the world, ns, when it fails
   */
  public static void send(World world, Stream stream, Shot shot, Truth truth, LongConsumer failed) {
    Probe probe = new Probe(stream, shot, truth, failed);
    probe.call(world);
    world.at(stream, world.nowNs() + PATIENCE_NS, probe, GIVE_UP);
  }

  @Override
  void connected(World world) {}

  @Override
  void actOwn(World world, int code) {
    if (!isConnected()) {
      failed.accept(world.nowNs());
    }
  }
}
