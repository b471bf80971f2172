package org.scrubber.classify;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.parse.ParseFlags;
import org.scrubber.state.Inventory;
import org.scrubber.table.FlowTable;
import org.scrubber.table.SourceTable;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Remembers flows and proven sources, and writes into each packet what was known before it.
 *
 * <p>Sees packets of both directions, if the wire shows both; nothing depends on having seen a flow
 * begin. Packets that an earlier stage condemned teach nothing. One thread.
 */
public final class FlowTracker {
  /** A retransmitted SYN comes after the initial timeout of 1 s (RFC 6298), less some jitter. */
  private static final long MIN_RETRANSMISSION_NS = 800_000_000L;

  /** Packets from either side that make a mid-stream connection believable. */
  private static final int TALKING_PACKETS = 2;

  /** Segments of a connection lie within its window of each other; 16 MiB is a wide one. */
  private static final int MAX_STEP_BYTES = 1 << 24;

  /** What may be under way before the first segment that we see of a new connection. */
  private static final int MAX_FIRST_FLIGHT_BYTES = 1 << 16;

  /** A connection that goes on moves by less than this from one segment that we see to the next. */
  private static final int MAX_PROGRESS_BYTES = 1 << 20;

  /** A SYN may reuse the ports of a connection that has been idle this long. */
  private static final long REUSE_NS = 30_000_000_000L;

  private static final int IN_FLOW =
      Knowledge.SOLICITED | Knowledge.ESTABLISHED | Knowledge.ANSWERED | Knowledge.SYN_STARTED;

  private static final int BOTH = FlowTable.FROM_LOW | FlowTable.FROM_HIGH;

  private final FlowTable flows;
  private final SourceTable sources;
  private final Datagrams datagrams;
  private final View view;
  private final long seed;
  private final ProxyCookies given;
  private final int[] elsewhere = new int[PacketBatch.MAX_CAPACITY];

  /**
   * Creates a tracker over tables that it alone writes to.
   *
   * @param seed the classifier's
   * @param given numbers that clients get in their servers' place, and acknowledge
   */
  public FlowTracker(
      FlowTable flows, SourceTable sources, View view, long seed, ProxyCookies given) {
    this.given = given;
    this.flows = flows;
    this.sources = sources;
    datagrams = new Datagrams(flows, seed);
    this.view = view;
    this.seed = seed;
  }

  /** Lists what lasts, without the tables that it was given. */
  public void list(Inventory inventory) {
    datagrams.list(inventory);
  }

  /** Returns memory in use, bytes, without that of the tables it was given. */
  public long sizeBytes() {
    return datagrams.sizeBytes();
  }

  /** Fills {@code knowledge} and {@code flowSlot} of every packet to or from a protected object. */
  public void track(PacketBatch batch) {
    touch(batch);
    for (int i = 0, size = batch.size; i < size; i++) {
      if ((batch.object[i] < 0 && batch.sourceObject[i] < 0)
          || batch.verdict[i] != Verdict.PASS_CODE) {
        continue;
      }
      if ((batch.parseFlags[i] & ParseFlags.LATER_FRAGMENT) != 0) {
        noteView(batch, i);
        continue;
      }
      if ((batch.parseFlags[i] & ParseFlags.ICMP_ERROR) == 0) {
        one(batch, i);
      } else if (batch.object[i] >= 0 && Quote.isReadable(batch, i)) {
        quoting(batch, i);
      }
      view.record(batch, i);
      if (needsProof(batch, i)
          && sources.isProven(SourceKey.address(batch, i, seed), batch.clockNs[i])) {
        batch.knowledge[i] |= Knowledge.PROVEN_SOURCE;
      }
      noteView(batch, i);
    }
    flows.settle();
  }

  private void noteView(PacketBatch batch, int i) {
    if (batch.object[i] >= 0 && view.isSymmetric(batch.object[i])) {
      batch.knowledge[i] |= Knowledge.BOTH_DIRECTIONS_SEEN;
    }
  }

