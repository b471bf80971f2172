package org.scrubber.filter.syn;

import org.scrubber.batch.PacketBatch;
import org.scrubber.wire.InternetChecksum;
import org.scrubber.wire.Ip;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/** What all frames of the scrubber's own have in common: link and IP headers, and checksums. */
public final class TcpFrames {
  /** Time to live of what the scrubber says itself. */
  public static final int TTL = 64;

  private static final int MAC_BYTES = 6;

  private TcpFrames() {}

  /**
   * Begins an answer to a packet: behind its link header turned round, from its target to its
   * source.
   *
   * @return where the TCP header is to be written, ports already in place
   */
  public static long answer(PacketBatch batch, int i, long frame, int segmentBytes) {
    long ip = frame + link(batch, i, frame);
    int family = batch.family[i];
    if (family == 4) {
      v4(ip, 0, Ip.V4_DONT_FRAGMENT, TTL, segmentBytes);
      Memory.putI32(ip + Ip.V4_SOURCE, (int) batch.targetLow[i]);
      Memory.putI32(ip + Ip.V4_TARGET, (int) batch.sourceLow[i]);
    } else {
      v6(ip, 0, TTL, segmentBytes);
      v6Address(ip + Ip.V6_SOURCE, batch.targetHigh[i], batch.targetLow[i]);
      v6Address(ip + Ip.V6_TARGET, batch.sourceHigh[i], batch.sourceLow[i]);
    }
    long tcp = ip + headerBytes(family);
    Memory.putI32(tcp, Integer.rotateLeft(batch.ports[i], 16));
    return tcp;
  }

  /** Writes a packet's link header turned round; returns its bytes. */
  private static int link(PacketBatch batch, int i, long frame) {
    long cause = batch.frameAddress[i];
    int network = batch.networkOffset[i];
    if (batch.linkType[i] != LinkType.ETHERNET) {
      Memory.copy(cause, frame, network);
      return network;
    }
    // By words: a copy of so few bytes takes longer to begin than to do.
    int targetHigh = Memory.i32(cause);
    int targetLow = Memory.u16(cause + 4);
    Memory.putI32(frame, Memory.i32(cause + MAC_BYTES));
    Memory.putU16(frame + 4, Memory.u16(cause + MAC_BYTES + 4));
    Memory.putI32(frame + MAC_BYTES, targetHigh);
    Memory.putU16(frame + MAC_BYTES + 4, targetLow);
    for (int at = 2 * MAC_BYTES; at < network; at += 2) { // Tags and EtherType.
      Memory.putU16(frame + at, Memory.u16(cause + at));
    }
    return network;
  }

  /** Returns the bytes of an IP header without options or extensions. */
  public static int headerBytes(int family) {
    return family == 4 ? Ip.V4_HEADER_BYTES : Ip.V6_HEADER_BYTES;
  }

  /** Writes an IPv4 header but for addresses and checksum. */
  public static void v4(long ip, int tos, int idAndFragment, int ttl, int segmentBytes) {
    Memory.putI32(ip, 0x4500 << 16 | tos << 16 | Ip.V4_HEADER_BYTES + segmentBytes);
    Memory.putI32(ip + Ip.V4_ID, idAndFragment);
    Memory.putI32(ip + Ip.V4_TTL, ttl << 24 | Protocols.TCP << 16);
  }

  /** Writes an IPv6 header but for the addresses. */
  public static void v6(long ip, int classAndLabel, int hops, int segmentBytes) {
    Memory.putI32(ip, 6 << 28 | classAndLabel);
    Memory.putI32(ip + Ip.V6_LENGTH, segmentBytes << 16 | Protocols.TCP << 8 | hops);
  }

  /** Writes an IPv6 address. */
  public static void v6Address(long at, long high, long low) {
    Memory.putI64(at, high);
    Memory.putI64(at + 8, low);
  }

  /**
   * Writes a TCP header but for the ports and what {@link #finish} fills in.
   *
   * @param segmentBytes of the header with its options
   */
  public static void header(
      long tcp, int sequence, int acknowledgement, int flags, int window, int segmentBytes) {
    Memory.putI32(tcp + Tcp.SEQUENCE, sequence);
    Memory.putI32(tcp + Tcp.ACKNOWLEDGEMENT, acknowledgement);
    Memory.putI32(tcp + Tcp.DATA_OFFSET, segmentBytes / 4 << 28 | flags << 16 | window);
  }

  /** Fills in the checksums, which are the last thing that a frame lacks. */
  public static void finish(int family, long ip, long tcp, int segmentBytes) {
    Memory.putI32(tcp + Tcp.CHECKSUM, 0);
    long addresses = ip + (family == 4 ? Ip.V4_SOURCE : Ip.V6_SOURCE);
    int addressBytes = family == 4 ? 8 : 32;
    int checksum = InternetChecksum.tcp(addresses, addressBytes, tcp, segmentBytes);
    Memory.putU16(tcp + Tcp.CHECKSUM, checksum);
    if (family == 4) {
      Memory.putU16(ip + Ip.V4_CHECKSUM, InternetChecksum.of(InternetChecksum.header(ip)));
    }
  }
}
