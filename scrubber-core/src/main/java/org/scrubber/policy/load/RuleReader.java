package org.scrubber.policy.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scrubber.policy.AccessRule;
import org.scrubber.policy.ProtocolNames;

/** Reads the allow and block entries of a policy file. */
final class RuleReader {
  static final int MAX_RULES = 10_000;

  private static final String EXPECTED = "entries, for example { source: 192.0.2.7, port: 5201 }";
  private static final String EXPECTED_PROTOCOL =
      "a protocol name or number, for example tcp, udp, icmp, esp or 89";

  private final Set<String> objectNames;
  private final long nowNs;
  private final List<String> warnings;
  private final List<AccessRule> rules = new ArrayList<>();

  /**
   * Creates a reader.
   *
   * @param objectNames the objects that entries may name
   * @param nowNs time before which an expiry earns a warning, ns since the epoch
   * @param warnings where to put them
   */
  RuleReader(Set<String> objectNames, long nowNs, List<String> warnings) {
    this.objectNames = objectNames;
    this.nowNs = nowNs;
    this.warnings = warnings;
  }

  /** Reads one of the two lists; null for none. */
  void read(YamlValue list, boolean block) throws PolicyException {
    if (list == null) {
      return;
    }
    for (YamlValue entry : list.list("a list of " + EXPECTED)) {
      if (rules.size() == MAX_RULES) {
        throw entry.error("too many rules; expected at most " + MAX_RULES);
      }
      rules.add(readRule(entry, block));
    }
  }

  /** Returns the rules read so far, in order. */
  List<AccessRule> rules() {
    return List.copyOf(rules);
  }

  private AccessRule readRule(YamlValue entry, boolean block) throws PolicyException {
    Map<String, YamlValue> values = entry.map(PolicyKeys.RULE, EXPECTED);
    YamlValue source = entry.require(values, "source", "a prefix, for example source: 192.0.2.7");
    YamlValue why = values.get("why");
    int protocol = protocol(values.get("protocol"));
    return new AccessRule(
        block,
        PrefixReader.read(source),
        object(values.get("object")),
        protocol,
        port(values.get("port"), protocol),
        until(values.get("until")),
        why == null
            ? ""
            : why.text("text, for example why: partner").strip().replaceAll("\\s+", " "));
  }

  /** Returns the name of an object of the policy; null for none. */
  String object(YamlValue value) throws PolicyException {
    if (value == null) {
      return null;
    }
    String name = value.text("the name of an object");
    if (!objectNames.contains(name)) {
      String nearest = Nearest.of(name, objectNames);
      throw value.wrong(
          "is not an object of this policy",
          "a name under objects" + (nearest == null ? "" : ", for example " + nearest));
    }
    return name;
  }

  private static int protocol(YamlValue value) throws PolicyException {
    if (value == null) {
      return -1;
    }
    int protocol = ProtocolNames.numberOf(value.text(EXPECTED_PROTOCOL));
    if (protocol < 0) {
      throw value.wrong("is not a protocol", EXPECTED_PROTOCOL);
    }
    return protocol;
  }

  private static int port(YamlValue value, int protocol) throws PolicyException {
    if (value == null) {
      return -1;
    }
    String expected = "0 to 65535, for example 443";
    int port = ProtocolNames.portOf(value.text(expected));
    if (port < 0) {
      throw value.wrong("is not a port", expected);
    }
    if (protocol >= 0 && !ProtocolNames.hasPorts(protocol)) {
      throw value.wrong(
          "is a port, which " + ProtocolNames.nameOf(protocol) + " does not have",
          "no port, or protocol tcp, udp or sctp");
    }
    return port;
  }

  private long until(YamlValue value) throws PolicyException {
    return until(value, "the entry");
  }

  /** Returns when something ends, ns since the epoch; {@link Long#MAX_VALUE} for never. */
  long until(YamlValue value, String what) throws PolicyException {
    if (value == null) {
      return Long.MAX_VALUE;
    }
    long untilNs = Quantity.timeNs(value);
    if (untilNs <= nowNs) {
      warnings.add(
          value.line(
              "\""
                  + YamlValue.shown(value.text(""))
                  + "\" has passed; "
                  + what
                  + " holds for older packets only"));
    }
    return untilNs;
  }
}
