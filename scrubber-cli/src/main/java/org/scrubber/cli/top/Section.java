package org.scrubber.cli.top;

/** What a screen shows: everything at a glance, or one part in full. */
enum Section {
  /** All parts, as much of each as there is room for. */
  OVERVIEW("a all"),
  /** Active mitigations. */
  MITIGATIONS("m mitigations"),
  /** Protected objects. */
  OBJECTS("o objects"),
  /** Reasons. */
  REASONS("r reasons"),
  /** Workers, queues, tables. */
  HEALTH("h health");

  private final String key;

  Section(String key) {
    this.key = key;
  }

  /** Returns the key that shows it, and what it is called. */
  String key() {
    return key;
  }
}
