package org.scrubber.captures.cost;

import static org.scrubber.captures.packet.PacketBuilder.ethernet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.Namespace;

/**
 * Measures what forwarding and dropping a packet costs in CPU time, by each {@link Way}, in one
 * topology and one run: {@code benchmarks/line-cost}.
 *
 * <p>Counted is the time of the sending thread, in which the kernel's part of the way mostly runs,
 * of the kernel's own threads for packets, and of the scrubber. What sending costs is in all
 * figures and ratios: taken above it, small differences would make large ratios. Other processes
 * count for nothing, so a busy machine makes figures noisy, not high.
 */
public final class LineCost {
  private static final int FLOWS = 64;
  private static final int PPS = 30_000;
  private static final int SETTLE_MS = 2_500;

  /** A machine that is busy with something else may spoil a measurement, seldom three. */
  private static final int ATTEMPTS = 3;

  private static final String HOST = "198.18.0.10";
  private static final Pattern RX = Pattern.compile("\"rx\":\\{[^}]*\"packets\":([0-9]+)");
  private static final Pattern TX_DROPPED = Pattern.compile("\"tx\":\\{[^}]*\"dropped\":([0-9]+)");

  private final Path launcher;
  private final int rounds;
  private final int packets;
  private final Path log;
  private final List<byte[]> calls = new ArrayList<>();
  private final List<byte[]> questions = new ArrayList<>();
  private final List<byte[]> flood = new ArrayList<>();

  /** One measurement, ns a packet; the worker's is 0 where there is none. */
  private record Cost(double allNs, double workerNs, double lostShare) {}

  /** What was found for a way, or why it could not be measured. */
  private record Measured(Way way, Cost forward, Cost drop, String unavailable) {}

  private LineCost(Path launcher, int rounds, int packets) throws IOException {
    this.launcher = launcher;
    this.rounds = rounds;
    this.packets = packets;
    log = Files.createTempFile("line-cost", ".log");
    for (int k = 0; k < FLOWS; k++) {
      String peer = "11.1.2." + (k + 1);
      calls.add(ethernet().ipv4(peer, HOST).udp(4_000, 30_000 + k).payload(18, k).build());
      questions.add(ethernet().ipv4(HOST, peer).udp(30_000 + k, 4_000).payload(18, k).build());
      flood.add(
          ethernet().ipv4("11.9.8." + (k + 1), HOST).udp(7_000, 9_999).payload(18, 1).build());
    }
  }

  /**
   * Prints the table.
   *
   * @param arguments path of the program, rounds, packets of a round, and what the names of the
   *     ways begin with that are to be compared; all of them when that is left out
   */
  public static void main(String... arguments) throws Exception {
    Path launcher = Path.of(arguments[0]).toAbsolutePath();
    LineCost cost =
        new LineCost(launcher, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    try {
      cost.run(arguments.length > 3 ? arguments[3] : "");
    } finally {
      Files.delete(cost.log);
    }
  }

  private void run(String prefix) throws Exception {
    List<Measured> all = new ArrayList<>();
    for (Way way : Way.all().stream().filter(one -> one.name().startsWith(prefix)).toList()) {
      Cost[] forward = new Cost[rounds];
      Cost[] drop = new Cost[rounds];
      String unavailable = attempt(way, forward, drop);
      all.add(new Measured(way, median(forward), median(drop), unavailable));
      System.err.println(all.getLast());
    }
    double floorNs = 0;
    double bridgeNs = 0;
    for (Measured one : all) {
      floorNs = one.way().kind() == Way.Kind.XDP_FILTER ? one.drop().allNs() : floorNs;
      bridgeNs = one.way().kind() == Way.Kind.BRIDGE ? one.forward().allNs() : bridgeNs;
    }
    System.out.printf(
        Locale.ROOT,
        "%d packets of 60 bytes a round, %d flows, %d packets/s, medians of %d rounds%n%n",
        packets,
        FLOWS,
        PPS,
        rounds);
    System.out.println(
        "| way | forward, ns/packet | packets per CPU-second | to the bridge | worker alone | drop,"
            + " ns/packet | packets per CPU-second | to xdp-filter | worker alone |");
    System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (Measured one : all) {
      System.out.println(
          one.unavailable().isEmpty()
              ? row(one.way(), one.forward(), one.drop(), floorNs, bridgeNs)
              : "| %s: not measured, %s | | | | | | | | |"
                  .formatted(one.way().name(), one.unavailable()));
    }
  }

  private static String row(Way way, Cost forward, Cost drop, double floorNs, double bridgeNs) {
    String forwards =
        "%s | %s | %s | %s"
            .formatted(
                ns(forward.allNs()),
                rate(forward.allNs()),
                ratio(forward.allNs(), bridgeNs),
                ns(forward.workerNs()));
    String drops =
        way.drops()
            ? "%s | %s | %s | %s"
                .formatted(
                    ns(drop.allNs()),
                    rate(drop.allNs()),
                    ratio(drop.allNs(), floorNs),
                    ns(drop.workerNs()))
            : "– | – | – | –";
    double lost = Math.max(forward.lostShare(), drop.lostShare());
    String note = lost > 0.01 ? " (%.0f %% lost)".formatted(100 * lost) : "";
    return "| %s%s | %s | %s |".formatted(way.name(), note, forwards, drops);
  }

  private static String ratio(double one, double other) {
    return other <= 0 ? "–" : "%.2f".formatted(one / other);
  }

  private static String ns(double ns) {
    return ns <= 0 ? "–" : "%,.0f".formatted(ns);
  }

  private static String rate(double ns) {
    return ns <= 0 ? "–" : "%.2f M".formatted(1_000 / ns);
  }

  private static Cost median(Cost[] costs) {
    Cost[] sorted = costs.clone();
    Arrays.sort(sorted, (a, b) -> Double.compare(a.allNs(), b.allNs()));
    return sorted[sorted.length / 2];
  }

  /** Measures a way, again when that fails; returns why it always did, or nothing. */
  private String attempt(Way way, Cost[] forward, Cost[] drop) throws Exception {
    String why = "";
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Arrays.fill(forward, new Cost(0, 0, 0));
      Arrays.fill(drop, new Cost(0, 0, 0));
      Files.writeString(log, "");
      try (BumpBench bench = BumpBench.create("cost")) {
        measure(bench, way, forward, drop);
        return "";
      } catch (IOException | IllegalStateException unavailable) {
        why = String.valueOf(unavailable.getMessage()).lines().findFirst().orElse("?");
        System.err.println(way.name() + ", attempt " + attempt + ": " + unavailable.getMessage());
      }
    }
    return why;
  }

