package org.scrubber.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.dnsAnswer;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.udp;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.report.Incident;
import org.scrubber.scene.Scene;
import org.scrubber.scene.Visitor;

class IncidentTest {
  private static final String NETWORK = "198.18.0.0/24";
  private static final long SECOND_NS = 1_000_000_000L;

  private static PacketBuilder junk(int n, String target) {
    return udp(source(n), port(n), target, 80, noise(7, 300));
  }

  private static void assertNear(long expectedMs, long timeNs, long toleranceMs) {
    long ms = (timeNs - Scene.START_NS) / 1_000_000;
    assertTrue(Math.abs(ms - expectedMs) <= toleranceMs, "at " + ms + " ms, not " + expectedMs);
  }

  private static void assertWithin(long expected, long measured, int percent) {
    long error = Math.abs(measured - expected) * 100;
    assertTrue(error <= expected * percent, measured + ", not " + expected);
  }

  @Test
  void shouldMakeOneIncidentOfAllVectorsOfAnObject() {
    Scene scene = Scene.protecting(NETWORK);
    scene.at(60_000).every(1_000).send(20_000, "udp", n -> junk(n, HOST));
    scene.at(85_000).every(500).send(10_000, "syn", n -> syn(source(n), port(n), HOST, 443, n));
    scene
        .at(400_000)
        .every(2_000)
        .send(5_000, "dns", n -> udp(source(n), 53, HOST, 80, dnsAnswer(n, 200)));
    scene.at(460_000).send("last", junk(1, "198.18.0.99"));
    List<Incident> incidents = scene.run().report().incidents();
    assertEquals(1, incidents.size());
    Incident one = incidents.getFirst();
    assertEquals("incident-20210504T110100Z-campus", one.id());
    assertEquals("campaign-20210504T110100Z-campus", one.campaignId());
    assertEquals(List.of(HOST + "/32"), one.targets());
    assertEquals(
        List.of("udp-flood", "syn-flood", "dns-amplification"),
        one.vectors().stream().map(Incident.Vector::vector).toList());
    assertFalse(one.running());
    assertNear(60_000, one.startNs(), 100);
    assertNear(410_000, one.stopNs(), 100);
    Incident.Vector syn = one.vectors().get(1);
    assertNear(85_000, syn.startNs(), 100);
    assertNear(90_000, syn.stopNs(), 100);
    assertWithin(2_000, syn.peakPps(), 2);
    assertWithin(2_000, syn.meanPps(), 5);
    assertWithin(10_000, syn.sources(), 10);
    assertTrue(one.vectors().stream().allMatch(Incident.Vector::significant));
  }

