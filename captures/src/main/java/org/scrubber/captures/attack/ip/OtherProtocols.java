package org.scrubber.captures.attack.ip;

import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.world.Frame;
import org.scrubber.wire.Protocols;

/** Floods of protocols beside TCP and UDP. */
public final class OtherProtocols {
  private static final int[] RARE = {4, 41, 97, 103, 112, 132, 136, 253, 255, 0};

  private OtherProtocols() {}

  /** Writes ESP of no tunnel: index and number are random. */
  public static void esp(Frame frame, Shot shot) {
    shot.ip(frame, shot.ttl(64), shot.id(), false).protocol(Protocols.ESP);
    frame.random(shot.random, shot.random.between(80, 1_400) - 20);
  }

  /** Writes random bytes as one of ten protocols that are rarely seen. */
  public static void rare(Frame frame, Shot shot) {
    int protocol = RARE[shot.random.below(RARE.length)];
    shot.ip(frame, shot.ttl(64), shot.id(), false).protocol(protocol);
    frame.random(shot.random, shot.random.between(20, 1_000));
  }

  /** Writes an echo request, or now and then a reply that nobody has asked for. */
  public static void ping(Frame frame, Shot shot) {
    boolean request = shot.random.chance(50);
    int type = shot.isV4 ? (request ? 8 : 0) : request ? 128 : 129;
    shot.ip(frame, shot.ttl(64), shot.id(), false);
    frame.protocol(shot.isV4 ? Protocols.ICMP : Protocols.ICMPV6).u8(type).u8(0).u16(0);
    int headers = shot.isV4 ? 28 : 48;
    frame.u32(shot.random.nextInt());
    frame.random(shot.random, shot.random.between(64, 1_400) - headers);
  }

  /** Writes "unreachable" (a port, or for its size) about a packet that was never sent. */
  public static void unreachable(Frame frame, Shot shot) {
    int code = shot.random.chance(50) ? 3 : 4;
    shot.ip(frame, shot.ttl(64), shot.id(), false).protocol(Protocols.ICMP);
    frame.u8(3).u8(code).u16(0).u16(0).u16(code == 4 ? shot.random.between(576, 1_400) : 0);
    int protocol = shot.random.chance(50) ? Protocols.TCP : Protocols.UDP;
    frame.u32(0x4500_0000 | shot.random.between(60, 1_500)).u16(shot.id()).u16(Frame.DF);
    frame.u8(shot.random.between(40, 60)).u8(protocol).u16(shot.id());
    frame.u32((int) shot.targetLow).u32(shot.random.nextInt()).u64(shot.random.next());
  }
}
