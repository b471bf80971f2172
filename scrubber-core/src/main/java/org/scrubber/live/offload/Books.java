package org.scrubber.live.offload;

import org.scrubber.batch.Bulk;
import org.scrubber.batch.PacketBatch;
import org.scrubber.detect.Evidence;

/**
 * What each entry of the kernel's table stands for, by slot, and a list of the slots in use. In
 * columns, allocated once; one thread.
 */
final class Books {
  /** In force, or run out a short while ago: it may be extended. */
  static final byte STANDING = 1;

  /** No longer in force; removed once nothing can be counting in it any more. */
  static final byte ENDING = 2;

  final int firstSlot;
  final byte[] state;

  /** Whether packets pass; else they are dropped. */
  final boolean[] passes;

  /** The candidate's place. */
  final int[] place;

  /** When it expires or has ended, by the line's time. */
  final long[] untilNs;

  final long[] ttlNs;
  final int[] mitigation;
  final long[] number;
  private final int[] object;
  private final byte[] vector;
  private final byte[] reason;
  private final boolean[] opens;
  private final byte[] family;
  private final byte[] protocol;
  private final char[] port;
  private final long[] sourceHigh;
  private final long[] sourceLow;
  private final long[] sourceHash;
  private final long[] targetHigh;
  private final long[] targetLow;
  private final long[] targetHash;
  private final long[] packetsSeen;
  private final long[] bytesSeen;
  private final int[] list;
  private final int[] listedAt;
  private int size;

  /** Creates books for so many slots. */
  Books(int firstSlot, int capacity) {
    this.firstSlot = firstSlot;
    state = new byte[capacity];
    passes = new boolean[capacity];
    place = new int[capacity];
    untilNs = new long[capacity];
    ttlNs = new long[capacity];
    mitigation = new int[capacity];
    number = new long[capacity];
    object = new int[capacity];
    vector = new byte[capacity];
    reason = new byte[capacity];
    opens = new boolean[capacity];
    family = new byte[capacity];
    protocol = new byte[capacity];
    port = new char[capacity];
    sourceHigh = new long[capacity];
    sourceLow = new long[capacity];
    sourceHash = new long[capacity];
    targetHigh = new long[capacity];
    targetLow = new long[capacity];
    targetHash = new long[capacity];
    packetsSeen = new long[capacity];
    bytesSeen = new long[capacity];
    list = new int[capacity];
    listedAt = new int[capacity];
  }

  /** Returns how many slots are in use. */
  int size() {
    return size;
  }

  /** Returns a slot in use, by its place in the list; the row is the slot less the first. */
  int row(int index) {
    return list[index];
  }

  /** Notes what a new entry stands for. */
  void open(int row, PacketBatch batch, int i, boolean passing) {
    if (state[row] == 0) {
      listedAt[row] = size;
      list[size++] = row;
      packetsSeen[row] = 0;
      bytesSeen[row] = 0;
    }
    state[row] = STANDING;
    passes[row] = passing;
    mitigation[row] = batch.mitigation[i];
    object[row] = batch.object[i];
    vector[row] = batch.vector[i];
    reason[row] = batch.reason[i];
    opens[row] = Evidence.opensOrStrays(batch.knowledge[i]);
    family[row] = batch.family[i];
    protocol[row] = (byte) batch.protocol[i];
    port[row] = (char) batch.ports[i];
    sourceHigh[row] = batch.sourceHigh[i];
    sourceLow[row] = batch.sourceLow[i];
    sourceHash[row] = batch.sourceHash[i];
    targetHigh[row] = batch.targetHigh[i];
    targetLow[row] = batch.targetLow[i];
    targetHash[row] = batch.targetHash[i];
  }

  /** Books what an entry decides from now on under no object: the policy that named it is gone. */
  void orphan(int row) {
    object[row] = -1;
    mitigation[row] = -1;
  }

  /**
   * Fills in what an entry has decided since this was last asked.
   *
   * @return false when that is nothing
   */
  boolean growth(int row, long packets, long bytes, Bulk bulk) {
    bulk.packets = packets - packetsSeen[row];
    if (bulk.packets == 0) {
      return false;
    }
    bulk.bytes = bytes - bytesSeen[row];
    packetsSeen[row] = packets;
    bytesSeen[row] = bytes;
    bulk.ip = true;
    bulk.reason = passes[row] ? 0 : reason[row] & 0xff;
    bulk.object = object[row];
    bulk.mitigation = mitigation[row];
    bulk.number = number[row];
    bulk.vector = vector[row];
    bulk.opens = opens[row];
    bulk.family = family[row];
    bulk.protocol = protocol[row] & 0xff;
    bulk.port = port[row];
    bulk.sourceHigh = sourceHigh[row];
    bulk.sourceLow = sourceLow[row];
    bulk.sourceHash = sourceHash[row];
    bulk.targetHigh = targetHigh[row];
    bulk.targetLow = targetLow[row];
    bulk.targetHash = targetHash[row];
    return true;
  }

  /** Forgets an entry; the last one of the list takes its place there. */
  void close(int row) {
    state[row] = 0;
    int at = listedAt[row];
    int last = list[--size];
    list[at] = last;
    listedAt[last] = at;
  }
}
