package org.scrubber.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the machine as a whole is like: kernel version, processors, clock, memory, JDK. */
final class HostChecks {
  private static final int LEAST_JDK = 25;

  /** One packet memory over two interfaces, and sockets with busy polling. */
  private static final Version LEAST_KERNEL = new Version(5, 11);

  /** XDP on several buffers, and drivers that say what they can do. */
  private static final Version GOOD_KERNEL = new Version(6, 6);

  private static final List<String> SLOW_CLOCKS = List.of("hpet", "acpi_pm", "pit", "jiffies");
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");
  private static final Pattern CHOSEN = Pattern.compile(".*\\[(\\w+)].*");

  private final KernelFiles files;
  private final int processors;
  private final int jdk;

  HostChecks(KernelFiles files, int processors, int jdk) {
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
    findings.add(processors());
    findings.add(isolation());
    findings.add(clock());
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
            "kernel", release, "Linux " + GOOD_KERNEL + " or newer says what its drivers can do")
        : Finding.ok("kernel", release);
  }

  private Finding processors() {
    return processors > 1
        ? Finding.ok("processors", Integer.toString(processors))
        : Finding.warn(
            "processors", "1", "the worker shares it with everything; give the machine 2");
  }

  private Finding isolation() {
    String isolated = files.line("sys/devices/system/cpu/isolated");
    return isolated.isEmpty()
        ? Finding.warn(
            "isolated processors",
            "none",
            "others interrupt the worker; boot with isolcpus= and nohz_full= for its processor")
        : Finding.ok("isolated processors", isolated);
  }

  private Finding clock() {
    String clock = files.line("sys/devices/system/clocksource/clocksource0/current_clocksource");
    return SLOW_CLOCKS.contains(clock)
        ? Finding.warn(
            "clock", clock, "each reading is a call of the kernel; boot with clocksource=tsc")
        : Finding.ok("clock", clock.isEmpty() ? "not said" : clock);
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
    return files.line("proc/sys/net/bridge/bridge-nf-call-iptables").equals("1")
        ? Finding.warn(
            what,
            "on",
            "this machine's forward rules judge what passes over the bypass;"
                + " sysctl -w net.bridge.bridge-nf-call-iptables=0")
        : Finding.ok(what, "off");
  }
}
