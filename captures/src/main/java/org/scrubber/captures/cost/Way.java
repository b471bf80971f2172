package org.scrubber.captures.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.Namespace;

/** A way for packets through the box: the scrubber with some options, or what the kernel offers. */
record Way(String name, Kind kind, List<String> options) {
  /** What stands in the box. */
  enum Kind {
    /** The scrubber. */
    SCRUBBER,
    /** A Linux bridge, which drops nothing. */
    BRIDGE,
    /** A bridge, and nftables in its forwarding. */
    BRIDGE_FILTER,
    /** A bridge, and nftables at the ingress of the outside. */
    NFTABLES,
    /** A bridge, and xdp-filter of xdp-tools on the outside. */
    XDP_FILTER
  }

  private static final long PATIENCE_NS = 60_000_000_000L;

  /** Returns all ways that are compared. */
  static List<Way> all() {
    return List.of(
        new Way("Linux bridge, xdp-filter before it", Kind.XDP_FILTER, List.of()),
        new Way("Linux bridge", Kind.BRIDGE, List.of()),
        new Way("Linux bridge, nftables in it", Kind.BRIDGE_FILTER, List.of()),
        new Way("Linux bridge, nftables at its ingress", Kind.NFTABLES, List.of()),
        scrubber("AF_XDP native", "xdp", "none"),
        scrubber("AF_XDP native", "xdp", "drop"),
        scrubber("AF_XDP native", "xdp", "full"),
        scrubber("AF_XDP generic", "generic", "none"),
        scrubber("AF_XDP generic", "generic", "drop"),
        scrubber("AF_XDP generic", "generic", "full"),
        scrubber("AF_PACKET", "afpacket", "none"));
  }

  private static Way scrubber(String name, String io, String offload) {
    String said = "scrubber, " + name + (io.equals("afpacket") ? "" : ", offload " + offload);
    return new Way(said, Kind.SCRUBBER, List.of("--io", io, "--offload", offload));
  }

  /** Tells whether it drops the flood; a bridge does not. */
  boolean drops() {
    return kind != Kind.BRIDGE;
  }

  /**
   * Sets it up in the box.
   *
   * @param launcher the program {@code scrubber}
   * @return its process, when it has one
   */
  Optional<Process> open(Namespace box, Path launcher, Path log) throws IOException {
    if (kind == Kind.SCRUBBER) {
      List<String> command = new ArrayList<>(List.of(launcher.toString(), "run"));
      command.addAll(List.of("--outside", BumpBench.OUTSIDE, "--inside", BumpBench.INSIDE));
      command.addAll(List.of("--protect", "198.18.0.0/24", "--bypass", "none"));
      command.addAll(List.of("--counters", "none"));
      command.addAll(options);
      Process process = box.start(log, command.toArray(String[]::new));
      await(log, "started:", process);
      return Optional.of(process);
    }
    box.require("ip", "link", "add", "br0", "type", "bridge", "mcast_snooping", "0");
    for (String name : List.of(BumpBench.OUTSIDE, BumpBench.INSIDE)) {
      box.require("ip", "link", "set", name, "master", "br0");
    }
    box.require("ip", "link", "set", "br0", "up");
    // What it makes its own rules of must not be charged to it.
    box.run("sysctl", "-q", "-w", "net.bridge.bridge-nf-call-iptables=0");
    if (kind == Kind.BRIDGE_FILTER) {
      box.require("nft", "add", "table", "bridge", "cost");
      String hook = "{ type filter hook forward priority 0; policy accept; }";
      box.require("nft", "add", "chain", "bridge", "cost", "in", hook);
      box.require("nft", "add rule bridge cost in ip protocol udp udp dport 9999 drop");
    } else if (kind == Kind.NFTABLES) {
      box.require("nft", "add", "table", "netdev", "cost");
      String hook = "{ type filter hook ingress device \"outside\" priority 0; policy accept; }";
      box.require("nft", "add", "chain", "netdev", "cost", "in", hook);
      box.require("nft", "add rule netdev cost in udp dport 9999 drop");
    } else if (kind == Kind.XDP_FILTER) {
      // Its maps are pinned, and so stay only as long as this mount.
      String script =
          "mount -t bpf bpf /sys/fs/bpf; xdp-filter load -m native -f udp outside"
              + " && xdp-filter port -p udp -m dst 9999 && echo started: && sleep 600";
      Process process = box.start(log, "sh", "-c", script);
      await(log, "started:", process);
      return Optional.of(process);
    }
    return Optional.empty();
  }

  private void await(Path log, String words, Process process) throws IOException {
    long untilNs = System.nanoTime() + PATIENCE_NS;
    while (!Files.readString(log).contains(words)) {
      if (!process.isAlive() || System.nanoTime() > untilNs) {
        throw new IOException(name + " does not start: " + Files.readString(log).strip());
      }
      LockSupport.parkNanos(20_000_000);
    }
  }
}
