package org.scrubber.snapshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scrubber.pipeline.Worker;
import org.scrubber.state.Carrier;
import org.scrubber.state.Inventory;
import org.scrubber.state.Lasting;

/** Gives what a description speaks of to a new worker, piece by piece. One thread; cold path. */
final class Restoring {
  private final Description from;
  private final Description to;
  private final Worker worker;
  private final Carrier carrier = new Carrier();
  private final int[] objects;
  private final Map<String, Inventory.Item> items = new HashMap<>();
  private final List<String> cold = new ArrayList<>();

  /** Begins to restore a worker that has not seen a packet. */
  Restoring(Description from, Worker worker) {
    this.from = from;
    this.worker = worker;
    to = Description.of(worker);
    objects = Description.translation(from.objects(), to.objects());
    carrier.translate(objects, Description.translation(from.prefixes(), to.prefixes()));
    worker.inventory().items().forEach(item -> items.put(item.name(), item));
  }

  /** Returns the name of a piece that this program's workers do not have in that shape, or null. */
  @Nullable String stranger() {
    Map<String, Integer> sizes = new HashMap<>();
    from.pieces().forEach(piece -> sizes.put(piece.name(), piece.placeBytes()));
    for (Description.Piece piece : to.pieces()) {
      boolean empty = piece.places() == 0;
      if (!empty && !sizes.getOrDefault(piece.name(), -1).equals(piece.placeBytes())) {
        return piece.name();
      }
    }
    return null;
  }

  /** Restores places of a piece that lie one after the other at an address. */
  void places(Description.Piece piece, long address, int first, int count) {
    Inventory.Item item = items.get(piece.name());
    if (item == null || item.state().places() == 0) {
      return;
    }
    Lasting state = item.state();
    boolean alike = state.places() == piece.places();
    for (int k = 0; k < count; k++) {
      carrier.restore(address + (long) k * piece.placeBytes());
      int place = first + k;
      if (item.byObject()) {
        if (objects[place] >= 0) {
          state.carry(carrier, objects[place]);
        }
      } else if (alike) {
        state.carry(carrier, place);
      } else if (!state.adopt(carrier, place, piece.places())) {
        cold.add(piece.name());
        return;
      }
    }
  }

  /** Ends it; all pieces were given. */
  Restored finish(long ageNs) {
    worker.inventory().items().forEach(item -> item.state().restored());
    int gone = (int) Arrays.stream(objects).filter(object -> object < 0).count();
    List<String> names = cold.stream().distinct().toList();
    return new Restored(ageNs, objects.length - gone, gone, names);
  }
}
