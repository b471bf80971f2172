package org.scrubber.captures.media;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.World;

/**
 * As many long sessions at a time as give the packets/s that are wanted: those of the beginning are
 * under way already, and who leaves is followed by another within a second.
 */
public final class Population implements Actor {
  /** Most packets/s of a quiet session. */
  public static final double QUIET_PPS = 6;

  private static final double SMALLEST_PPS = 0.5;
  private static final long STEP_NS = 1_000_000_000L;

  private final Stream stream;
  private final LongToDoubleFunction wantedPps;
  private final long endNs;
  private final Origin origin;
  private final List<Member> members = new ArrayList<>();
  private double pps;

  /**
   * A session.
   *
   * @param inPps packets/s that come in because of it
   * @param end ends it before its time
   */
  public record Member(double inPps, Runnable end) {}

  /** Where sessions come from. */
  public interface Origin {
    /**
     * Begins a session.
     *
     * @param pps it should not have more packets/s than this, if it can
     * @param isUnderWay whether it began long ago
     * @param over to be called once when it is over, but not before this method returns
     */
    Member begin(double pps, boolean isUnderWay, Runnable over);
  }

  private Population(Stream stream, LongToDoubleFunction wantedPps, long endNs, Origin origin) {
    this.stream = stream;
    this.wantedPps = wantedPps;
    this.endNs = endNs;
    this.origin = origin;
  }

  /**
   * Starts now.
   *
   * @param wantedPps packets/s by time of the world, ns
   */
  public static void start(
      World world, Stream stream, LongToDoubleFunction wantedPps, long endNs, Origin origin) {
    world.at(stream, world.nowNs(), new Population(stream, wantedPps, endNs, origin), 0);
  }

  @Override
  public void act(World world, int isLater) {
    double wanted = wantedPps.applyAsDouble(world.nowNs());
    while (wanted - pps >= SMALLEST_PPS) {
      add(wanted - pps, isLater == 0);
    }
    while (pps - wanted > 2 * QUIET_PPS && pps > 1.2 * wanted && !members.isEmpty()) {
      members.getLast().end().run();
    }
    if (world.nowNs() + STEP_NS < endNs) {
      world.at(stream, world.nowNs() + STEP_NS, this, 1);
    }
  }

  private void add(double missingPps, boolean isUnderWay) {
    Member[] self = new Member[1];
    Member member =
        origin.begin(
            missingPps,
            isUnderWay,
            () -> {
              members.remove(self[0]);
              pps -= self[0].inPps();
            });
    self[0] = member;
    members.add(member);
    pps += member.inPps();
  }
}
