package org.scrubber.snapshot;

import java.lang.foreign.Arena;
import java.util.List;
import org.scrubber.pipeline.Worker;
import org.scrubber.state.Carrier;
import org.scrubber.state.Inventory;

/**
 * Gives all that one worker knows to the next in the same process: for a new policy. Objects are
 * matched by name, prefixes by themselves; what belongs to those that are gone is dropped.
 */
public final class HandOver {
  private HandOver() {}

  /**
   * Copies everything; between two batches, on the thread of the old worker, which must not be used
   * after it. The new one has not seen a packet, and goes on as the old one would have.
   *
   * @throws SnapshotException when the seed has changed: then nothing can be found again
   */
  public static Restored between(Worker old, Worker next) throws SnapshotException {
    if (old.policy().seed() != next.policy().seed()) {
      throw new SnapshotException("the policy's seed has changed; nothing is known under another");
    }
    Description description = Description.of(old);
    Restoring restoring = new Restoring(description, next);
    Carrier carrier = new Carrier();
    List<Inventory.Item> items = old.inventory().items();
    try (Arena arena = Arena.ofConfined()) {
      long scratch = arena.allocate(Slices.SLICE_BYTES, Long.BYTES).address();
      for (int k = 0; k < items.size(); k++) {
        Description.Piece piece = description.pieces().get(k);
        int atOnce = Math.max(1, Slices.SLICE_BYTES / Math.max(1, piece.placeBytes()));
        for (int place = 0; place < piece.places(); place += atOnce) {
          int count = Math.min(atOnce, piece.places() - place);
          carrier.save(scratch);
          for (int one = 0; one < count; one++) {
            items.get(k).state().carry(carrier, place + one);
          }
          restoring.places(piece, scratch, place, count);
        }
      }
    }
    return restoring.finish(0);
  }
}
