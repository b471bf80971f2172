package org.scrubber.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostChecksTest {
  @TempDir private Path root;
  private Set<String> firewalls = Set.of("iptables");

  @Test
  void shouldHaveNothingToSayOfAGoodMachine() throws IOException {
    file("proc/sys/kernel/osrelease", "6.18.44-generic");
    file("sys/devices/system/cpu/isolated", "2-3");
    file("sys/devices/system/cpu/nohz_full", "2-3");
    file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance");
    file("proc/self/cgroup", "0::/system.slice/scrubber.service");
    file("sys/fs/cgroup/system.slice/cpu.max", "max 100000");
    file("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc");
    file("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never");
    file("proc/sys/net/core/bpf_jit_enable", "1");
    file("proc/sys/net/bridge/bridge-nf-call-iptables", "0");
    assertEquals(
        List.of(
            "ok    JDK: 25",
            "ok    kernel: 6.18.44-generic",
            "ok    processors: 4",
            "ok    processor quota: none",
            "ok    isolated processors: 2-3; give them to the workers: --cpus",
            "ok    processors without ticks: 2-3",
            "ok    processor speed: performance",
            "ok    clock: tsc",
            "ok    huge pages: transparent, madvise",
            "ok    BPF compiler: on",
            "ok    firewall on bridges: off"),
        lines(4, 25));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          5.10.0-30   | FAIL  kernel: 5.10.0-30; use Linux 5.11 or newer
          5.15.0-100  | warn  kernel: 5.15.0-100; Linux 6.6 or newer says what its drivers can do, and lets packet sockets pass what comes while the process stands still
          6.6.1       | ok    kernel: 6.6.1
          odd         | FAIL  kernel: odd; use Linux
          """)
  void shouldJudgeTheKernelByItsVersion(String release, String line) throws IOException {
    file("proc/sys/kernel/osrelease", release);
    assertEquals(line, lines(2, 25).get(1));
  }

  @Test
  void shouldSayWhatToDoOnABadMachine() throws IOException {
    file("sys/devices/system/cpu/isolated", "\n");
    file("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n");
    file("sys/kernel/mm/transparent_hugepage/enabled", "always madvise [never]");
    file("proc/sys/net/core/bpf_jit_enable", "0");
    file("proc/sys/net/bridge/bridge-nf-call-iptables", "1");
    file("proc/sys/net/bridge/bridge-nf-call-ip6tables", "1");
    file("proc/sys/net/bridge/bridge-nf-call-arptables", "1");
    file("proc/self/cgroup", "0::/system.slice/scrubber.service");
    file("sys/fs/cgroup/system.slice/scrubber.service/cpu.max", "max 100000");
    file("sys/fs/cgroup/system.slice/cpu.max", "150000 100000");
    file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave");
    file("sys/devices/system/cpu/cpu0/cpufreq/scaling_driver", "acpi-cpufreq");
    assertEquals(
        List.of(
            "FAIL  JDK: 21; install 25 or newer",
            "FAIL  kernel: none that is known; use Linux",
            "warn  processors: 1; the worker shares it with everything; give the machine 2",
            "warn  processor quota: 150000 100000 us, of /system.slice; when it is used up the"
                + " whole process stands still, and packets with it; take the limit away"
                + " (CPUQuota=, --cpus)",
            "warn  isolated processors: none; others interrupt the worker; boot with isolcpus= and"
                + " nohz_full= for its processor",
            "ok    processors without ticks: none",
            "warn  processor speed: powersave; it rises late or never under load; cpupower"
                + " frequency-set -g performance",
            "warn  clock: hpet; each reading is a call of the kernel; boot with clocksource=tsc",
            "warn  huge pages: never; tables miss the TLB more often; echo madvise >"
                + " /sys/kernel/mm/transparent_hugepage/enabled",
            "warn  BPF compiler: off; sysctl -w net.core.bpf_jit_enable=1",
            "warn  firewall on bridges: iptables, ip6tables, arptables; this machine's forward"
                + " rules judge what passes over the bypass; sysctl -w"
                + " net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0"
                + " net.bridge.bridge-nf-call-arptables=0"),
        lines(1, 21));
  }

  @Test
  void shouldSayThatAnIsolatedProcessorStillHasItsTicks() throws IOException {
    file("sys/devices/system/cpu/isolated", "3");
    file("sys/devices/system/cpu/nohz_full", "(null)");
    String line =
        "warn  processors without ticks: none; the timer interrupts the worker on its isolated"
            + " processor; boot with nohz_full=3";
    assertTrue(lines(4, 25).contains(line), () -> String.join("\n", lines(4, 25)));
  }

  @Test
  void shouldNotMindTheModeInWhichTheProcessorDecidesItself() throws IOException {
    file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave");
    file("sys/devices/system/cpu/cpu0/cpufreq/scaling_driver", "intel_pstate");
    assertTrue(lines(4, 25).contains("ok    processor speed: powersave"));
  }

  @Test
  void shouldNotMindAFirewallWithoutRules() throws IOException {
    file("proc/sys/net/bridge/bridge-nf-call-iptables", "1");
    firewalls = Set.of("arptables");
    assertEquals("ok    firewall on bridges: iptables, and without rules", lines(4, 25).getLast());
  }

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> lines(int processors, int jdk) {
    return new HostChecks(new KernelFiles(root), processors, jdk, () -> firewalls)
        .findings().stream().map(Finding::line).toList();
  }
}
