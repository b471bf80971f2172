package org.scrubber.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.scrubber.bypass.BypassWarnings;

/** What the machine as a whole is like: kernel version, processors, memory, JDK, firewall. */
final class HostChecks {
  private static final int LEAST_JDK = 25;

  /** One packet memory over two interfaces, and sockets with busy polling. */
  private static final Version LEAST_KERNEL = new Version(5, 11);

  /** XDP on several buffers, drivers that say what they can do, and programs at ingress. */
  private static final Version GOOD_KERNEL = new Version(6, 6);

  private static final String SETTINGS = "proc/sys/net/bridge/";
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");
  private static final Pattern CHOSEN = Pattern.compile(".*\\[(\\w+)].*");

  private final KernelFiles files;
  private final int processors;
  private final int jdk;

  /** Those that have anything to judge by. */
  private final Supplier<Set<String>> firewalls;

  HostChecks(KernelFiles files, int processors, int jdk, Supplier<Set<String>> firewalls) {
    this.firewalls = firewalls;
    this.files = files;
    this.processors = processors;
    this.jdk = jdk;
  }

  private record Version(int major, int minor) {
    boolean isBefore(Version other) {
      return major < other.major || major == other.major && minor < other.minor;
    }

    @Override
    public String toString() {
      return major + "." + minor;
    }
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(jdk());
    findings.add(kernel());
    findings.addAll(new ProcessorChecks(files, processors).findings());
    findings.add(hugePages());
    findings.add(bpfCompiler());
    findings.add(bridgeFirewall());
    return findings;
  }

  private Finding jdk() {
    return jdk >= LEAST_JDK
        ? Finding.ok("JDK", Integer.toString(jdk))
        : Finding.fail("JDK", Integer.toString(jdk), "install " + LEAST_JDK + " or newer");
  }

  private Finding kernel() {
    String release = files.line("proc/sys/kernel/osrelease");
    Matcher matcher = VERSION.matcher(release);
    if (!matcher.matches()) {
      return Finding.fail(
          "kernel", release.isEmpty() ? "none that is known" : release, "use Linux");
    }
    Version version =
        new Version(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    if (version.isBefore(LEAST_KERNEL)) {
      return Finding.fail("kernel", release, "use Linux " + LEAST_KERNEL + " or newer");
    }
    return version.isBefore(GOOD_KERNEL)
        ? Finding.warn(
            "kernel",
            release,
            "Linux "
                + GOOD_KERNEL
                + " or newer says what its drivers can do, and lets packet sockets pass what comes"
                + " while the process stands still")
        : Finding.ok("kernel", release);
  }

  private Finding hugePages() {
    String modes = files.line("sys/kernel/mm/transparent_hugepage/enabled");
    Matcher chosen = CHOSEN.matcher(modes);
    String mode = chosen.matches() ? chosen.group(1) : "not built in";
    return mode.equals("madvise") || mode.equals("always")
        ? Finding.ok("huge pages", "transparent, " + mode)
        : Finding.warn(
            "huge pages",
            mode,
            "tables miss the TLB more often; echo madvise >"
                + " /sys/kernel/mm/transparent_hugepage/enabled");
  }

  private Finding bpfCompiler() {
    String on = files.line("proc/sys/net/core/bpf_jit_enable");
    return on.equals("0")
        ? Finding.warn("BPF compiler", "off", "sysctl -w net.core.bpf_jit_enable=1")
        : Finding.ok("BPF compiler", "on");
  }

  private Finding bridgeFirewall() {
    String what = "firewall on bridges";
    List<String> on =
        BypassWarnings.FIREWALLS.stream()
            .filter(one -> files.line(SETTINGS + BypassWarnings.setting(one)).equals("1"))
            .toList();
    if (!on.isEmpty() && firewalls.get().stream().noneMatch(on::contains)) {
      return Finding.ok(what, String.join(", ", on) + ", and without rules");
    }
    return on.isEmpty()
        ? Finding.ok(what, "off")
        : Finding.warn(
            what,
            String.join(", ", on),
            "this machine's forward rules judge what passes over the bypass; sysctl -w"
                + on.stream()
                    .map(one -> " net.bridge.%s=0".formatted(BypassWarnings.setting(one)))
                    .collect(Collectors.joining()));
  }
}
