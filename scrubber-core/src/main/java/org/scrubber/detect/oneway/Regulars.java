package org.scrubber.detect.oneway;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Objects;
import org.scrubber.classify.SourceKey;
import org.scrubber.parse.ParseFlags;
import org.scrubber.state.Inventory;
import org.scrubber.table.Hash;
import org.scrubber.table.PeerTable;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Who keeps coming to an object that is seen from one side only: sources (/32, or /64) that come
 * again and again with the same hop count, and targets that keep receiving SYN-ACKs which
 * connections follow. Learned from packets that fall under no mitigation, so that not even a flood
 * in pulses makes its sources regulars. One thread.
 */
public final class Regulars {
  private static final int CAPACITY = 1 << 16;
  private static final int CONNECTED = Knowledge.ESTABLISHED | Knowledge.GOES_ON;

  /** An attack may have begun so long before it was noticed. */
  private static final long LEAD_NS = 2_000_000_000L;

  private final PeerTable table = new PeerTable(CAPACITY);
  private final Objects objects;
  private final long seed;

  /** Creates it for a policy's objects; one that is any target has no regulars. */
  public Regulars(Objects objects) {
    this.objects = objects;
    seed = objects.seed;
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return table.sizeBytes();
  }

  /** Lists what lasts. */
  public void list(Inventory inventory) {
    inventory.add("regulars", table.lasting());
  }

  private boolean isOneWay(PacketBatch batch, int i) {
    return !objects.anyTarget && (batch.knowledge[i] & Knowledge.BOTH_DIRECTIONS_SEEN) == 0;
  }

  /** Learns from a packet that falls under no mitigation. */
  public void learn(PacketBatch batch, int i) {
    if (!isOneWay(batch, i)) {
      return;
    }
    int knowledge = batch.knowledge[i];
    long now = batch.clockNs[i];
    if ((knowledge & Knowledge.FOLLOWS_SYN_ACK) != 0) {
      table.see(opener(batch, i), 0, now);
    }
    // A connection has segments of a handshake at least, or goes on: a stray one is nobody's.
    if (batch.protocol[i] != Protocols.TCP || (knowledge & CONNECTED) != 0) {
      table.see(source(batch, i), batch.timeToLive[i], now);
    }
  }

  /**
   * Adds to the {@code knowledge} of a packet under a mitigation.
   *
   * @param raisedNs clock when that was raised, ns: whoever came with the attack is no acquaintance
   */
  public void recognise(PacketBatch batch, int i, long raisedNs) {
    if (!isOneWay(batch, i)) {
      return;
    }
    long now = batch.clockNs[i];
    int place = table.find(source(batch, i), now);
    if (place >= 0) {
      boolean usual = table.isOverUsualHops(place, batch.timeToLive[i]);
      int bits = table.isRegular(place, batch.timeToLive[i]) ? Knowledge.REGULAR : 0;
      boolean before = table.wasSeenBefore(place, raisedNs - LEAD_NS);
      bits |= usual && before ? Knowledge.ACQUAINTED : 0;
      bits |= !usual && table.hasReturned(place) ? Knowledge.HOPS_DIFFER : 0;
      batch.knowledge[i] |= bits;
    }
    if (isSynAck(batch, i)) {
      int target = table.find(opener(batch, i), now);
      batch.knowledge[i] |= target >= 0 && table.isRegular(target, 0) ? Knowledge.OPENER : 0;
    }
  }

  private static boolean isSynAck(PacketBatch batch, int i) {
    return batch.protocol[i] == Protocols.TCP
        && (batch.parseFlags[i] & ParseFlags.LATER_FRAGMENT) == 0
        && (batch.tcpFlags[i] & (Tcp.SYN | Tcp.ACK)) == (Tcp.SYN | Tcp.ACK);
  }

  private long source(PacketBatch batch, int i) {
    return Hash.mix(SourceKey.address(batch, i, seed), objects.key(batch.object[i]), seed);
  }

  private long opener(PacketBatch batch, int i) {
    return Hash.mix(batch.targetHash[i], ~seed);
  }
}
