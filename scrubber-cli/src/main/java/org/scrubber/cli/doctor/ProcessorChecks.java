package org.scrubber.cli.doctor;

import java.util.ArrayList;
import java.util.List;

/** Whether a worker can have a processor for itself all the time, and a clock that is cheap. */
final class ProcessorChecks {
  private static final List<String> SLOW_CLOCKS = List.of("hpet", "acpi_pm", "pit", "jiffies");
  private static final String CPU = "sys/devices/system/cpu/";

  /** In this mode the driver of Intel's decides by load as well, and is fast enough. */
  private static final String DECIDES_ITSELF = "intel_pstate";

  private final KernelFiles files;
  private final int processors;

  ProcessorChecks(KernelFiles files, int processors) {
    this.files = files;
    this.processors = processors;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(processors());
    findings.add(quota());
    findings.add(isolation());
    findings.add(ticks());
    findings.add(governor());
    findings.add(clock());
    return findings;
  }

  private Finding processors() {
    return processors > 1
        ? Finding.ok("processors", Integer.toString(processors))
        : Finding.warn(
            "processors", "1", "the worker shares it with everything; give the machine 2");
  }

  /** Of this control group and those around it: who has used his up stands still until the next. */
  private Finding quota() {
    String own = files.line("proc/self/cgroup");
    String group = own.startsWith("0::/") ? own.substring("0::/".length()) : "";
    while (true) {
      String quota =
          files.line("sys/fs/cgroup/" + (group.isEmpty() ? "" : group + "/") + "cpu.max");
      if (!quota.isEmpty() && !quota.startsWith("max")) {
        return Finding.warn(
            "processor quota",
            quota + " us, of /" + group,
            "when it is used up the whole process stands still, and packets with it; take the limit"
                + " away (CPUQuota=, --cpus)");
      }
      if (group.isEmpty()) {
        return Finding.ok("processor quota", "none");
      }
      group = group.substring(0, Math.max(0, group.lastIndexOf('/')));
    }
  }

  private Finding isolation() {
    String isolated = files.line(CPU + "isolated");
    return isolated.isEmpty()
        ? Finding.warn(
            "isolated processors",
            "none",
            "others interrupt the worker; boot with isolcpus= and nohz_full= for its processor")
        : Finding.ok("isolated processors", isolated + "; give them to the workers: --cpus");
  }

  private Finding ticks() {
    String isolated = files.line(CPU + "isolated");
    String without = files.line(CPU + "nohz_full");
    boolean none = without.isEmpty() || without.equals("(null)");
    return none && !isolated.isEmpty()
        ? Finding.warn(
            "processors without ticks",
            "none",
            "the timer interrupts the worker on its isolated processor; boot with nohz_full="
                + isolated)
        : Finding.ok("processors without ticks", none ? "none" : without);
  }

  private Finding governor() {
    String what = "processor speed";
    String governor = files.line(CPU + "cpu0/cpufreq/scaling_governor");
    boolean slow = governor.equals("powersave") || governor.equals("conservative");
    return slow && !files.line(CPU + "cpu0/cpufreq/scaling_driver").equals(DECIDES_ITSELF)
        ? Finding.warn(
            what,
            governor,
            "it rises late or never under load; cpupower frequency-set -g performance")
        : Finding.ok(what, governor.isEmpty() ? "not ours to set" : governor);
  }

  private Finding clock() {
    String clock = files.line("sys/devices/system/clocksource/clocksource0/current_clocksource");
    return SLOW_CLOCKS.contains(clock)
        ? Finding.warn(
            "clock", clock, "each reading is a call of the kernel; boot with clocksource=tsc")
        : Finding.ok("clock", clock.isEmpty() ? "not said" : clock);
  }
}
