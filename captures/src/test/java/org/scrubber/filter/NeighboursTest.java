package org.scrubber.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.source;

import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.policy.AccessRule;
import org.scrubber.policy.LinkGuard;
import org.scrubber.policy.Prefix;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Packets;
import org.scrubber.scene.Scene;

/** Links between routers: addresses in pairs, with BGP, BFD and little else. */
class NeighboursTest {
  private static final String LINKS = "198.18.200.0/24";
  private static final String OURS = "198.18.200.8";
  private static final String THEIRS = "198.18.200.9";

  private static PacketBuilder bfd(String from, int ttl, int n) {
    return ethernet().ipv4(from, OURS).ttl(ttl).udp(49_152, 3_784).payload(noise(n, 24));
  }

  private static PacketBuilder bgp(String from, int ttl, int n) {
    return ethernet()
        .ipv4(from, OURS)
        .ttl(ttl)
        .tcp(40_000, 179)
        .ack(7)
        .seq(n)
        .payload(noise(n, 19));
  }

  /** What the neighbour sends in a healthy minute. */
  private static void sessions(Scene scene) {
    scene.at(0).every(300_000).send(200, "bfd", n -> bfd(THEIRS, 255, n));
    scene.at(0).every(20_000_000).send(3, "bgp", n -> bgp(THEIRS, 255, n));
    byte[] quote = Packets.quote(Packets.udp(OURS, 1, VISITOR, 2, noise(1, 30)), 28);
    scene.at(500).send("error", ethernet().ipv4(THEIRS, OURS).ttl(255).icmp(3, 4).payload(quote));
  }

  private static void attack(Scene scene) {
    scene.at(10_000).every(10_000);
    scene.send(2_000, "fake bfd", n -> bfd(source(n), 240 + n % 15, n));
    scene.at(10_000).every(10_000);
    scene.send(2_000, "fake bgp", n -> bgp(source(n), 60 + n % 60, n));
  }

  private static void everythingElse(Scene scene) {
    scene.at(20_000).every(500_000);
    scene.send(20, "other", n -> Packets.udp(source(n), 443, OURS, 40_000, noise(n, 99)));
    scene.send("other", ethernet().ipv4(VISITOR, OURS).echoRequest(1, 2).payload(9, 9));
    scene.send("other", ethernet().ipv4(THEIRS, OURS).ttl(255).tcp(1_024, 22).syn());
  }

  @Test
  void shouldDropBgpAndBfdThatARouterHasForwarded() {
    Scene scene = Scene.protecting(LINKS).guarding(LinkGuard.GTSM).atInternetBorder();
    sessions(scene);
    attack(scene);
    everythingElse(scene);
    Outcome outcome = scene.run();
    outcome.of("bfd").passes();
    outcome.of("bgp").passes();
    outcome.of("error").passes();
    outcome.of("fake bfd").isDropped("gtsm-forwarded");
    outcome.of("fake bgp").isDropped("gtsm-forwarded");
    outcome.of("other").passes();
  }

  @Test
  void shouldLetNothingButTheNeighbourOntoAStrictLink() {
    Scene scene = Scene.protecting(LINKS).guarding(LinkGuard.STRICT).atInternetBorder();
    sessions(scene);
    attack(scene);
    everythingElse(scene);
    Outcome outcome = scene.run();
    outcome.of("bfd").passes();
    outcome.of("bgp").passes();
    outcome.of("error").passes();
    outcome.of("fake bfd").isDropped("gtsm-forwarded");
    outcome.of("other").isDropped("strict-link");
  }

  @Test
  void shouldLetOntoAStrictLinkWhatIsAllowed() {
    Scene scene = Scene.protecting(LINKS).guarding(LinkGuard.STRICT);
    Prefix friend = Prefix.parse(VISITOR + "/32");
    scene.rule(new AccessRule(false, friend, null, -1, -1, Long.MAX_VALUE, "a customer's server"));
    scene.at(0).every(1_000);
    scene.send(20, "friend", n -> Packets.udp(VISITOR, 443, OURS, 40_000, noise(n, 99)));
    scene.run().of("friend").passes();
  }

  @Test
  void shouldKeepHeartbeatsThatRepeatThemselvesUnderAFlood() {
    Scene scene = Scene.protecting(LINKS).guarding(LinkGuard.GTSM).atInternetBorder();
    scene.at(0).every(300_000).send(100, "bfd", n -> bfd(THEIRS, 255, 1));
    scene.at(5_000).every(1_000);
    scene.send(20_000, "flood", n -> Packets.udp(source(n), n, OURS, 40_000, noise(n, 99)));
    Outcome outcome = scene.run();
    outcome.of("flood").after(100).isCondemned();
    outcome.of("bfd").passes();
  }

  @Test
  void shouldNotTakeWhatTheFarEndSendsForAnAnswerOfOurs() {
    Scene scene = Scene.protecting(LINKS).guarding(LinkGuard.GTSM).atInternetBorder();
    sessions(scene);
    scene.at(5_000).every(1_000);
    scene.send(5_000, "flood", n -> Packets.syn(source(n), 1_024 + n, OURS, 179, n));
    Outcome outcome = scene.run();
    assertEquals("asymmetric", outcome.report().objects().getFirst().view());
    outcome.of("flood").after(300).isDropped("gtsm-forwarded");
  }

  @Test
  void shouldNotTakeAForwardedPacketForTheNeighbours() {
    Scene scene = Scene.protecting(LINKS).atInternetBorder().at(0).every(1_000_000);
    scene.send(5, "near", n -> bgp(THEIRS, 255, n));
    scene.send(5, "far", n -> bgp(THEIRS, 254, n));
    scene.send(5, "elsewhere", n -> bgp("198.18.200.77", 255, n));
    Outcome outcome = scene.run();
    outcome.of("near").passes();
    outcome.of("far").isDropped("spoofed-own-prefix");
    outcome.of("elsewhere").isDropped("spoofed-own-prefix");
  }
}
