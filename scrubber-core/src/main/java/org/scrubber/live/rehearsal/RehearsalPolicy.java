package org.scrubber.live.rehearsal;

import java.util.List;
import java.util.Set;
import org.scrubber.policy.Border;
import org.scrubber.policy.Challenge;
import org.scrubber.policy.LinkGuard;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.policy.Thresholds;

/** The policy of a rehearsal: what is rehearsed against is small, so that every flood is one. */
public final class RehearsalPolicy {
  private static final int TABLE = 1 << 16;
  private static final Thresholds SMALL =
      new Thresholds(50, 5, 20, 5, 100, 20, 5, 5, 5, 20, 4, 1, 5);

  private RehearsalPolicy() {}

  /** Returns the policy. */
  public static Policy create() {
    ProtectedObject host =
        new ProtectedObject(
            "rehearsal",
            List.of(Prefix.parse("198.18.0.0/24"), Prefix.parse("2001:db8:5::/48")),
            "generic",
            SMALL,
            List.of(),
            Set.of(),
            List.of(),
            Mode.ENFORCE,
            Challenge.ALWAYS,
            LinkGuard.GTSM);
    return new Policy(
        "rehearsal",
        Border.INTERNET,
        1,
        TABLE,
        TABLE,
        TABLE,
        host,
        List.of(host),
        List.of(),
        List.of(),
        false);
  }
}
