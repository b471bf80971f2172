package org.scrubber.cli.real;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What the report must name an attack of the manifest's type, and whether it is a gate. */
record Expectation(boolean gated, List<String> vectors) {
  private static final Map<String, List<String>> FLOODS =
      Map.of(
          "tcp_syn_flood", List.of("syn-flood"),
          "tcp_syn_ece_cwr_flood", List.of("syn-flood"),
          "tcp_synack_reflection", List.of("synack-reflection"),
          "udp_flood", List.of("udp-flood"),
          "udp_flood_a2s", List.of("udp-flood"),
          "udp_amp_dns", List.of("dns-amplification"),
          "udp_amp_snmp", List.of("snmp-amplification"),
          "udp_amp_bacnet_dvr37810", List.of("bacnet-amplification", "dahua-dvr-amplification"),
          "icmp_flood", List.of("icmp-flood"),
          "icmp6_flood", List.of("icmp-flood"));

  static Expectation of(String attackType) {
    if (attackType.equals("ip_fragment_flood")) {
      return new Expectation(true, List.of("fragment-flood"));
    }
    List<String> vectors = FLOODS.get(attackType);
    return vectors == null ? new Expectation(false, List.of()) : new Expectation(true, vectors);
  }

  /** Tells whether all of them were treated, and the one with most packets is among them. */
  boolean isNamedIn(Map<String, Long> treated) {
    String most =
        treated.entrySet().stream()
            .max(Comparator.comparingLong(Map.Entry::getValue))
            .map(Map.Entry::getKey)
            .orElse("");
    return treated.keySet().containsAll(vectors) && vectors.contains(most);
  }
}
