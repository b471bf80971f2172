package org.scrubber.live.offload;

import org.jspecify.annotations.Nullable;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.classify.Knowledge;
import org.scrubber.filter.Amplification;
import org.scrubber.filter.OutOfState;
import org.scrubber.filter.ProtocolFlood;
import org.scrubber.filter.UdpFlood;
import org.scrubber.io.OffloadScope;
import org.scrubber.io.PacketLine;
import org.scrubber.parse.ParseFlags;
import org.scrubber.table.Hash;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Which verdicts say as much about the packets to come as about the one that was judged.
 *
 * <p>Dropped: what a mitigation drops for the flow that it belongs to and not for a rate, a share,
 * or its own content alone. An entry never names more than the conversation of two hosts over the
 * ports that the judged packets had; so it stays within the protected object and the vector, and
 * covers nobody behind the same address. SYN, FIN and RST, ICMP and fragments always come to the
 * worker; nothing is ever settled for what is challenged.
 *
 * <p>Passed: connections that both sides have established, and UDP that the inside began, while
 * nothing of theirs is under a mitigation. What they say then speaks for itself whatever its rate.
 */
final class Settled {
  private static final long LONG_LIVED_NS = 1_000_000_000L;
  private static final int DNS = 53;
  private static final int TURNING_POINT = Tcp.SYN | Tcp.FIN | Tcp.RST;
  private static final int UNSURE =
      ParseFlags.FRAGMENT | ParseFlags.ICMP_ERROR | ParseFlags.BAD_CHECKSUM;

  private Settled() {}

  /** Returns how much an entry would name that drops what is like a packet, or null for none. */
  static @Nullable OffloadScope dropped(PacketBatch batch, int i) {
    if (batch.verdict[i] != Verdict.DROP_CODE
        || batch.mitigation[i] < 0
        || batch.monitored[i]
        || batch.interfaceId[i] != PacketLine.OUTSIDE
        || (batch.parseFlags[i] & UNSURE) != 0) {
      return null;
    }
    int reason = batch.reason[i];
    int protocol = batch.protocol[i];
    boolean udp = protocol == Protocols.UDP;
    if (reason == Amplification.FLOOD.id() && udp) {
      // Where questions are seen, one to this reflector ends the entry before it is answered.
      boolean symmetric = (batch.knowledge[i] & Knowledge.BOTH_DIRECTIONS_SEEN) != 0;
      return symmetric ? OffloadScope.ANSWERS : OffloadScope.FLOW;
    }
    if (udp && (reason == UdpFlood.SIGNATURE.id() || reason == UdpFlood.UNSOLICITED.id())) {
      return OffloadScope.FLOW;
    }
    if (reason == OutOfState.ACK.id()) {
      boolean turning = (batch.tcpFlags[i] & TURNING_POINT) != 0;
      return protocol == Protocols.TCP && !turning ? OffloadScope.FLOW : null;
    }
    boolean stranger =
        reason == ProtocolFlood.GRE.id()
            || reason == ProtocolFlood.ESP.id()
            || reason == ProtocolFlood.OTHER.id();
    return stranger && !hasPortsOrTypes(protocol) ? OffloadScope.PAIR : null;
  }

  private static boolean hasPortsOrTypes(int protocol) {
    return protocol == Protocols.TCP
        || protocol == Protocols.UDP
        || protocol == Protocols.ICMP
        || protocol == Protocols.ICMPV6;
  }

  /** Tells whether a packet's flow passes, in its direction, until it ends or is attacked. */
  static boolean passes(PacketBatch batch, int i) {
    if (batch.verdict[i] != Verdict.PASS_CODE
        || batch.mitigation[i] >= 0
        || batch.listed[i] != 0 // Each packet of who was met is counted.
        || (batch.parseFlags[i] & (UNSURE | ParseFlags.HAS_PORTS)) != ParseFlags.HAS_PORTS
        || batch.flowAgeNs[i] < LONG_LIVED_NS) {
      return false;
    }
    int knowledge = batch.knowledge[i];
    boolean inward = batch.object[i] >= 0;
    if (inward && (knowledge & Knowledge.BOTH_DIRECTIONS_SEEN) == 0) {
      return false;
    }
    if (batch.protocol[i] == Protocols.TCP) {
      return (batch.tcpFlags[i] & TURNING_POINT) == 0 && (knowledge & Knowledge.ESTABLISHED) != 0;
    }
    int ports = batch.ports[i];
    if (batch.protocol[i] != Protocols.UDP || ports >>> 16 == DNS || (ports & 0xffff) == DNS) {
      return false; // Each answer is matched with its question.
    }
    // Of a conversation that the outside began, how much is answered is counted packet by packet.
    int began = knowledge & (Knowledge.SOLICITED | Knowledge.ANSWERED);
    return began == (inward ? Knowledge.SOLICITED : Knowledge.ANSWERED);
  }

  /** Tells whether a packet ends its flow, so that what was settled for it is no more. */
  static boolean ends(PacketBatch batch, int i) {
    return (batch.tcpFlags[i] & TURNING_POINT) != 0;
  }

  /** Returns the key of a packet's flow in its own direction, or in the other one. */
  static long flowKey(PacketBatch batch, int i, boolean otherDirection) {
    return Hash.mix(batch.flowHash[i], batch.fromHigh[i] == otherDirection ? 1 : 2);
  }

  /** As {@link #flowKey}, for letting it pass: rows of drops and of passes are counted apart. */
  static long passKey(PacketBatch batch, int i, boolean otherDirection) {
    return Hash.mix(batch.flowHash[i], batch.fromHigh[i] == otherDirection ? 5 : 6);
  }

  /** Returns the key of what a packet's source answers with from this port. */
  static long answersKey(PacketBatch batch, int i) {
    return answers(batch.sourceHash[i], batch.targetHash[i], batch.ports[i] >>> 16);
  }

  /** Returns the key of what the packet's target would answer it with. */
  static long askedKey(PacketBatch batch, int i) {
    return answers(batch.targetHash[i], batch.sourceHash[i], batch.ports[i] & 0xffff);
  }

  private static long answers(long fromHash, long toHash, int port) {
    return Hash.mix(fromHash + Long.rotateLeft(toHash, 21), (long) port << 8 | 3);
  }
}
