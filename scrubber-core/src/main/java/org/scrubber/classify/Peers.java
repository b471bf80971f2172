package org.scrubber.classify;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.parse.ParseFlags;
import org.scrubber.table.Hash;
import org.scrubber.table.PeerTable;
import org.scrubber.wire.Protocols;

/**
 * Knows whom each object deals with, and says so of packets that no flow speaks for.
 *
 * <p>A source (/32, or /64) is a peer when the object has asked it, or has been conversing with it,
 * over UDP, GRE, ESP or the like: nobody becomes one by sending alone. Reads what the flow tracker
 * has found out; one thread.
 */
public final class Peers {
  private static final int DEALING = Knowledge.SOLICITED | Knowledge.CONVERSING;

  /** A running flow is noted in one tick of the clock (2^24 ns) out of so many. */
  private static final int NOTE_TICKS = 16;

  private static final int TICK_SHIFT = 24;

  private final PeerTable peers;
  private final long seed;
  private final Objects objects;
  private final long[] keys = new long[PacketBatch.MAX_CAPACITY];
  private final int[] strangers = new int[PacketBatch.MAX_CAPACITY];

  /**
   * Creates the stage over a table that it alone writes to. Where any target is protected, both
   * ends of every flow are one object, and peers are a host's.
   */
  public Peers(PeerTable peers, Objects objects) {
    this.peers = peers;
    this.objects = objects;
    seed = objects.seed;
  }

  /** Learns from every packet to or from a protected object, and adds to {@code knowledge}. */
  public void meet(PacketBatch batch) {
    touch(batch);
    for (int i = 0, size = batch.size; i < size; i++) {
      if (!isDatagram(batch, i)) {
        continue;
      }
      if (batch.object[i] >= 0) {
        datagram(batch, i);
      } else if (batch.sourceObject[i] >= 0 && isFirst(batch, i)) {
        long target = SourceKey.target(batch, i, seed);
        peers.deal(key(target, objects.key(batch.sourceObject[i])), 0, batch.clockNs[i]);
      }
    }
  }

  private static boolean isDatagram(PacketBatch batch, int i) {
    int protocol = batch.protocol[i];
    return batch.verdict[i] == Verdict.PASS_CODE
        && protocol != Protocols.TCP
        && protocol != Protocols.ICMP
        && protocol != Protocols.ICMPV6;
  }

  /** Loads the places of the whole batch first, so that the cache misses overlap. */
  private void touch(PacketBatch batch) {
    int[] list = strangers;
    int count = 0;
    for (int i = 0, size = batch.size; i < size; i++) {
      if (batch.object[i] >= 0 && (batch.knowledge[i] & DEALING) == 0 && isDatagram(batch, i)) {
        list[count++] = i;
      }
    }
    for (int k = 0; k < count; k++) {
      keys[list[k]] = source(batch, list[k]);
    }
    long sum = 0;
    for (int k = 0; k < count; k++) {
      sum += peers.touch(keys[list[k]]);
    }
    batch.touched += sum;
  }

  private static boolean isFirst(PacketBatch batch, int i) {
    return (batch.knowledge[i] & Knowledge.KNOWN) == 0
        && (batch.parseFlags[i] & ParseFlags.LATER_FRAGMENT) == 0;
  }

  private void datagram(PacketBatch batch, int i) {
    int knowledge = batch.knowledge[i];
    long now = batch.clockNs[i];
    if ((knowledge & DEALING) != 0) {
      if ((knowledge & Knowledge.FIRST_ANSWER) != 0 || isDue(batch, i)) {
        peers.deal(source(batch, i), batch.timeToLive[i], now);
      }
      return;
    }
    int place = peers.find(keys[i], now);
    if (place >= 0 && peers.isDealtWith(place)) {
      batch.knowledge[i] |= Knowledge.PEER;
    }
  }

  /** Spreads the notes of running flows over time. */
  private static boolean isDue(PacketBatch batch, int i) {
    long tick = batch.clockNs[i] >>> TICK_SHIFT;
    return ((tick ^ batch.flowHash[i] >>> 32) & NOTE_TICKS - 1) == 0;
  }

  private long source(PacketBatch batch, int i) {
    long owner = objects.anyTarget ? batch.targetHash[i] : objects.key(batch.object[i]);
    return key(SourceKey.address(batch, i, seed), owner);
  }

  private long key(long host, long owner) {
    return Hash.mix(host, owner, seed);
  }
}
