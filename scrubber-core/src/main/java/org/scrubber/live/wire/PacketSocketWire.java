package org.scrubber.live.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.scrubber.io.PacketWire;
import org.scrubber.io.afpacket.PacketSocketLine;
import org.scrubber.io.linux.Interfaces;
import org.scrubber.io.netlink.Link;
import org.scrubber.io.netlink.Links;

/** A wire on packet sockets: one line, whatever queues the interfaces have. */
final class PacketSocketWire implements PacketWire {
  private final PacketSocketLine line;
  private final List<String> report;

  private PacketSocketWire(PacketSocketLine line, List<String> report) {
    this.line = line;
    this.report = report;
  }

  /**
   * Opens it; no packet is taken yet.
   *
   * @param notes what one should know of why it is used
   * @throws IOException when the kernel refuses, or an interface has an XDP program
   */
  static PacketSocketWire open(WireOptions options, List<String> notes) throws IOException {
    assert options.workers() == 1 : "there is one line";
    PacketSocketLine.warmUp();
    refuseBehindProgram(options.outside());
    refuseBehindProgram(options.inside());
    int ringBytes =
        Math.max(PacketSocketLine.DEFAULT_RING_BYTES, options.frames() * WireOptions.FRAME_BYTES);
    PacketSocketLine line = PacketSocketLine.open(options.outside(), options.inside(), ringBytes);
    try {
      line.standAside(true);
      List<String> report = new ArrayList<>();
      report.add(describe(options.outside()));
      report.add(describe(options.inside()));
      report.addAll(notes);
      if (!line.passesWhenStill()) {
        report.add(
            "packets stop while the whole process stands still: the kernel takes no program at"
                + " ingress (Linux 6.6, CAP_BPF)");
      }
      return new PacketSocketWire(line, List.copyOf(report));
    } catch (IOException e) {
      line.close();
      throw e;
    }
  }

  /**
   * Packet sockets do not see what an XDP program takes; and if that is another scrubber's, each
   * would judge what the other has forwarded. Whose it is cannot be asked without more privileges.
   */
  private static void refuseBehindProgram(String name) throws IOException {
    try (Links links = Links.open()) {
      Link link = links.find(name);
      if (link != null && link.xdp().mode() != Link.XdpMode.NONE) {
        throw new IOException(
            "interface "
                + name
                + " has an XDP program, perhaps another scrubber's: packet sockets would not see"
                + " what it takes, and "
                + link.removal());
      }
    }
  }

  private static String describe(String name) throws IOException {
    return "%s: %s, packet sockets, MTU %d"
        .formatted(name, Interfaces.driver(name), Interfaces.mtuBytes(name));
  }

  @Override
  public List<PacketSocketLine> lines() {
    return List.of(line);
  }

  @Override
  public void start() throws IOException {
    line.standAside(false);
  }

  @Override
  public void stop() throws IOException {
    line.standAside(true);
  }

  @Override
  public List<String> report() {
    return report;
  }

  @Override
  public void close() {
    line.close();
  }
}