  /** Only TCP that no flow speaks for is asked for its source: the look-up costs a cache miss. */
  private static boolean needsProof(PacketBatch batch, int i) {
    return batch.protocol[i] == Protocols.TCP
        && batch.object[i] >= 0
        && ((batch.knowledge[i] & IN_FLOW) == 0 || (batch.tcpFlags[i] & Tcp.SYN) != 0);
  }

  /**
   * Loads the buckets of the whole batch first, so that the cache misses overlap: those that only
   * some packets need from a list, as a processor does not look far enough ahead to find the next.
   */
  private void touch(PacketBatch batch) {
    long sum = 0;
    for (int i = 0, size = batch.size; i < size; i++) {
      if (batch.object[i] >= 0 || batch.sourceObject[i] >= 0) {
        sum += flows.touch(batch.flowHash[i]);
      }
    }
    int[] list = elsewhere;
    int count = 0;
    for (int i = 0, size = batch.size; i < size; i++) {
      if (batch.object[i] >= 0 || batch.sourceObject[i] >= 0) {
        int bucket = flows.elsewhere(batch.flowHash[i]);
        list[count] = bucket;
        count -= ~bucket >> 31;
      }
    }
    for (int k = 0; k < count; k++) {
      sum += flows.touchBucket(list[k]);
    }
    for (int i = 0, size = batch.size; i < size; i++) {
      if ((batch.tcpFlags[i] & Tcp.SYN) != 0 && batch.object[i] >= 0) {
        sum += sources.touch(SourceKey.address(batch, i, seed));
      }
    }
    batch.touched += sum;
  }

  private void one(PacketBatch batch, int i) {
    long now = batch.clockNs[i];
    int flags = batch.tcpFlags[i];
    boolean tcp = batch.protocol[i] == Protocols.TCP;
    if (batch.transportOffset[i] < 0 && (tcp || batch.protocol[i] == Protocols.UDP)) {
      return; // Ports and flags were not captured: whose flow it is cannot be said.
    }
    boolean syn = tcp && (flags & (Tcp.SYN | Tcp.ACK)) == Tcp.SYN;
    boolean fromHigh = batch.fromHigh[i];
    int slot = flows.find(batch.flowHash[i], now);
    if (slot < 0) {
      if (tcp && (flags & Tcp.RST) != 0) {
        return; // The end of a flow that we do not know is not the beginning of one.
      }
      begin(batch, i, fromHigh, syn);
      return;
    }
    batch.flowSlot[i] = slot;
    long ageNs = flows.ageNs(slot, now);
    batch.flowAgeNs[i] = ageNs;
    batch.knowledge[i] |=
        Knowledge.ofFlow(
            flows.flags(slot),
            flows.packets(slot, fromHigh),
            flows.packets(slot, !fromHigh),
            fromHigh,
            ageNs);
    if (tcp) {
      tcp(batch, i, slot, fromHigh, syn);
    } else if (batch.protocol[i] == Protocols.UDP) {
      udp(batch, i, slot, fromHigh);
    }
    if (tcp) {
      ending(batch, i, slot, fromHigh);
    }
    if (!tcp || (flags & Tcp.RST) == 0) {
      flows.record(slot, fromHigh, now);
    }
  }

  private void begin(PacketBatch batch, int i, boolean fromHigh, boolean syn) {
    long now = batch.clockNs[i];
    int flags = (fromHigh ? FlowTable.BEGUN_BY_HIGH : 0) | (syn ? FlowTable.BEGUN_BY_SYN : 0);
    boolean synAck = !syn && (batch.tcpFlags[i] & Tcp.SYN) != 0;
    flags |= synAck ? FlowTable.BEGUN_BY_SYN_ACK : 0;
    int protocol = batch.protocol[i];
    if (protocol == Protocols.UDP) {
      batch.flowSlot[i] = datagrams.begin(batch, i, flags, isOneWay(batch, i, 0));
      return;
    }
    boolean tcp = protocol == Protocols.TCP;
    int sent = tcp ? sequence(batch, i) : 0;
    int acknowledged = tcp && !syn ? acknowledgement(batch, i) : 0;
    batch.flowSlot[i] = flows.begin(batch.flowHash[i], flags, sent, acknowledged, now);
  }

