package org.scrubber.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostChecksTest {
  @TempDir private Path root;

  @Test
  void shouldHaveNothingToSayOfAGoodMachine() throws IOException {
    file("proc/sys/kernel/osrelease", "6.18.44-generic");
    file("sys/devices/system/cpu/isolated", "2-3");
    file("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc");
    file("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never");
    file("proc/sys/net/core/bpf_jit_enable", "1");
    file("proc/sys/net/bridge/bridge-nf-call-iptables", "0");
    assertEquals(
        List.of(
            "ok    JDK: 25",
            "ok    kernel: 6.18.44-generic",
            "ok    processors: 4",
            "ok    isolated processors: 2-3",
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
          5.15.0-100  | warn  kernel: 5.15.0-100; Linux 6.6 or newer says what its drivers can do
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
    assertEquals(
        List.of(
            "FAIL  JDK: 21; install 25 or newer",
            "FAIL  kernel: none that is known; use Linux",
            "warn  processors: 1; the worker shares it with everything; give the machine 2",
            "warn  isolated processors: none; others interrupt the worker; boot with isolcpus= and"
                + " nohz_full= for its processor",
            "warn  clock: hpet; each reading is a call of the kernel; boot with clocksource=tsc",
            "warn  huge pages: never; tables miss the TLB more often; echo madvise >"
                + " /sys/kernel/mm/transparent_hugepage/enabled",
            "warn  BPF compiler: off; sysctl -w net.core.bpf_jit_enable=1",
            "warn  firewall on bridges: on; this machine's forward rules judge what passes over the"
                + " bypass; sysctl -w net.bridge.bridge-nf-call-iptables=0"),
        lines(1, 21));
  }

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> lines(int processors, int jdk) {
    return new HostChecks(new KernelFiles(root), processors, jdk)
        .findings().stream().map(Finding::line).toList();
  }
}
