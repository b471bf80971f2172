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
  private final List<String> topics;
  private final List<String> warnings;
  private final Bypass bypass;
  private final PacketWire wire;
  private boolean separate;
  private volatile boolean closed;

  /**
   * Joins them.
   *
   * @param notes what there is to say of what lies beneath
   * @param topics what is wrong, whether it has been said or not
   * @param warnings what of it has not been said
   */
  BoundWire(
      List<String> notes,
      List<String> topics,
      List<String> warnings,
      Bypass bypass,
      PacketWire wire) {
    this.notes = notes;
    this.topics = topics;
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
    List<String> report = new ArrayList<>();
    for (String line : wire.report()) {
      // Both look at some things, such as the MTUs; once is enough.
      if (topics.stream().noneMatch(one -> topic(one).equals(topic(line)))) {
        report.add(line);
      }
    }
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

  private static String topic(String line) {
    int end = line.indexOf(": ");
    return end < 0 ? line : line.substring(0, end);
  }

  @Override
  public void close() {
    closed = true;
    wire.close();
    bypass.close();
  }
}
