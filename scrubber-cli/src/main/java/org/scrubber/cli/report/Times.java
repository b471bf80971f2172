package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.scrubber.cli.render.Quantity;

/** Moments as JSON: for people, and beside it in ns since the epoch. */
final class Times {
  private Times() {}

  /** Writes a moment; for people empty where it is 0, which stands for none. */
  static void put(ObjectNode to, String name, long timeNs) {
    to.put(name, timeNs == 0 ? "" : Quantity.iso(timeNs)).put(name + "Ns", timeNs);
  }
}
