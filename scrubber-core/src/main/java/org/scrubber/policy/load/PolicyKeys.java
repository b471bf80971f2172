package org.scrubber.policy.load;

import java.util.Arrays;
import java.util.List;
import org.scrubber.policy.ThresholdKey;

/** Every key that a policy file may have, place by place. */
final class PolicyKeys {
  static final List<String> ROOT =
      List.of(
          "version", "border", "seed", "tables", "defaults", "objects", "allow", "block", "lists");
  static final List<String> TABLES = List.of("flows", "sources", "syns");
  static final List<String> DEFAULTS = List.of("profile", "thresholds", "mode", "challenge");
  static final List<String> OBJECT =
      List.of(
          "prefixes",
          "profile",
          "thresholds",
          "services",
          "allow-replies",
          "spoof-exceptions",
          "mode",
          "challenge",
          "gtsm",
          "strict",
          "services-only");
  static final List<String> THRESHOLDS =
      Arrays.stream(ThresholdKey.values()).map(ThresholdKey::key).toList();
  static final List<String> SERVICE = List.of("service", "pps");
  static final List<String> RULE = List.of("source", "object", "protocol", "port", "until", "why");
  static final List<String> LIST =
      List.of(
          "file",
          "format",
          "column",
          "until-column",
          "action",
          "direction",
          "object",
          "until",
          "name");

  private PolicyKeys() {}
}
