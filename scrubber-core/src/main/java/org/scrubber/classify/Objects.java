package org.scrubber.classify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.policy.Border;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.table.Hash;
import org.scrubber.table.PrefixTable;

/**
 * A policy's protected objects, compiled for the packet path: which prefix and object an address
 * belongs to. Immutable.
 */
public final class Objects {
  /** Returned when an address is not protected. */
  public static final int NONE = -1;

  /** Nobody owns more than that: a wider prefix stands for the Internet itself. */
  private static final int WIDEST_V4 = 8;

  private static final int WIDEST_V6 = 16;

  private final PrefixTable table;
  private final int[] objectOfPrefix;
  private final List<Prefix> prefixes;
  private final byte[] lengths; // By prefix, for the hot path: 128 as -128.
  private final int[] around;
  private final long[] keys;
  private final long[] prefixKeys;
  private final boolean[] monitored;
  private final boolean[] internet;
  private final SpoofExceptions spoofExceptions;

  /** True when the outside is the Internet. */
  public final boolean internetBorder;

  /** True when no two objects reach each other by way of the outside, either. */
  public final boolean edge;

  /** True when the policy protects whatever a capture holds. */
  public final boolean anyTarget;

  /** Secret seed of the tables. */
  public final long seed;

  /**
   * Compiles a policy.
   *
   * @throws IllegalArgumentException when its prefixes, or its spoof exceptions, lie so far apart
   *     that they need more than {@link PrefixTable#MAX_SLOTS}
   */
  public Objects(Policy policy) {
    List<Prefix> all = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    PrefixTable.Builder builder = PrefixTable.builder();
    monitored = new boolean[policy.objects().size()];
    internet = new boolean[policy.objects().size()];
    for (int object = 0; object < policy.objects().size(); object++) {
      ProtectedObject one = policy.objects().get(object);
      monitored[object] = one.mode() == Mode.MONITOR;
      for (Prefix prefix : one.prefixes()) {
        builder.add(prefix.family(), prefix.high(), prefix.low(), prefix.length(), all.size());
        all.add(prefix);
        owners.add(object);
        internet[object] |= prefix.length() < (prefix.family() == 4 ? WIDEST_V4 : WIDEST_V6);
      }
    }
    table = builder.build();
    spoofExceptions = new SpoofExceptions(policy.objects());
    prefixes = List.copyOf(all);
    lengths = new byte[all.size()];
    for (int prefix = 0; prefix < lengths.length; prefix++) {
      lengths[prefix] = (byte) all.get(prefix).length();
    }
    objectOfPrefix = owners.stream().mapToInt(Integer::intValue).toArray();
    around = around(prefixes);
    keys = policy.objects().stream().mapToLong(one -> key(one.name(), policy.seed())).toArray();
    prefixKeys = prefixes.stream().mapToLong(one -> key(one.toString(), policy.seed())).toArray();
    internetBorder = policy.border() != Border.NONE;
    edge = policy.border() == Border.EDGE;
    anyTarget = policy.anyTarget();
    seed = policy.seed();
  }

  /** Returns the index of the longest policy prefix that holds the address, or {@link #NONE}. */
  public int prefixOf(int family, long high, long low) {
    return family == 4 ? table.lookup4((int) low) : table.lookup6(high, low);
  }

  /** Returns the object that a prefix belongs to. */
  public int objectOf(int prefix) {
    return objectOfPrefix[prefix];
  }

  /** Tells whether an object holds all the world, and not somebody's network. */
  public boolean isInternet(int object) {
    return internet[object];
  }

  /**
   * Returns a hash that stands for an object in keys of tables: of its name, whatever its index.
   */
  public long key(int object) {
    return keys[object];
  }

  /** Returns the same of a prefix. */
  public long prefixKey(int prefix) {
    return prefixKeys[prefix];
  }

  private static long key(String name, long seed) {
    long key = seed;
    for (int k = 0; k < name.length(); k++) {
      key = Hash.mix(key, name.charAt(k), seed);
    }
    return key;
  }

  /** Returns the length of a prefix in bits. */
  public int lengthOf(int prefix) {
    return lengths[prefix] & 0xff;
  }

  /** Returns a prefix by its index. */
  public Prefix prefix(int index) {
    return prefixes.get(index);
  }

  /** Returns the index of the longest policy prefix that holds a whole one, or {@link #NONE}. */
  public int around(int prefix) {
    return around[prefix];
  }

  private static int[] around(List<Prefix> prefixes) {
    Map<Prefix, Integer> indices = new HashMap<>();
    for (int k = 0; k < prefixes.size(); k++) {
      indices.putIfAbsent(prefixes.get(k), k);
    }
    int[] around = new int[prefixes.size()];
    for (int k = 0; k < around.length; k++) {
      Prefix one = prefixes.get(k);
      Integer wider = null;
      for (int length = one.length() - 1; length >= 0 && wider == null; length--) {
        wider = indices.get(Prefix.masked(one.family(), one.high(), one.low(), length));
      }
      around[k] = wider == null ? NONE : wider;
    }
    return around;
  }

  /** Returns how many prefixes there are. */
  public int prefixCount() {
    return prefixes.size();
  }

  /** Returns how many objects there are. */
  public int objectCount() {
    return monitored.length;
  }

  /** Tells whether the object only monitors. */
  public boolean isMonitored(int object) {
    return monitored[object];
  }

  /**
   * Tells whether the address may come from outside to the object, although it is one of ours or
   * cannot come from the Internet.
   */
  public boolean isSpoofException(int object, int family, long high, long low) {
    return spoofExceptions.contains(object, family, high, low);
  }

  /** Returns the memory of the tables that addresses are looked up in, in bytes. */
  public long sizeBytes() {
    return table.sizeBytes() + spoofExceptions.sizeBytes();
  }
}
