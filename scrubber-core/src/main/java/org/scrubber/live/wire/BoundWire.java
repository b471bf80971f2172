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
  private final Bypass bypass;
  private final PacketWire wire;

  /**
   * Joins them.
   *
   * @param notes what there is to say of what lies beneath
   */
  BoundWire(List<String> notes, Bypass bypass, PacketWire wire) {
    this.notes = notes;
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
  }

  @Override
  public void stop() throws IOException {
    wire.stop();
  }

  @Override
  public List<String> report() {
    List<String> report = new ArrayList<>();
    for (String line : wire.report()) {
      // Both look at some things, such as the MTUs; once is enough.
      if (notes.stream().noneMatch(note -> topic(note).equals(topic(line)))) {
        report.add(line);
      }
    }
    report.addAll(notes);
    return List.copyOf(report);
  }

  private static String topic(String line) {
    int end = line.indexOf(": ");
    return end < 0 ? line : line.substring(0, end);
  }

  @Override
  public void close() {
    wire.close();
    bypass.close();
  }
}
