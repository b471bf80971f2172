package org.scrubber.filter.syn;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.classify.Cookies;
import org.scrubber.table.SynTable;
import org.scrubber.wire.Ip;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Writes the two frames of a challenge: the SYN-ACK that asks, and later the client's own SYN,
 * rebuilt from what was noted of it. One thread.
 */
public final class SynFrames {
  private static final int WINDOW = 65_535;
  private static final int TYPE_OFFSET = 12;
  private static final int TAG_BYTES = 4;
  private static final int MAX_LINK_BYTES = 64;

  // The first note: window 16, data offset and the flags above ACK 12, TTL 8, traffic class 8,
  // label 20 (of IPv4: fragmentation flags 3 and identification 16). The others: options.
  private static final int WINDOW_SHIFT = 48;
  private static final int FLAGS_SHIFT = 36;
  private static final int TTL_SHIFT = 28;
  private static final int CLASS_SHIFT = 20;
  private static final int LABEL_MASK = (1 << 20) - 1;
  private static final int V4_FLAGS_SHIFT = 16;
  private static final int V4_FRAGMENT_SHIFT = 13;

  /** No SYN has a header of no length. */
  private static final long NOTHING = 0;

  /** Flags that are not noted: of a SYN that is rebuilt, none but SYN may be set. */
  private static final int FIXED_FLAGS = 0x1f;

  private final Replies replies;
  private final long seed;

  /** Creates a writer of frames that are sent with {@code replies}. */
  public SynFrames(Replies replies, long seed) {
    this.replies = replies;
    this.seed = seed;
  }

  /** Tells whether a segment's header was captured, but for its options. */
  public static boolean isReadable(PacketBatch batch, int i) {
    int offset = batch.transportOffset[i];
    return offset >= 0 && batch.capturedLength[i] >= offset + Tcp.MIN_HEADER_BYTES;
  }

  /** Tells whether a frame can be answered with its own link header: plain or tagged Ethernet. */
  public static boolean isAnswerable(PacketBatch batch, int i) {
    int network = batch.networkOffset[i];
    if (!isReadable(batch, i)) {
      return false;
    }
    int linkType = batch.linkType[i];
    if (linkType == LinkType.RAW || linkType == LinkType.IPV4 || linkType == LinkType.IPV6) {
      return true;
    }
    if (linkType != LinkType.ETHERNET || network > MAX_LINK_BYTES) {
      return false;
    }
    int at = TYPE_OFFSET;
    int type = Memory.u16(batch.frameAddress[i] + at);
    while (isTag(type) && at + TAG_BYTES < network) {
      at += TAG_BYTES;
      type = Memory.u16(batch.frameAddress[i] + at);
    }
    return at + 2 == network && !isTag(type);
  }

  private static boolean isTag(int type) {
    return type == Protocols.ETHERTYPE_VLAN
        || type == Protocols.ETHERTYPE_QINQ
        || type == Protocols.ETHERTYPE_QINQ_9100
        || type == Protocols.ETHERTYPE_QINQ_9200;
  }

  /** Answers a SYN with a SYN-ACK that acknowledges what was issued instead of the SYN. */
  public void challenge(PacketBatch batch, int i, long issued) {
    long frame = replies.frameAddress[replies.count];
    long tcp = TcpFrames.answer(batch, i, frame, Tcp.MIN_HEADER_BYTES);
    int isn = Memory.i32(batch.frameAddress[i] + batch.transportOffset[i] + Tcp.SEQUENCE);
    int sequence = (int) (issued >>> 32);
    int number = Cookies.number(issued, isn);
    TcpFrames.header(tcp, sequence, number, Tcp.SYN | Tcp.ACK, WINDOW, Tcp.MIN_HEADER_BYTES);
    long ip = frame + batch.networkOffset[i];
    TcpFrames.finish(batch.family[i], ip, tcp, Tcp.MIN_HEADER_BYTES);
    replies.answer((int) (tcp - frame) + Tcp.MIN_HEADER_BYTES, batch, i);
  }

  /** Tells whether all of a SYN fits into notes: no data, no rarities. */
  private static boolean isRebuildable(PacketBatch batch, int i) {
    long tcp = batch.frameAddress[i] + batch.transportOffset[i];
    int header = batch.transportOffset[i] - batch.networkOffset[i];
    return batch.payloadLength[i] == 0
        && batch.payloadOffset[i] >= 0
        && header == (batch.family[i] == 4 ? Ip.V4_HEADER_BYTES : Ip.V6_HEADER_BYTES)
        && (batch.tcpFlags[i] & FIXED_FLAGS) == Tcp.SYN
        && Memory.i32(tcp + Tcp.ACKNOWLEDGEMENT) == 0
        && Memory.u16(tcp + Tcp.URGENT) == 0;
  }

