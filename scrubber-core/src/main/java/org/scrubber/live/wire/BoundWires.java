package org.scrubber.live.wire;

import java.io.IOException;
import org.scrubber.bypass.Bypass;
import org.scrubber.io.PacketWire;
import org.scrubber.live.WireOpener;

/** Binds two interfaces as the options say, over a bypass if that is wanted. */
public final class BoundWires implements WireOpener {
  private final WireOptions options;

  /** Binds nothing yet. */
  public BoundWires(WireOptions options) {
    this.options = options;
  }

  @Override
  public PacketWire open() throws IOException {
    Bypass bypass = Bypass.prepare(options.bypass(), options.outside(), options.inside());
    PacketWire wire = null;
    try {
      wire = PacketSocketWire.open(options);
      return new BoundWire(options, bypass, wire);
    } catch (IOException | RuntimeException e) {
      if (wire != null) {
        wire.close();
      }
      bypass.close();
      throw e;
    }
  }
}
