package org.scrubber.captures.score.gate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.policy.Challenge;
import org.scrubber.policy.Policy;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.policy.load.PolicyException;
import org.scrubber.policy.load.PolicyLoader;

/**
 * The operator's policy of the lab, {@code lab-policy.yaml}, for a profile: its rates are those of
 * the full size, and a smaller profile has the same share of them as of the traffic.
 */
public final class LabPolicy {
  /** Below this a rate says nothing: a few packets in a window would exceed it. */
  private static final long LEAST_PPS = 20;

  /** A window's worth is what a single QUIC client sends when a page comes in. */
  private static final long LEAST_UDP_PPS = 500;

  /** Such a line of an object is replaced by one that spells out all of them. */
  private static final String OWN_THRESHOLDS = "    thresholds: ";

  private static final String LINKS = "(\n  links:.*\n)";

  private LabPolicy() {}

  /** Returns the policy of a profile. */
  public static Policy of(Profile profile) {
    return of(profile, Challenge.SYMMETRIC, false);
  }

  /**
   * Returns the policy of a profile.
   *
   * @param rule how clients may be challenged
   * @param strict whether nobody but neighbours may send to the operator's links
   */
  public static Policy of(Profile profile, Challenge rule, boolean strict) {
    String line = "  challenge: " + rule.name().toLowerCase(Locale.ROOT) + "\n";
    String text = text(profile).replaceFirst("\ndefaults:\n", "\ndefaults:\n" + line);
    return parse(strict ? text.replaceFirst(LINKS, "$1    strict: true\n") : text);
  }

  /** Returns the policy of a profile as a file, each object's thresholds spelt out. */
  public static String text(Profile profile) {
    String full = resource();
    Map<String, ProtectedObject> objects =
        parse(full).objects().stream()
            .collect(Collectors.toMap(ProtectedObject::name, Function.identity()));
    StringBuilder text = new StringBuilder();
    boolean within = false;
    for (String line : full.lines().toList()) {
      if (!within || !line.startsWith(OWN_THRESHOLDS)) {
        text.append(line).append('\n');
      }
      within = line.isEmpty() || line.startsWith(" ") ? within : line.equals("objects:");
      ProtectedObject object = within ? objects.get(name(line)) : null;
      if (object != null) {
        text.append("    thresholds: ").append(thresholds(object, profile)).append('\n');
      }
    }
    return text.toString();
  }

  /** Returns the object that begins with the line, or an empty name. */
  private static String name(String line) {
    boolean begins = line.startsWith("  ") && !line.startsWith("   ") && line.contains(":");
    return begins ? line.substring(2, line.indexOf(':')) : "";
  }

  private static String thresholds(ProtectedObject object, Profile profile) {
    StringBuilder text = new StringBuilder();
    for (ThresholdKey key : ThresholdKey.values()) {
      long full = key.of(object.thresholds());
      text.append(text.isEmpty() ? "{" : ", ").append(key.key()).append(": ");
      switch (key.unit()) {
        case RATE -> text.append(Math.max(least(key, full), Math.round(full * profile.scale())));
        case COUNT, FACTOR -> text.append(full);
        case DURATION -> text.append(full).append('s');
      }
    }
    return text.append('}').toString();
  }

  private static long least(ThresholdKey key, long full) {
    return Math.min(full, key == ThresholdKey.UDP_PPS ? LEAST_UDP_PPS : LEAST_PPS);
  }

  private static String resource() {
    try (InputStream in = LabPolicy.class.getResourceAsStream("lab-policy.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Policy parse(String yaml) {
    try {
      return PolicyLoader.parse("lab-policy.yaml", yaml, Path.of("")).policy();
    } catch (PolicyException e) {
      throw new AssertionError("the lab's own policy can be used", e);
    }
  }
}
