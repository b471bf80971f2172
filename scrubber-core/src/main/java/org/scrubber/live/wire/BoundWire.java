package org.scrubber.live.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.scrubber.bypass.Bypass;
import org.scrubber.io.PacketLine;
import org.scrubber.io.PacketWire;
import org.scrubber.io.netlink.LinkWatch;

/** A wire with what lies beneath it, and an eye on its links. */
final class BoundWire implements PacketWire {
  private final Bypass bypass;
  private final PacketWire wire;
  private final LinkWatch links;

  BoundWire(WireOptions options, Bypass bypass, PacketWire wire) throws IOException {
    this.bypass = bypass;
    this.wire = wire;
    links = LinkWatch.open(options.outside(), options.inside());
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
    List<String> notes = bypass.notes();
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
  public List<String> changes() {
    try {
      return links.poll().stream()
          .map(change -> change.name() + " " + change.now().words())
          .toList();
    } catch (IOException e) {
      return List.of("links cannot be watched: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    wire.close();
    links.close();
    bypass.close();
  }
}
