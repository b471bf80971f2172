package org.scrubber.captures.sample;

import java.util.Arrays;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.random.RandomStream;

/**
 * A conversation between an outside and an inside host, as the scrubber in between sees it: an
 * answer from outside takes a round trip, one from inside a millisecond.
 */
class Talk {
  private static final long INSIDE_ANSWER_NS = 1_000_000;
  private static final long NEXT_FRAME_NS = 120_000;
  private static final int ETHERNET_BYTES = 14;

  /** An IPv4 header and eight bytes, the least that RFC 792 asks for. */
  private static final int QUOTED_BYTES = 28;

  /** Everything random about it. */
  final RandomStream random;

  private final Recording recording;
  private final Label label;
  private final Endpoints inbound;
  private final long roundTripNs;
  private final int outsideTtl;
  private final int insideTtl;
  private int outsideId;
  private int insideId;
  private long nowNs;
  private boolean lastFromOutside;
  private byte[] largestInsidePacket = {};

  /**
   * Starts a conversation at a moment.
   *
   * @param inbound the endpoints of packets from outside
   * @param outsideInitialTtl time to live that the outside host starts with
   */
  Talk(
      Stage stage,
      Label label,
      RandomStream random,
      Endpoints inbound,
      int outsideInitialTtl,
      long startNs) {
    this.recording = stage.recording();
    this.label = label;
    this.random = random;
    this.inbound = inbound;
    this.outsideTtl = outsideInitialTtl - (outsideInitialTtl == 255 ? 0 : hops(inbound));
    this.insideTtl = outsideInitialTtl == 255 ? 255 : 63;
    this.roundTripNs = (long) (random.logNormal(18, 0.4) * 1_000_000);
    this.outsideId = random.nextInt() & 0xFFFF;
    this.insideId = random.nextInt() & 0xFFFF;
    this.nowNs = startNs;
  }

  private static int hops(Endpoints inbound) {
    return Outside.hops(inbound.source());
  }

  /** Returns the time of the last frame, or of the start. */
  final long nowNs() {
    return nowNs;
  }

  /** Lets time pass. */
  final void pause(long durationNs) {
    nowNs += durationNs;
  }

  /** Returns the endpoints of packets of that side. */
  final Endpoints ends(boolean fromOutside) {
    return fromOutside ? inbound : inbound.reversed();
  }

  /** Returns the Ethernet and IP headers of the next packet of that side. */
  final PacketBuilder ip(boolean fromOutside, boolean dontFragment) {
    PacketBuilder link = fromOutside ? Recording.fromOutside() : Recording.fromInside();
    return ends(fromOutside).ip(link, ttl(fromOutside), nextId(fromOutside), dontFragment);
  }

  /** Returns the time to live that packets of that side arrive with. */
  final int ttl(boolean fromOutside) {
    return fromOutside ? outsideTtl : insideTtl;
  }

  /** Returns the next IP identification of that side. */
  final int nextId(boolean fromOutside) {
    return 0xFFFF & (fromOutside ? outsideId++ : insideId++);
  }

  /** Sends a packet, as late as its side can have it ready. */
  final void send(boolean fromOutside, PacketBuilder packet) {
    send(fromOutside, packet.build());
  }

  /** Sends a frame, as late as its side can have it ready. */
  final void send(boolean fromOutside, byte[] frame) {
    long turnNs = fromOutside ? roundTripNs : INSIDE_ANSWER_NS;
    nowNs += (fromOutside == lastFromOutside ? NEXT_FRAME_NS : turnNs) + random.below(60_000);
    lastFromOutside = fromOutside;
    if (fromOutside) {
      recording.addInbound(nowNs, frame, label);
    } else {
      if (frame.length - ETHERNET_BYTES > largestInsidePacket.length) {
        largestInsidePacket = Arrays.copyOfRange(frame, ETHERNET_BYTES, frame.length);
      }
      recording.addOutbound(nowNs, frame, label);
    }
  }

  /** Sends IPv4's "packet too big" from a router, about the largest packet from inside. */
  final void sendPacketTooBig(byte[] router, int mtuBytes) {
    byte[] quoted = Arrays.copyOf(largestInsidePacket, QUOTED_BYTES);
    Endpoints ends = new Endpoints(router, inbound.target(), 0, 0);
    int ttl = 255 - Outside.hops(router);
    send(
        true,
        ends.ip(Recording.fromOutside(), ttl, random.below(65_536), false)
            .packetTooBig(mtuBytes, quoted));
  }
}
