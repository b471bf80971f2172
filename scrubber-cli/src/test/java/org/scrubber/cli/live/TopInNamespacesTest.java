package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.FloodKind;

/** What {@code top} shows of a run on interfaces, where the kernel does some of the work. */
@EnabledIf("org.scrubber.cli.live.LiveBench#available")
@Timeout(180)
@Tag("long")
final class TopInNamespacesTest {
  @TempDir Path directory;

  @Test
  void shouldShowHowEachInterfaceIsDrivenWhereTheKernelSendsNothingOn() throws Exception {
    try (LiveBench live = new LiveBench("topmode", directory)) {
      String counters = directory.resolve("top.counters").toString();
      String policy = live.policy("profile: web").toString();
      Process process = live.run("--offload", "full", "--counters", counters, "--policy", policy);
      String line =
          "interface: offload: drop, at most 65536 entries; full was asked for, but inside and"
              + " outside take no packets redirected by the kernel, so nothing is sent on there";
      assertTrue(live.said().contains(line), live.said());
      String shown = live.command("top", "--once", "--counters", counters);
      for (String side : new String[] {BumpBench.OUTSIDE, BumpBench.INSIDE}) {
        String mode = "%s %s: veth, XDP native, copy, 1 queue, MTU 1500".formatted(side, side);
        assertTrue(shown.contains(mode), shown);
      }
      live.end(process);
    }
  }

  /** Replies of one reflector repeat themselves: the kernel comes to drop nearly all of them. */
  @Test
  void shouldShowWhatTheKernelDropsBesideWhatIsOffered() throws Exception {
    try (LiveBench live = new LiveBench("topkern", directory)) {
      String counters = directory.resolve("top.counters").toString();
      String policy = live.policy("profile: web").toString();
      Process process = live.run("--counters", counters, "--policy", policy);
      live.client().require("ping", "-c", "20", "-i", "0.05", BumpBench.SERVER);
      Process flood = live.flood(4_000, 60, FloodKind.ONE_NTP, BumpBench.SERVER);
      live.await("mitigation raised: server ntp-amplification");
      LiveBench.pass(3_000);
      String shown = live.command("top", "--once", "--counters", counters);
      flood.destroy();
      flood.waitFor();
      live.end(process);
      long offered = sinceStart(shown, "offered");
      long inKernel = sinceStart(shown, "in kernel");
      assertTrue(inKernel > 0 && inKernel <= offered, shown);
      assertEquals(1, shown.lines().filter(one -> one.startsWith("outside in kernel: ")).count());
    }
  }

  /** Both have the same names of interfaces, and no --counters. */
  @Test
  void shouldShowTheRunOfTheNamespaceThatItIsStartedIn() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));
    try (LiveBench one = new LiveBench("topone", directory);
        LiveBench two = new LiveBench("toptwo", other)) {
      Process first = one.run("--protect", BumpBench.SERVER + "/32");
      Process second = two.run("--protect", BumpBench.SERVER + "/32");
      String said = one.command("top", "--once", "--json");
      assertTrue(isOf(first, said), said);
      said = two.command("top", "--once", "--json");
      assertTrue(isOf(second, said), said);
      one.end(first);
      two.end(second);
    }
  }

  private static boolean isOf(Process run, String json) {
    return Pattern.compile("\"pid\"\\s*:\\s*" + run.pid() + "\\b").matcher(json).find();
  }

  private static long sinceStart(String shown, String label) {
    Matcher row = Pattern.compile("(?m)^" + label + " .* ([\\d,]+)$").matcher(shown);
    assertTrue(row.find(), shown);
    return Long.parseLong(row.group(1).replace(",", ""));
  }
}
