package org.scrubber.live.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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

  /** As a large policy has them: what is protected is found among others, down to single hosts. */
  private static final Thresholds USUAL =
      new Thresholds(500, 50, 200, 50, 1_000, 200, 50, 50, 50, 200, 4, 1, 50);

  private static final int OTHERS = 100;

  private RehearsalPolicy() {}

  /** Returns the policy of an act. */
  public static Policy create(Act act) {
    List<ProtectedObject> objects = new ArrayList<>();
    if (act == Act.QUIET) {
      objects.add(
          object("rehearsal", USUAL, LinkGuard.OPEN, "198.18.0.10/32", "2001:db8:5::1/128"));
      for (int k = 0; k < OTHERS; k++) {
        objects.add(object("other-" + k, USUAL, LinkGuard.OPEN, "198.19." + k + ".0/24"));
      }
    } else {
      objects.add(object("rehearsal", SMALL, LinkGuard.GTSM, "198.18.0.0/24", "2001:db8:5::/48"));
    }
    return new Policy(
        "rehearsal",
        Border.INTERNET,
        1,
        TABLE,
        TABLE,
        TABLE,
        objects.getFirst(),
        objects,
        List.of(),
        List.of(),
        false);
  }

  private static ProtectedObject object(
      String name, Thresholds thresholds, LinkGuard guard, String... prefixes) {
    return new ProtectedObject(
        name,
        Stream.of(prefixes).map(Prefix::parse).toList(),
        "generic",
        thresholds,
        List.of(),
        Set.of(),
        List.of(),
        Mode.ENFORCE,
        Challenge.ALWAYS,
        guard);
  }
}