  /** Notes what it takes to rebuild a SYN, unless it has data or rarities. */
  public static void note(PacketBatch batch, int i, SynTable syns, int slot) {
    if (!isRebuildable(batch, i)) {
      syns.note(slot, 0, NOTHING);
      return;
    }
    long ip = batch.frameAddress[i] + batch.networkOffset[i];
    long tcp = batch.frameAddress[i] + batch.transportOffset[i];
    long label;
    int trafficClass;
    if (batch.family[i] == 4) {
      int fragment = Memory.u16(ip + Ip.V4_FRAGMENT) >>> V4_FRAGMENT_SHIFT;
      label = (long) fragment << V4_FLAGS_SHIFT | Memory.u16(ip + Ip.V4_ID);
      trafficClass = Memory.u8(ip + Ip.V4_TOS);
    } else {
      label = Memory.i32(ip) & LABEL_MASK;
      trafficClass = Memory.i32(ip) >>> CLASS_SHIFT & 0xff;
    }
    long flags = (long) Memory.u16(tcp + Tcp.DATA_OFFSET) >>> 4;
    long first = (long) Memory.u16(tcp + Tcp.WINDOW) << WINDOW_SHIFT | flags << FLAGS_SHIFT;
    first |= (long) batch.timeToLive[i] << TTL_SHIFT | (long) trafficClass << CLASS_SHIFT;
    syns.note(slot, 0, first | label);
    int options = batch.payloadOffset[i] - batch.transportOffset[i] - Tcp.MIN_HEADER_BYTES;
    for (int word = 1, at = 0; at < options; word++, at += 8) {
      long from = tcp + Tcp.MIN_HEADER_BYTES + at;
      // Options come in words of four bytes.
      syns.note(slot, word, at + 8 <= options ? Memory.i64(from) : Memory.u32(from) << 32);
    }
  }

  /** Tells whether the SYN in a slot can be rebuilt. */
  public static boolean isNoted(SynTable syns, int slot) {
    return syns.note(slot, 0) != NOTHING;
  }

  /**
   * Sends on the SYN in a slot, between the ends of the RST that proves its client, and behind that
   * one's link header.
   *
   * @return the SYN's look
   */
  public long release(PacketBatch batch, int i, SynTable syns, int slot) {
    long frame = replies.frameAddress[replies.count];
    int network = batch.networkOffset[i];
    Memory.copy(batch.frameAddress[i], frame, network);
    long ip = frame + network;
    long first = syns.note(slot, 0);
    int segment = (int) (first >>> FLAGS_SHIFT + 8 & 0xf) * 4;
    int ttl = (int) (first >>> TTL_SHIFT) & 0xff;
    int trafficClass = (int) (first >>> CLASS_SHIFT) & 0xff;
    int label = (int) first & LABEL_MASK;
    int family = batch.family[i];
    if (family == 4) {
      int fragment = label >>> V4_FLAGS_SHIFT << V4_FRAGMENT_SHIFT;
      TcpFrames.v4(ip, trafficClass, label << 16 | fragment, ttl, segment);
      Memory.putI32(ip + Ip.V4_SOURCE, (int) batch.sourceLow[i]);
      Memory.putI32(ip + Ip.V4_TARGET, (int) batch.targetLow[i]);
    } else {
      TcpFrames.v6(ip, trafficClass << CLASS_SHIFT | label, ttl, segment);
      TcpFrames.v6Address(ip + Ip.V6_SOURCE, batch.sourceHigh[i], batch.sourceLow[i]);
      TcpFrames.v6Address(ip + Ip.V6_TARGET, batch.targetHigh[i], batch.targetLow[i]);
    }
    long tcp = ip + TcpFrames.headerBytes(family);
    Memory.putI32(tcp, batch.ports[i]);
    Memory.putI32(tcp + Tcp.SEQUENCE, syns.sequence(slot));
    Memory.putI32(tcp + Tcp.ACKNOWLEDGEMENT, 0);
    int flags = (int) (first >>> FLAGS_SHIFT & 0xfff) << 4 | Tcp.SYN;
    Memory.putU16(tcp + Tcp.DATA_OFFSET, flags);
    Memory.putU16(tcp + Tcp.WINDOW, (int) (first >>> WINDOW_SHIFT));
    for (int word = 1, at = Tcp.MIN_HEADER_BYTES; at < segment; word++, at += 8) {
      Memory.putI64(tcp + at, syns.note(slot, word)); // What is too much lies behind the frame.
    }
    TcpFrames.finish(family, ip, tcp, segment);
    replies.sendOn((int) (tcp - frame) + segment, batch, i);
    return SynFingerprint.of(family, ip, tcp, segment, false, seed);
  }
}
