package org.scrubber.captures.dialogue;

import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;

/**
 * What happens to fragments on their way: some come late, and so after others; some come twice.
 *
 * @param latePermille of 1,000 fragments, so many come 1 to 30 ms later
 * @param twicePermille of 1,000 fragments, so many come twice
 */
public record Disorder(int latePermille, int twicePermille) {
  /** All fragments come once and in order. */
  public static final Disorder NONE = new Disorder(0, 0);

  /** The extra that asks for it: {@code out-of-order} and {@code duplicated}, percent. */
  public static final String EXTRA = "honest-fragments";

  /** Returns what the setting's scenario asks for with {@link #EXTRA}. */
  public static Disorder of(Setting setting) {
    for (LegitPlan.Extra extra : setting.scenario().legit().extras()) {
      if (extra.name().equals(EXTRA)) {
        return new Disorder(
            permille(extra.number("out-of-order", 5.0)), permille(extra.number("duplicated", 0.5)));
      }
    }
    return NONE;
  }

  private static int permille(double percent) {
    return (int) StrictMath.round(percent * 10);
  }
}
