package org.scrubber.filter;

import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.NEIGHBOUR;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.udp;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.captures.packet.Ipv4Layer;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.parse.Malformed;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;
import org.scrubber.scene.Visitor;

class InvariantsTest {
  private static final String NETWORK = "198.18.0.0/24";
  private static final String HOST_6 = "2001:db8:5::80";

  /** Impossible everywhere, so dropped without a policy, too. */
  private static final Set<Malformed> EVERYWHERE =
      EnumSet.range(Malformed.IP_HEADER_LENGTH, Malformed.FRAGMENT_TINY);

  /** Normal inside a network, so dropped at an Internet border only. */
  private static final Set<Malformed> BORDER_ONLY =
      EnumSet.range(Malformed.IP_CHECKSUM, Malformed.TCP_OPTIONS);

  private static Ipv4Layer ip() {
    return ethernet().ipv4(VISITOR, HOST).ttl(54).id(7);
  }

  private static byte[] example(Malformed kind) {
    return switch (kind) {
      case NONE -> udp(VISITOR, 4_000, HOST, 53, noise(1, 40)).build();
      case IP_HEADER_LENGTH -> ip().ihl(4).udp(1, 2).payload(20, 1).build();
      case TCP_OFFSET -> ip().tcp(4_000, 80).syn().dataOffset(4).build();
      case FRAGMENT_OVERSIZE -> ip().fragmentOffset(65_528).protocol(17).payload(1_000, 1).build();
      case FRAGMENT_TINY -> ip().slice(0, 8).tcp(4_000, 80).syn().build();
      case IP_HEADER_CUT -> ip().ihl(15).totalLength(60).udp(1, 2).payload(4, 1).build();
      case IP_LENGTH -> ip().totalLength(1_000).udp(4_000, 53).payload(20, 1).build();
      case IPV6_EXTENSION ->
          ethernet()
              .ipv6("2a02::1", HOST_6)
              .hopByHop()
              .extraLength(40)
              .nextHeader(17)
              .payload(16, 0)
              .build();
      case TRANSPORT_CUT -> ip().protocol(6).payload(12, 1).build();
      case TCP_FLAGS -> ip().tcp(4_000, 80).syn().fin().build();
      case UDP_LENGTH -> ip().udp(4_000, 53).udpLength(2_000).payload(20, 1).build();
      case FRAGMENT_LENGTH -> ip().moreFragments().protocol(17).payload(21, 1).build();
      case FRAGMENT_HEADERS ->
          ethernet()
              .ipv6("2a02::1", HOST_6)
              .fragment(7)
              .moreFragments()
              .hopByHop()
              .extraLength(40)
              .nextHeader(17)
              .payload(16, 0)
              .build();
      case IP_CHECKSUM -> ip().badIpChecksum().udp(4_000, 53).payload(20, 1).build();
      case TTL_ZERO -> ip().ttl(0).udp(4_000, 53).payload(20, 1).build();
      case SOURCE_ROUTE ->
          ip().options(131, 7, 4, 10, 0, 0, 1, 0).udp(4_000, 53).payload(20, 1).build();
      case PORT_ZERO -> ip().udp(4_000, 0).payload(20, 1).build();
      case TCP_OPTIONS -> ip().tcp(4_000, 80).ack(1).options(8, 4, 1, 1).build();
    };
  }

  private static Scene send(Scene scene, Malformed kind) {
    return scene.at(0).every(1_000_000).send("odd", example(kind)).send("odd", example(kind));
  }

  private static String code(Malformed kind) {
    return "malformed-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void shouldDropEveryMalformedKindAtAnInternetBorder(Malformed kind) {
    Scene scene = Scene.protecting(NETWORK, "2001:db8:5::/48").atInternetBorder();
    send(scene, kind).run().of("odd").isDropped(code(kind));
  }

