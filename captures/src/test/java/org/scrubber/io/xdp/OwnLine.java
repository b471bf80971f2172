package org.scrubber.io.xdp;

import java.io.IOException;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;

/** The only line of a wire, which is closed with it. */
record OwnLine(XdpWire wire, PacketLine line) implements PacketLine {
  /** Opens and starts a wire of one worker. */
  static OwnLine open(XdpOptions options) throws IOException {
    XdpWire wire = XdpWire.open(options);
    wire.start();
    return new OwnLine(wire, wire.lines().getFirst());
  }

  /** Shows that its worker is there, though it takes nothing. */
  void beat() {
    wire.sign(0).beat();
  }

  @Override
  public int poll(PacketBatch batch, long nowNs) throws IOException {
    return line.poll(batch, nowNs);
  }

  @Override
  public void complete(PacketBatch batch) {
    line.complete(batch);
  }

  @Override
  public boolean send(int side, long frameAddress, int lengthBytes) {
    return line.send(side, frameAddress, lengthBytes);
  }

  @Override
  public void flush() {
    line.flush();
  }

  @Override
  public void await(long timeoutNs) {
    line.await(timeoutNs);
  }

  @Override
  public void standAside(boolean aside) throws IOException {
    line.standAside(aside);
  }

  @Override
  public long count(int side, LineCount count) {
    return line.count(side, count);
  }

  @Override
  public void close() {
    wire.close();
  }
}
