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
}
