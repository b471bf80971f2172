package org.scrubber.live;

import java.io.IOException;
import org.scrubber.io.PacketLine;

/** Opens the line of a worker; asked again when an interface was gone and may be back. */
public interface LineOpener {
  /**
   * Binds both interfaces.
   *
   * @param worker number of the worker, from 0
   * @throws IOException with one line that says why not
   */
  PacketLine open(int worker) throws IOException;

  /** Returns what was got, an interface a line: mode, queues, MTU; for people. */
  java.util.List<String> describe();
}
