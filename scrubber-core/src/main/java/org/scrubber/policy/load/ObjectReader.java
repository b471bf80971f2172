package org.scrubber.policy.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scrubber.policy.Challenge;
import org.scrubber.policy.LinkGuard;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Profile;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.policy.Thresholds;

/** Reads the defaults and the protected objects of a policy file. */
final class ObjectReader {
  static final int MAX_OBJECTS = 4_096;
  static final int MAX_NAME_CHARS = 64;

  private static final String EXPECTED_OBJECTS =
      "objects by name, for example web: { prefixes: [203.0.113.0/24], profile: web }";

  private final Set<String> knownReflectors;
  private final PrefixReader prefixes = new PrefixReader();

  private Profile defaultProfile = Profile.GENERIC;
  private Mode defaultMode = Mode.ENFORCE;
  private Challenge defaultChallenge = Challenge.SYMMETRIC;
  private YamlValue defaultThresholds;

  /** Creates a reader; with no known reflectors, any well-formed name is accepted. */
  ObjectReader(Set<String> knownReflectors) {
    this.knownReflectors = knownReflectors;
  }

  /** Reads what objects are made from unless they say otherwise; null for nothing. */
  ProtectedObject readDefaults(YamlValue defaults) throws PolicyException {
    if (defaults != null) {
      Map<String, YamlValue> values =
          defaults.map(
              PolicyKeys.DEFAULTS,
              "profile, thresholds, mode and challenge, for example { profile: web }");
      defaultProfile = profile(values.get("profile"));
      defaultMode = mode(values.get("mode"));
      defaultChallenge = challenge(values.get("challenge"));
      defaultThresholds = values.get("thresholds");
    }
    return new ProtectedObject(
        "defaults",
        List.of(),
        defaultProfile.text(),
        thresholds(defaultProfile, null),
        defaultProfile.services(),
        defaultProfile.allowedReflectors(),
        List.of(),
        defaultMode,
        defaultChallenge,
        LinkGuard.OPEN);
  }

  /** Reads the objects in file order; null for none. */
  List<ProtectedObject> readObjects(YamlValue objects) throws PolicyException {
    if (objects == null) {
      return List.of();
    }
    List<ProtectedObject> read = new ArrayList<>();
    for (Map.Entry<String, YamlValue> entry : objects.map(EXPECTED_OBJECTS).entrySet()) {
      if (read.size() == MAX_OBJECTS) {
        throw entry.getValue().error("too many objects; expected at most " + MAX_OBJECTS);
      }
      read.add(readObject(entry.getKey(), entry.getValue()));
    }
    return List.copyOf(read);
  }

  private ProtectedObject readObject(String name, YamlValue value) throws PolicyException {
    if (!isName(name)) {
      throw value.error(
          "\""
              + YamlValue.shown(name)
              + "\" is not a name; expected up to 64 of a-z, 0-9, dot, dash and underscore, for"
              + " example web-1");
    }
    Map<String, YamlValue> values = value.map(PolicyKeys.OBJECT, EXPECTED_OBJECTS);
    Profile profile = profile(values.get("profile"));
    YamlValue services = values.get("services");
    YamlValue replies = values.get("allow-replies");
    YamlValue exceptions = values.get("spoof-exceptions");
    return new ProtectedObject(
        name,
        prefixes.readOwned(value, values),
        profile.text(),
        thresholds(profile, values.get("thresholds")),
        services == null ? profile.services() : ServiceReader.readAll(services),
        replies == null ? profile.allowedReflectors() : reflectors(replies),
        exceptions == null ? List.of() : PrefixReader.readAll(exceptions),
        mode(values.get("mode")),
        challenge(values.get("challenge")),
        guard(values));
  }

  /** Returns an object's thresholds: its own, else the defaults', else the profile's. */
  private Thresholds thresholds(Profile profile, YamlValue own) throws PolicyException {
    long[] numbers = ThresholdKey.valuesOf(profile.thresholds());
    overlay(numbers, defaultThresholds);
    overlay(numbers, own);
    return ThresholdKey.thresholds(numbers);
  }

  private static void overlay(long[] numbers, YamlValue thresholds) throws PolicyException {
    if (thresholds == null) {
      return;
    }
    Map<String, YamlValue> values =
        thresholds.map(PolicyKeys.THRESHOLDS, "thresholds by name, for example { syn-pps: 200 }");
    for (ThresholdKey key : ThresholdKey.values()) {
      YamlValue value = values.get(key.key());
      if (value != null) {
        numbers[key.ordinal()] = Quantity.threshold(value, key);
      }
    }
  }

  private Profile profile(YamlValue value) throws PolicyException {
    if (value == null) {
      return defaultProfile;
    }
    String text = value.text("a profile, for example web");
    Profile profile = Profile.of(text);
    if (profile == null) {
      throw value.wrong("is not a profile", Nearest.expectation(text, Profile.names()));
    }
    return profile;
  }

  private Mode mode(YamlValue value) throws PolicyException {
    if (value == null) {
      return defaultMode;
    }
    String expected = "monitor or enforce";
    return switch (value.text(expected)) {
      case "monitor" -> Mode.MONITOR;
      case "enforce" -> Mode.ENFORCE;
      default -> throw value.wrong("is not a mode", expected);
    };
  }

  private Challenge challenge(YamlValue value) throws PolicyException {
    if (value == null) {
      return defaultChallenge;
    }
    String expected = "off, symmetric, always or proxy";
    return switch (value.text(expected)) {
      case "off" -> Challenge.OFF;
      case "symmetric" -> Challenge.SYMMETRIC;
      case "always" -> Challenge.ALWAYS;
      case "proxy" -> Challenge.PROXY;
      default -> throw value.wrong("is not a rule for challenges", expected);
    };
  }

  private static LinkGuard guard(Map<String, YamlValue> values) throws PolicyException {
    if (isTrue(values.get("strict"))) {
      return LinkGuard.STRICT;
    }
    return isTrue(values.get("gtsm")) ? LinkGuard.GTSM : LinkGuard.OPEN;
  }

  private static boolean isTrue(YamlValue value) throws PolicyException {
    if (value == null) {
      return false;
    }
    String expected = "true or false";
    return switch (value.text(expected)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw value.wrong("is neither", expected);
    };
  }

  private Set<String> reflectors(YamlValue list) throws PolicyException {
    Set<String> names = new LinkedHashSet<>();
    for (YamlValue element : list.list("a list of reflector protocols, for example [dns, stun]")) {
      String name = element.text("a reflector protocol, for example dns");
      if (knownReflectors.isEmpty() ? !isName(name) : !knownReflectors.contains(name)) {
        throw element.wrong(
            "is not a reflector protocol",
            knownReflectors.isEmpty()
                ? "a name, for example dns"
                : Nearest.expectation(name, knownReflectors));
      }
      names.add(name);
    }
    return Collections.unmodifiableSet(names);
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.' && c != '_') {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= MAX_NAME_CHARS;
  }
}