  private void measure(BumpBench bench, Way way, Cost[] forward, Cost[] drop) throws Exception {
    for (Namespace end : List.of(bench.client(), bench.server())) {
      end.require("ethtool", "-K", "eth0", "gro", "on");
      end.require("ip", "addr", "flush", "dev", "eth0");
    }
    Optional<Process> process = way.open(bench.box(), launcher, log);
    try (Sender outside = Sender.in(bench.client(), "eth0");
        Sender inside = Sender.in(bench.server(), "eth0")) {
      for (int k = 0; k <= rounds; k++) {
        // What comes before the host has asked is a flood; the first questions may meet a cold
        // line.
        for (int times = k == 0 ? 10 : 1; times > 0; times--) {
          inside.send(questions, FLOWS, PPS);
          LockSupport.parkNanos(50_000_000);
        }
        // Calls are settled once they are a second old; the first round is for that and the JIT.
        if (k == 0) {
          outside.send(calls, PPS * SETTLE_MS / 1_000, PPS);
        } else {
          forward[k - 1] = once(bench, outside, calls, process, true);
        }
      }
      for (int k = 0; way.drops() && k <= rounds; k++) {
        if (k == 0) {
          outside.send(flood, PPS * SETTLE_MS / 1_000, PPS);
        } else {
          drop[k - 1] = once(bench, outside, flood, process, false);
        }
      }
    } finally {
      end(process);
    }
  }

  private static void end(Optional<Process> process) throws InterruptedException {
    if (process.isPresent()) {
      process.get().descendants().forEach(ProcessHandle::destroy);
      process.get().destroy();
      process.get().waitFor();
    }
  }

  private Cost once(
      BumpBench bench, Sender sender, List<byte[]> frames, Optional<Process> of, boolean arrives)
      throws Exception {
    long pid = of.isPresent() ? of.get().pid() : 0;
    long arrivedBefore = count(bench.server(), RX);
    long lostBefore = count(bench.client(), TX_DROPPED);
    long softBefore = CpuTime.ofSoftInterrupts();
    long allBefore = pid == 0 ? 0 : CpuTime.of(pid, "");
    long workerBefore = pid == 0 ? 0 : CpuTime.of(pid, "scrubber-worker");
    long sendingNs = sender.send(frames, packets, PPS);
    LockSupport.parkNanos(100_000_000);
    long worker = pid == 0 ? 0 : CpuTime.of(pid, "scrubber-worker") - workerBefore;
    long all = pid == 0 ? 0 : CpuTime.of(pid, "") - allBefore;
    all += CpuTime.ofSoftInterrupts() - softBefore + sendingNs;
    long handled = packets - (count(bench.client(), TX_DROPPED) - lostBefore);
    long arrived = count(bench.server(), RX) - arrivedBefore;
    long done = arrives ? Math.min(arrived, handled) : handled;
    if (done < packets / 10) {
      throw new IOException(arrived + " of " + packets + " packets arrive, " + handled + " came");
    }
    if (!arrives && arrived > packets / 10) {
      throw new IOException(arrived + " of " + packets + " packets pass that should be dropped");
    }
    double lost = arrives ? 1 - (double) arrived / packets : 1 - (double) handled / packets;
    return new Cost((double) all / done, (double) worker / done, lost);
  }

  private static long count(Namespace namespace, Pattern what) {
    String said = namespace.require("ip", "-s", "-j", "link", "show", "eth0");
    Matcher matcher = what.matcher(said);
    if (!matcher.find()) {
      throw new IllegalStateException(said);
    }
    return Long.parseLong(matcher.group(1));
  }
}
