package org.scrubber.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The list of all that lasts in a worker, by name: what a snapshot holds, in its order. Written
 * when the worker is made, then only read.
 */
public final class Inventory {
  private final List<Item> items = new ArrayList<>();

  /**
   * A piece of state.
   *
   * @param name known to snapshots, so that it is found again
   * @param state what it is
   * @param byObject whether its places are the policy's protected objects, in their order
   */
  public record Item(String name, Lasting state, boolean byObject) {}

  /** Creates an empty list. */
  public Inventory() {}

  /** Adds a piece of state. */
  public void add(String name, Lasting state) {
    items.add(new Item(name, state, false));
  }

  /** Adds a piece of state that has a place for every protected object. */
  public void addByObject(String name, Lasting state) {
    items.add(new Item(name, state, true));
  }

  /** Returns all, in the order in which they were added. */
  public List<Item> items() {
    return Collections.unmodifiableList(items);
  }
}
