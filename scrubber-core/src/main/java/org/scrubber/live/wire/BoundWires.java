package org.scrubber.live.wire;

import java.io.IOException;
import org.scrubber.bypass.Bypass;
import org.scrubber.io.PacketWire;
import org.scrubber.io.xdp.XdpOptions;
import org.scrubber.io.xdp.XdpWire;
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
    try {
      return new BoundWire(options, bypass, XdpWire.open(xdp()));
    } catch (IOException | RuntimeException e) {
      bypass.close();
      throw e;
    }
  }

  private XdpOptions xdp() {
    return new XdpOptions(
        options.outside(),
        options.inside(),
        0,
        options.workers(),
        options.io() == WireOptions.Io.GENERIC ? XdpOptions.Mode.GENERIC : XdpOptions.Mode.AUTO,
        options.frames() == 0 ? XdpOptions.DEFAULT_FRAMES : options.frames(),
        options.busyPoll() ? BUSY_POLL_US : 0,
        XdpOptions.Offload.NONE,
        XdpOptions.DEFAULT_OFFLOAD_ENTRIES);
  }

  private static final int BUSY_POLL_US = 20;
}
