package org.scrubber.snapshot;

import java.util.List;
import java.util.Locale;

/**
 * What a worker has taken over.
 *
 * @param ageNs how old the state was; 0 when it came from a worker that had just stopped
 * @param objects protected objects that were known
 * @param gone objects whose state was dropped, since the policy has them no more
 * @param cold pieces of state that could not be taken over
 */
public record Restored(long ageNs, int objects, int gone, List<String> cold) {
  /** Returns it in a line, for example {@code state of 2.1 s ago, 16 objects}. */
  public String line() {
    String age =
        String.format(Locale.ROOT, "state of %.1f s ago, %d objects", ageNs / 1e9, objects);
    String dropped = gone == 0 ? "" : ", " + gone + " gone";
    return age + dropped + (cold.isEmpty() ? "" : "; cold: " + String.join(", ", cold));
  }
}
