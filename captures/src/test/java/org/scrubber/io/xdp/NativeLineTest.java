package org.scrubber.io.xdp;

import org.scrubber.io.LineContract;
import org.scrubber.io.PacketLine;

class NativeLineTest extends LineContract {
  @Override
  protected PacketLine open(String outside, String inside) throws Exception {
    return OwnLine.open(XdpOptions.of(outside, inside).with(XdpOptions.Mode.NATIVE));
  }
}
