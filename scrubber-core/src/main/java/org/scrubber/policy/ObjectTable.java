package org.scrubber.policy;

import java.util.List;
import org.scrubber.table.PrefixTable;

/** Compiles the prefixes of protected objects into one table: the longest match over all wins. */
public final class ObjectTable {
  private ObjectTable() {}

  /**
   * Returns a table from address to index in {@code objects}.
   *
   * @throws IllegalArgumentException when the prefixes need more than {@link PrefixTable#MAX_SLOTS}
   */
  public static PrefixTable of(List<ProtectedObject> objects) {
    PrefixTable.Builder table = PrefixTable.builder();
    for (int i = 0; i < objects.size(); i++) {
      for (Prefix prefix : objects.get(i).prefixes()) {
        table.add(prefix.family(), prefix.high(), prefix.low(), prefix.length(), i);
      }
    }
    return table.build();
  }
}
