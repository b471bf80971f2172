package org.scrubber.io.xdp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.OffloadScope;
import org.scrubber.io.bpf.BpfMap;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.MappedMemory;
import org.scrubber.wire.Memory;

/**
 * What the XDP program and {@link OffloadTable} share.
 *
 * <ul>
 *   <li>{@code keys}: a hash table from a key of {@link #KEY_BYTES} to the number of a slot;
 *   <li>{@code slots}: for each when it expires, what to do, and its counters; we see them in our
 *       own memory;
 *   <li>{@code totals}: counters by processor and side, each in a cache line of its own;
 *   <li>{@code settings}: one word, the scopes that have entries; 0 switches all off.
 * </ul>
 */
final class OffloadMaps implements AutoCloseable {
  // A key.
  static final int KEY_BYTES = 40;
  static final int SOURCE = 0;
  static final int TARGET = 16;
  static final int SOURCE_PORT = 32;
  static final int TARGET_PORT = 34;
  static final int PROTOCOL = 36;
  static final int FAMILY = 37;
  static final int SCOPE = 38;
  static final int SIDE = 39;

  // A slot.
  static final int SLOT_BYTES = 32;
  static final int EXPIRES_NS = 0;
  static final int PACKETS = 8;
  static final int BYTES = 16;
  static final int ACTION = 24;

  // An action.
  static final int DROP = 1;
  static final int PASS = 2;
  static final int TURNING_POINTS_TOO = 4;

  // Totals of one side on one processor.
  static final int TOTAL_BYTES = 64;
  static final int DROPPED = 0;
  static final int DROPPED_BYTES = 8;
  static final int PASSED = 16;
  static final int PASSED_BYTES = 24;
  // Of those that passed: what is not IP, for which there are no entries.
  static final int CROSSED = 32;
  static final int CROSSED_BYTES = 40;
  static final int SIDES = 2;
  static final int MAX_PROCESSORS = 1024;
  private static final int PROCESSORS = possibleProcessors();

  final BpfMap keys;
  final BpfMap slots;
  final BpfMap totals;
  final BpfMap settings;
  private final MappedMemory slotMemory;
  private final MappedMemory totalMemory;
  private final MappedMemory settingMemory;
  private final int capacity;
  private final int[] entriesOfScope = new int[OffloadScope.values().length];
  private final boolean[] sendsOn = new boolean[SIDES];
  private int scopes;
  private boolean suspended = true;

  /** Creates maps for at most {@code capacity} entries. */
  OffloadMaps(int capacity) throws LinuxException {
    this.capacity = capacity;
    BpfMap[] maps = new BpfMap[4];
    MappedMemory[] memory = new MappedMemory[3];
    try {
      maps[0] = new BpfMap("scrub_keys", BpfMap.HASH, KEY_BYTES, 4, capacity, 0);
      maps[1] = new BpfMap("scrub_slots", BpfMap.ARRAY, 4, SLOT_BYTES, capacity, BpfMap.MAPPABLE);
      maps[2] =
          new BpfMap(
              "scrub_totals",
              BpfMap.ARRAY,
              4,
              TOTAL_BYTES,
              SIDES * MAX_PROCESSORS,
              BpfMap.MAPPABLE);
      maps[3] = new BpfMap("scrub_settings", BpfMap.ARRAY, 4, 8, 1, BpfMap.MAPPABLE);
      for (int k = 0; k < memory.length; k++) {
        memory[k] = maps[k + 1].map();
      }
    } catch (LinuxException failure) {
      closeAll(memory);
      closeAll(maps);
      throw failure;
    }
    keys = maps[0];
    slots = maps[1];
    totals = maps[2];
    settings = maps[3];
    slotMemory = memory[0];
    totalMemory = memory[1];
    settingMemory = memory[2];
  }

  /** Returns how many entries there can be. */
  int capacity() {
    return capacity;
  }

  /** Returns the absolute address of a slot. */
  long slot(int index) {
    return slotMemory.address() + (long) index * SLOT_BYTES;
  }

  /** Notes that a scope has so many more entries; the program looks only for those in use. */
  synchronized void use(int scope, int more) {
    boolean before = entriesOfScope[scope] > 0;
    entriesOfScope[scope] += more;
    if (before != entriesOfScope[scope] > 0) {
      scopes ^= 1 << scope;
      useScopes();
    }
  }

  /** Settles nothing, or again what the entries say. */
  synchronized void suspend(boolean wanted) {
    suspended = wanted;
    useScopes();
  }

  private void useScopes() {
    Memory.releaseI32Le(settingMemory.address(), suspended ? 0 : scopes);
  }

  /** Tells whether packets that came in from a side may be sent on. */
  boolean sendsOn(int side) {
    return sendsOn[side];
  }

  /** Notes whether they may, before there are tables. */
  void sendsOn(int side, boolean may) {
    sendsOn[side] = may;
  }

  /** Returns a total of one side, over all processors. */
  long total(int side, int field) {
    long sum = 0;
    for (int processor = 0; processor < PROCESSORS; processor++) {
      sum +=
          Memory.i64Le(
              totalMemory.address() + (long) (processor * SIDES + side) * TOTAL_BYTES + field);
    }
    return sum;
  }

  private static int possibleProcessors() {
    try {
      // A list of ranges, as 0-3; the last number is the highest.
      String text = Files.readString(Path.of("/sys/devices/system/cpu/possible")).strip();
      int last =
          Integer.parseInt(
              text.substring(Math.max(text.lastIndexOf('-'), text.lastIndexOf(',')) + 1));
      return Math.min(last + 1, MAX_PROCESSORS);
    } catch (IOException | NumberFormatException unknown) {
      return MAX_PROCESSORS;
    }
  }

  @Override
  public void close() {
    closeAll(new MappedMemory[] {slotMemory, totalMemory, settingMemory});
    closeAll(new BpfMap[] {keys, slots, totals, settings});
  }

  private static void closeAll(@Nullable MappedMemory[] memories) {
    for (MappedMemory memory : memories) {
      if (memory != null) {
        memory.close();
      }
    }
  }

  private static void closeAll(@Nullable BpfMap[] maps) {
    for (BpfMap map : maps) {
      if (map != null) {
        map.close();
      }
    }
  }
}
