package org.scrubber.policy.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The policy files that come with the program. */
final class PolicyResource {
  private PolicyResource() {}

  /** Returns the text of a resource beside this class. */
  static String text(String name) {
    try (InputStream stream = PolicyResource.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("resource " + name + " is missing from this build");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
