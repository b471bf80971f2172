package org.scrubber.captures.attack;

import java.util.function.ToIntFunction;
import org.scrubber.captures.attack.tool.Nature;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.random.Weights;

/** Where the packets of a vector come from, or claim to. */
@FunctionalInterface
interface Sources {
  /** Sets source, member and, where it says so, the nature of a shot whose target is known. */
  void pick(Shot shot);

  /** Members of a list of IPv4 addresses, each as likely as any other. */
  static Sources members(long[] addresses) {
    return members(addresses, random -> random.below(addresses.length));
  }

  /** Members of a list of IPv4 addresses, those with much weight more often. */
  static Sources weighted(long[] addresses, Weights weights) {
    return members(addresses, weights::pick);
  }

  private static Sources members(long[] addresses, ToIntFunction<RandomStream> choice) {
    return shot -> {
      int member = choice.applyAsInt(shot.random);
      shot.member = member;
      shot.sourceHigh = 0;
      shot.sourceLow = addresses[member];
    };
  }

  /** Networks of IPv6 (the upper halves), with a random interface each time. */
  static Sources networks(long[] high) {
    return shot -> {
      int member = shot.random.below(high.length);
      shot.member = member;
      shot.sourceHigh = high[member];
      shot.sourceLow = shot.random.next();
    };
  }

  /** Any address at all; the reserved ones are known for what they are. */
  static Sources anywhere() {
    return shot -> {
      shot.sourceHigh = 0;
      shot.sourceLow = shot.random.next() >>> 32;
      if (Reserved.contains(shot.sourceLow)) {
        shot.nature = Nature.BOGON;
      }
    };
  }

  /** Any address but the reserved ones. */
  static Sources anywhereRouted() {
    return shot -> {
      shot.sourceHigh = 0;
      do {
        shot.sourceLow = shot.random.next() >>> 32;
      } while (Reserved.contains(shot.sourceLow));
    };
  }

  /** The target itself. */
  static Sources self() {
    return shot -> {
      shot.sourceHigh = shot.targetHigh;
      shot.sourceLow = shot.targetLow;
    };
  }
}
