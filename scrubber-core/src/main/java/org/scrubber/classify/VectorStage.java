package org.scrubber.classify;

import org.scrubber.batch.PacketBatch;
import org.scrubber.parse.ParseFlags;
import org.scrubber.table.FragmentTable;
import org.scrubber.table.Hash;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Says for every survivor which vector it would belong to if it were an attack: by protocol and
 * flags, reflector signature, the first fragment of its datagram, or the packet that an ICMP error
 * quotes. One thread.
 */
public final class VectorStage {
  /** A fragment's note: vector in the low byte, knowledge above. */
  private static final int NOTE_SHIFT = 8;

  private static final int NOTE_KNOWLEDGE =
      Knowledge.KNOWN
          | Knowledge.SOLICITED
          | Knowledge.ANSWERED
          | Knowledge.TIER_ONE
          | Knowledge.SIGNED
          | Knowledge.PEER;

  private static final long DIGEST_FACTOR = 0x9e37_79b9_7f4a_7c15L;

  private final ReflectorTable reflectors = new ReflectorTable();
  private final FragmentTable fragments;
  private final long seed;

  /** Creates the stage; it alone writes to the fragment table. */
  public VectorStage(FragmentTable fragments, long seed) {
    this.fragments = fragments;
    this.seed = seed;
  }

