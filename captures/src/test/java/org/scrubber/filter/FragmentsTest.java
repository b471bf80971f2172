package org.scrubber.filter;

import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.NEIGHBOUR;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.udp;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

class FragmentsTest {
  private static final String NETWORK = "198.18.0.0/24";
  private static final String FLOOD = "fragment-flood";
  private static final String OVERLAP = "fragment-overlap";
  private static final int BURST = 22;

  private static PacketBuilder slice(String from, int id, int offset, int length) {
    return ethernet()
        .ipv4(from, HOST)
        .id(id)
        .slice(offset, length)
        .udp(7_000, 7_001)
        .payload(noise(id, 2_992));
  }

  @Test
  void shouldDropOrphansThatFollowNoFirstFragment() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(1_000);
    scene.send(1_000, "orphan", n -> slice(source(n), n, 1_480, 1_480));
    Outcome outcome = scene.run();
    outcome.of("orphan").first(20).passes();
    outcome.of("orphan").after(BURST).isDropped(FLOOD).under(FLOOD, HOST + "/32");
  }

  @Test
  void shouldDropFirstFragmentsThatNothingFollows() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(1_000);
    scene.send(1_000, "first", n -> slice(source(n), n, 0, 1_480));
    scene.run().of("first").after(BURST).isDropped(FLOOD);
  }

  @Test
  void shouldAlwaysDropFragmentsThatOverlap() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(1_000);
    scene.send("first", slice(source(1), 1, 0, 1_480));
    scene.send("teardrop", slice(source(1), 1, 1_472, 1_000));
    scene.send("inside", slice(source(1), 1, 8, 40));
    Outcome outcome = scene.run();
    outcome.of("first").passes();
    outcome.of("teardrop").isDropped(OVERLAP);
    outcome.of("inside").isDropped(OVERLAP);
  }

  @Test
  void shouldDropAnIpv6Overlap() {
    Scene scene = Scene.protecting("2001:db8:5::/48").at(0).every(1_000);
    PacketBuilder first =
        ethernet()
            .ipv6("2a02::1", "2001:db8:5::80")
            .fragment(77)
            .slice(0, 1_232)
            .udp(7_000, 7_001)
            .payload(3_000, 1);
    PacketBuilder second =
        ethernet()
            .ipv6("2a02::1", "2001:db8:5::80")
            .fragment(77)
            .slice(1_224, 1_232)
            .udp(7_000, 7_001)
            .payload(3_000, 1);
    Outcome outcome = scene.send("first", first).send("second", second).run();
    outcome.of("first").passes();
    outcome.of("second").isDropped(OVERLAP);
  }

  @Test
  void shouldPassFragmentsThatAreRepeatedExactly() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(1_000);
    for (int again = 0; again < 2; again++) {
      scene.send("twice", slice(source(1), 1, 0, 1_480));
      scene.send("twice", slice(source(1), 1, 1_480, 1_480));
      scene.send("twice", slice(source(1), 1, 2_960, 40));
    }
    scene.run().of("twice").passes();
  }

  @Test
  void shouldPassLoginsInTwoFragmentsThatTheServerAnswersInAFlood() {
    Scene scene = Scene.protecting(NETWORK);
    String proxy = "41.7.7.7";
    for (int n = 0; n < 60; n++) {
      List<byte[]> request =
          ethernet()
              .ipv4(proxy, HOST)
              .id(9_000 + n)
              .udp(1_814, 1_812)
              .payload(noise(n, 1_900))
              .buildFragments(1_480);
      scene.at(n * 500L).every(100);
      request.forEach(part -> scene.send("login", part));
      scene.at(n * 500L + 20).send("login", udp(HOST, 1_812, proxy, 1_814, noise(n, 90)));
    }
    scene.at(5_000).every(1_000);
    scene.send(20_000, "orphan", n -> slice(source(n), n, 1_480, 1_480));
    Outcome outcome = scene.run();
    outcome.of("login").passes();
    outcome.of("orphan").after(BURST).isDropped(FLOOD);
  }

  @Test
  void shouldLeaveTheNeighbourAlone() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(1_000);
    scene.send(1_000, "orphan", n -> slice(source(n), n, 1_480, 1_480));
    scene.at(500).every(20_000);
    for (int n = 0; n < 5; n++) {
      ethernet()
          .ipv4(source(n), NEIGHBOUR)
          .id(n)
          .udp(7_000, 7_001)
          .payload(noise(n, 2_000))
          .buildFragments(1_480)
          .forEach(part -> scene.send("neighbour", part));
    }
    scene.run().of("neighbour").passes();
  }

  @Test
  void shouldNotForgetPendingDatagramsOfOthersInAFloodOfAHundredThousandASecond() {
    String resolver = "198.19.254.53";
    Scene scene = Scene.protecting(NETWORK).object("resolver", resolver + "/32");
    for (int n = 0; n < 100; n++) {
      int id = n;
      PacketBuilder answer =
          ethernet().ipv4("41.7.7.7", resolver).id(id).udp(7_001, 20_000 + n).payload(3_000, n);
      List<byte[]> parts = answer.buildFragments(1_480);
      scene.at(400 + n * 4L);
      scene.send("question", udp(resolver, 20_000 + n, "41.7.7.7", 7_001, noise(n, 40)));
      scene.at(420 + n * 4L).send("answer", parts.getFirst());
      scene.at(450 + n * 4L);
      parts.subList(1, parts.size()).forEach(part -> scene.send("answer", part));
    }
    // The resolver is attacked, too, so that fragments of no known datagram are dropped there.
    scene.at(0).every(10_000);
    scene.send(
        90,
        "orphan",
        n ->
            ethernet()
                .ipv4(source(n), resolver)
                .id(n)
                .slice(1_480, 1_480)
                .udp(9, 9)
                .payload(3_000, n));
    scene.at(300).every(8);
    scene.send(75_000, "flood", n -> slice(source(n), n & 0xffff, 1_480, 1_480));
    Outcome outcome = scene.run();
    outcome.of("answer").passes();
    outcome.of("orphan").after(BURST).isDropped(FLOOD);
    outcome.of("flood").after(BURST).isDropped(FLOOD);
  }

  @Test
  void shouldOnlyMarkWhereAnObjectMonitors() {
    Scene scene = Scene.protecting(NETWORK).monitoring().at(0).every(1_000);
    scene.send(300, "orphan", n -> slice(source(n), n, 1_480, 1_480));
    scene.run().of("orphan").after(BURST).isOnlyMarked(FLOOD);
  }

  @Test
  void shouldDropOtherDataInTheSamePlace() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(1_000);
    scene.send("first", slice(source(1), 1, 0, 1_480));
    scene.send("second", slice(source(1), 1, 1_480, 800));
    PacketBuilder other =
        ethernet()
            .ipv4(source(1), HOST)
            .id(1)
            .slice(1_480, 800)
            .udp(7_000, 7_001)
            .payload(noise(2, 2_992));
    Outcome outcome = scene.send("other", other).run();
    outcome.of("first").passes();
    outcome.of("second").passes();
    outcome.of("other").isDropped(OVERLAP);
  }

  /** Logins of a proxy whose second fragment often comes first, up to 30 ms before. */
  private static void logins(Scene scene, boolean answered) {
    String proxy = "41.7.7.7";
    for (int n = 0; n < 240; n++) {
      List<byte[]> request =
          ethernet()
              .ipv4(proxy, HOST)
              .id(9_000 + n)
              .udp(1_814, 1_812)
              .payload(noise(n, 1_900))
              .buildFragments(1_480);
      boolean late = n % 2 == 0;
      scene.at(n * 500L + (late ? 30 : 0)).send("login", request.getFirst());
      scene.at(n * 500L + (late ? 0 : 1)).send("login", request.getLast());
      if (n % 10 == 0) {
        scene.send("login", request.getLast()); // Sent twice by the network.
      }
      if (answered) {
        scene.at(n * 500L + 40).send("login", udp(HOST, 1_812, proxy, 1_814, noise(n, 90)));
      }
    }
    scene.at(70_000).every(500);
    scene.send(40_000, "orphan", n -> slice(source(n), n, 8 + n * 8 % 1_480, 1_400));
    scene.at(70_000).every(500);
    scene.send(40_000, "lonely", n -> slice(source(n + 70_000), n, 0, 1_480));
  }

  @Test
  void shouldPassKnownPeersFragmentsInAnyOrder() {
    Scene scene = Scene.protecting(NETWORK);
    logins(scene, true);
    Outcome outcome = scene.run();
    outcome.of("login").passes();
    outcome.of("orphan").after(BURST).isDropped(FLOOD);
    outcome.of("lonely").after(BURST).isDropped(FLOOD);
  }

  @Test
  void shouldPassRegularsFragmentsWhereOneDirectionIsSeen() {
    Scene scene = Scene.protecting(NETWORK);
    logins(scene, false);
    Outcome outcome = scene.run();
    outcome.of("login").passes();
    outcome.of("orphan").after(60).loses(99);
    outcome.of("lonely").after(60).loses(99);
  }
}
