package org.scrubber.classify;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.udp.Openings;
import org.scrubber.table.FlowTable;
import org.scrubber.table.Hash;
import org.scrubber.wire.Memory;

/**
 * What the payloads of a UDP flow's initiator say of the flow: whether it began as its protocol
 * does, repeats itself, or goes on. Stateless but for the flow table.
 */
final class Datagrams {
  private Datagrams() {}

  /** Returns the flags of a flow that begins with a packet, and adds to its {@code knowledge}. */
  static int beginning(PacketBatch batch, int i) {
    if (Openings.isWellFormed(batch, i)) {
      batch.knowledge[i] |= Knowledge.WELL_FORMED;
      return FlowTable.BEGUN_WELL;
    }
    return 0;
  }

  /** Notes the packet that a flow begins with. */
  static void begin(PacketBatch batch, int i, FlowTable flows, int slot) {
    flows.initiatorNote(slot, fingerprint(batch, i));
    if ((flows.flags(slot) & FlowTable.BEGUN_WELL) != 0) {
      flows.responderNote(slot, QuicProgress.begin(batch, i));
    }
  }

  /**
   * Notes a later packet of the flow's initiator, and adds to its {@code knowledge}.
   *
   * @param packetsBefore how many there were
   * @param oneWay whether answers take another way
   */
  static void goOn(
      PacketBatch batch, int i, FlowTable flows, int slot, int packetsBefore, boolean oneWay) {
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
    if (well && oneWay && !repeats) {
      QuicProgress.follow(batch, i, flows, slot, packetsBefore);
    }
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