  @ParameterizedTest
  @EnumSource
  void shouldDropTowardsWhatIsProtectedWhatNoReceiverCanProcess(Malformed kind) {
    Outcome outcome = send(Scene.protecting(NETWORK, "2001:db8:5::/48"), kind).run();
    if (kind == Malformed.NONE || BORDER_ONLY.contains(kind)) {
      outcome.of("odd").passes();
    } else {
      outcome.of("odd").isDropped(code(kind));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldDropWithoutAPolicyOnlyWhatIsImpossibleEverywhere(Malformed kind) {
    Outcome outcome = send(Scene.withoutPolicy(), kind).run();
    if (EVERYWHERE.contains(kind)) {
      outcome.of("odd").isDropped(code(kind));
    } else {
      outcome.of("odd").passes();
    }
  }

  @Test
  void shouldDropLand() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(1_000);
    scene.send("land", syn(HOST, 139, HOST, 139, 1));
    scene.send("land", udp(HOST, 7, HOST, 7, noise(1, 10)));
    scene.send("not", syn(HOST, 4_000, HOST, 139, 1));
    Outcome outcome = scene.run();
    outcome.of("land").isDropped("land");
    outcome.of("not").passes();
  }

  @Test
  void shouldLeaveLoopbackAlone() {
    Scene scene = Scene.withoutPolicy().at(0).every(1_000);
    scene.send("loopback", syn("127.0.0.1", 5_000, "127.0.0.1", 5_000, 1));
    scene.send("loopback", ethernet().ipv6("::1", "::1").tcp(5_000, 5_000).syn().seq(1));
    scene.run().of("loopback").passes();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1.2.3",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.1.1",
        "172.31.255.254",
        "192.0.0.5",
        "192.0.2.1",
        "192.168.1.1",
        "198.19.1.1",
        "198.51.100.9",
        "203.0.113.9",
        "224.0.0.5",
        "240.0.0.1",
        "255.255.255.255"
      })
  void shouldDropIpv4BogonsAtTheBorderOnly(String source) {
    PacketBuilder packet = udp(source, 4_000, HOST, 443, noise(1, 40));
    Scene.protecting(NETWORK)
        .atInternetBorder()
        .send("bogon", packet)
        .run()
        .of("bogon")
        .isDropped("bogon-source");
    Scene.protecting(NETWORK).send("bogon", packet).run().of("bogon").passes();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::1",
        "::ffff:1.2.3.4",
        "64:ff9b::1",
        "100::1",
        "2001:2::1",
        "2001:db8:77::1",
        "3fff::1",
        "5f00::1",
        "fd00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void shouldDropIpv6BogonsAtTheBorder(String source) {
    byte[] address = PacketBuilder.address(source);
    if (address.length == 4) {
      address = java.nio.ByteBuffer.allocate(16).putShort(10, (short) -1).put(12, address).array();
    }
    Scene.protecting("2001:db8:5::/48")
        .atInternetBorder()
        .send(
            "bogon",
            ethernet().ipv6(address, PacketBuilder.address(HOST_6)).udp(4_000, 443).payload(40, 1))
        .run()
        .of("bogon")
        .isDropped("bogon-source");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.128.0.1", "223.255.255.254"})
  void shouldPassNeighboursOfBogons(String source) {
    Scene.protecting(NETWORK)
        .atInternetBorder()
        .send("fine", udp(source, 4_000, HOST, 443, noise(1, 40)))
        .run()
        .of("fine")
        .passes();
  }

  @Test
  void shouldPassBogonsOnTheExceptionList() {
    Scene.protecting(NETWORK)
        .excepting("10.9.0.0/16")
        .atInternetBorder()
        .send("excepted", udp("10.9.1.1", 4_000, HOST, 443, noise(1, 40)))
        .run()
        .of("excepted")
        .passes();
  }

  @Test
  void shouldTellSpoofedOwnPrefixFromTenantToTenant() {
    Scene scene = Scene.protecting(NETWORK).object("other", "198.19.0.0/24").atInternetBorder();
    scene.send("own", udp(NEIGHBOUR, 4_000, HOST, 443, noise(1, 40)));
    scene.send("tenant", udp("198.19.0.7", 4_000, HOST, 443, noise(1, 40)));
    Outcome outcome = scene.run();
    outcome.of("own").isDropped("spoofed-own-prefix");
    outcome.of("tenant").passes();
  }

  @Test
  void shouldPassOwnPrefixOfAMultihomedCustomer() {
    Scene.protecting(NETWORK)
        .excepting("198.18.0.11/32")
        .atInternetBorder()
        .send("own", udp(NEIGHBOUR, 4_000, HOST, 443, noise(1, 40)))
        .run()
        .of("own")
        .passes();
  }

  @Test
  void shouldDropSourcesOfAnyObjectAtTheEdge() {
    Scene scene = Scene.protecting(NETWORK).object("other", "198.19.0.0/24").atEdge();
    scene.send("own", udp(NEIGHBOUR, 4_000, HOST, 443, noise(1, 40)));
    scene.send("tenant", udp("198.19.0.7", 4_000, HOST, 443, noise(1, 40)));
    scene.send("visitor", udp(VISITOR, 4_000, HOST, 443, noise(1, 40)));
    scene.send("sent", udp("198.19.0.7", 4_000, VISITOR, 443, noise(1, 40)));
    Outcome outcome = scene.run();
    outcome.of("own").isDropped("spoofed-own-prefix");
    outcome.of("tenant").isDropped("spoofed-own-prefix");
    outcome.of("visitor").passes();
    outcome.of("sent").passes();
  }

  @Test
  void shouldPassAnExceptionAndItsAnswersToTheObjectThatNamesItOnly() {
    Scene scene =
        Scene.protecting(NETWORK)
            .excepting("198.19.0.7/32")
            .object("other", "198.19.0.0/24")
            .object("third", "198.51.100.0/24")
            .atEdge();
    scene.send("tenant", udp("198.19.0.7", 4_000, HOST, 443, noise(1, 40)));
    scene.send("tenant", udp(HOST, 443, "198.19.0.7", 4_000, noise(2, 40)));
    scene.send("elsewhere", udp("198.19.0.7", 4_000, "198.51.100.1", 443, noise(1, 40)));
    Outcome outcome = scene.run();
    outcome.of("tenant").passes();
    outcome.of("elsewhere").isDropped("spoofed-own-prefix");
  }

  @Test
  void shouldOnlyMarkWhereAnObjectMonitors() {
    Scene scene = Scene.protecting(NETWORK).monitoring();
    send(scene, Malformed.TCP_FLAGS).run().of("odd").isOnlyMarked("malformed-tcp-flags");
  }

  @Test
  void shouldDropSegmentsWithNoiseForOptionsOnConnectionsThatWereReallyOpened() {
    Scene scene = Scene.protecting(NETWORK).atInternetBorder();
    Visitor bot = new Visitor("handshake", VISITOR, 40_000, HOST, 443);
    bot.connect(scene.at(0).every(10_000));
    for (int n = 0; n < 50; n++) {
      bot.data(scene, n);
    }
    scene.at(2_000).every(1_000);
    scene.send(
        2_000,
        "stomp",
        n -> {
          byte[] random = noise(n, 12);
          int[] options = new int[12];
          for (int k = 0; k < 12; k++) {
            options[k] = random[k] & 0xff;
          }
          return ip().tcp(40_000, 443).psh().seq(n).ack(n).options(options).payload(noise(n, 768));
        });
    Outcome outcome = scene.run();
    outcome.of("handshake").passes();
    outcome.of("stomp").loses(98);
  }
}