  /** Fills {@code vector} and {@code reflector}, and adds to {@code knowledge}. */
  public void apply(PacketBatch batch) {
    int[] survivors = batch.survivors;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      int flags = batch.parseFlags[i];
      if ((flags & ParseFlags.LATER_FRAGMENT) != 0) {
        batch.vector[i] = (byte) laterFragment(batch, i);
        continue;
      }
      int vector = byProtocol(batch, i);
      if ((flags & ParseFlags.FRAGMENT) != 0) {
        vector = firstFragment(batch, i, vector);
      }
      batch.vector[i] = (byte) vector;
    }
  }

  private int byProtocol(PacketBatch batch, int i) {
    return switch (batch.protocol[i]) {
      case Protocols.TCP -> tcp(batch, i);
      case Protocols.UDP -> udp(batch, i);
      case Protocols.ICMP, Protocols.ICMPV6 -> icmp(batch, i);
      case Protocols.GRE -> Vectors.GRE_FLOOD;
      case Protocols.ESP -> Vectors.ESP_FLOOD;
      default -> Vectors.PROTOCOL_FLOOD;
    };
  }

  private int tcp(PacketBatch batch, int i) {
    if (batch.transportOffset[i] < 0) {
      return Vectors.NONE; // Not captured: nothing can be said.
    }
    int flags = batch.tcpFlags[i];
    if ((flags & Tcp.SYN) != 0) {
      return (flags & Tcp.ACK) == 0 ? Vectors.SYN_FLOOD : Vectors.SYNACK_REFLECTION;
    }
    if ((flags & Tcp.RST) != 0) {
      return Vectors.RST_FLOOD;
    }
    if ((flags & Tcp.FIN) != 0) {
      return Vectors.FIN_FLOOD;
    }
    if (batch.payloadLength[i] > 0 && (batch.knowledge[i] & Knowledge.KNOWN) == 0) {
      int row = match(batch, i, true);
      if (row >= 0) {
        return amplification(batch, i, row);
      }
    }
    return Vectors.ACK_FLOOD;
  }

  private int udp(PacketBatch batch, int i) {
    if (batch.transportOffset[i] < 0) {
      return Vectors.UDP_FLOOD;
    }
    int row = DnsQuestions.isQuestion(batch, i) ? -1 : match(batch, i, false);
    return row < 0 ? Vectors.UDP_FLOOD : amplification(batch, i, row);
  }

  private int match(PacketBatch batch, int i, boolean tcp) {
    int offset = batch.payloadOffset[i];
    int captured = offset < 0 ? 0 : batch.capturedLength[i] - offset;
    return reflectors.match(
        tcp,
        batch.ports[i] >>> 16,
        batch.frameAddress[i] + offset,
        Math.min(captured, batch.payloadLength[i]), // The frame may be padded.
        batch.payloadLength[i]);
  }

  private int amplification(PacketBatch batch, int i, int row) {
    batch.reflector[i] = (short) reflectors.id(row);
    if (reflectors.isSigned(row)) {
      batch.knowledge[i] |= Knowledge.SIGNED;
    }
    if (reflectors.tier(row) == 1) {
      batch.knowledge[i] |= Knowledge.TIER_ONE;
    }
    return Vectors.FIRST_AMPLIFICATION + reflectors.id(row);
  }

  /**
   * An ICMP error belongs to what it quotes: solicited when the quoted flow is known (so path-MTU
   * discovery lives), else to the reflection that it echoes, if there is one.
   */
  private int icmp(PacketBatch batch, int i) {
    if ((batch.knowledge[i] & Knowledge.SOLICITED) != 0 || !Quote.isReadable(batch, i)) {
      return Vectors.ICMP_FLOOD;
    }
    int protocol = Quote.protocol(batch, i);
    if (protocol == Protocols.TCP) {
      batch.knowledge[i] |= Knowledge.QUOTES_TCP;
    } else if (protocol == Protocols.UDP) {
      batch.knowledge[i] |= Knowledge.QUOTES_UDP;
      int row = reflectors.byPort(false, Quote.ports(batch, i) & 0xffff);
      if (row >= 0) {
        batch.reflector[i] = (short) reflectors.id(row);
        return Vectors.FIRST_AMPLIFICATION + reflectors.id(row);
      }
    }
    return Vectors.ICMP_FLOOD;
  }

  private int firstFragment(PacketBatch batch, int i, int vector) {
    int slot = slot(batch, i);
    if (fragments.overlaps(slot, 0, fragmentLength(batch, i), digest(batch, i))) {
      batch.knowledge[i] |= Knowledge.OVERLAP;
    }
    boolean reflected = Vectors.isAmplification(vector);
    int fate = reflected ? vector : Vectors.FRAGMENT_FLOOD;
    fragments.first(slot, (batch.knowledge[i] & NOTE_KNOWLEDGE) << NOTE_SHIFT | fate);
    return fate;
  }

  private int laterFragment(PacketBatch batch, int i) {
    int slot = slot(batch, i);
    if (fragments.overlaps(
        slot, batch.fragmentOffset[i], batch.payloadLength[i], digest(batch, i))) {
      batch.knowledge[i] |= Knowledge.OVERLAP;
    }
    int note = fragments.first(slot);
    if (note == FragmentTable.UNKNOWN) {
      return Vectors.FRAGMENT_FLOOD;
    }
    batch.knowledge[i] |= note >>> NOTE_SHIFT;
    return note & (1 << NOTE_SHIFT) - 1;
  }

  /** Returns the data length of a first fragment: from the network header's own account. */
  private static int fragmentLength(PacketBatch batch, int i) {
    int header = batch.payloadOffset[i] < 0 ? 0 : batch.payloadOffset[i] - batch.transportOffset[i];
    return batch.payloadLength[i] + header;
  }

  /** Digests what was captured of a fragment from its transport header or data on. */
  private int digest(PacketBatch batch, int i) {
    long header = batch.frameAddress[i] + batch.networkOffset[i];
    boolean v4 = batch.family[i] == 4;
    int length =
        v4 ? Memory.u16(header + 2) - 20 : Memory.u16(header + 4); // The frame may be padded.
    int from = batch.networkOffset[i] + (v4 ? 20 : 40);
    int captured = Math.min(batch.capturedLength[i] - from, length);
    long at = batch.frameAddress[i] + from;
    long sum = seed;
    for (int k = 0; k < captured; k += 8) {
      // Odd, so that no difference is lost; the sum depends on the order of its parts.
      sum = (sum ^ Memory.word(at + k, captured - k)) * DIGEST_FACTOR;
      sum ^= sum >>> 29;
    }
    return (int) (sum >>> 32);
  }

  private int slot(PacketBatch batch, int i) {
    int owner = batch.object[i];
    return fragments.slot(datagram(batch, i), owner, batch.targetHash[i], batch.clockNs[i]);
  }

  private long datagram(PacketBatch batch, int i) {
    long pair = Hash.mix(batch.sourceHash[i], batch.targetHash[i], seed);
    // Of IPv6, only the first fragment shows the protocol behind further extension headers.
    int protocol = batch.family[i] == 6 ? 0 : batch.protocol[i];
    long id = (long) batch.fragmentId[i] << 32 | protocol;
    long hash = Hash.mix(pair, id, seed);
    return hash == 0 ? 1 : hash;
  }
}
