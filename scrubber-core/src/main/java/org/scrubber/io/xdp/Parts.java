package org.scrubber.io.xdp;

import org.scrubber.batch.PacketBatch;
import org.scrubber.io.xsk.ConsumerRing;
import org.scrubber.io.xsk.PacketMemory;
import org.scrubber.io.xsk.XdpSocket;

/**
 * The parts that each packet of a batch lies in: one, or several where it is larger than a frame.
 * Packets are added in order, each with all its parts.
 */
final class Parts {
  /** Most parts that a packet may have: 64 KiB in frames, rounded up. */
  static final int MAX_PARTS = 64;

  private static final int CAPACITY = 2 * PacketBatch.MAX_CAPACITY + MAX_PARTS;

  private final long[] offset = new long[CAPACITY];
  private final int[] lengthBytes = new int[CAPACITY];
  private final int[] first = new int[PacketBatch.MAX_CAPACITY + 1];
  private int packets;
  private int count;

  /** Returns how many entries the packet at an entry has, 0 while not all of them are there. */
  static int at(ConsumerRing ring, int entry, int available) {
    int count = 1;
    while ((ring.options(entry + count - 1) & XdpSocket.CONTINUES) != 0) {
      if (entry + count == available || count == MAX_PARTS) {
        return 0;
      }
      count++;
    }
    return count;
  }

  /** Forgets all. */
  void clear() {
    packets = 0;
    count = 0;
  }

  /** Tells whether a packet of that many parts can be added. */
  boolean hasRoom(int parts) {
    return count + parts <= CAPACITY;
  }

  /** Adds a part of the packet that is being added. */
  void add(long partOffset, int partBytes) {
    offset[count] = partOffset;
    lengthBytes[count] = partBytes;
    count++;
  }

  /** Ends the packet that is being added. */
  void endPacket() {
    packets++;
    first[packets] = count;
  }

  /** Returns the index of a packet's first part. */
  int first(int packet) {
    return first[packet];
  }

  /** Returns the index behind a packet's last part. */
  int end(int packet) {
    return first[packet + 1];
  }

  /** Returns where a part begins in the packet memory. */
  long offset(int part) {
    return offset[part];
  }

  /** Returns a part's length. */
  int lengthBytes(int part) {
    return lengthBytes[part];
  }

  /** Gives the frames of a packet back. */
  void free(int packet, PacketMemory memory) {
    for (int part = first[packet]; part < first[packet + 1]; part++) {
      memory.give(offset[part]);
    }
  }
}
