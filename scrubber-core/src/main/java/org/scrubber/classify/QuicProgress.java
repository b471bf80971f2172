package org.scrubber.classify;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.udp.ConnectionIds;
import org.scrubber.classify.udp.QuicHeader;
import org.scrubber.state.Inventory;
import org.scrubber.table.FlowTable;
import org.scrubber.table.Hash;
import org.scrubber.wire.Memory;

/**
 * Follows what can be seen of a QUIC connection from one of its sides: its connection ids.
 *
 * <p>A client keeps the id that it gave itself through the handshake, and turns from the id that it
 * made up for the server to the one that the server chose (RFC 9000, 7.2). So a Handshake packet or
 * a short header with an id that the flow did not begin with shows that there was an answer, though
 * it took another way; whoever spoofs its address knows of none. Of what a server sends, ids stay
 * as they were; there three packets with a short header show that somebody acknowledged the first
 * ones (RFC 9000, 8.1), which nobody does to a server that answers spoofed hellos.
 *
 * <p>Of a flow the digests of both ids are kept, with the flow; the server's id leads to another
 * flow when the client's address changes. One thread.
 */
final class QuicProgress {
  /** What a flow is noted with whose ids were not captured. */
  static final int UNKNOWN = 0;

  /** A hello of two or three datagrams, its repetition, and requests that come along with it. */
  private static final int OPENING_PACKETS = 8;

  /** Packets after which another change of the target's id is no handshake any more. */
  private static final int CHANGES = 2 * FlowTable.PROGRESS_STEP;

  // A note is, from the top: digest of the source's id, length and digest of the target's.
  private static final int LENGTH_SHIFT = 15;
  private static final int SOURCE_SHIFT = 20;
  private static final int TARGET_MASK = (1 << SOURCE_SHIFT) - 1;

  /** A running connection's id is noted in one tick of the clock (2^24 ns) out of so many. */
  private static final int NOTE_TICKS = 16;

  private static final int TICK_SHIFT = 24;

  private static final long YOUNG_NS = 200_000_000L;

  private final FlowTable flows;
  private final ConnectionIds ids;

  QuicProgress(FlowTable flows, long seed) {
    this.flows = flows;
    ids = new ConnectionIds(seed);
  }

  /** Lists what lasts, without the tables that it was given. */
  void list(Inventory inventory) {
    ids.list(inventory);
  }

  /** Returns memory in use, bytes, without the flow table's. */
  long sizeBytes() {
    return ids.sizeBytes();
  }

  /** Returns the length of the id by which a flow's first packet goes on with another's, or 0. */
  int moved(PacketBatch batch, int i) {
    return ids.moved(batch, i);
  }

  /** Returns the note for a flow that goes on with a connection of another. */
  static int movedNote(PacketBatch batch, int i, int idBytes) {
    return 1 << SOURCE_SHIFT | target(payload(batch, i) + 1, idBytes);
  }

  /** Returns the note for a flow that begins with this packet, if that is a QUIC hello. */
  static int begin(PacketBatch batch, int i) {
    if (!QuicHeader.isWellFormed(batch, i) || !QuicHeader.showsIds(batch, i)) {
      return UNKNOWN;
    }
    long target = payload(batch, i) + 5;
    int targetId = Memory.u8(target);
    long source = target + 1 + targetId;
    int digest = digest(source + 1, Memory.u8(source)) | 1; // No note of a flow is 0.
    return digest << SOURCE_SHIFT | target(target + 1, targetId);
  }

