package org.scrubber.policy;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The built-in profiles: what an object of a kind offers, which reflectors answer it, and its
 * thresholds, so that a tenant is three lines.
 *
 * <p>The numbers of each: syn, synack, ack, rst, udp, udp-flow, amplification, icmp, fragment and
 * protocol (packets/s per host), carpet-factor, min-sources, hold (s).
 */
public enum Profile {
  /** Unknown use: no service is ruled out, and the rates suit a server of middling size. */
  GENERIC(
      List.of(),
      replies(),
      new Thresholds(1_000, 500, 1_000, 500, 5_000, 1_000, 100, 200, 200, 1_000, 4, 1, 30)),

  /**
   * Web servers. Browsers open many short connections, hence more SYNs and stray ACKs; QUIC is the
   * only UDP, and its long flows are known, so that little UDP is unspoken for. Nothing fragments.
   */
  WEB(
      services("tcp/80", "tcp/443", "udp/443", "icmp", "icmpv6"),
      replies(),
      new Thresholds(2_000, 500, 2_000, 1_000, 3_000, 1_000, 100, 200, 100, 100, 4, 1, 30)),

  /**
   * Recursive and authoritative name servers. Every query is a flow of its own, from anywhere, so
   * UDP stands high; replies from other servers are their daily work; signed answers fragment; a
   * closed client port answers with ICMP.
   */
  RESOLVER(
      services("udp/53", "tcp/53", "tcp/853", "udp/853", "tcp/443", "udp/443", "icmp", "icmpv6"),
      replies("dns"),
      new Thresholds(500, 300, 1_000, 500, 50_000, 50_000, 100, 1_000, 1_000, 100, 4, 1, 30)),

  /**
   * Mail servers. Few, long connections; no UDP but the replies to the many name look-ups that
   * judge a sender.
   */
  MAIL(
      services(
          "tcp/25",
          "tcp/465",
          "tcp/587",
          "tcp/110",
          "tcp/995",
          "tcp/143",
          "tcp/993",
          "tcp/4190",
          "icmp",
          "icmpv6"),
      replies("dns"),
      new Thresholds(500, 300, 500, 300, 1_000, 500, 100, 200, 100, 100, 4, 1, 30)),

  /**
   * Gateways of IPsec, WireGuard and OpenVPN. Tunnels are few flows with many packets, whose key
   * exchange fragments over certificates, and which must survive being met in mid-stream: high
   * rates for UDP and ESP, held longer so that a pulse cannot bounce the tunnels.
   */
  VPN(
      services(
          "esp",
          "udp/500",
          "udp/4500",
          "udp/51820",
          "udp/1194",
          "tcp/1194",
          "tcp/443",
          "icmp",
          "icmpv6"),
      replies("isakmp", "openvpn"),
      new Thresholds(500, 300, 1_000, 500, 20_000, 1_000, 200, 200, 2_000, 50_000, 4, 1, 60)),

  /**
   * Conference servers, and clients behind an address translator. Media comes as UDP to any port
   * after STUN has opened the way, often from an address that signalling has never named.
   */
  CONFERENCE(
      List.of(),
      replies("stun"),
      new Thresholds(1_000, 1_000, 2_000, 1_000, 50_000, 5_000, 200, 500, 500, 1_000, 4, 1, 30)),

  /**
   * Routers and links of the operator. Few known peers talk to them: everything stands low, and a
   * mitigation holds longer, since nobody browses a router.
   */
  INFRASTRUCTURE(
      services("tcp/179", "udp/3784-3785", "udp/4784", "icmp", "icmpv6"),
      replies("bfd"),
      new Thresholds(50, 50, 100, 50, 1_000, 100, 10, 200, 20, 200, 4, 1, 60)),

  /**
   * Game servers. Much UDP in small packets to ports that differ by game, new players at any time,
   * and server browsers whose answers look like reflection.
   */
  GAME(
      List.of(),
      replies("source-engine", "steam-remote-play", "quake", "fivem"),
      new Thresholds(500, 300, 1_000, 500, 50_000, 5_000, 300, 200, 200, 100, 4, 1, 30));

  private final List<Service> services;
  private final Set<String> allowedReflectors;
  private final Thresholds thresholds;

  Profile(List<Service> services, Set<String> allowedReflectors, Thresholds thresholds) {
    this.services = services;
    this.allowedReflectors = allowedReflectors;
    this.thresholds = thresholds;
  }

  /** Returns the name in policy files, for example {@code web}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what an object of this kind offers; empty means anything. */
  public List<Service> services() {
    return services;
  }

  /** Returns the reflector protocols whose replies are normal for it. */
  public Set<String> allowedReflectors() {
    return allowedReflectors;
  }

  /** Returns its thresholds. */
  public Thresholds thresholds() {
    return thresholds;
  }

  /** Returns the profile of that name, or null. */
  public static Profile of(String text) {
    for (Profile profile : values()) {
      if (profile.text().equals(text)) {
        return profile;
      }
    }
    return null;
  }

  /** Returns the names of all profiles. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Profile::text).toList();
  }

  /** Returns a set that keeps its order, so that reports are the same in every run. */
  private static Set<String> replies(String... names) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(names)));
  }

  private static List<Service> services(String... texts) {
    return Arrays.stream(texts).map(Service::parse).toList();
  }
}
