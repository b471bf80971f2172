package org.scrubber.classify;

import org.scrubber.batch.PacketBatch;
import org.scrubber.parse.ParseFlags;
import org.scrubber.table.Hash;
import org.scrubber.wire.Icmp;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;

/**
 * The packet that an ICMP error quotes: its flow, as far as the quote was captured. Stateless;
 * allocates nothing and reads captured bytes only.
 */
final class Quote {
  private static final int IPV6_HEADER_BYTES = 40;
  private static final int MIN_IPV4_HEADER_BYTES = 20;

  private Quote() {}

  /** Tells whether a packet quotes one whose addresses and ports can be read. */
  static boolean isReadable(PacketBatch batch, int i) {
    int at = batch.payloadOffset[i];
    if ((batch.parseFlags[i] & ParseFlags.ICMP_ERROR) == 0 || at < 0) {
      return false;
    }
    int captured = batch.capturedLength[i] - at;
    if (batch.family[i] != 4) {
      return captured >= IPV6_HEADER_BYTES + 4;
    }
    if (captured < MIN_IPV4_HEADER_BYTES + 4) {
      return false;
    }
    int header = headerBytes(batch, i);
    return header >= MIN_IPV4_HEADER_BYTES && captured >= header + 4;
  }

  private static int headerBytes(PacketBatch batch, int i) {
    return batch.family[i] == 4
        ? (Memory.u8(batch.frameAddress[i] + batch.payloadOffset[i]) & 0x0f) * 4
        : IPV6_HEADER_BYTES;
  }

  /** Returns the quoted IP protocol; only of a readable quote. */
  static int protocol(PacketBatch batch, int i) {
    long quote = batch.frameAddress[i] + batch.payloadOffset[i];
    return Memory.u8(quote + (batch.family[i] == 4 ? 9 : 6));
  }

  /** Returns the ports column that the quoted packet had, see {@code Parser}. */
  static int ports(PacketBatch batch, int i) {
    int protocol = protocol(batch, i);
    int family = batch.family[i];
    int offset = batch.payloadOffset[i] + headerBytes(batch, i);
    long transport = batch.frameAddress[i] + offset;
    if (protocol == Protocols.TCP || protocol == Protocols.UDP) {
      return Memory.i32(transport);
    }
    boolean icmp = protocol == (family == 6 ? Protocols.ICMPV6 : Protocols.ICMP);
    boolean captured = batch.capturedLength[i] >= offset + 8;
    if (icmp && captured && Icmp.isEcho(family, Memory.u8(transport))) {
      int id = Memory.u16(transport + 4);
      return id << 16 | id;
    }
    return 0;
  }

  /** Returns the hash of the quoted source, or target. */
  static long address(PacketBatch batch, int i, boolean target, long seed) {
    long quote = batch.frameAddress[i] + batch.payloadOffset[i];
    if (batch.family[i] == 4) {
      return Hash.address(0, Memory.u32(quote + (target ? 16 : 12)), seed);
    }
    long at = quote + (target ? 24 : 8);
    return Hash.address(Memory.i64(at), Memory.i64(at + 8), seed);
  }
}
