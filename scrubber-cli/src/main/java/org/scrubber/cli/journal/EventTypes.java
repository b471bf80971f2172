package org.scrubber.cli.journal;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.scrubber.journal.EventType;

/** The names of types of events, for the help, the completion and the check of an option. */
final class EventTypes implements Iterable<String> {
  /** All of them, in the order of their ids. */
  static final List<String> NAMES = Arrays.stream(EventType.values()).map(EventJson::type).toList();

  @Override
  public Iterator<String> iterator() {
    return NAMES.iterator();
  }
}
