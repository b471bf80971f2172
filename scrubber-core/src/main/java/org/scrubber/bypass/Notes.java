package org.scrubber.bypass;

import java.util.ArrayList;
import java.util.List;

/** What there is to say of what lies beneath, a line each. */
final class Notes {
  private final List<String> said = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** Says what was done. */
  void say(String line) {
    said.add(line);
  }

  /** Says what may go wrong. */
  void warn(String line) {
    warnings.add(line);
  }

  List<String> said() {
    return List.copyOf(said);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }
}
