package org.scrubber.captures.sample;

import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.random.RandomStream;

/** A conversation over UDP; datagrams that do not fit into 1500 bytes are sent as fragments. */
final class UdpTalk extends Talk {
  private static final int LARGEST_DATAGRAM_BYTES = 1472;
  private static final int LARGEST_DATAGRAM6_BYTES = 1452;

  UdpTalk(Stage stage, Label label, RandomStream random, Endpoints inbound, long startNs) {
    super(stage, label, random, inbound, 64, startNs);
  }

  UdpTalk(
      Stage stage,
      Label label,
      RandomStream random,
      Endpoints inbound,
      int outsideInitialTtl,
      long startNs) {
    super(stage, label, random, inbound, outsideInitialTtl, startNs);
  }

  /** Sends a datagram from outside. */
  void outside(byte[] payload) {
    datagram(true, payload);
  }

  /** Sends a datagram from inside. */
  void inside(byte[] payload) {
    datagram(false, payload);
  }

  private void datagram(boolean fromOutside, byte[] payload) {
    Endpoints ends = ends(fromOutside);
    int largest = ends.isIpv6() ? LARGEST_DATAGRAM6_BYTES : LARGEST_DATAGRAM_BYTES;
    PacketBuilder ip = ip(fromOutside, false);
    if (payload.length <= largest) {
      send(fromOutside, ip.udp(ends.sourcePort(), ends.targetPort()).payload(payload));
      return;
    }
    PacketBuilder layer = ends.isIpv6() ? ip.fragment(random.nextInt()) : ip;
    PacketBuilder whole = layer.udp(ends.sourcePort(), ends.targetPort()).payload(payload);
    for (byte[] fragment : whole.buildFragments(ends.isIpv6() ? 1448 : 1480)) {
      send(fromOutside, fragment);
    }
  }
}
