package org.scrubber.journal;

import java.util.HashMap;
import java.util.Map;
import org.scrubber.classify.Reflectors;
import org.scrubber.classify.Vectors;

/** Vectors as records have them: ids to names and back, also ids that this version has none for. */
public final class VectorIds {
  private static final int END = Vectors.FIRST_AMPLIFICATION + Reflectors.names().size();
  private static final Map<String, Integer> IDS = new HashMap<>();

  static {
    for (int id : Vectors.ids()) {
      IDS.put(Vectors.name(id), id);
    }
  }

  private VectorIds() {}

  /** Returns the id of a vector, 0 when there is no such. */
  public static int of(String name) {
    return IDS.getOrDefault(name, Vectors.NONE);
  }

  /** Returns the name of a vector, or "vector-99" for what this version does not know. */
  public static String name(long id) {
    boolean known =
        (id >= 0 && id < Vectors.FIXED_COUNT) || (id >= Vectors.FIRST_AMPLIFICATION && id < END);
    return known ? Vectors.name((int) id) : "vector-" + id;
  }
}
