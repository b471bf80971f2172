package org.scrubber.io.xdp;

import org.junit.jupiter.api.Tag;
import org.scrubber.io.LineContract;
import org.scrubber.io.PacketLine;

@Tag("long")
class SeveralQueuesTest extends LineContract {
  @Override
  protected PacketLine open(String outside, String inside) throws Exception {
    return OwnLine.open(XdpOptions.of(outside, inside));
  }

  @Override
  protected int queues() {
    return 3;
  }
}
