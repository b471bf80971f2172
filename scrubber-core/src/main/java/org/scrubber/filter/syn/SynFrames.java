package org.scrubber.filter.syn;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.classify.Cookies;
import org.scrubber.table.SynTable;
import org.scrubber.wire.InternetChecksum;
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
  private static final int CHALLENGE_TTL = 64;
  private static final int WINDOW = 65_535;
  private static final int MAC_BYTES = 6;
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
    long cause = batch.frameAddress[i];
    int network = batch.networkOffset[i];
    Memory.copy(cause, frame, network);
    if (batch.linkType[i] == LinkType.ETHERNET) {
      Memory.copy(cause, frame + MAC_BYTES, MAC_BYTES);
      Memory.copy(cause + MAC_BYTES, frame, MAC_BYTES);
    }
    long ip = frame + network;
    int family = batch.family[i];
    if (family == 4) {
      v4(ip, 0, Ip.V4_DONT_FRAGMENT, CHALLENGE_TTL, Tcp.MIN_HEADER_BYTES);
      Memory.putI32(ip + Ip.V4_SOURCE, (int) batch.targetLow[i]);
      Memory.putI32(ip + Ip.V4_TARGET, (int) batch.sourceLow[i]);
    } else {
      v6(ip, 0, CHALLENGE_TTL, Tcp.MIN_HEADER_BYTES);
      v6Address(ip + Ip.V6_SOURCE, batch.targetHigh[i], batch.targetLow[i]);
      v6Address(ip + Ip.V6_TARGET, batch.sourceHigh[i], batch.sourceLow[i]);
    }
    long tcp = ip + headerBytes(family);
    int isn = Memory.i32(cause + batch.transportOffset[i] + Tcp.SEQUENCE);
    Memory.putI32(tcp, Integer.rotateLeft(batch.ports[i], 16));
    Memory.putI32(tcp + Tcp.SEQUENCE, (int) (issued >>> 32));
    Memory.putI32(tcp + Tcp.ACKNOWLEDGEMENT, Cookies.number(issued, isn));
    int fixed = Tcp.MIN_HEADER_BYTES / 4 << 28 | (Tcp.SYN | Tcp.ACK) << 16 | WINDOW;
    Memory.putI32(tcp + Tcp.DATA_OFFSET, fixed);
    finish(family, ip, tcp, Tcp.MIN_HEADER_BYTES);
    replies.add((int) (tcp - frame) + Tcp.MIN_HEADER_BYTES, true, i);
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
      v4(ip, trafficClass, label << 16 | fragment, ttl, segment);
      Memory.putI32(ip + Ip.V4_SOURCE, (int) batch.sourceLow[i]);
      Memory.putI32(ip + Ip.V4_TARGET, (int) batch.targetLow[i]);
    } else {
      v6(ip, trafficClass << CLASS_SHIFT | label, ttl, segment);
      v6Address(ip + Ip.V6_SOURCE, batch.sourceHigh[i], batch.sourceLow[i]);
      v6Address(ip + Ip.V6_TARGET, batch.targetHigh[i], batch.targetLow[i]);
    }
    long tcp = ip + headerBytes(family);
    Memory.putI32(tcp, batch.ports[i]);
    Memory.putI32(tcp + Tcp.SEQUENCE, syns.sequence(slot));
    Memory.putI32(tcp + Tcp.ACKNOWLEDGEMENT, 0);
    int flags = (int) (first >>> FLAGS_SHIFT & 0xfff) << 4 | Tcp.SYN;
    Memory.putU16(tcp + Tcp.DATA_OFFSET, flags);
    Memory.putU16(tcp + Tcp.WINDOW, (int) (first >>> WINDOW_SHIFT));
    for (int word = 1, at = Tcp.MIN_HEADER_BYTES; at < segment; word++, at += 8) {
      Memory.putI64(tcp + at, syns.note(slot, word)); // What is too much lies behind the frame.
    }
    finish(family, ip, tcp, segment);
    replies.add((int) (tcp - frame) + segment, false, i);
    return SynFingerprint.of(family, ip, tcp, segment, false, seed);
  }

  private static int headerBytes(int family) {
    return family == 4 ? Ip.V4_HEADER_BYTES : Ip.V6_HEADER_BYTES;
  }

  private static void v4(long ip, int tos, int idAndFragment, int ttl, int segmentBytes) {
    Memory.putI32(ip, 0x4500 << 16 | tos << 16 | Ip.V4_HEADER_BYTES + segmentBytes);
    Memory.putI32(ip + Ip.V4_ID, idAndFragment);
    Memory.putI32(ip + Ip.V4_TTL, ttl << 24 | Protocols.TCP << 16);
  }

  private static void v6(long ip, int classAndLabel, int hops, int segmentBytes) {
    Memory.putI32(ip, 6 << 28 | classAndLabel);
    Memory.putI32(ip + Ip.V6_LENGTH, segmentBytes << 16 | Protocols.TCP << 8 | hops);
  }

  private static void v6Address(long at, long high, long low) {
    Memory.putI64(at, high);
    Memory.putI64(at + 8, low);
  }

  /** Fills in the checksums, which are the last thing that a frame lacks. */
  private static void finish(int family, long ip, long tcp, int segmentBytes) {
    Memory.putI32(tcp + Tcp.CHECKSUM, 0);
    long addresses = ip + (family == 4 ? Ip.V4_SOURCE : Ip.V6_SOURCE);
    int addressBytes = family == 4 ? 8 : 32;
    int checksum = InternetChecksum.tcp(addresses, addressBytes, tcp, segmentBytes);
    Memory.putU16(tcp + Tcp.CHECKSUM, checksum);
    if (family == 4) {
      long sum = InternetChecksum.sum(ip, Ip.V4_HEADER_BYTES);
      Memory.putU16(ip + Ip.V4_CHECKSUM, InternetChecksum.of(sum));
    }
  }
}
