package org.scrubber.filter.proxy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.table.ProxyTable;
import org.scrubber.wire.Memory;

/**
 * SYNs that were sent to servers in clients' names and are not answered yet: sent again after 1 and
 * 3 s as by a client (RFC 6298); after 7 s the client is reset.
 *
 * <p>{@link #CAPACITY} of them, each with its frame; further ones are sent once, and again when
 * their client asks. One thread.
 */
final class Openings {
  /** SYNs at most; every one is kept for a second at least. */
  static final int CAPACITY = 1 << 12;

  private static final int FRAME_BYTES = Replies.MAX_FRAME_BYTES;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int TRIES = 3;

  private final ProxyTable table;
  private final Replies replies;
  private final ProxyFrames frames;
  private final MemorySegment memory = Arena.ofAuto().allocate((long) CAPACITY * FRAME_BYTES);
  private final long[] hashes = new long[CAPACITY];
  private final long[] dueNs = new long[CAPACITY];
  private final int[] lengths = new int[CAPACITY];
  private final int[] links = new int[CAPACITY];
  private final int[] linkTypes = new int[CAPACITY];
  private final int[] interfaces = new int[CAPACITY];
  private final int[] free = new int[CAPACITY];
  private int freeCount = CAPACITY;

  // A queue for each number of tries: those that wait equally long are due in their order.
  private final int[][] queues = new int[TRIES][CAPACITY];
  private final long[] heads = new long[TRIES];
  private final long[] tails = new long[TRIES];

  Openings(ProxyTable table, Replies replies, ProxyFrames frames) {
    this.table = table;
    this.replies = replies;
    this.frames = frames;
    for (int k = 0; k < CAPACITY; k++) {
      free[k] = k;
    }
  }

  long sizeBytes() {
    return memory.byteSize() + CAPACITY * (16L + 5 * 4 + TRIES * 4);
  }

  /** Remembers the SYN that was added to the replies last. */
  void add(PacketBatch batch, int i, long slot) {
    if (freeCount == 0) {
      return;
    }
    int k = free[--freeCount];
    int last = replies.count - 1;
    Memory.copy(replies.frameAddress[last], frame(k), replies.lengthBytes[last]);
    hashes[k] = batch.flowHash[i];
    lengths[k] = replies.lengthBytes[last];
    links[k] = batch.networkOffset[i];
    linkTypes[k] = batch.linkType[i];
    interfaces[k] = replies.interfaceId[last];
    table.set(slot, ProxyTable.TIMER, k + 1);
    await(k, 0, batch.clockNs[i]);
  }

  private void await(int k, int tries, long nowNs) {
    dueNs[k] = nowNs + (SECOND_NS << tries);
    queues[tries][(int) (tails[tries]++ & CAPACITY - 1)] = k;
  }

  private long frame(int k) {
    return memory.address() + (long) k * FRAME_BYTES;
  }

  /** Tells whether a connection's SYN is kept here; one of another process is not. */
  boolean holds(long slot, long hash) {
    int k = table.get(slot, ProxyTable.TIMER) - 1;
    return k >= 0 && k < CAPACITY && hashes[k] == hash;
  }

  /** Resets the client of a connection whose server cannot be reached, as a packet says. */
  void unreachable(PacketBatch batch, int i, long slot) {
    int k = table.get(slot, ProxyTable.TIMER) - 1;
    giveUp(k, slot, i);
  }

  private void giveUp(int k, long slot, int causedBy) {
    int next = table.get(slot, ProxyTable.NUMBER) + 1;
    frames.giveUp(frame(k), links[k], linkTypes[k], next, causedBy, interfaces[k]);
    table.remove(slot);
  }

  /** Does what is due: as much as the replies have room for beside a batch's own. */
  void expire(long nowNs) {
    int most = Replies.TIMED;
    for (int tries = 0; tries < TRIES; tries++) {
      while (heads[tries] != tails[tries] && most > 0) {
        int k = queues[tries][(int) (heads[tries] & CAPACITY - 1)];
        if (dueNs[k] > nowNs) {
          break;
        }
        heads[tries]++;
        most--;
        due(k, tries, nowNs);
      }
    }
  }

  private void due(int k, int tries, long nowNs) {
    long slot = table.find(hashes[k], nowNs);
    boolean waits =
        slot != 0
            && (table.flags(slot) & ProxyTable.OPENING) != 0
            && table.get(slot, ProxyTable.TIMER) == k + 1;
    if (waits && tries < TRIES - 1) {
      frames.again(frame(k), lengths[k], interfaces[k]);
      await(k, tries + 1, nowNs);
      return;
    }
    if (waits) {
      giveUp(k, slot, Replies.NO_CAUSE);
    }
    hashes[k] = 0;
    free[freeCount++] = k;
  }
}
