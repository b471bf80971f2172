package org.scrubber.filter;

import org.scrubber.batch.PacketBatch;
import org.scrubber.state.Inventory;

/** Judges packets of one kind; composed in order by {@code pipeline.Worker}. */
public interface Filter {
  /**
   * Looks at the batch's survivors, marks verdict and reason of those it condemns, and compacts the
   * list to the others, in order. Hot path: allocates nothing, throws nothing. One thread.
   */
  void apply(PacketBatch batch);

  /** Lists what of its state lasts; nothing, where it has none. */
  default void list(Inventory inventory) {}
}
