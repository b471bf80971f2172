package org.scrubber.filter.proxy;

import org.scrubber.batch.PacketBatch;
import org.scrubber.table.Hash;

/**
 * What servers agree to, learned from their SYN-ACKs: clients are promised nothing that their
 * server does not keep.
 *
 * <p>Direct-mapped by address and port, 16 bytes an entry; the newer server takes the place. Of a
 * server that is not here, nothing but the segment size is promised. One thread.
 */
final class Habits {
  /** It scales windows. */
  static final int SCALES = 1;

  /** It permits selective acknowledgements. */
  static final int SACKS = 1 << 1;

  /** It sends time stamps. */
  static final int STAMPS = 1 << 2;

  /** It was promised to send time stamps and did not: never again. */
  private static final int NO_STAMPS = 1 << 3;

  private static final int SIZE_SHIFT = 16;
  private static final int SERVERS = 1 << 12;

  private final long[] words = new long[2 * SERVERS];

  /** Allocates the table. */
  Habits() {}

  long sizeBytes() {
    return words.length * 8L;
  }

  /** Returns what the server of a flow does, by a packet from it or to it; 0 when it is unknown. */
  int of(PacketBatch batch, int i, boolean fromServer) {
    long key = key(batch, i, fromServer);
    int at = place(key);
    return words[at] == key ? (int) words[at + 1] : 0;
  }

  /** Returns the segment size that a server has announced; 0 when it is unknown. */
  static int segmentSize(int habits) {
    return habits >>> SIZE_SHIFT;
  }

  /** Notes what a SYN-ACK says. */
  void learn(PacketBatch batch, int i, Terms said) {
    int known = of(batch, i, true) & (1 << SIZE_SHIFT) - 1;
    known |= said.scale != Terms.NO_SCALE ? SCALES : 0;
    known |= said.sack ? SACKS : 0;
    known |= said.timestamps && (known & NO_STAMPS) == 0 ? STAMPS : 0;
    put(batch, i, known | said.segmentSize << SIZE_SHIFT);
  }

  /** Notes that a server does not send time stamps where its client does. */
  void lacksStamps(PacketBatch batch, int i) {
    put(batch, i, of(batch, i, true) & ~STAMPS | NO_STAMPS);
  }

  private void put(PacketBatch batch, int i, int habits) {
    long key = key(batch, i, true);
    int at = place(key);
    words[at] = key;
    words[at + 1] = habits;
  }

  private static int place(long key) {
    return ((int) key & SERVERS - 1) * 2;
  }

  private static long key(PacketBatch batch, int i, boolean fromServer) {
    int port = fromServer ? batch.ports[i] >>> 16 : batch.ports[i] & 0xffff;
    return Hash.mix(fromServer ? batch.sourceHash[i] : batch.targetHash[i], port + 1L);
  }
}
