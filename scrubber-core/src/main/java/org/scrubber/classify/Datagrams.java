package org.scrubber.classify;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.udp.Openings;
import org.scrubber.classify.udp.Streams;
import org.scrubber.state.Inventory;
import org.scrubber.table.FlowTable;
import org.scrubber.table.Hash;
import org.scrubber.wire.Memory;

/**
 * What the payloads of a UDP flow's initiator say of the flow: whether it began as its protocol
 * does, repeats itself, or goes on. Stateless but for the flow table.
 */
final class Datagrams {
  private final FlowTable flows;
  private final QuicProgress quic;

  Datagrams(FlowTable flows, long seed) {
    this.flows = flows;
    quic = new QuicProgress(flows, seed);
  }

  /** Lists what lasts, without the tables that it was given. */
  void list(Inventory inventory) {
    quic.list(inventory);
  }

  /** Returns memory in use, bytes, without the flow table's. */
  long sizeBytes() {
    return quic.sizeBytes();
  }

  /**
   * Enters the flow that a packet begins, and adds to the packet's {@code knowledge}.
   *
   * @param begin flags that it begins with
   * @param oneWay whether answers take another way
   * @return its slot, or -1 when it cannot be remembered
   */
  int begin(PacketBatch batch, int i, int begin, boolean oneWay) {
    boolean well = Openings.isWellFormed(batch, i);
    int moved = !well && oneWay && batch.payloadOffset[i] >= 0 ? quic.moved(batch, i) : 0;
    int flags = begin;
    if (well) {
      batch.knowledge[i] |= Knowledge.WELL_FORMED;
      flags |= FlowTable.BEGUN_WELL;
    } else if (moved > 0) {
      batch.knowledge[i] |= Knowledge.GOES_ON;
      flags |= FlowTable.BEGUN_WELL | FlowTable.TURNED | FlowTable.PROGRESS;
    }
    int ids =
        well
            ? QuicProgress.begin(batch, i)
            : moved > 0 ? QuicProgress.movedNote(batch, i, moved) : QuicProgress.UNKNOWN;
    boolean known = ids != QuicProgress.UNKNOWN;
    flags |= known ? FlowTable.NOTES_IDS : 0;
    int note = known ? ids : Streams.read(batch, i);
    return flows.begin(batch.flowHash[i], flags, fingerprint(batch, i), note, batch.clockNs[i]);
  }

  /**
   * Notes a later packet of the flow's initiator, and adds to its {@code knowledge}.
   *
   * @param packetsBefore how many there were
   * @param oneWay whether answers take another way
   */
  void goOn(PacketBatch batch, int i, int slot, int packetsBefore, boolean oneWay) {
    int fingerprint = fingerprint(batch, i);
    boolean repeats = flows.initiatorNote(slot) == fingerprint;
    if (repeats) {
      batch.knowledge[i] |= Knowledge.INCOHERENT;
    }
    flows.initiatorNote(slot, fingerprint);
    boolean well = (flows.flags(slot) & FlowTable.BEGUN_WELL) != 0;
    if (well) {
      batch.knowledge[i] |= Knowledge.OPENED_WELL;
    }
    if ((batch.knowledge[i] & Knowledge.ANSWERED) == 0 && Openings.isWellFormed(batch, i)) {
      batch.knowledge[i] |= Knowledge.WELL_FORMED;
    }
    if (oneWay && !repeats) {
      if ((flows.flags(slot) & FlowTable.NOTES_IDS) != 0) {
        quic.follow(batch, i, slot, packetsBefore);
      } else {
        stream(batch, i, slot);
      }
    }
  }

  /** A stream goes on when its packets have counted up thrice. */
  private void stream(PacketBatch batch, int i, int slot) {
    int note = Streams.read(batch, i);
    if (note == Streams.NONE) {
      return; // Streams share their flow: with keys, keepalives, reports.
    }
    int last = flows.responderNote(slot);
    int progress = flows.flags(slot) & FlowTable.PROGRESS;
    boolean late = Streams.isLate(note, last);
    int next = late ? progress : 0;
    if (Streams.isNext(note, last)) {
      next = Math.min(progress + FlowTable.PROGRESS_STEP, FlowTable.PROGRESS);
    }
    if (next == FlowTable.PROGRESS) {
      batch.knowledge[i] |= Knowledge.GOES_ON;
      batch.knowledge[i] |= progress < next ? Knowledge.COMPLETES : 0;
    }
    flows.flags(slot, next, FlowTable.PROGRESS);
    flows.responderNote(slot, late ? last : note);
  }

  /**
   * Digests length, first and last bytes of a payload: equal in packets that a flood tool repeats,
   * and not in those of a connection that all begin with its id.
   */
  private static int fingerprint(PacketBatch batch, int i) {
    int offset = batch.payloadOffset[i];
    int there = offset < 0 ? 0 : batch.capturedLength[i] - offset;
    int captured = Math.min(there, batch.payloadLength[i]); // The frame may be padded.
    long payload = batch.frameAddress[i] + offset;
    long first = Memory.word(payload, captured);
    long second = Memory.word(payload + 8, captured - 8);
    long last = captured > 16 ? Memory.word(payload + captured - 8, 8) : 0;
    return (int)
        (Hash.mix(first, second ^ Long.rotateLeft(last, 1), batch.payloadLength[i]) >>> 16);
  }
}
