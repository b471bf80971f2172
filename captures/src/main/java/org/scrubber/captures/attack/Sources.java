package org.scrubber.captures.attack;

import org.scrubber.captures.attack.tool.Shot;

/** Where the packets of a vector come from, or claim to. */
@FunctionalInterface
interface Sources {
  /** Sets source, member and, where it says so, the nature of a shot whose target is known. */
  void pick(Shot shot);

  /** Members of a list of IPv4 addresses, each as likely as any other. */
  static Sources members(long[] addresses) {
    return shot -> {
      int member = shot.random.below(addresses.length);
      shot.member = member;
      shot.sourceHigh = 0;
      shot.sourceLow = addresses[member];
    };
  }

  /** Members of a list, those with much weight more often: {@code upTo} holds sums of weights. */
  static Sources weighted(long[] addresses, double[] upTo) {
    return shot -> {
      double at = shot.random.unit() * upTo[upTo.length - 1];
      int low = 0;
      int high = upTo.length - 1;
      while (low < high) {
        int middle = low + high >>> 1;
        if (upTo[middle] > at) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      shot.member = low;
      shot.sourceHigh = 0;
      shot.sourceLow = addresses[low];
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
        shot.nature = org.scrubber.captures.attack.tool.Nature.BOGON;
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
