package org.scrubber.filter.proxy;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.filter.syn.TcpFrames;
import org.scrubber.wire.InternetChecksum;
import org.scrubber.wire.Ip;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/** Writes the proxy's own frames: to the client in its server's name, and the reverse. */
final class ProxyFrames {
  private static final int MAC_BYTES = 6;
  private static final int V4_ADDRESSES = 8;
  private static final int V6_ADDRESSES = 32;

  private final Replies replies;

  ProxyFrames(Replies replies) {
    this.replies = replies;
  }

  /**
   * Answers a SYN with what was agreed and a window of 0: the client says nothing before its server
   * can hear it.
   *
   * @param serverSize maximum segment size to announce
   */
  void greet(PacketBatch batch, int i, int number, Terms terms, int serverSize, int stamp) {
    long frame = replies.frameAddress[replies.count];
    int size = terms.segmentSize > 0 ? serverSize : 0; // Never more options than the SYN has.
    int shift = terms.scale == Terms.NO_SCALE ? Terms.NO_SCALE : Terms.SCALE;
    long options =
        frame
            + batch.networkOffset[i]
            + TcpFrames.headerBytes(batch.family[i])
            + Tcp.MIN_HEADER_BYTES;
    int segment = Tcp.MIN_HEADER_BYTES + terms.write(options, size, shift, stamp, terms.stamp);
    long tcp = TcpFrames.answer(batch, i, frame, segment);
    int acknowledged = sequence(batch, i) + 1;
    TcpFrames.header(tcp, number, acknowledged, Tcp.SYN | Tcp.ACK, 0, segment);
    TcpFrames.finish(batch.family[i], frame + batch.networkOffset[i], tcp, segment);
    replies.answer((int) (tcp - frame) + segment, batch, i);
  }

  /**
   * Sends the SYN of a client that has acknowledged its number to the server, between the ends of
   * that segment and behind its link header.
   */
  void open(PacketBatch batch, int i, int clientNumber, Terms terms) {
    long frame = replies.frameAddress[replies.count];
    int network = batch.networkOffset[i];
    int family = batch.family[i];
    Memory.copy(batch.frameAddress[i], frame, network);
    long ip = frame + network;
    long tcp = ip + TcpFrames.headerBytes(family);
    int segment =
        Tcp.MIN_HEADER_BYTES
            + terms.write(
                tcp + Tcp.MIN_HEADER_BYTES, terms.segmentSize, terms.scale, terms.stamp, 0);
    long from = batch.frameAddress[i] + network;
    if (family == 4) {
      int id = Memory.i32(from + Ip.V4_ID);
      TcpFrames.v4(ip, Memory.u8(from + Ip.V4_TOS), id, batch.timeToLive[i], segment);
      Memory.putI32(ip + Ip.V4_SOURCE, (int) batch.sourceLow[i]);
      Memory.putI32(ip + Ip.V4_TARGET, (int) batch.targetLow[i]);
    } else {
      int label = Memory.i32(from) & 0x0fff_ffff;
      TcpFrames.v6(ip, label, batch.timeToLive[i], segment);
      TcpFrames.v6Address(ip + Ip.V6_SOURCE, batch.sourceHigh[i], batch.sourceLow[i]);
      TcpFrames.v6Address(ip + Ip.V6_TARGET, batch.targetHigh[i], batch.targetLow[i]);
    }
    Memory.putI32(tcp, batch.ports[i]);
    int window = Memory.u16(transport(batch, i) + Tcp.WINDOW);
    int unscaled = Math.min(0xffff, window << Math.max(0, terms.scale));
    TcpFrames.header(tcp, clientNumber, 0, Tcp.SYN, unscaled, segment);
    TcpFrames.finish(family, ip, tcp, segment);
    replies.sendOn((int) (tcp - frame) + segment, batch, i);
  }

  /** Acknowledges a server's SYN-ACK in the client's name. */
  void confirm(PacketBatch batch, int i, int clientNumber, int window, Terms said, int stamp) {
    long frame = replies.frameAddress[replies.count];
    boolean stamps = said.timestamps;
    int segment = Tcp.MIN_HEADER_BYTES + (stamps ? 12 : 0);
    long tcp = TcpFrames.answer(batch, i, frame, segment);
    TcpFrames.header(tcp, clientNumber + 1, sequence(batch, i) + 1, Tcp.ACK, window, segment);
    if (stamps) {
      int kinds = Tcp.NO_OPERATION << 24 | Tcp.NO_OPERATION << 16 | Tcp.TIMESTAMPS << 8 | 10;
      Memory.putI32(tcp + Tcp.MIN_HEADER_BYTES, kinds);
      Memory.putI32(tcp + Tcp.MIN_HEADER_BYTES + 4, stamp);
      Memory.putI32(tcp + Tcp.MIN_HEADER_BYTES + 8, said.stamp);
    }
    backInside(batch, i, frame, tcp, segment);
  }

  /** Resets what a server takes for the connection, in the client's name. */
  void resetServer(PacketBatch batch, int i, int number) {
    long frame = replies.frameAddress[replies.count];
    long tcp = TcpFrames.answer(batch, i, frame, Tcp.MIN_HEADER_BYTES);
    TcpFrames.header(tcp, number, 0, Tcp.RST, 0, Tcp.MIN_HEADER_BYTES);
    backInside(batch, i, frame, tcp, Tcp.MIN_HEADER_BYTES);
  }

