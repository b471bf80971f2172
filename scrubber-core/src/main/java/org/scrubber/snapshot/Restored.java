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
  /** Returns it in a line, for example {@code as of 2.1 s ago, this start included, 16 objects}. */
  public String line() {
    String known = objects + (objects == 1 ? " object" : " objects");
    String age =
        ageNs == 0
            ? "what was known of " + known + " goes on"
            : String.format(
                Locale.ROOT, "as of %.1f s ago, this start included, %s", ageNs / 1e9, known);
    String dropped = gone == 0 ? "" : ", " + gone + " gone";
    return age + dropped + (cold.isEmpty() ? "" : "; cold: " + String.join(", ", cold));
  }
}
