package org.scrubber.io.xdp;

import java.lang.foreign.Arena;
import java.util.Arrays;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.Offload;
import org.scrubber.io.OffloadScope;
import org.scrubber.io.linux.Errno;
import org.scrubber.parse.ParseFlags;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;

/**
 * Verdicts that are settled, and that the kernel carries out by itself until they expire: a bounded
 * table whose keys name as much of a packet as their scope says.
 *
 * <p>An entry has a slot, a number that stays its own until it is removed. Changing or extending
 * one is a store to memory that the kernel shares; adding and removing one is a call each. A packet
 * that opens or ends a TCP connection (SYN, FIN, RST) is left to the worker, unless the entry says
 * otherwise. Nothing is allocated. One thread; counters may be read by any.
 */
public final class OffloadTable implements Offload {
  private final OffloadMaps maps;
  private final int firstSlot;
  private final int capacity;
  private final int[] free;
  private final byte[] scopeOf;
  private final Arena arena = Arena.ofAuto();
  private final long keys;
  private final long key = arena.allocate(OffloadMaps.KEY_BYTES, 8).address();
  private final long value = arena.allocate(8, 8).address();
  private int freeCount;

  /**
   * Makes an empty table of a part of the maps.
   *
   * @param part which one, from 0
   * @param parts how many parts there are; each is a line's
   */
  OffloadTable(OffloadMaps maps, int part, int parts) {
    this.maps = maps;
    capacity = maps.capacity() / parts;
    firstSlot = part * capacity;
    free = new int[capacity];
    for (int slot = firstSlot + capacity - 1; slot >= firstSlot; slot--) {
      free[freeCount++] = slot;
    }
    scopeOf = new byte[capacity];
    Arrays.fill(scopeOf, (byte) NONE);
    keys = arena.allocate((long) capacity * OffloadMaps.KEY_BYTES, 8).address();
  }

  @Override
  public int drop(
      OffloadScope scope, PacketBatch batch, int packet, long ttlNs, boolean turningPointsToo) {
    int action = OffloadMaps.DROP | (turningPointsToo ? OffloadMaps.TURNING_POINTS_TOO : 0);
    return put(scope, batch, packet, ttlNs, action);
  }

  @Override
  public int pass(PacketBatch batch, int packet, long ttlNs) {
    return put(OffloadScope.FLOW, batch, packet, ttlNs, OffloadMaps.PASS);
  }

  private int put(OffloadScope scope, PacketBatch batch, int packet, long ttlNs, int action) {
    if (!canName(scope, batch, packet)) {
      return NONE;
    }
    writeKey(scope, batch, packet);
    long expiresNs = System.nanoTime() + ttlNs;
    if (freeCount > 0) {
      int slot = free[freeCount - 1];
      write(slot, expiresNs, action);
      Memory.putI64Le(maps.slot(slot) + OffloadMaps.PACKETS, 0);
      Memory.putI64Le(maps.slot(slot) + OffloadMaps.BYTES, 0);
      Memory.putI32Le(value, slot);
      int result = maps.keys.putNew(key, value);
      if (result == 0) {
        freeCount--;
        Memory.copy(
            key, keys + (long) (slot - firstSlot) * OffloadMaps.KEY_BYTES, OffloadMaps.KEY_BYTES);
        scopeOf[slot - firstSlot] = (byte) scope.ordinal();
        maps.use(scope.ordinal(), 1);
        return slot;
      }
      if (result != -Errno.EEXIST) {
        return NONE;
      }
    }
    if (maps.keys.get(key, value) != 0) {
      return NONE;
    }
    int slot = Memory.i32Le(value);
    write(slot, expiresNs, action);
    return slot;
  }

  private void write(int slot, long expiresNs, int action) {
    Memory.putI32Le(maps.slot(slot) + OffloadMaps.ACTION, action);
    Memory.putI64Le(maps.slot(slot) + OffloadMaps.EXPIRES_NS, expiresNs);
  }

  private static boolean canName(OffloadScope scope, PacketBatch batch, int packet) {
    if (batch.family[packet] == 0) {
      return false;
    }
    int protocol = batch.protocol[packet];
    boolean transport = protocol == Protocols.TCP || protocol == Protocols.UDP;
    boolean fragment = (batch.parseFlags[packet] & ParseFlags.FRAGMENT) != 0;
    return !scope.hasPorts() || (transport && !fragment && batch.ports[packet] != 0);
  }

  private void writeKey(OffloadScope scope, PacketBatch batch, int packet) {
    boolean isV4 = batch.family[packet] == 4;
    long low = batch.sourceLow[packet];
    Memory.putI64(key + OffloadMaps.SOURCE, isV4 ? 0 : batch.sourceHigh[packet]);
    Memory.putI64(key + OffloadMaps.SOURCE + 8, low);
    Memory.putI64(key + OffloadMaps.TARGET, scope.target ? batch.targetHigh[packet] : 0);
    Memory.putI64(key + OffloadMaps.TARGET + 8, scope.target ? batch.targetLow[packet] : 0);
    int ports = batch.ports[packet];
    Memory.putU16(key + OffloadMaps.SOURCE_PORT, scope.sourcePort ? ports >>> 16 : 0);
    Memory.putU16(key + OffloadMaps.TARGET_PORT, scope.targetPort ? ports & 0xffff : 0);
    Memory.putU8(key + OffloadMaps.PROTOCOL, scope.protocol ? batch.protocol[packet] : 0);
    Memory.putU8(key + OffloadMaps.FAMILY, batch.family[packet]);
    Memory.putU8(key + OffloadMaps.SCOPE, scope.ordinal());
    Memory.putU8(key + OffloadMaps.SIDE, batch.interfaceId[packet]);
  }

  @Override
  public void extend(int slot, long ttlNs) {
    long expiresNs = ttlNs == 0 ? 0 : System.nanoTime() + ttlNs;
    Memory.putI64Le(maps.slot(slot) + OffloadMaps.EXPIRES_NS, expiresNs);
  }

  @Override
  public void remove(int slot) {
    if (scopeOf[slot - firstSlot] == NONE) {
      return;
    }
    maps.keys.remove(keys + (long) (slot - firstSlot) * OffloadMaps.KEY_BYTES);
    int scope = scopeOf[slot - firstSlot];
    scopeOf[slot - firstSlot] = NONE;
    free[freeCount++] = slot;
    maps.use(scope, -1);
  }

  @Override
  public long packets(int slot) {
    return Memory.i64Le(maps.slot(slot) + OffloadMaps.PACKETS);
  }

  @Override
  public long bytes(int slot) {
    return Memory.i64Le(maps.slot(slot) + OffloadMaps.BYTES);
  }

  /** Returns how many entries there are, those that have expired but were not removed included. */
  public int size() {
    return capacity - freeCount;
  }

  @Override
  public long crossed() {
    return maps.total(0, OffloadMaps.CROSSED) + maps.total(1, OffloadMaps.CROSSED);
  }

  @Override
  public long crossedBytes() {
    return maps.total(0, OffloadMaps.CROSSED_BYTES) + maps.total(1, OffloadMaps.CROSSED_BYTES);
  }

  @Override
  public boolean sendsOn(int side) {
    return maps.sendsOn(side);
  }

  @Override
  public int firstSlot() {
    return firstSlot;
  }

  @Override
  public int capacity() {
    return capacity;
  }

  /** Settles nothing until {@link #resume}, in no part; entries stay. */
  void suspend() {
    maps.suspend(true);
  }

  /** Settles what the entries say. */
  void resume() {
    maps.suspend(false);
  }
}