  private void backInside(PacketBatch batch, int i, long frame, long tcp, int segment) {
    TcpFrames.finish(batch.family[i], frame + batch.networkOffset[i], tcp, segment);
    replies.add((int) (tcp - frame) + segment, false, i, batch.interfaceId[i]);
  }

  /** Resets a client that has acknowledged its number and cannot be served. */
  void refuse(PacketBatch batch, int i) {
    long frame = replies.frameAddress[replies.count];
    long tcp = TcpFrames.answer(batch, i, frame, Tcp.MIN_HEADER_BYTES);
    int next = Memory.i32(transport(batch, i) + Tcp.ACKNOWLEDGEMENT);
    TcpFrames.header(tcp, next, 0, Tcp.RST, 0, Tcp.MIN_HEADER_BYTES);
    TcpFrames.finish(batch.family[i], frame + batch.networkOffset[i], tcp, Tcp.MIN_HEADER_BYTES);
    replies.answer((int) (tcp - frame) + Tcp.MIN_HEADER_BYTES, batch, i);
  }

  /** Sends a SYN once more. */
  void again(long syn, int lengthBytes, int leavesBy) {
    Memory.copy(syn, replies.frameAddress[replies.count], lengthBytes);
    replies.add(lengthBytes, false, Replies.NO_CAUSE, leavesBy);
  }

  /**
   * Resets the client whose SYN, as it was sent to the server, was never answered or refused.
   *
   * @param syn such a SYN
   * @param link bytes of its link header
   * @param next the number that the client expects
   * @param causedBy index into the batch, or {@link Replies#NO_CAUSE}
   * @param leavesBy where the SYN left
   */
  void giveUp(long syn, int link, int linkType, int next, int causedBy, int leavesBy) {
    long frame = replies.frameAddress[replies.count];
    Memory.copy(syn, frame, link);
    if (linkType == LinkType.ETHERNET) {
      Memory.copy(syn, frame + MAC_BYTES, MAC_BYTES);
      Memory.copy(syn + MAC_BYTES, frame, MAC_BYTES);
    }
    long from = syn + link;
    long ip = frame + link;
    boolean v4 = Memory.u8(from) >>> 4 == 4;
    int half = v4 ? V4_ADDRESSES / 2 : V6_ADDRESSES / 2;
    int addresses = v4 ? Ip.V4_SOURCE : Ip.V6_SOURCE;
    if (v4) {
      TcpFrames.v4(ip, 0, Ip.V4_DONT_FRAGMENT, TcpFrames.TTL, Tcp.MIN_HEADER_BYTES);
    } else {
      TcpFrames.v6(ip, 0, TcpFrames.TTL, Tcp.MIN_HEADER_BYTES);
    }
    Memory.copy(from + addresses, ip + addresses + half, half);
    Memory.copy(from + addresses + half, ip + addresses, half);
    int header = TcpFrames.headerBytes(v4 ? 4 : 6);
    long tcp = ip + header;
    Memory.putI32(tcp, Integer.rotateLeft(Memory.i32(from + header), 16));
    TcpFrames.header(tcp, next, 0, Tcp.RST, 0, Tcp.MIN_HEADER_BYTES);
    TcpFrames.finish(v4 ? 4 : 6, ip, tcp, Tcp.MIN_HEADER_BYTES);
    replies.add((int) (tcp - frame) + Tcp.MIN_HEADER_BYTES, true, causedBy, leavesBy ^ 1);
  }

  /**
   * Corrects a segment's checksum after its header was rewritten in place. One that its sender has
   * left to its hardware, and that the line will finish, stays: its field holds the folded sum of
   * the pseudo header, which nothing here changes.
   *
   * @param before sum of the header as it was
   */
  static void corrected(PacketBatch batch, int i, long before) {
    long tcp = transport(batch, i);
    int checksum = Memory.u16(tcp + Tcp.CHECKSUM);
    long pseudo = pseudoHeader(batch, i);
    if (checksum == (~InternetChecksum.of(pseudo) & 0xffff) && !isRight(batch, i, before, pseudo)) {
      return;
    }
    long after = InternetChecksum.sum(tcp, batch.payloadOffset[i] - batch.transportOffset[i]);
    Memory.putU16(tcp + Tcp.CHECKSUM, InternetChecksum.changed(checksum, before, after));
  }

  private static long pseudoHeader(PacketBatch batch, int i) {
    long header = batch.frameAddress[i] + batch.networkOffset[i];
    long addresses =
        batch.family[i] == 4
            ? InternetChecksum.sum(header + Ip.V4_SOURCE, V4_ADDRESSES)
            : InternetChecksum.sum(header + Ip.V6_SOURCE, V6_ADDRESSES);
    int segment = batch.payloadOffset[i] - batch.transportOffset[i] + batch.payloadLength[i];
    return addresses + Protocols.TCP + segment;
  }

  /** Tells whether a checksum that looks unfinished, one of 65,536 does by chance, was right. */
  private static boolean isRight(PacketBatch batch, int i, long header, long pseudo) {
    int payload = batch.payloadOffset[i];
    int bytes = batch.payloadLength[i];
    return payload + bytes <= batch.capturedLength[i]
        && InternetChecksum.of(
                pseudo + header + InternetChecksum.sum(batch.frameAddress[i] + payload, bytes))
            == 0;
  }

  private static long transport(PacketBatch batch, int i) {
    return batch.frameAddress[i] + batch.transportOffset[i];
  }

  private static int sequence(PacketBatch batch, int i) {
    return Memory.i32(transport(batch, i) + Tcp.SEQUENCE);
  }
}
