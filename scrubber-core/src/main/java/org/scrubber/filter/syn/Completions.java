package org.scrubber.filter.syn;

import org.scrubber.batch.PacketBatch;
import org.scrubber.state.Inventory;
import org.scrubber.state.Single;
import org.scrubber.state.Words;
import org.scrubber.table.FingerprintTable;

/**
 * Learns which looks of SYNs lead to connections: remembers the look of each SYN that was let in,
 * until its handshake completes or another takes its place. One thread.
 */
public final class Completions {
  private static final int OPENINGS = 1 << 16;
  private static final int LOOKS = 1 << 14;

  /** Nothing is remembered of the connection's SYN. */
  public static final int UNKNOWN = 0;

  /** Its SYN came in a flood. */
  public static final int IN_FLOOD = 1;

  /** Its SYN came while no flood was treated. */
  public static final int IN_PEACE = 2;

  /** Connections that must have been seen before anything follows from having seen none. */
  private static final int ENOUGH = 64;

  private final FingerprintTable looks = new FingerprintTable(LOOKS);

  // Pairs: flow hash, and the look with its lowest bit telling peace from flood.
  private final long[] openings = new long[2 * OPENINGS];
  private int completed;

  /** Allocates the tables. */
  public Completions() {}

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return looks.sizeBytes() + openings.length * 8L;
  }

  /** Lists what lasts. */
  public void list(Inventory inventory) {
    inventory.add("syn.looks", looks.lasting());
    inventory.add("syn.openings", new Words(openings));
    Single enough = (carrier, place) -> completed = carrier.whole(completed);
    inventory.add("syn.completed", enough);
  }

  /** Loads what is known of a look, for nothing but the cache; returns what must not be lost. */
  public long touch(long look) {
    return looks.touch(look);
  }

  /** Counts a SYN, whatever becomes of it. */
  public void seen(PacketBatch batch, int i, long look) {
    looks.seen(look, batch.clockNs[i]);
  }

  /** Remembers a SYN that goes on to its target. */
  public void opened(PacketBatch batch, int i, long look, boolean inPeace) {
    int at = ((int) batch.flowHash[i] & OPENINGS - 1) * 2;
    openings[at] = batch.flowHash[i];
    openings[at + 1] = look | (inPeace ? 1 : 0);
  }

  /** Notes that a packet completes its flow's handshake; says when that flow's SYN came. */
  public int completed(PacketBatch batch, int i) {
    int at = ((int) batch.flowHash[i] & OPENINGS - 1) * 2;
    if (openings[at] != batch.flowHash[i]) {
      return UNKNOWN;
    }
    long opening = openings[at + 1];
    openings[at] = 0;
    looks.completed(opening & ~1L, batch.clockNs[i]);
    completed = Math.min(ENOUGH, completed + 1);
    return (opening & 1) != 0 ? IN_PEACE : IN_FLOOD;
  }

  /**
   * Tells whether nobody has completed a handshake with that look in the last hours, although
   * enough others have: who has just begun to look knows nothing of anybody.
   */
  public boolean neverConnects(PacketBatch batch, int i, long look) {
    return completed >= ENOUGH && !looks.completes(look, batch.clockNs[i]);
  }

  /** Tells whether less than one in a thousand SYNs of that look leads to a connection. */
  public boolean isStranger(PacketBatch batch, int i, long look) {
    return looks.completesSeldom(look, batch.clockNs[i]);
  }
}
