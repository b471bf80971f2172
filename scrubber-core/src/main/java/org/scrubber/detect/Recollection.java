package org.scrubber.detect;

import org.scrubber.batch.ColdPath;
import org.scrubber.state.Carrier;
import org.scrubber.state.Inventory;
import org.scrubber.state.Lasting;
import org.scrubber.state.Single;

/**
 * How mitigations and strands outlive their worker. Each keeps its index, by which budgets and
 * samples know it; the lists of objects are put right again, and what was raised while the copy was
 * being made is taken as far as it goes. One thread.
 */
public final class Recollection {
  private static final long LONG_AGO_NS = Long.MIN_VALUE / 4;

  /** After a longer gap, an attack is no more the same unless it shows itself. */
  private static final long SAME_NS = 60_000_000_000L;

  private final Mitigations list;
  private final Strands strands;

  private Recollection(Mitigations list) {
    this.list = list;
    strands = list.strands();
  }

  /** Lists what lasts of mitigations, strands and baselines. */
  static void list(Mitigations mitigations, Inventory inventory) {
    Recollection all = new Recollection(mitigations);
    mitigations.baselines.list(inventory);
    inventory.addByObject("strands.objects", all.strands.new Rates());
    inventory.add("strands", all.new StrandEach());
    inventory.addByObject("mitigations.objects", all.new ObjectEach());
    inventory.add("mitigations", all.new MitigationEach());
    Single counters =
        (carrier, place) -> {
          mitigations.window = carrier.whole(mitigations.window);
          mitigations.entered = carrier.word(mitigations.entered);
          mitigations.refused = carrier.word(mitigations.refused);
          mitigations.forgotten = carrier.word(mitigations.forgotten);
          all.strands.carry(carrier);
        };
    inventory.add("mitigations.counters", counters);
    inventory.add("mitigations.order", all.new Order());
  }

  /**
   * Nobody has looked for a while: that nothing was seen in it does not make an attack any quieter.
   *
   * @param gapNs how long
   */
  public static void missed(Mitigations mitigations, long gapNs) {
    if (gapNs > SAME_NS) {
      return;
    }
    for (int index = 0; index < mitigations.used; index++) {
      Mitigation one = mitigations.get(index);
      one.lastBusyNs += one.isActive() ? gapNs : 0;
    }
    Strands strands = mitigations.strands();
    for (int index = 0; index < strands.size(); index++) {
      Strand one = strands.get(index);
      one.lastFullNs += one.open ? gapNs : 0;
    }
  }

  private final class StrandEach implements Lasting {
    @Override
    public int places() {
      return Strands.CAPACITY;
    }

    @Override
    public void carry(Carrier carrier, int place) {
      strands.get(place).carry(carrier);
    }
  }

  private final class MitigationEach implements Lasting {
    @Override
    public int places() {
      return Mitigations.CAPACITY;
    }

    @Override
    public void carry(Carrier carrier, int place) {
      list.get(place).carry(carrier);
    }
  }

  /** The mitigations of an object, in the order in which they are asked. */
  private final class ObjectEach implements Lasting {
    @Override
    public int places() {
      return list.counts.length;
    }

    @Override
    public void carry(Carrier carrier, int place) {
      list.counts[place] = carrier.whole(list.counts[place]);
      carrier.wholes(list.byObject[place], 0, Mitigations.PER_OBJECT);
    }
  }

  /** Nothing by itself: it comes last, and puts right what was carried before. */
  private final class Order implements Single {
    @Override
    public void carry(Carrier carrier, int place) {
      carrier.word(0);
    }

    @Override
    @ColdPath("once, after a restart")
    public void restored() {
      strands.restored();
      boolean[] listed = new boolean[Mitigations.CAPACITY];
      for (int object = 0; object < list.counts.length; object++) {
        relist(object, listed);
      }
      list.used = 0;
      list.dormant = 0;
      for (int index = 0; index < Mitigations.CAPACITY; index++) {
        place(index, listed[index]);
      }
    }

    private void relist(int object, boolean[] listed) {
      int[] indices = list.byObject[object];
      int count = list.counts[object];
      list.counts[object] = 0;
      for (int k = 0; k < count; k++) {
        int index = indices[k];
        Mitigation one = list.get(index);
        if (one.state != Mitigation.FREE
            && one.object == object
            && isThere(one)
            && !listed[index]) {
          listed[index] = true;
          indices[list.counts[object]++] = index;
        }
      }
    }

    private void place(int index, boolean listed) {
      Mitigation one = list.get(index);
      if (one.state == Mitigation.FREE) {
        return;
      }
      list.used = index + 1;
      list.entered = Math.max(list.entered, one.number);
      if (listed || enlist(index)) {
        list.vectorsLow[one.object] |= one.vectorsLow;
        list.vectorsHigh[one.object] |= one.vectorsHigh;
        strands.rejoin(one);
      } else {
        forget(one);
      }
      list.dormant += one.state == Mitigation.DORMANT ? 1 : 0;
    }

    /** It was raised after its object's list was copied. */
    private boolean enlist(int index) {
      Mitigation one = list.get(index);
      if (!isThere(one) || list.counts[one.object] == Mitigations.PER_OBJECT) {
        return false;
      }
      list.byObject[one.object][list.counts[one.object]++] = index;
      return true;
    }

    private static boolean isThere(Mitigation one) {
      return one.object >= 0 && one.prefix >= 0;
    }

    /** Its object or prefix is gone: its place is the first that is needed. */
    private void forget(Mitigation one) {
      one.clear();
      one.object = 0;
      one.prefix = 0;
      one.state = Mitigation.DORMANT;
      one.endedNs = LONG_AGO_NS;
    }
  }
}