  @Test
  void shouldBeginAnAttackWithItsFirstPacket() {
    long[][] floods = {{600, 1_000}, {61_700, 8_000}}; // In the clock's first second; over two.
    for (long[] flood : floods) {
      Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.SYN_PPS, 100);
      scene.at(0).send("first", junk(1, "198.18.0.99"));
      scene.at(flood[0]).every(flood[1]);
      scene.send(500, "syn", n -> syn(source(n), port(n), HOST, 443, n));
      Incident one = scene.run().report().incidents().getFirst();
      assertEquals(Scene.START_NS + flood[0] * 1_000_000, one.startNs());
      assertEquals(one.startNs(), one.vectors().getFirst().startNs());
    }
  }

  @Test
  void shouldNotContradictItselfAboutAFloodOfASecond() {
    for (int lengthMs = 900; lengthMs <= 1_300; lengthMs += 50) {
      Scene scene = Scene.protecting(NETWORK);
      scene.at(60_030).every(150).send(lengthMs * 20 / 3, "udp", n -> junk(n, HOST));
      scene.at(90_000).send("last", junk(1, "198.18.0.99"));
      Incident one = scene.run().report().incidents().getFirst();
      Incident.Vector only = one.vectors().getFirst();
      assertTrue(only.meanPps() <= only.peakPps(), only::toString);
      assertTrue(only.peakPps() <= one.peakPps(), one::toString);
      assertTrue(only.peakBps() <= one.peakBps(), one::toString);
      assertTrue(only.sources() <= only.packets(), only::toString);
      assertTrue(one.sources() <= one.packets(), one::toString);
    }
  }

  @Test
  void shouldNotDateAFloodBackToTheCrowdBeforeIt() {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.SYN_PPS, 100);
    for (int n = 0; n < 600; n++) { // Twenty a second connect, for half a minute.
      scene.at(10_000 + n * 50L).every(5_000);
      new Visitor("crowd", source(1_000_000 + n), 40_000, HOST, 443).connect(scene);
    }
    scene.at(40_000).every(500).send(10_000, "syn", n -> syn(source(n), port(n), HOST, 443, n));
    Incident one = scene.run().report().incidents().getFirst();
    assertNear(40_000, one.startNs(), 1_000);
  }

  @Test
  void shouldCountOnceWhoWaitsForAnAnswer() {
    Scene scene = Scene.protecting(NETWORK);
    for (int wait : new int[] {0, 1_000, 3_000}) { // RFC 6298
      scene.at(10_000 + wait).every(500);
      scene.send(2_000, "syn", n -> syn(source(n), port(n), HOST, 443, n));
    }
    scene.at(11_000).every(500).send(2_000, "udp", n -> junk(n, HOST));
    Incident one = scene.run().report().incidents().getFirst();
    assertWithin(2_000, one.peakPps(), 2);
    one.vectors().forEach(vector -> assertWithin(2_000, vector.packets(), 3));
  }

  @Test
  void shouldBeginANewIncidentOnlyAfterTenMinutes() {
    Scene scene = Scene.protecting(NETWORK);
    for (long at : new long[] {10_000, 500_000, 1_300_000}) {
      scene.at(at).every(1_000).send(2_000, "udp", n -> junk(n, HOST));
    }
    List<Incident> incidents = scene.run().report().incidents();
    assertEquals(2, incidents.size());
    assertNear(10_000, incidents.getFirst().startNs(), 100);
    assertNear(502_000, incidents.getFirst().stopNs(), 100);
    assertEquals(2, incidents.getFirst().vectors().getFirst().pulses());
    assertNear(1_300_000, incidents.getLast().startNs(), 100);
    assertEquals(2_000, incidents.getLast().packets(), 30);
    assertNotEquals(incidents.getFirst().campaignId(), incidents.getLast().campaignId());
  }

  @Test
  void shouldCountPulsesOfOneVectorInOneEntry() {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.UDP_FLOW_PPS, 1_000);
    for (int pulse = 0; pulse < 30; pulse++) {
      scene.at(10_000 + pulse * 1_000L).every(100).send(2_000, "pulse", n -> junk(n, HOST));
    }
    Incident.Vector vector = scene.run().report().incidents().getFirst().vectors().getFirst();
    assertEquals(30, vector.pulses());
    assertWithin(2_000, vector.peakPps(), 2);
    assertNear(39_200, vector.stopNs(), 200);
  }

  @Test
  void shouldAddUpOnlyWhatComesInTheSameSecond() {
    Scene scene = Scene.protecting(NETWORK);
    // A pulse of one, of the other, of the first: each lasts from before the other's to after it.
    for (long at : new long[] {10_000, 50_000}) {
      scene.at(at).every(1_000).send(3_000, "udp", n -> junk(n, HOST));
      scene.at(at + 20_000).every(500).send(6_000, "syn", n -> syn(source(n), port(n), HOST, 1, n));
    }
    assertWithin(2_000, scene.run().report().incidents().getFirst().peakPps(), 2);
    scene.at(90_000).every(1_000).send(3_000, "udp", n -> junk(n, HOST));
    scene.at(90_000).every(500).send(6_000, "syn", n -> syn(source(n), port(n), HOST, 1, n));
    assertWithin(3_000, scene.run().report().incidents().getFirst().peakPps(), 2);
  }

  @Test
  void shouldCountInThePeakWhatItCountsInThePackets() {
    Scene scene = Scene.protecting(NETWORK);
    scene.at(10_000).every(500).send(6_000, "syn", n -> syn(source(n), port(n), HOST, 443, n));
    scene.at(10_000).every(20_000).send(150, "background", n -> land(n));
    Incident one = scene.run().report().incidents().getFirst();
    assertEquals(1, one.vectors().size());
    assertEquals(one.vectors().getFirst().packets(), one.packets());
    assertEquals(one.vectors().getFirst().peakPps(), one.peakPps());
    scene.at(50_000).every(500).send(2_000, "syn", n -> syn(source(n), port(n), HOST, 443, n));
    scene.at(50_000).every(1_000).send(1_000, "flood", n -> land(n));
    assertWithin(3_000, scene.run().report().incidents().getFirst().peakPps(), 2);
  }

  @Test
  void shouldReportACarpetAsOneVectorWithItsPartsAndPrefix() {
    Scene scene = Scene.protecting("198.18.32.0/19").at(5_000).every(500);
    scene.send(
        20_000,
        "carpet",
        n -> {
          int index = n * 2_731 & 0x1fff;
          String host = "198.18." + (32 + (index >>> 8)) + "." + (index & 255);
          return n % 3 == 0
              ? udp(source(n), port(n), host, 80, noise(7, 300))
              : udp(source(n), 53, host, 80, dnsAnswer(n, 300));
        });
    Incident one = scene.run().report().incidents().getFirst();
    assertEquals(List.of("198.18.32.0/19"), one.targets());
    assertEquals(1, one.vectors().size(), one::toString);
    Incident.Vector carpet = one.vectors().getFirst();
    assertEquals("carpet-bombing", carpet.vector());
    assertWithin(2_000, carpet.peakPps(), 5);
    assertEquals(
        List.of("dns-amplification", "udp-flood"),
        carpet.parts().stream().map(Incident.Vector::vector).toList());
    assertWithin(1_333, carpet.parts().getFirst().peakPps(), 5);
    assertTrue(carpet.running());
  }

  @Test
  void shouldFindTheFirstAndLastPacketsOfARampAmongWhatIsNormal() {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.UDP_FLOW_PPS, 1_000);
    // Ten a second are normal, before and after.
    scene.at(0).every(100_000).send(6_000, "normal", n -> junk(n + 900_000, HOST));
    for (int second = 0; second < 40; second++) {
      int packets = 50 * (second + 1);
      scene.at(300_000 + second * 1_000L).every(1_000_000 / packets);
      scene.send(packets, "ramp", n -> junk(n, HOST));
    }
    Incident.Vector vector = scene.run().report().incidents().getFirst().vectors().getFirst();
    assertNear(300_000, vector.startNs(), 1_500);
    assertNear(340_000, vector.stopNs(), 1_000);
  }

  @Test
  void shouldCallWhatVictimsOfAnotherVectorSendInsignificant() {
    Scene scene = Scene.protecting(NETWORK).at(5_000).every(200);
    scene.send(40_000, "syn", n -> syn(source(n), port(n), HOST, 443, n));
    scene.at(6_000).every(20_000);
    scene.send(300, "echo", n -> ethernet().ipv4(source(n), HOST).icmp(3, 1).payload(quoted(n)));
    Incident one = scene.run().report().incidents().getFirst();
    assertEquals(
        List.of("syn-flood"),
        one.vectors().stream()
            .filter(Incident.Vector::significant)
            .map(Incident.Vector::vector)
            .toList());
  }

  private static byte[] quoted(int n) {
    return org.scrubber.scene.Packets.quote(
        ethernet().ipv4(HOST, source(n)).udp(port(n), 80).payload(noise(n, 8)), 28);
  }

  @Test
  void shouldReportWhatAnAlwaysOnFilterDrops() {
    Scene scene = Scene.protecting(NETWORK);
    scene.at(0).every(1_000_000).send(60, "trickle", n -> land(n));
    scene.at(60_000).every(1_000).send(5_000, "land", n -> land(n));
    scene.at(65_000).every(1_000_000).send(60, "trickle", n -> land(n));
    Incident one = scene.run().report().incidents().getFirst();
    assertEquals(List.of(HOST + "/32"), one.targets());
    assertEquals("land", one.vectors().getFirst().vector());
    assertNear(60_000, one.startNs(), 200);
    assertNear(65_000, one.stopNs(), 1_100);
    assertWithin(1_000, one.peakPps(), 2);
  }

  @Test
  void shouldNotCallATrickleOfInvalidPacketsAnIncident() {
    Scene scene = Scene.protecting(NETWORK);
    scene.at(0).every(50_000).send(5_000, "trickle", n -> land(n));
    assertEquals(List.of(), scene.run().report().incidents());
  }

  private static PacketBuilder land(int n) {
    return ethernet().ipv4(HOST, HOST).tcp(80, 80).syn().seq(n);
  }

  @Test
  void shouldJoinIncidentsThatFollowEachOtherToACampaign() {
    Scene scene = Scene.protecting(NETWORK);
    scene.object("second", "198.18.4.0/24").object("third", "198.18.8.0/24");
    scene.object("fourth", "198.18.12.0/24").object("fifth", "198.18.16.0/24");
    scene.at(10_000).every(1_000).send(5_000, "a", n -> junk(n, HOST));
    // At once, with another vector.
    scene.at(18_000).every(1_000);
    scene.send(5_000, "b", n -> syn(source(90_000 + n), port(n), "198.18.4.1", 443, n));
    // A minute later, alike.
    scene.at(80_000).every(1_000).send(5_000, "c", n -> junk(50_000 + n, "198.18.8.1"));
    // Ninety seconds later, unlike and from elsewhere.
    scene.at(175_000).every(1_000);
    scene.send(5_000, "d", n -> udp(source(130_000 + n), 53, "198.18.12.1", 80, dnsAnswer(n, 99)));
    // A minute later, unlike, from the sources of the last.
    scene.at(240_000).every(1_000);
    scene.send(5_000, "e", n -> syn(source(130_000 + n), port(n), "198.18.16.1", 443, n));
    List<Incident> incidents = scene.run().report().incidents();
    assertEquals(5, incidents.size());
    List<String> campaigns = incidents.stream().map(Incident::campaignId).toList();
    assertEquals(campaigns.get(0), campaigns.get(1));
    assertEquals(campaigns.get(0), campaigns.get(2));
    assertNotEquals(campaigns.get(0), campaigns.get(3));
    assertEquals(campaigns.get(3), campaigns.get(4));
  }

  @Test
  void shouldKeepIncidentsOfMitigationsThatMadeRoomForOthers() {
    String[] hosts = new String[80];
    for (int n = 0; n < hosts.length; n++) {
      hosts[n] = "198.18." + n + ".1/32";
    }
    Scene scene = Scene.protecting(hosts);
    for (int n = 0; n < hosts.length; n++) {
      String target = "198.18." + n + ".1";
      scene.at(n * 60_000L).every(1_000).send(100, "pulse", k -> junk(k, target));
    }
    List<Incident> incidents = scene.run().report().incidents();
    assertEquals(1, incidents.size());
    assertEquals(80, incidents.getFirst().targets().size());
    assertEquals(79 * 60 * SECOND_NS, incidents.getFirst().stopNs() - Scene.START_NS, SECOND_NS);
  }
}
