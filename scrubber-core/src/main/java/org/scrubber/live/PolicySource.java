package org.scrubber.live;

import java.io.IOException;
import org.scrubber.policy.Policy;

/** Where the policy comes from, again and again. */
public interface PolicySource {
  /**
   * Loads and checks the policy.
   *
   * @throws IOException with one line that says what is wrong with it
   */
  Policy load() throws IOException;

  /**
   * Returns a number that changes when the policy, or a feed that it names, may have changed;
   * cheap.
   */
  long version();
}
