package org.scrubber.journal;

/**
 * A number in a record: 64 bits, signed, at the place of its {@link #ordinal}. New ones are added
 * at the end only, so that older readers find what they know and newer ones see what is missing.
 */
public interface Field {
  /** Returns its place among the numbers of its record, from 0. */
  int ordinal();

  /** Returns the constant's name. */
  String name();

  /** Returns what it says, with its unit. */
  String meaning();

  /** Returns its name as JSON has it: {@code DROPPED_PACKETS} is {@code droppedPackets}. */
  default String jsonName() {
    StringBuilder text = new StringBuilder();
    boolean upper = false;
    for (char c : name().toCharArray()) {
      if (c == '_') {
        upper = true;
      } else {
        text.append(upper ? c : Character.toLowerCase(c));
        upper = false;
      }
    }
    return text.toString();
  }
}
