package org.scrubber.cli.top;

/** What a screen shows: everything at a glance, or one part in full. */
enum Section {
  /** All parts, as much of each as there is room for. */
  OVERVIEW,
  /** Active mitigations. */
  MITIGATIONS,
  /** Protected objects. */
  OBJECTS,
  /** Reasons. */
  REASONS,
  /** Workers, queues, tables. */
  HEALTH
}
