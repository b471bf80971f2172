package org.scrubber.live.wire;

import java.io.IOException;
import org.scrubber.io.PacketWire;

/** Binds the interfaces; asked again when one was gone and may be back. */
public interface WireOpener {
  /**
   * Binds both interfaces, for as many workers as there are.
   *
   * @throws IOException with one line that says why not; nothing is left behind then
   */
  PacketWire open() throws IOException;
}
