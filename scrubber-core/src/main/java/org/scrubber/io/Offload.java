package org.scrubber.io;

import org.scrubber.batch.PacketBatch;

/**
 * Verdicts that are settled, and that the kernel carries out by itself until they expire: a bounded
 * table whose keys name as much of a packet as their scope says.
 *
 * <p>An entry has a slot, a number from {@link #firstSlot} to {@link #firstSlot} plus {@link
 * #capacity} that stays its own until it is removed. Changing one is a store to memory that the
 * kernel shares; adding and removing one is a call each. Nothing is allocated. One thread; counters
 * may be read by any.
 */
public interface Offload {
  /** Returned when the table is full, or when no such entry can be. */
  int NONE = -1;

  /**
   * Lets the kernel drop what is like a packet.
   *
   * @param packet index of a parsed packet, whose interface and addresses make the key
   * @param ttlNs for how long, from now
   * @param turningPointsToo whether SYN, FIN and RST are dropped as well; else they come to the
   *     worker
   * @return the entry's slot, new or extended, or {@link #NONE}
   */
  int drop(OffloadScope scope, PacketBatch batch, int packet, long ttlNs, boolean turningPointsToo);

  /**
   * Lets the kernel send a packet's flow on to the other interface, in this packet's direction.
   *
   * @param ttlNs for how long, from now: short enough that one packet of the flow is still seen
   *     here before the flow would be forgotten
   * @return the entry's slot, new or extended, or {@link #NONE}
   */
  int pass(PacketBatch batch, int packet, long ttlNs);

  /** Lets an entry last so long from now, or end now with 0; it stays in its slot. */
  void extend(int slot, long ttlNs);

  /** Removes an entry; its counters stay readable until the slot is given to another. */
  void remove(int slot);

  /** Returns packets that an entry has decided. */
  long packets(int slot);

  /** Returns bytes of the packets that an entry has decided. */
  long bytes(int slot);

  /** Returns packets that are not IP and were sent on without an entry. */
  long crossed();

  /** Returns their bytes. */
  long crossedBytes();

  /** Tells whether the kernel may send on packets that came in from a side. */
  boolean sendsOn(int side);

  /** Returns the lowest slot; those below and from its {@link #capacity} on are other lines'. */
  int firstSlot();

  /** Returns how many entries there can be. */
  int capacity();
}
