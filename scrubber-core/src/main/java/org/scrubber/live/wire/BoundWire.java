package org.scrubber.live.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.scrubber.bypass.Bypass;
import org.scrubber.io.PacketLine;
import org.scrubber.io.PacketWire;

/** A wire with what lies beneath it. */
final class BoundWire implements PacketWire {
  private final List<String> notes;
  private final List<String> warnings;
  private final Bypass bypass;
  private final PacketWire wire;
  private boolean separate;
  private volatile boolean closed;

  /**
   * Joins them.
   *
   * @param notes what there is to say of what lies beneath
   * @param warnings what may go wrong with it
   */
  BoundWire(List<String> notes, List<String> warnings, Bypass bypass, PacketWire wire) {
    this.notes = notes;
    this.warnings = warnings;
    this.bypass = bypass;
    this.wire = wire;
  }

  @Override
  public List<? extends PacketLine> lines() {
    return wire.lines();
  }

  @Override
  public void start() throws IOException {
    wire.start();
    if (!separate) {
      bypass.separate(); // Not before packets are taken: until then they go where they went.
      separate = true;
    }
  }

  @Override
  public void stop() throws IOException {
    wire.stop();
  }

  @Override
  public List<String> report() {
    List<String> report = new ArrayList<>(wire.report());
    report.addAll(notes);
    return List.copyOf(report);
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }

  /** Tells whether it is in use no more. */
  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    wire.close();
    bypass.close();
  }
}
