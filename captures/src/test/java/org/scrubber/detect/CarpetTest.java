package org.scrubber.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.dnsAnswer;
import static org.scrubber.scene.Packets.dnsQuestion;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.udp;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.report.Report;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

class CarpetTest {
  private static final String CAMPUS = "198.18.32.0/19";
  private static final String NAT = "198.18.40.1";

  /** A host of the /19, each in turn, in an order that jumps about its networks. */
  private static String host(int n) {
    int index = n * 2_731 & 0x1fff;
    return "198.18." + (32 + (index >>> 8)) + "." + (index & 255);
  }

  private static List<String> vectors(Outcome outcome) {
    return outcome.report().vectors().stream()
        .map(row -> row.vector() + " " + row.target())
        .toList();
  }

  @Test
  void shouldRaiseOneMitigationNamedByThePrefixWhenNoHostIsOverItsThreshold() {
    Scene scene = Scene.protecting(CAMPUS);
    scene.at(0).every(3_000);
    scene.send(8_000, "carpet", n -> udp(source(n), port(n), host(n), 80, noise(7, 300)));
    for (int n = 0; n < 100; n++) {
      scene.at(1_000 + n * 200L).every(2_000);
      scene.send("dns", udp(NAT, 30_000 + n, "44.4.4.4", 53, dnsQuestion(n)));
      scene.send("dns", udp("44.4.4.4", 53, NAT, 30_000 + n, dnsAnswer(n, 300)));
      scene.send("quic", udp(NAT, 50_000 + n % 5, "45.4.4.4", 443, noise(n, 1_200)));
      scene.send("quic", udp("45.4.4.4", 443, NAT, 50_000 + n % 5, noise(n + 900, 1_000)));
    }
    Outcome outcome = scene.run();
    outcome.of("carpet").after(80).isCondemned().under("carpet-bombing", CAMPUS);
    outcome.of("dns").passes();
    outcome.of("quic").passes();
    assertEquals(List.of("carpet-bombing " + CAMPUS), vectors(outcome));
  }

  @Test
  void shouldCoverServicesInsideItsPrefixButNotTheirOwnBusiness() {
    Scene scene = Scene.protecting(CAMPUS).object("clients", NAT + "/32");
    scene.object("resolver", "198.18.40.53/32").allowing("dns");
    for (int n = 0; n < 300; n++) {
      scene.at(n * 90L).send("lookup", udp(NAT, 30_000 + n, "44.4.4.4", 53, dnsQuestion(n)));
      scene.send("lookup", udp("44.4.4.4", 53, NAT, 30_000 + n, dnsAnswer(n, 300)));
    }
    scene.at(100).every(3_000);
    scene.send(4_000, "carpet", n -> udp(source(n), port(n), host(n), 80, noise(7, 300)));
    scene.send(4_000, "carpet", n -> udp(source(n), 53, host(n), 80, dnsAnswer(n, 400)));
    scene.at(2_000).every(200_000);
    scene.send(50, "inside", n -> udp(source(n), port(n), NAT, 80, noise(7, 300)));
    scene.at(14_000).every(500_000);
    scene.send(20, "resolver", n -> udp("44.4.4." + n, 53, "198.18.40.53", 999, dnsAnswer(n, 90)));
    Outcome outcome = scene.run();
    outcome.of("inside").isCondemned().under("carpet-bombing", CAMPUS);
    outcome.of("lookup").passes();
    outcome.of("resolver").passes();
  }

  @Test
  void shouldNameTheNetworkWhenOnlyOneIsHit() {
    Scene scene = Scene.protecting(CAMPUS).at(0).every(3_000);
    scene.send(
        2_000, "carpet", n -> udp(source(n), port(n), "198.18.33." + n % 256, 80, noise(7, 9)));
    Outcome outcome = scene.run();
    outcome.of("carpet").after(80).isCondemned().under("carpet-bombing", "198.18.33.0/24");
    assertEquals(List.of("carpet-bombing 198.18.33.0/24"), vectors(outcome));
  }

  @Test
  void shouldNameTheNetworkAlthoughOthersHaveNormalTraffic() {
    Scene scene = Scene.protecting(CAMPUS).at(0).every(20_000);
    scene.send(1_000, "normal", n -> udp(source(n), port(n), host(n), 4_000, noise(n, 60)));
    scene.at(10_000).every(500);
    scene.send(
        8_000, "carpet", n -> udp(source(n), port(n), "198.18.33." + n % 256, 80, noise(7, 9)));
    Outcome outcome = scene.run();
    outcome.of("carpet").after(200).isCondemned().under("carpet-bombing", "198.18.33.0/24");
    outcome.of("normal").between(0, 9_000).passes();
    assertEquals(List.of("198.18.33.0/24"), outcome.report().incidents().getFirst().targets());
  }

