package org.scrubber.captures.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.random.SplitMix64;

/**
 * To which port a packet goes. A scenario file says a number, a range {@code FIRST-LAST}, {@code
 * per-source} (a client's port that is always the same for a source), {@code new-each-second:COUNT}
 * (any of so many, others in the next second), or a mapping from these to weights.
 */
@FunctionalInterface
interface Ports {
  /** Returns the port of a shot whose source is known. */
  int pick(Shot shot);

  /**
   * Returns the ports that a file asks for.
   *
   * @throws IllegalArgumentException when they cannot be read
   */
  static Ports of(Object what) {
    if (what instanceof Map<?, ?> weights) {
      return weighted(weights);
    }
    String text = String.valueOf(what);
    if (text.equals("per-source")) {
      return shot -> 1_024 + (int) Long.remainderUnsigned(shot.perSource(), 64_512);
    }
    if (text.startsWith("new-each-second:")) {
      int count = Integer.parseInt(text.substring(text.indexOf(':') + 1));
      return shot -> eachSecond(shot, count);
    }
    int dash = text.indexOf('-');
    if (dash > 0) {
      int first = port(text.substring(0, dash));
      int count = port(text.substring(dash + 1)) - first + 1;
      return shot -> first + shot.random.below(count);
    }
    int port = port(text);
    return shot -> port;
  }

  private static int eachSecond(Shot shot, int count) {
    long second = shot.nowNs / 1_000_000_000L;
    long hash = SplitMix64.mix(second << 20 | shot.random.below(count));
    return 1_024 + (int) Long.remainderUnsigned(hash, 64_512);
  }

  private static int port(String text) {
    int port = Integer.parseInt(text);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port);
    }
    return port;
  }

  private static Ports weighted(Map<?, ?> weights) {
    List<Ports> ports = new ArrayList<>();
    List<Integer> upTo = new ArrayList<>();
    int sum = 0;
    for (Map.Entry<?, ?> one : weights.entrySet()) {
      ports.add(of(one.getKey()));
      sum += ((Number) one.getValue()).intValue();
      upTo.add(sum);
    }
    Ports[] choices = ports.toArray(Ports[]::new);
    int[] limits = upTo.stream().mapToInt(Integer::intValue).toArray();
    int total = sum;
    return shot -> {
      int at = shot.random.below(total);
      int k = 0;
      while (limits[k] <= at) {
        k++;
      }
      return choices[k].pick(shot);
    };
  }
}
