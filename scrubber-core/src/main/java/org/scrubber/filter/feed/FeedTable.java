package org.scrubber.filter.feed;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.policy.AddressList;
import org.scrubber.policy.AddressSet;
import org.scrubber.policy.Policy;

/**
 * The lists of a policy that speak about one direction, compiled.
 *
 * <p>Lists are asked one after the other, each only when it holds for the object and the time and
 * says more than what was found before. Allow beats block, and block beats report, whatever their
 * order; of several that do the same, the first one counts. Immutable; any number of threads may
 * ask; matching allocates nothing.
 */
public final class FeedTable {
  /** No list speaks about the packet. */
  public static final int NOTHING = 0;

  /** A list reports it, and none blocks or allows it. */
  public static final int REPORT = 1;

  /** A list blocks it, and none allows it. */
  public static final int BLOCK = 2;

  /** A list allows it. */
  public static final int ALLOW = 3;

  private static final int ACTION_BITS = 2;
  private static final int ALL_ACTIONS = 3;

  private final int count;
  private final AddressSet[] sets;
  private final int[] actions;
  private final int[] objects;
  private final long[] untilNs;

  /** Number of each list among all of the policy, from 1. */
  private final int[] numbers;

  /**
   * Compiles the lists of a policy.
   *
   * @param outbound whether for packets from its hosts, or for those to them
   * @throws IllegalArgumentException when a list names an object that the policy lacks
   */
  public FeedTable(Policy policy, boolean outbound) {
    List<AddressList> lists = policy.lists();
    List<Integer> places = new ArrayList<>();
    for (int k = 0; k < lists.size(); k++) {
      boolean empty = lists.get(k).set().isEmpty();
      if (!empty && lists.get(k).direction().includes(outbound)) {
        places.add(k);
      }
    }
    count = places.size();
    sets = new AddressSet[count];
    actions = new int[count];
    objects = new int[count];
    untilNs = new long[count];
    numbers = new int[count];
    for (int k = 0; k < count; k++) {
      AddressList list = lists.get(places.get(k));
      sets[k] = list.set();
      actions[k] = action(list);
      objects[k] = list.object() == null ? -1 : objectOf(policy, list.object());
      untilNs[k] = list.untilNs();
      numbers[k] = places.get(k) + 1;
    }
  }

  private static int action(AddressList list) {
    return switch (list.action()) {
      case ALLOW -> ALLOW;
      case BLOCK -> BLOCK;
      case REPORT -> REPORT;
    };
  }

  private static int objectOf(Policy policy, String name) {
    for (int k = 0; k < policy.objects().size(); k++) {
      if (policy.objects().get(k).name().equals(name)) {
        return k;
      }
    }
    throw new IllegalArgumentException("list for unknown object " + name);
  }

  /** Tells whether there are no lists, in which case matching can be skipped. */
  public boolean isEmpty() {
    return count == 0;
  }

  /**
   * Returns what the lists say about an address: see {@link #action} and {@link #number}.
   *
   * @param family 4 or 6
   * @param high upper 64 bits of the outside address, 0 for IPv4
   * @param low lower 64 bits of it
   * @param object index of the protected object at the other end
   * @param nowNs packet time, ns since the epoch
   */
  public int lookup(int family, long high, long low, int object, long nowNs) {
    int found = NOTHING;
    for (int k = 0; k < count; k++) {
      int of = objects[k];
      if (nowNs < untilNs[k]
          && (of < 0 || of == object)
          && actions[k] > (found & ALL_ACTIONS)
          && sets[k].containsAt(family, high, low, nowNs)) {
        found = numbers[k] << ACTION_BITS | actions[k];
      }
    }
    return found;
  }

  /** Returns what is to be done. */
  public static int action(int found) {
    return found & ALL_ACTIONS;
  }

  /** Returns which list says so: its number among all of the policy, from 1. */
  public static int number(int found) {
    return found >>> ACTION_BITS;
  }
}
