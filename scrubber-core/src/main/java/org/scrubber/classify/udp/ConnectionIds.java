package org.scrubber.classify.udp;

import org.scrubber.batch.PacketBatch;
import org.scrubber.state.Inventory;
import org.scrubber.state.Wholes;
import org.scrubber.table.Hash;
import org.scrubber.table.RateTable;
import org.scrubber.table.SourceTable;
import org.scrubber.wire.Memory;

/**
 * The ids of QUIC connections that go on to servers whose answers take another way: a client whose
 * address or port changes under it (RFC 9000, 9.3) goes on with the id that the server chose, and
 * nobody else knows it.
 *
 * <p>Bounded: the id used longest ago of eight gives way, and one id may move twice at once, then
 * once a second. One thread.
 */
public final class ConnectionIds {
  private static final int CAPACITY = 1 << 16;
  private static final int MOVES = 1 << 12;
  private static final int SERVERS = 1 << 12;
  private static final long LIFETIME_NS = 300_000_000_000L;
  private static final long MOVE_NS = 1_000_000_000L;

  /** A shorter one is anybody's. */
  private static final int MIN_BYTES = 4;

  private final SourceTable ids = new SourceTable(CAPACITY, LIFETIME_NS);
  private final RateTable moves = new RateTable(MOVES);

  /** How long the ids of a server are: a short header does not say. */
  private final int[] lengths = new int[SERVERS];

  private final long seed;

  /** Creates an empty one, seeded. */
  public ConnectionIds(long seed) {
    this.seed = seed;
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return ids.sizeBytes() + moves.sizeBytes() + 4L * lengths.length;
  }

  /** Lists what lasts. */
  public void list(Inventory inventory) {
    inventory.add("connections", ids);
    inventory.add("connections.moves", moves.lasting());
    inventory.add("connections.lengths", new Wholes(lengths));
  }

  /** Notes the id of a packet with a short header. */
  public void note(PacketBatch batch, int i, int idBytes) {
    if (idBytes >= MIN_BYTES) {
      lengths[server(batch, i)] = idBytes;
      ids.prove(key(batch, i, idBytes), batch.clockNs[i]);
    }
  }

  /** Returns the length of a packet's id when a connection goes on with it that is known; or 0. */
  public int moved(PacketBatch batch, int i) {
    int idBytes = lengths[server(batch, i)];
    if (idBytes == 0 || !QuicHeader.isShort(batch, i) || !QuicHeader.holds(batch, i, idBytes)) {
      return 0;
    }
    long key = key(batch, i, idBytes);
    long now = batch.clockNs[i];
    return ids.isProven(key, now) && moves.admit(key, MOVE_NS, MOVE_NS, now) ? idBytes : 0;
  }

  private static int server(PacketBatch batch, int i) {
    return (int) batch.targetHash[i] & SERVERS - 1;
  }

  private long key(PacketBatch batch, int i, int idBytes) {
    long id = batch.frameAddress[i] + batch.payloadOffset[i] + 1;
    long first = Memory.word(id, idBytes);
    long last = Memory.word(id + Math.max(0, idBytes - 8), Math.min(8, idBytes));
    return Hash.mix(Hash.mix(first, last, seed), batch.targetHash[i], seed);
  }
}
