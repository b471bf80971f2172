package org.scrubber.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtocolNames;

/** Whose words rules and blackhole routes are written in; a line each. */
public enum Syntax {
  /** People's. */
  TEXT {
    @Override
    String term(FlowRule.Term term, boolean four) {
      return switch (term) {
        case FlowRule.Protocol t -> ProtocolNames.nameOf(t.number());
        case FlowRule.TargetPort t -> "to port " + t.port();
        case FlowRule.SourcePorts t -> "from port " + String.join(", ", t.ports());
        case FlowRule.Syn t -> t.acknowledges() ? "SYN-ACK" : "SYN";
        case FlowRule.LengthBytes t -> "of " + t.bytes() + " bytes";
        case FlowRule.Fragment t -> "fragments";
      };
    }

    @Override
    public String rule(FlowRule rule) {
      String action =
          rule.rateBytesPerSecond() == 0
              ? "discard"
              : String.format(Locale.ROOT, "limit to %,d bytes/s", rule.rateBytesPerSecond());
      String cost = rule.cost().isEmpty() ? "" : " (costs " + rule.cost() + ")";
      return "to " + rule.target() + " " + terms(rule, " ") + ": " + action + cost;
    }

    @Override
    public String blackhole(Prefix target) {
      return "to " + target + ": blackhole (costs all that is wanted there, and saves the others)";
    }
  },

  /** Inside {@code flow} and {@code static} of an ExaBGP 4 configuration. */
  EXABGP {
    @Override
    String term(FlowRule.Term term, boolean four) {
      return switch (term) {
        case FlowRule.Protocol t -> (four ? "protocol =" : "next-header =") + t.number();
        case FlowRule.TargetPort t -> "destination-port =" + t.port();
        case FlowRule.SourcePorts t ->
            "source-port " + ports(t, "=%s", ">=%s&<=%s", " ", "[ ", " ]");
        case FlowRule.Syn t -> "tcp-flags " + (t.acknowledges() ? "syn+ack" : "syn");
        case FlowRule.LengthBytes t -> "packet-length =" + t.bytes();
        case FlowRule.Fragment t -> "fragment is-fragment";
      };
    }

    @Override
    public String rule(FlowRule rule) {
      String action =
          rule.rateBytesPerSecond() == 0 ? "discard" : "rate-limit " + rule.rateBytesPerSecond();
      return "route { match { destination %s; %s; } then { %s; } }"
          .formatted(rule.target(), terms(rule, "; "), action);
    }

    @Override
    public String blackhole(Prefix target) {
      return "route %s next-hop %s community [ 65535:666 ];".formatted(target, placeholder(target));
    }

    @Override
    public String placeholder(Prefix target) {
      return target.family() == 4 ? NEXT_HOP_V4 : NEXT_HOP_V6;
    }
  },

  /** Inside {@code protocol static} of a BIRD 2 configuration. */
  BIRD {
    @Override
    String term(FlowRule.Term term, boolean four) {
      return switch (term) {
        case FlowRule.Protocol t -> (four ? "proto = " : "next header = ") + t.number();
        case FlowRule.TargetPort t -> "dport = " + t.port();
        case FlowRule.SourcePorts t -> "sport " + ports(t, "= %s", "%s..%s", " || ", "", "");
        case FlowRule.Syn t -> "tcp flags " + (t.acknowledges() ? "0x12" : "0x02") + "/0x12";
        case FlowRule.LengthBytes t -> "length = " + t.bytes();
        case FlowRule.Fragment t -> "fragment is_fragment";
      };
    }

    @Override
    public String rule(FlowRule rule) {
      int rate = Float.floatToIntBits((float) rule.rateBytesPerSecond());
      return "route flow%d { dst %s; %s; } { bgp_ext_community.add((generic, 0x%08x, 0x%08x)); };"
          .formatted(rule.target().family(), rule.target(), terms(rule, "; "), TRAFFIC_RATE, rate);
    }

    @Override
    public String blackhole(Prefix target) {
      return "route %s blackhole { bgp_community.add((65535, 666)); };".formatted(target);
    }
  };

  /** Stand for the operator's blackhole: addresses that nobody routes (RFC 5737, RFC 6666). */
  private static final String NEXT_HOP_V4 = "192.0.2.1";

  private static final String NEXT_HOP_V6 = "100::1";

  /** Type and AS of the community that limits the rate, which is a float (RFC 8955, 7.1). */
  private static final int TRAFFIC_RATE = 0x8006_0000;

  /** Returns a rule. */
  public abstract String rule(FlowRule rule);

  /** Returns the route that gives a target up, so that others live (RFC 7999). */
  public abstract String blackhole(Prefix target);

  /** Returns the next hop in {@link #blackhole} that the operator's own is to replace, or "". */
  public String placeholder(Prefix target) {
    return "";
  }

  abstract String term(FlowRule.Term term, boolean four);

  /** Returns the word of the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  String terms(FlowRule rule, String separator) {
    boolean four = rule.target().family() == 4;
    return rule.terms().stream().map(one -> term(one, four)).collect(Collectors.joining(separator));
  }

  private static String ports(
      FlowRule.SourcePorts ports, String one, String range, String or, String begin, String end) {
    List<String> words = new ArrayList<>();
    for (String port : ports.ports()) {
      int dash = port.indexOf('-');
      words.add(
          dash < 0
              ? one.formatted(port)
              : range.formatted(port.substring(0, dash), port.substring(dash + 1)));
    }
    String all = String.join(or, words);
    return words.size() == 1 ? all : begin + all + end;
  }
}