  @Test
  void shouldNameTheHostAlthoughItsNeighboursHaveNormalTraffic() {
    Scene scene = Scene.protecting(CAMPUS).at(0).every(20_000);
    scene.send(1_000, "normal", n -> udp(source(n), port(n), host(n), 4_000, noise(n, 60)));
    scene.at(10_000).every(500);
    scene.send(8_000, "flood", n -> udp(source(n), port(n), NAT, 80, noise(7, 9)));
    Outcome outcome = scene.run();
    outcome.of("flood").after(200).isCondemned().under("udp-flood", NAT + "/32");
    outcome.of("normal").passes();
    assertEquals(List.of(NAT + "/32"), outcome.report().incidents().getFirst().targets());
  }

  @Test
  void shouldMergeMoreThanEightHostsIntoOneCarpet() {
    Scene scene = Scene.protecting(CAMPUS).limit(ThresholdKey.CARPET_FACTOR, 1_000);
    scene.at(0).every(500);
    scene.send(8_000, "flood", n -> syn(source(n), port(n), host(n % 12), 80, n));
    Outcome outcome = scene.run();
    outcome.of("flood").after(400).isCondemned().under("carpet-bombing", CAMPUS);
    assertEquals(1, active(outcome.mitigations()));
  }

  @Test
  void shouldMergeHostsOfOneNetworkIntoThatNetwork() {
    Scene scene = Scene.protecting(CAMPUS).limit(ThresholdKey.CARPET_FACTOR, 1_000);
    scene.at(0).every(500);
    scene.send(8_000, "flood", n -> syn(source(n), port(n), "198.18.33." + n % 12, 80, n));
    Outcome outcome = scene.run();
    outcome.of("flood").after(400).isCondemned().under("carpet-bombing", "198.18.33.0/24");
    assertEquals(1, active(outcome.mitigations()));
  }

  @Test
  void shouldMergeNetworksThatAreHitOneAfterAnotherIntoThePrefix() {
    Scene scene = Scene.protecting(CAMPUS).at(0).every(500);
    scene.send(
        8_000,
        "walk",
        n -> udp(source(n), port(n), "198.18." + (32 + n / 256) + "." + n % 256, 80, noise(7, 9)));
    Outcome outcome = scene.run();
    outcome.of("walk").after(6 * 256).isCondemned().under("carpet-bombing", CAMPUS);
    assertEquals(1, active(outcome.mitigations()));
    assertEquals(List.of(CAMPUS), outcome.report().incidents().getFirst().targets());
    assertEquals(
        1,
        outcome.report().incidents().getFirst().vectors().size(),
        outcome.report().incidents()::toString);
  }

  private static long active(Mitigations mitigations) {
    long active = 0;
    for (int k = 0; k < mitigations.size(); k++) {
      active += mitigations.get(k).isActive() ? 1 : 0;
    }
    return active;
  }

  @Test
  void shouldKeepEightHostsApart() {
    Scene scene = Scene.protecting(CAMPUS).limit(ThresholdKey.CARPET_FACTOR, 1_000);
    scene.at(0).every(500);
    scene.send(4_000, "flood", n -> syn(source(n), port(n), "198.18.33." + n % 8, 80, n));
    Outcome outcome = scene.run();
    assertEquals(8, outcome.report().vectors().size());
    assertTrue(vectors(outcome).stream().allMatch(name -> name.startsWith("syn-flood ")));
  }

  @Test
  void shouldCoverAVectorThatJoinsLaterButNoOther() {
    Scene scene = Scene.protecting(CAMPUS);
    scene.at(0).every(3_000);
    scene.send(4_000, "udp", n -> udp(source(n), port(n), host(n), 80, noise(7, 300)));
    scene.at(5_000).every(3_000);
    scene.send(2_000, "dns", n -> udp(source(n), 53, host(n), 80, dnsAnswer(n, 300)));
    scene.at(2_000).every(400_000);
    scene.send(20, "syn", n -> syn(source(n), port(n), host(n), 443, n));
    Outcome outcome = scene.run();
    outcome.of("udp").after(80).isCondemned();
    outcome.of("dns").after(80).isDropped("amplification-flood").under("carpet-bombing", CAMPUS);
    outcome.of("syn").passes();
    assertEquals(List.of("carpet-bombing " + CAMPUS), vectors(outcome));
    Report.VectorRow row = outcome.report().vectors().getFirst();
    assertTrue(row.raisedBy().contains("udp-flood, dns-amplification"), row::raisedBy);
  }

  @Test
  void shouldRaiseAnIpv6CarpetByItsNetwork() {
    Scene scene = Scene.protecting("2001:db8:5::/48").at(0).every(3_000);
    scene.send(
        2_000,
        "carpet",
        n ->
            ethernet()
                .ipv6("2a02:%x::1".formatted(n), "2001:db8:5:1::%x".formatted(n & 0xfff))
                .udp(port(n), 80)
                .payload(noise(7, 300)));
    Outcome outcome = scene.run();
    outcome.of("carpet").after(80).isCondemned().under("carpet-bombing", "2001:db8:5:1::/64");
  }
}
