package org.scrubber.upstream;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.classify.Reflectors;
import org.scrubber.classify.Vectors;
import org.scrubber.wire.Ip;
import org.scrubber.wire.Protocols;

/**
 * Makes FlowSpec rules from floods. Routers know no connections and no answers, so each rule stops
 * more than the scrubber would: it names as much as all the flood's packets have in common, lets a
 * rate come where something legitimate looks the same, and says what it costs.
 */
public final class FlowRules {
  private static final int UDP_HEADER_BYTES = 8;

  /** A rate is let through of at least that, bytes/s: 80 kbit/s. */
  private static final long LEAST_RATE = 10_000;

  /** What is no attack yet may come so many times over: upstream nobody can prove himself. */
  private static final long GENEROSITY = 10;

  private static final long SMALL_PACKET_BYTES = 64;
  private static final long PACKET_BYTES = 512;

  private FlowRules() {}

  /** Returns the rules against a flood; empty when none can tell it from what is wanted. */
  public static List<FlowRule> against(Flood flood) {
    List<FlowRule> rules = new ArrayList<>();
    for (int vector : flood.vectors()) {
      FlowRule rule = against(flood, vector);
      if (rule != null) {
        rules.add(rule);
      }
    }
    return List.copyOf(rules);
  }

  private static @Nullable FlowRule against(Flood flood, int vector) {
    if (Vectors.isAmplification(vector)) {
      return amplification(flood, vector - Vectors.FIRST_AMPLIFICATION);
    }
    int icmp = flood.target().family() == 4 ? Protocols.ICMP : Protocols.ICMPV6;
    return switch (vector) {
      case Vectors.SYN_FLOOD ->
          limit(flood, SMALL_PACKET_BYTES, "new connections", ported(flood, Protocols.TCP, true));
      case Vectors.SYNACK_REFLECTION ->
          limit(
              flood,
              SMALL_PACKET_BYTES,
              "connections that the target opens",
              List.of(new FlowRule.Protocol(Protocols.TCP), new FlowRule.Syn(true)));
      case Vectors.UDP_FLOOD ->
          limit(
              flood, PACKET_BYTES, "other UDP that looks so", ported(flood, Protocols.UDP, false));
      case Vectors.ICMP_FLOOD -> whole(flood, icmp, "pings and path-MTU discovery");
      case Vectors.FRAGMENT_FLOOD ->
          limit(flood, PACKET_BYTES, "fragments", List.of(new FlowRule.Fragment()));
      case Vectors.GRE_FLOOD -> whole(flood, Protocols.GRE, "tunnels");
      case Vectors.ESP_FLOOD -> whole(flood, Protocols.ESP, "tunnels");
      default -> null; // Segments out of state look like those of connections.
    };
  }

  private static FlowRule amplification(Flood flood, int reflector) {
    List<String> ports = Reflectors.ports(reflector);
    List<FlowRule.Term> terms = new ArrayList<>();
    int protocol = Reflectors.isTcp(reflector) ? Protocols.TCP : Protocols.UDP;
    terms.add(new FlowRule.Protocol(protocol));
    if (!ports.isEmpty()) {
      terms.add(new FlowRule.SourcePorts(ports));
    }
    if (Reflectors.isNeverLegitimate(reflector) && !ports.isEmpty()) {
      return new FlowRule(flood.target(), terms, 0, "");
    }
    return limit(flood, PACKET_BYTES, "answers that the target has asked for", terms);
  }

  /** Everything of a protocol. */
  private static FlowRule whole(Flood flood, int protocol, String cost) {
    return limit(flood, PACKET_BYTES, cost, List.of(new FlowRule.Protocol(protocol)));
  }

  private static List<FlowRule.Term> ported(Flood flood, int protocol, boolean syn) {
    List<FlowRule.Term> terms = new ArrayList<>();
    terms.add(new FlowRule.Protocol(protocol));
    if (flood.targetPort() >= 0) {
      terms.add(new FlowRule.TargetPort(flood.targetPort()));
    }
    if (flood.sourcePort() >= 0) {
      terms.add(new FlowRule.SourcePorts(List.of(Integer.toString(flood.sourcePort()))));
    }
    if (syn) {
      terms.add(new FlowRule.Syn(false));
    } else if (flood.payloadBytes() >= 0) {
      boolean four = flood.target().family() == 4;
      int headers = (four ? Ip.V4_HEADER_BYTES : Ip.V6_HEADER_BYTES) + UDP_HEADER_BYTES;
      terms.add(new FlowRule.LengthBytes(flood.payloadBytes() + headers));
    }
    return terms;
  }

  private static FlowRule limit(
      Flood flood, long packetBytes, String cost, List<FlowRule.Term> terms) {
    long rate = Math.max(LEAST_RATE, GENEROSITY * flood.thresholdPps() * packetBytes);
    return new FlowRule(flood.target(), List.copyOf(terms), rate, cost + " above the rate");
  }
}
