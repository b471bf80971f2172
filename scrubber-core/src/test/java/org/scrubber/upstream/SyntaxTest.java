package org.scrubber.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.classify.Reflectors;
import org.scrubber.classify.Vectors;
import org.scrubber.policy.Prefix;

class SyntaxTest {
  private static final Prefix HOST = Prefix.parse("198.18.0.10/32");
  private static final Prefix HOST6 = Prefix.parse("2001:db8::10/128");

  private static int amplification(String protocol) {
    return Vectors.FIRST_AMPLIFICATION + Reflectors.names().indexOf(protocol);
  }

  private static Flood flood(Prefix target, int vector) {
    return new Flood("shop", List.of(vector), target, 90_000, 300, -1, -1, -1);
  }

  private static FlowRule rule(Flood flood) {
    List<FlowRule> rules = FlowRules.against(flood);
    assertEquals(1, rules.size(), rules::toString);
    return rules.getFirst();
  }

  private static void check(Flood flood, String text, String exabgp, String bird) {
    FlowRule rule = rule(flood);
    assertEquals(text, Syntax.TEXT.rule(rule));
    assertEquals(exabgp, Syntax.EXABGP.rule(rule));
    assertEquals(bird, Syntax.BIRD.rule(rule));
  }

  @Test
  void shouldDiscardRepliesThatAreNeverLegitimate() {
    check(
        flood(HOST, amplification("memcached")),
        "to 198.18.0.10/32 udp from port 11211: discard",
        "route { match { destination 198.18.0.10/32; protocol =17; source-port =11211; }"
            + " then { discard; } }",
        "route flow4 { dst 198.18.0.10/32; proto = 17; sport = 11211; }"
            + " { bgp_ext_community.add((generic, 0x80060000, 0x00000000)); };");
  }

  @Test
  void shouldLimitRepliesThatTheTargetMayHaveAskedFor() {
    check(
        flood(HOST6, amplification("dns")),
        "to 2001:db8::10/128 udp from port 53: limit to 1,536,000 bytes/s (costs answers that the"
            + " target has asked for above the rate)",
        "route { match { destination 2001:db8::10/128; next-header =17; source-port =53; }"
            + " then { rate-limit 1536000; } }",
        "route flow6 { dst 2001:db8::10/128; next header = 17; sport = 53; }"
            + " { bgp_ext_community.add((generic, 0x80060000, 0x49bb8000)); };");
  }

  @Test
  void shouldNameAllPortsOfAProtocol() {
    check(
        flood(HOST, amplification("isakmp")),
        "to 198.18.0.10/32 udp from port 500, 4500: limit to 1,536,000 bytes/s (costs answers that"
            + " the target has asked for above the rate)",
        "route { match { destination 198.18.0.10/32; protocol =17; source-port [ =500 =4500 ]; }"
            + " then { rate-limit 1536000; } }",
        "route flow4 { dst 198.18.0.10/32; proto = 17; sport = 500 || = 4500; }"
            + " { bgp_ext_community.add((generic, 0x80060000, 0x49bb8000)); };");
  }

  @Test
  void shouldLimitSynsToThePortThatAllHave() {
    Flood flood = new Flood("shop", List.of(Vectors.SYN_FLOOD), HOST, 90_000, 200, -1, 443, 0);
    check(
        flood,
        "to 198.18.0.10/32 tcp to port 443 SYN: limit to 128,000 bytes/s (costs new connections"
            + " above the rate)",
        "route { match { destination 198.18.0.10/32; protocol =6; destination-port =443;"
            + " tcp-flags syn; } then { rate-limit 128000; } }",
        "route flow4 { dst 198.18.0.10/32; proto = 6; dport = 443; tcp flags 0x02/0x12; }"
            + " { bgp_ext_community.add((generic, 0x80060000, 0x47fa0000)); };");
  }

  @Test
  void shouldNameTheLengthThatAllPacketsHave() {
    Flood flood = new Flood("shop", List.of(Vectors.UDP_FLOOD), HOST, 9_000, 1, 7, 80, 512);
    FlowRule rule = rule(flood);
    assertEquals(
        "to 198.18.0.10/32 udp to port 80 from port 7 of 540 bytes: limit to 10,000 bytes/s (costs"
            + " other UDP that looks so above the rate)",
        Syntax.TEXT.rule(rule));
    assertTrue(Syntax.BIRD.rule(rule).contains("length = 540;"));
    assertTrue(Syntax.EXABGP.rule(rule).contains("packet-length =540;"));
  }

  @Test
  void shouldLimitFragments() {
    FlowRule rule = rule(flood(HOST, Vectors.FRAGMENT_FLOOD));
    assertTrue(Syntax.BIRD.rule(rule).contains("fragment is_fragment;"));
    assertTrue(Syntax.EXABGP.rule(rule).contains("fragment is-fragment;"));
  }

  @Test
  void shouldProposeNothingThatWouldCutConnections() {
    assertEquals(List.of(), FlowRules.against(flood(HOST, Vectors.ACK_FLOOD)));
    assertEquals(List.of(), FlowRules.against(flood(HOST, Vectors.RST_FLOOD)));
  }

  @Test
  void shouldMakeARuleForEachVectorUnderTreatment() {
    Flood flood =
        new Flood(
            "shop",
            List.of(amplification("ssdp"), Vectors.FRAGMENT_FLOOD, Vectors.ACK_FLOOD),
            HOST,
            9,
            9,
            -1,
            -1,
            -1);
    assertEquals(2, FlowRules.against(flood).size());
  }

  @Test
  void shouldGiveATargetUpInTheSameWords() {
    assertEquals(
        "to 198.18.0.10/32: blackhole (costs all that is wanted there, and saves the others)",
        Syntax.TEXT.blackhole(HOST));
    assertEquals(
        "route 198.18.0.10/32 next-hop 192.0.2.1 community [ 65535:666 ];",
        Syntax.EXABGP.blackhole(HOST));
    assertEquals(
        "route 2001:db8::10/128 next-hop 100::1 community [ 65535:666 ];",
        Syntax.EXABGP.blackhole(HOST6));
    assertEquals(
        "route 198.18.0.10/32 blackhole { bgp_community.add((65535, 666)); };",
        Syntax.BIRD.blackhole(HOST));
  }

  @Test
  void shouldWriteEveryReflectorsRuleInEverySyntax() {
    for (int reflector = 0; reflector < Reflectors.names().size(); reflector++) {
      for (Prefix target : List.of(HOST, HOST6)) {
        FlowRule rule = rule(flood(target, Vectors.FIRST_AMPLIFICATION + reflector));
        for (Syntax syntax : Syntax.values()) {
          String line = syntax.rule(rule);
          assertTrue(line.contains(target.toString()) && line.indexOf('\n') < 0, line);
        }
      }
    }
  }
}
