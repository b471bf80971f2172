package org.scrubber.live.wire;

import java.io.IOException;
import org.scrubber.io.PacketWire;
import org.scrubber.live.WireOpener;

/** Binds two interfaces as the options say. */
public final class BoundWires implements WireOpener {
  private final WireOptions options;

  /** Binds nothing yet. */
  public BoundWires(WireOptions options) {
    this.options = options;
  }

  @Override
  public PacketWire open() throws IOException {
    throw new IOException(options.outside());
  }
}
