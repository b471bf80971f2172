package org.scrubber.captures.tunnel;

import org.scrubber.captures.datagram.DatagramPath;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Frame;
import org.scrubber.captures.world.World;
import org.scrubber.wire.Protocols;

/** Writes tunnel packets: right headers, random behind them. */
final class TunnelFrames {
  private static final int IKE_VERSION = 0x20;
  private static final int ENCRYPTED = 46;
  private static final int INFORMATIONAL = 37;
  private static final int IKE_HEADER_BYTES = 28;
  private static final int SIGN_OF_LIFE_BYTES = 80;
  private static final int PING_BYTES = 16;

  private TunnelFrames() {}

  /**
   * Begins and fills a packet that carries another.
   *
   * @param session number by which the receiver knows the tunnel
   * @param number of the packet, from 1
   * @param innerBytes of what is inside: 20 to 1,380 of a packet, fewer of a sign of life
   */
  static void data(
      World world,
      DatagramPath path,
      TunnelKind kind,
      boolean inbound,
      RandomStream random,
      int session,
      int number,
      int innerBytes) {
    int padded = (innerBytes + 15) & ~15;
    switch (kind) {
      case ESP ->
          path.packet(world, inbound)
              .protocol(Protocols.ESP)
              .u32(session)
              .u32(number)
              .random(random, padded + 28);
      case NAT_T ->
          path.datagram(world, inbound).u32(session).u32(number).random(random, padded + 28);
      case WIREGUARD ->
          path.datagram(world, inbound)
              .u32(0x0400_0000)
              .u32(session)
              .u64(Long.reverseBytes(number))
              .random(random, padded + 16);
      case OPENVPN ->
          path.datagram(world, inbound)
              .u32(9 << 27 | session & 0xff_ffff)
              .u32(number)
              .random(random, innerBytes + 16);
    }
  }

  /** Begins and fills a sign of life; {@code control} is the path of IKE. */
  static void signOfLife(
      World world,
      DatagramPath path,
      DatagramPath control,
      TunnelKind kind,
      boolean inbound,
      RandomStream random,
      int session,
      int number) {
    switch (kind) {
      case ESP ->
          ike(
              control.datagram(world, inbound),
              random,
              session,
              number,
              ENCRYPTED,
              INFORMATIONAL,
              inbound ? 0x08 : 0x20,
              SIGN_OF_LIFE_BYTES);
      case NAT_T -> path.datagram(world, inbound).u8(0xFF);
      case WIREGUARD -> data(world, path, kind, inbound, random, session, number, 0);
      case OPENVPN -> data(world, path, kind, inbound, random, session, number, PING_BYTES);
    }
  }

  /** Adds an IKE message of so many bytes, its header included. */
  static void ike(
      Frame frame,
      RandomStream random,
      int session,
      int number,
      int payload,
      int exchange,
      int flags,
      int lengthBytes) {
    frame
        .u32(session)
        .u32(~session)
        .u32(session * 31)
        .u32(session * 37)
        .u32(payload << 24 | IKE_VERSION << 16 | exchange << 8 | flags)
        .u32(number)
        .u32(lengthBytes)
        .u8(0)
        .u8(0)
        .u16(lengthBytes - IKE_HEADER_BYTES)
        .random(random, lengthBytes - IKE_HEADER_BYTES - 4);
  }

  /** Begins and fills WireGuard's first message, 148 bytes, or its answer, 92. */
  static void wireGuardHandshake(
      World world, DatagramPath path, boolean inbound, RandomStream random, int session) {
    Frame frame = path.datagram(world, inbound);
    if (inbound) {
      frame.u32(0x0100_0000).u32(session).random(random, 124).fill(0, 16);
    } else {
      frame.u32(0x0200_0000).u32(session).u32(~session).random(random, 64).fill(0, 16);
    }
  }
}
