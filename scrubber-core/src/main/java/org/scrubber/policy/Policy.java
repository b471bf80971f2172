package org.scrubber.policy;

import java.util.List;

/**
 * An immutable snapshot of what is protected and how; swapped whole.
 *
 * @param name the file's name, or a description of a built-in policy
 * @param border what lies outside
 * @param seed secret that seeds every hash table, so that an attacker cannot choose collisions
 * @param flowCapacity entries of the flow table, a power of two, 2^10..2^24
 * @param sourceCapacity entries of the source table, a power of two, 2^10..2^24
 * @param synCapacity SYNs under challenge that are remembered, a power of two, 2^10..2^22
 * @param defaults template for objects made by {@code --protect}: its name and prefixes are unused
 * @param objects the protected objects; a packet's object column is an index into this list
 * @param rules allow and block entries, in file order; allow beats block
 * @param lists feeds
 * @param anyTarget true when the policy protects whatever a capture holds: no border, no inside,
 *     and only clear attacks are treated
 */
public record Policy(
    String name,
    Border border,
    long seed,
    int flowCapacity,
    int sourceCapacity,
    int synCapacity,
    ProtectedObject defaults,
    List<ProtectedObject> objects,
    List<AccessRule> rules,
    List<AddressList> lists,
    boolean anyTarget) {
  /** Tells whether any object's clients may be served by the proxy. */
  public boolean proxies() {
    for (ProtectedObject object : objects) {
      if (object.challenge() == Challenge.PROXY) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the index of the object that owns an address, by the longest prefix that holds it; -1
   * when none does. Goes through all prefixes: for reports, not for packets.
   *
   * @param high upper half of an IPv6 address, as in {@code PacketBatch}
   * @param low lower half, or the IPv4 address
   */
  public int ownerOf(int family, long high, long low) {
    int owner = -1;
    int longest = -1;
    for (int k = 0; k < objects.size(); k++) {
      for (Prefix prefix : objects.get(k).prefixes()) {
        if (prefix.length() > longest && prefix.contains(family, high, low)) {
          owner = k;
          longest = prefix.length();
        }
      }
    }
    return owner;
  }

  /** Returns the same policy with another seed. */
  public Policy withSeed(long other) {
    return copy(other, defaults, objects, lists);
  }

  /** Returns the same policy for other objects. */
  public Policy withObjects(List<ProtectedObject> others) {
    return copy(seed, defaults, List.copyOf(others), lists);
  }

  /** Returns the same policy with other feeds. */
  public Policy withLists(List<AddressList> others) {
    return copy(seed, defaults, objects, List.copyOf(others));
  }

  /** Returns the same policy with all objects in a mode, and those that are yet to be made. */
  public Policy withMode(Mode mode) {
    List<ProtectedObject> all = objects.stream().map(object -> object.with(mode)).toList();
    return copy(seed, defaults.with(mode), all, lists);
  }

  private Policy copy(
      long otherSeed,
      ProtectedObject otherDefaults,
      List<ProtectedObject> otherObjects,
      List<AddressList> otherLists) {
    return new Policy(
        name,
        border,
        otherSeed,
        flowCapacity,
        sourceCapacity,
        synCapacity,
        otherDefaults,
        otherObjects,
        rules,
        otherLists,
        anyTarget);
  }
}
