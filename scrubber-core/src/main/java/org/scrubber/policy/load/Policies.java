package org.scrubber.policy.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.scrubber.policy.Border;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.policy.Thresholds;

/** The policies that need no file, and the additions that the command line makes to one. */
public final class Policies {
  /** Name of the policy where there is none. */
  public static final String NO_POLICY = "no policy";

  /** Seed of every hash table unless the policy sets its own. */
  static final long DEFAULT_SEED = 0x5c2b_b3e7_91d4_6f0aL;

  /** Entries of the flow table unless the policy sets its own. */
  static final int DEFAULT_FLOW_CAPACITY = 1 << 19;

  /** Entries of the source table unless the policy sets its own. */
  static final int DEFAULT_SOURCE_CAPACITY = 1 << 18;

  /**
   * SYNs under challenge unless the policy sets its own: 16 MiB, as much as the flow table; enough
   * for more than 100,000 challenges a second.
   */
  static final int DEFAULT_SYN_CAPACITY = 1 << 18;

  private static final Thresholds CLEAR_ATTACKS =
      new Thresholds(200, 200, 200, 200, 5_000, 200, 50, 200, 200, 200, 4, 16, 30);

  private Policies() {}

  /**
   * Returns the policy of a replay without one: whatever the capture holds is protected from clear
   * attacks, and there is neither a border nor an inside.
   */
  public static Policy forCapture() {
    ProtectedObject capture =
        new ProtectedObject(
            "capture",
            List.of(new Prefix(4, 0, 0, 0), new Prefix(6, 0, 0, 0)),
            "generic",
            CLEAR_ATTACKS,
            List.of(),
            Set.of(),
            List.of(),
            Mode.ENFORCE);
    return new Policy(
        NO_POLICY,
        Border.NONE,
        DEFAULT_SEED,
        DEFAULT_FLOW_CAPACITY,
        DEFAULT_SOURCE_CAPACITY,
        DEFAULT_SYN_CAPACITY,
        capture,
        List.of(capture),
        List.of(),
        List.of(),
        true);
  }

  /**
   * Returns the policy of a small host for each of the prefixes, in objects named by them.
   *
   * @param prefixes what is inside; repeated ones count once
   */
  public static Policy protecting(List<Prefix> prefixes) {
    return withProtected(smallHost(), prefixes);
  }

  /**
   * Returns the policy with an object more for each prefix, made from the policy's defaults and
   * named by the prefix; a prefix that an object already has stays that object's.
   */
  public static Policy withProtected(Policy base, List<Prefix> prefixes) {
    List<ProtectedObject> objects = new ArrayList<>(base.objects());
    Set<Prefix> taken = new HashSet<>();
    objects.forEach(object -> taken.addAll(object.prefixes()));
    ProtectedObject defaults = base.defaults();
    for (Prefix prefix : prefixes) {
      if (taken.add(prefix)) {
        objects.add(
            new ProtectedObject(
                prefix.toString(),
                List.of(prefix),
                defaults.profile(),
                defaults.thresholds(),
                defaults.services(),
                defaults.allowedReflectors(),
                defaults.spoofExceptions(),
                defaults.mode(),
                defaults.challenge(),
                defaults.guard()));
      }
    }
    return base.withObjects(objects);
  }

  /** Tells whether the policy sets a seed of its own. */
  public static boolean hasOwnSeed(Policy policy) {
    return policy.seed() != DEFAULT_SEED;
  }

  /** Returns the policy of a small host, without objects; {@code policies/small-host.yaml}. */
  static Policy smallHost() {
    try {
      String yaml = PolicyResource.text("small-host.yaml");
      return PolicyLoader.parse("small host", yaml, Path.of("")).policy();
    } catch (PolicyException e) {
      throw new IllegalStateException(e);
    }
  }
}
