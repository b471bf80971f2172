package org.scrubber.live;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.Offload;
import org.scrubber.io.OffloadScope;
import org.scrubber.wire.Memory;

/** A kernel's table in memory, for UDP and TCP over IPv4, by the test's own clock. */
final class MemoryOffload implements Offload {
  private static final int CAPACITY = 64;

  private final LongSupplier nowNs;
  private final Map<String, Integer> slots = new HashMap<>();
  private final String[] keys = new String[CAPACITY];
  private final boolean[] passes = new boolean[CAPACITY];
  private final long[] expiresNs = new long[CAPACITY];
  private final long[] packets = new long[CAPACITY];
  private final long[] bytes = new long[CAPACITY];
  long dropped;
  long passed;

  MemoryOffload(LongSupplier nowNs) {
    this.nowNs = nowNs;
  }

  /** Tells whether the kernel decides a frame by itself, and counts it then. */
  boolean decides(LoopLine.Crossing crossing) {
    byte[] frame = crossing.frame();
    boolean turning = frame[23] == 6 && (frame[47] & 7) != 0;
    for (OffloadScope scope : OffloadScope.values()) {
      Integer slot = slots.get(key(scope, crossing.side(), frame));
      if (slot != null) {
        if (turning || nowNs.getAsLong() > expiresNs[slot]) {
          return false;
        }
        packets[slot]++;
        bytes[slot] += frame.length;
        dropped += passes[slot] ? 0 : 1;
        passed += passes[slot] ? 1 : 0;
        return true;
      }
    }
    return false;
  }

  private static String key(OffloadScope scope, int side, byte[] frame) {
    String target = scope.target ? Arrays.toString(Arrays.copyOfRange(frame, 30, 34)) : "";
    String from = scope.sourcePort ? frame[34] + "." + frame[35] : "";
    String to = scope.targetPort ? frame[36] + "." + frame[37] : "";
    String source = Arrays.toString(Arrays.copyOfRange(frame, 26, 30));
    return scope + " " + side + source + target + frame[23] + " " + from + " " + to;
  }

  /** Returns entries that are in force. */
  long inForce() {
    return slots.values().stream().filter(slot -> nowNs.getAsLong() <= expiresNs[slot]).count();
  }

  /** Returns entries that there are. */
  int size() {
    return slots.size();
  }

  private int put(OffloadScope scope, PacketBatch batch, int packet, long ttlNs, boolean passing) {
    byte[] frame = new byte[60];
    Memory.copy(batch.frameAddress[packet], frame, 0, 48);
    String key = key(scope, batch.interfaceId[packet], frame);
    Integer slot = slots.get(key);
    if (slot == null) {
      slot = Arrays.asList(keys).indexOf(null);
      if (slot < 0) {
        return NONE;
      }
      slots.put(key, slot);
      keys[slot] = key;
      packets[slot] = 0;
      bytes[slot] = 0;
    }
    passes[slot] = passing;
    extend(slot, ttlNs);
    return slot;
  }

  @Override
  public int drop(
      OffloadScope scope, PacketBatch batch, int packet, long ttlNs, boolean turningPointsToo) {
    return put(scope, batch, packet, ttlNs, false);
  }

  @Override
  public int pass(PacketBatch batch, int packet, long ttlNs) {
    return put(OffloadScope.FLOW, batch, packet, ttlNs, true);
  }

  @Override
  public void extend(int slot, long ttlNs) {
    expiresNs[slot] = ttlNs == 0 ? 0 : nowNs.getAsLong() + ttlNs;
  }

  @Override
  public void remove(int slot) {
    slots.remove(keys[slot]);
    keys[slot] = null;
  }

  @Override
  public long packets(int slot) {
    return packets[slot];
  }

  @Override
  public long bytes(int slot) {
    return bytes[slot];
  }

  @Override
  public long crossed() {
    return 0;
  }

  @Override
  public long crossedBytes() {
    return 0;
  }

  @Override
  public boolean sendsOn(int side) {
    return true;
  }

  @Override
  public int firstSlot() {
    return 0;
  }

  @Override
  public int capacity() {
    return CAPACITY;
  }
}
