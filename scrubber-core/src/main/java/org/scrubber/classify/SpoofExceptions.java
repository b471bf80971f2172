package org.scrubber.classify;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.table.PrefixTable;

/**
 * Which addresses may come from outside to which objects, although nobody else's packets could have
 * them as a source. An exception holds for the object that names it, and for those within its
 * prefixes. Immutable.
 */
final class SpoofExceptions {
  private final PrefixTable table;

  /** For each prefix of the table the objects that it is an exception of, ascending. */
  private final int[][] objectsOf;

  /**
   * Compiles the exceptions of a policy's objects.
   *
   * @throws IllegalArgumentException when they lie so far apart that they need more than {@link
   *     PrefixTable#MAX_SLOTS}
   */
  SpoofExceptions(List<ProtectedObject> objects) {
    Set<Prefix> all = new LinkedHashSet<>();
    objects.forEach(object -> all.addAll(object.spoofExceptions()));
    PrefixTable.Builder builder = PrefixTable.builder();
    List<int[]> sets = new ArrayList<>();
    for (Prefix prefix : all) {
      builder.add(prefix.family(), prefix.high(), prefix.low(), prefix.length(), sets.size());
      sets.add(objectsOf(prefix, objects));
    }
    table = builder.build();
    objectsOf = sets.toArray(int[][]::new);
  }

  private static int[] objectsOf(Prefix exception, List<ProtectedObject> objects) {
    Set<Integer> found = new TreeSet<>();
    for (ProtectedObject one : objects) {
      if (anyHolds(one.spoofExceptions(), exception)) {
        for (int object = 0; object < objects.size(); object++) {
          if (lies(objects.get(object), one)) {
            found.add(object);
          }
        }
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  private static boolean lies(ProtectedObject inner, ProtectedObject outer) {
    return inner.prefixes().stream().anyMatch(prefix -> anyHolds(outer.prefixes(), prefix));
  }

  private static boolean anyHolds(List<Prefix> outer, Prefix inner) {
    return outer.stream()
        .anyMatch(
            one ->
                one.length() <= inner.length()
                    && one.contains(inner.family(), inner.high(), inner.low()));
  }

  /** Tells whether the address may come from outside to the object; columns as in PacketBatch. */
  boolean contains(int object, int family, long high, long low) {
    int found = family == 4 ? table.lookup4((int) low) : table.lookup6(high, low);
    if (found == PrefixTable.NONE) {
      return false;
    }
    int[] objects = objectsOf[found];
    int from = 0;
    int to = objects.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (objects[middle] < object) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from < objects.length && objects[from] == object;
  }

  /** Returns the memory of the table, bytes. */
  long sizeBytes() {
    return table.sizeBytes();
  }
}