  private void tcp(PacketBatch batch, int i, int slot, boolean fromHigh, boolean syn) {
    int flags = flows.flags(slot);
    int wire = batch.tcpFlags[i];
    boolean begunByMe = (flags & FlowTable.BEGUN_BY_HIGH) != 0 == fromHigh;
    long now = batch.clockNs[i];
    if (syn) {
      synAgain(batch, i, slot, fromHigh, begunByMe);
    } else if ((wire & Tcp.RST) != 0) {
      return;
    } else if ((wire & Tcp.SYN) != 0) {
      if (!begunByMe && (flags & FlowTable.BEGUN_BY_SYN) != 0) {
        flows.flags(slot, FlowTable.SYN_ACKED, 0);
        flows.responderNote(slot, sequence(batch, i));
      }
    } else if ((flags & FlowTable.ESTABLISHED) == 0) {
      boolean answered =
          (flags & FlowTable.SYN_ACKED) != 0
              && acknowledgement(batch, i) == flows.responderNote(slot) + 1;
      boolean bySyn = (flags & FlowTable.BEGUN_BY_SYN) != 0;
      boolean handshake = begunByMe && (answered || bySyn && given.completes(batch, i));
      boolean talking =
          !bySyn
              && flows.packets(slot, true) >= TALKING_PACKETS
              && flows.packets(slot, false) >= TALKING_PACKETS;
      boolean unseen = handshakeOneWay(batch, i, slot, begunByMe);
      if (begunByMe && !bySyn) {
        midStream(batch, i, slot);
      }
      if (handshake || talking || unseen) {
        flows.flags(slot, FlowTable.ESTABLISHED, 0);
        batch.knowledge[i] |= Knowledge.ESTABLISHED;
        if (handshake) {
          sources.prove(SourceKey.address(batch, i, seed), now);
        }
        int how = bySyn ? Knowledge.COMPLETES : Knowledge.FOLLOWS_SYN_ACK;
        batch.knowledge[i] |= handshake || unseen ? how : 0;
      }
    }
  }

  /**
   * Where only one direction is seen, the next segment after a SYN, or after a SYN-ACK, is all that
   * shows of a handshake. It speaks for its connection, but proves no source: whoever spoofs the
   * first can spoof this, too.
   */
  private boolean handshakeOneWay(PacketBatch batch, int i, int slot, boolean begunByMe) {
    int flags = flows.flags(slot);
    int step = sequence(batch, i) - flows.initiatorNote(slot);
    return begunByMe
        && (flags & (FlowTable.BEGUN_BY_SYN | FlowTable.BEGUN_BY_SYN_ACK)) != 0
        && step >= 1
        && step <= MAX_FIRST_FLIGHT_BYTES
        && isOneWay(batch, i, flags);
  }

  private boolean isOneWay(PacketBatch batch, int i, int flags) {
    return (flags & BOTH) != BOTH && batch.object[i] >= 0 && !view.isSymmetric(batch.object[i]);
  }

  /**
   * Notes that a side has ended its connection, or goes on with it after all. Of an RST from
   * outside nobody knows here whether its number is one that the target accepts.
   */
  private void ending(PacketBatch batch, int i, int slot, boolean fromHigh) {
    int flags = batch.tcpFlags[i];
    int mine = fromHigh ? FlowTable.ENDED_BY_HIGH : FlowTable.ENDED_BY_LOW;
    if ((flags & (Tcp.FIN | Tcp.RST)) != 0) {
      boolean sure = (flags & Tcp.RST) != 0 && batch.object[i] < 0;
      flows.flags(slot, sure ? FlowTable.ENDED : mine, 0);
    } else if (batch.payloadLength[i] > 0) {
      flows.flags(slot, 0, mine);
    }
  }

