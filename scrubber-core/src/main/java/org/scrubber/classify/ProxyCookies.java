package org.scrubber.classify;

import org.scrubber.batch.PacketBatch;
import org.scrubber.policy.Challenge;
import org.scrubber.policy.Policy;
import org.scrubber.table.SipHash;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

/**
 * The initial sequence numbers that clients are given in place of their server's: 24 bits of a
 * keyed hash of addresses, ports, the client's own number and what was agreed, which stands in
 * seven more bits; the last tells which of two keys it was.
 *
 * <p>A key lasts for a slot of 4.3 s of packet time since the epoch, and a number for its slot and
 * the next; so several boxes with the same seed and time know each other's numbers, and so does a
 * process that follows another. One of 2^24 numbers drawn at random is good. One thread.
 */
public final class ProxyCookies {
  /** Returned by {@link #accept} for what is none of ours; no sequence number. */
  public static final long NONE = -1;

  /** What was agreed takes values below this. */
  public static final int TERMS = 1 << 7;

  private static final int SLOT_SHIFT = 32;
  private static final int KEY_BIT = 1 << 7;
  private static final int HASH_MASK = -1 << 8;
  private static final int TERMS_FACTOR = 0x9e37_79b1;
  private static final int MASTER = 3;

  private final boolean[] objects;
  private final long master0;
  private final long master1;
  private final long[] slots = {-1, -1};
  private final long[] keys0 = new long[2];
  private final long[] keys1 = new long[2];

  /**
   * Derives the keys from the policy's seed.
   *
   * @param used false where nothing is proxied, whatever the policy says
   */
  public ProxyCookies(Policy policy, boolean used) {
    long seed = policy.seed();
    master0 = SipHash.of(seed, ~seed, 0, 0, 0, 0, MASTER);
    master1 = SipHash.of(seed, ~seed, 0, 0, 0, 0, MASTER + 1);
    objects = new boolean[policy.objects().size()];
    for (int object = 0; object < objects.length; object++) {
      objects[object] = used && policy.objects().get(object).challenge() == Challenge.PROXY;
    }
  }

  /** Tells whether a packet from outside goes to an object whose clients may be given numbers. */
  public boolean concerns(PacketBatch batch, int i) {
    return batch.object[i] >= 0 && batch.sourceObject[i] < 0 && objects[batch.object[i]];
  }

  /**
   * Returns the number for the sender of a SYN.
   *
   * @param clientNumber the SYN's sequence number
   * @param terms what is agreed, below {@link #TERMS}
   */
  public int number(PacketBatch batch, int i, int clientNumber, int terms) {
    int key = (int) (batch.timestampNs[i] >>> SLOT_SHIFT) & 1;
    int hash = hash(batch, i, batch.timestampNs[i] >>> SLOT_SHIFT, clientNumber, terms);
    return hash & HASH_MASK | key * KEY_BIT | terms;
  }

  /** Returns what was agreed when a number was given. */
  public static int terms(int number) {
    return number & TERMS - 1;
  }

  /**
   * Tells whether a segment, whose header was captured, acknowledges the number that its sender was
   * given, and nothing before was lost. A client that waits for a window probes it with the number
   * before its next.
   *
   * @return the client's own initial number, unsigned, or {@link #NONE}
   */
  public long accept(PacketBatch batch, int i) {
    long tcp = batch.frameAddress[i] + batch.transportOffset[i];
    int number = Memory.i32(tcp + Tcp.ACKNOWLEDGEMENT) - 1;
    int sequence = Memory.i32(tcp + Tcp.SEQUENCE);
    if (isNumber(batch, i, sequence - 1, number)) {
      return sequence - 1 & 0xffff_ffffL;
    }
    boolean probes = batch.payloadLength[i] == 0 && isNumber(batch, i, sequence, number);
    return probes ? sequence & 0xffff_ffffL : NONE;
  }

  /** Tells whether a segment shows that its sender has got the number that it was given. */
  boolean completes(PacketBatch batch, int i) {
    return concerns(batch, i)
        && batch.capturedLength[i] >= batch.transportOffset[i] + Tcp.MIN_HEADER_BYTES
        && accept(batch, i) != NONE;
  }

  private boolean isNumber(PacketBatch batch, int i, int clientNumber, int number) {
    long slot = batch.timestampNs[i] >>> SLOT_SHIFT;
    int key = (number & KEY_BIT) != 0 ? 1 : 0;
    long issued = (slot & 1) == key ? slot : slot - 1;
    int hash = hash(batch, i, issued, clientNumber, terms(number));
    return ((hash ^ number) & HASH_MASK) == 0;
  }

  private int hash(PacketBatch batch, int i, long slot, int clientNumber, int terms) {
    int key = (int) slot & 1;
    if (slots[key] != slot) {
      slots[key] = slot;
      keys0[key] = SipHash.of(master0, master1, slot, 0, 0, 0, 0);
      keys1[key] = SipHash.of(master0, master1, slot, 0, 0, 0, 1);
    }
    // Whoever turns its own number and terms into others that add up has still the same address.
    int own = clientNumber + terms * TERMS_FACTOR;
    return (int)
        SipHash.of(
            keys0[key],
            keys1[key],
            batch.sourceHigh[i],
            batch.sourceLow[i],
            batch.targetHigh[i],
            batch.targetLow[i],
            (long) batch.ports[i] << 32 | own & 0xffff_ffffL);
  }
}
