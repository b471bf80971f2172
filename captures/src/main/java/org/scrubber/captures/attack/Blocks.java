package org.scrubber.captures.attack;

import java.util.List;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.policy.Prefix;

/**
 * Sources that lie anywhere in some prefixes of one family. Every prefix is as likely as any other,
 * or as its size says.
 */
final class Blocks implements Sources {
  private final boolean isV4;
  private final long[] high;
  private final long[] low;
  private final int[] length;
  private final boolean bySize;
  private final long[] upTo;

  Blocks(List<Prefix> prefixes, boolean bySize) {
    int count = prefixes.size();
    this.bySize = bySize;
    isV4 = prefixes.getFirst().family() == 4;
    high = new long[count];
    low = new long[count];
    length = new int[count];
    upTo = new long[count];
    long sum = 0;
    for (int k = 0; k < count; k++) {
      Prefix prefix = prefixes.get(k);
      high[k] = prefix.high();
      low[k] = prefix.low();
      length[k] = prefix.length();
      sum += isV4 ? 1L << 32 - prefix.length() : 1;
      upTo[k] = sum;
    }
  }

  @Override
  public void pick(Shot shot) {
    int k = block(shot);
    if (isV4) {
      shot.sourceHigh = 0;
      shot.sourceLow = low[k] | shot.random.next() >>> 32 & (1L << 32 - length[k]) - 1;
      return;
    }
    long highBits = length[k] >= 64 ? 0 : -1L >>> length[k];
    long lowBits = length[k] <= 64 ? -1L : length[k] == 128 ? 0 : -1L >>> length[k] - 64;
    shot.sourceHigh = high[k] | shot.random.next() & highBits;
    shot.sourceLow = low[k] | shot.random.next() & lowBits;
  }

  private int block(Shot shot) {
    if (upTo.length == 1) {
      return 0;
    }
    if (!bySize) {
      return shot.random.below(upTo.length);
    }
    long at = (long) (shot.random.unit() * upTo[upTo.length - 1]);
    int k = 0;
    while (at >= upTo[k]) {
      k++;
    }
    return k;
  }
}