  /** A segment of a flow that began before we looked: does it go on where the last one was? */
  private void midStream(PacketBatch batch, int i, int slot) {
    int sequence = sequence(batch, i);
    int acknowledgement = acknowledgement(batch, i);
    int step = sequence - flows.initiatorNote(slot);
    int acknowledged = acknowledgement - flows.responderNote(slot);
    boolean repeats = step == 0 && acknowledged == 0;
    int progress = flows.flags(slot) & FlowTable.PROGRESS;
    if (repeats || step > MAX_STEP_BYTES || step < -MAX_STEP_BYTES) {
      batch.knowledge[i] |= Knowledge.INCOHERENT;
      progress = repeats ? progress : 0;
    } else if (Integer.compareUnsigned(step, MAX_PROGRESS_BYTES) <= 0
        && Integer.compareUnsigned(acknowledged, MAX_PROGRESS_BYTES) <= 0) {
      progress = Math.min(progress + FlowTable.PROGRESS_STEP, FlowTable.PROGRESS);
    }
    flows.flags(slot, progress, FlowTable.PROGRESS);
    if (progress > 0 && isOneWay(batch, i, flows.flags(slot))) {
      batch.knowledge[i] |= progress == FlowTable.PROGRESS ? Knowledge.GOES_ON : Knowledge.STEPS;
    }
    flows.initiatorNote(slot, sequence);
    flows.responderNote(slot, acknowledgement);
  }

  /** A SYN on a known flow: a retransmission, a reuse of its ports, or somebody else's. */
  private void synAgain(PacketBatch batch, int i, int slot, boolean fromHigh, boolean begunByMe) {
    long now = batch.clockNs[i];
    long idleNs = flows.idleNs(slot, now);
    boolean same = flows.initiatorNote(slot) == sequence(batch, i);
    int flags = flows.flags(slot);
    if (begunByMe && same && (flags & FlowTable.BEGUN_BY_SYN) != 0) {
      if (idleNs >= MIN_RETRANSMISSION_NS) {
        batch.knowledge[i] |= Knowledge.RETRANSMITTED_SYN;
      }
    } else if ((flags & FlowTable.ESTABLISHED) == 0
        || (flags & FlowTable.ENDED) == FlowTable.ENDED
        || idleNs > REUSE_NS) {
      int begin = (fromHigh ? FlowTable.BEGUN_BY_HIGH : 0) | FlowTable.BEGUN_BY_SYN;
      int refreshed = flows.insert(batch.flowHash[i], begin, now);
      assert refreshed == slot : "a known flow is entered where it was";
      flows.initiatorNote(slot, sequence(batch, i));
      batch.knowledge[i] &= Knowledge.NEIGHBOUR; // The rest was said of the flow before it.
    }
  }

  private void udp(PacketBatch batch, int i, int slot, boolean fromHigh) {
    int flags = flows.flags(slot);
    if ((flags & FlowTable.BEGUN_BY_HIGH) != 0 == fromHigh) {
      int before = flows.packets(slot, fromHigh);
      datagrams.goOn(batch, i, slot, before, isOneWay(batch, i, flags));
    }
  }

  /**
   * An error about what the target has sent is an answer to it. Where only one direction is seen,
   * the flow itself must do; where both are, one that only the outside spoke on proves nothing.
   */
  private void quoting(PacketBatch batch, int i) {
    int slot = flows.find(batch.flowHash[i], batch.clockNs[i]);
    if (slot < 0) {
      return;
    }
    boolean high = batch.fromHigh[i];
    boolean sent = (flows.flags(slot) & (high ? FlowTable.FROM_HIGH : FlowTable.FROM_LOW)) != 0;
    if (sent || !view.isSymmetric(batch.object[i])) {
      batch.knowledge[i] |= Knowledge.KNOWN | Knowledge.SOLICITED;
    }
  }

  private static int sequence(PacketBatch batch, int i) {
    return Memory.i32(batch.frameAddress[i] + batch.transportOffset[i] + Tcp.SEQUENCE);
  }

  private static int acknowledgement(PacketBatch batch, int i) {
    return Memory.i32(batch.frameAddress[i] + batch.transportOffset[i] + Tcp.ACKNOWLEDGEMENT);
  }
}