  /**
   * Leads a flow on that began with a hello, by another packet of its initiator, and adds to the
   * packet's {@code knowledge}.
   */
  void follow(PacketBatch batch, int i, int slot, int packetsBefore) {
    int note = flows.responderNote(slot);
    if (note == UNKNOWN || batch.payloadOffset[i] < 0) {
      return;
    }
    int before = flows.flags(slot) & (FlowTable.PROGRESS | FlowTable.TURNED);
    if (QuicHeader.isShort(batch, i)) {
      shortHeader(batch, i, slot, before);
      return;
    }
    int next = begin(batch, i);
    if (next != UNKNOWN) {
      boolean other = (next ^ note) >>> SOURCE_SHIFT != 0;
      if (other) {
        batch.knowledge[i] |= Knowledge.INCOHERENT; // Another connection's hello.
        flows.responderNote(slot, next);
        flows.flags(slot, 0, FlowTable.PROGRESS | FlowTable.TURNED);
      } else {
        longHeader(batch, i, slot, before, next, packetsBefore);
      }
    }
  }

  private void longHeader(
      PacketBatch batch, int i, int slot, int before, int next, int packetsBefore) {
    boolean turns = next != flows.responderNote(slot);
    flows.responderNote(slot, next);
    int progress = before & FlowTable.PROGRESS;
    if (QuicHeader.isHandshake(batch, i)) {
      if (turns || (before & FlowTable.TURNED) != 0) {
        goesOn(batch, i, slot, progress);
      }
    } else if (!turns) {
      batch.knowledge[i] |= packetsBefore < OPENING_PACKETS ? Knowledge.STEPS : 0;
    } else if (progress < CHANGES) {
      flows.flags(slot, FlowTable.TURNED | progress + FlowTable.PROGRESS_STEP, FlowTable.PROGRESS);
    } else if (progress == CHANGES) {
      batch.knowledge[i] |= Knowledge.INCOHERENT; // One hello after the other: no connection.
    }
  }

  private void shortHeader(PacketBatch batch, int i, int slot, int before) {
    int note = flows.responderNote(slot);
    int targetId = note >>> LENGTH_SHIFT & 31;
    if (!QuicHeader.holds(batch, i, targetId)) {
      return;
    }
    int target = target(payload(batch, i) + 1, targetId);
    int progress = before & FlowTable.PROGRESS;
    if (target == (note & TARGET_MASK)) {
      boolean turned = (before & FlowTable.TURNED) != 0;
      if (turned || progress + FlowTable.PROGRESS_STEP >= FlowTable.PROGRESS) {
        goesOn(batch, i, slot, progress);
        if (isDue(batch, i)) {
          ids.note(batch, i, targetId);
        }
      } else {
        flows.flags(slot, progress + FlowTable.PROGRESS_STEP, FlowTable.PROGRESS);
      }
    } else if (progress == FlowTable.PROGRESS) {
      // Ends may change an id for another; the next packet shows whether this one did.
      flows.responderNote(slot, note & ~TARGET_MASK | target);
    }
  }

  private void goesOn(PacketBatch batch, int i, int slot, int progress) {
    boolean first = progress != FlowTable.PROGRESS;
    batch.knowledge[i] |= Knowledge.GOES_ON | (first ? Knowledge.COMPLETES : 0);
    flows.flags(slot, FlowTable.PROGRESS, 0);
  }

  /** Spreads the notes of running connections over time; a first request is noted at once. */
  private static boolean isDue(PacketBatch batch, int i) {
    long tick = batch.clockNs[i] >>> TICK_SHIFT;
    boolean young = batch.flowAgeNs[i] < YOUNG_NS;
    return young || ((tick ^ batch.flowHash[i] >>> 32) & NOTE_TICKS - 1) == 0;
  }

  private static long payload(PacketBatch batch, int i) {
    return batch.frameAddress[i] + batch.payloadOffset[i];
  }

  private static int target(long id, int length) {
    return length << LENGTH_SHIFT | digest(id, length) & (1 << LENGTH_SHIFT) - 1;
  }

  private static int digest(long id, int length) {
    long first = Memory.word(id, length);
    long last = length > 8 ? Memory.word(id + length - 8, 8) : 0;
    return (int) (Hash.mix(first, last, length) >>> 16);
  }
}
