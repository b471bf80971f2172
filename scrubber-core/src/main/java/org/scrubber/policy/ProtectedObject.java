package org.scrubber.policy;

import java.util.List;
import java.util.Set;

/**
 * A named set of prefixes with a policy: a tenant's network, a service, the operator's own links.
 *
 * @param name unique name, [a-z0-9._-]+
 * @param prefixes what belongs to it; the longest match over all objects wins
 * @param profile name of the built-in profile it was made from
 * @param thresholds its own thresholds
 * @param services what it offers; empty means anything
 * @param allowedReflectors names of reflector protocols (see {@code reflectors.tsv}) whose replies
 *     are normal for it
 * @param spoofExceptions own prefixes that may arrive from outside (multihomed customers)
 * @param mode monitor or enforce
 * @param challenge whether its clients may be sent challenges
 * @param guard what its routers' addresses accept
 */
public record ProtectedObject(
    String name,
    List<Prefix> prefixes,
    String profile,
    Thresholds thresholds,
    List<Service> services,
    Set<String> allowedReflectors,
    List<Prefix> spoofExceptions,
    Mode mode,
    Challenge challenge,
    LinkGuard guard) {
  /**
   * Creates an object whose clients are challenged where both directions are seen, and whose
   * routers accept anything.
   */
  public ProtectedObject(
      String name,
      List<Prefix> prefixes,
      String profile,
      Thresholds thresholds,
      List<Service> services,
      Set<String> allowedReflectors,
      List<Prefix> spoofExceptions,
      Mode mode) {
    this(
        name,
        prefixes,
        profile,
        thresholds,
        services,
        allowedReflectors,
        spoofExceptions,
        mode,
        Challenge.SYMMETRIC,
        LinkGuard.OPEN);
  }

  /** Returns the same object with another rule for challenges. */
  public ProtectedObject with(Challenge other) {
    return copy(mode, other, guard);
  }

  /** Returns the same object with another guard. */
  public ProtectedObject with(LinkGuard other) {
    return copy(mode, challenge, other);
  }

  /** Returns the same object in another mode. */
  public ProtectedObject with(Mode other) {
    return copy(other, challenge, guard);
  }

  private ProtectedObject copy(Mode otherMode, Challenge otherRule, LinkGuard otherGuard) {
    return new ProtectedObject(
        name,
        prefixes,
        profile,
        thresholds,
        services,
        allowedReflectors,
        spoofExceptions,
        otherMode,
        otherRule,
        otherGuard);
  }
}
