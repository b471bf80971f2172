package org.scrubber.cli.doctor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.scrubber.io.linux.Bpf;
import org.scrubber.io.linux.Capabilities;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.Errno;
import org.scrubber.io.linux.LockedMemory;
import org.scrubber.io.linux.Privileges;
import org.scrubber.io.linux.Sockets;

/** What this kernel has and this process may: found by asking for it, without changing anything. */
final class KernelChecks {
  /** What one worker's packets and maps take, with room to spare. */
  private static final long ENOUGH_LOCKED_BYTES = 64L << 20;

  private static final int AF_NETLINK_NETFILTER = 12;

  private final KernelFiles files;

  KernelChecks(KernelFiles files) {
    this.files = files;
  }

  List<Finding> findings() throws IOException {
    List<Finding> findings = new ArrayList<>();
    findings.add(privileges());
    findings.add(lockedMemory());
    findings.add(
        socket(
            "XDP sockets",
            Sockets.socket(Sockets.AF_XDP, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, 0),
            "use --io afpacket, or a kernel with CONFIG_XDP_SOCKETS"));
    findings.add(bpf());
    findings.add(
        socket(
            "nftables",
            Sockets.socket(
                Sockets.AF_NETLINK, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, AF_NETLINK_NETFILTER),
            "packet sockets need it; XDP does not"));
    findings.add(bridge());
    return findings;
  }

  private static Finding privileges() throws IOException {
    List<String> missing = Privileges.missing(Privileges.NEEDED);
    return missing.isEmpty()
        ? Finding.ok("privileges", "all that are needed")
        : Finding.fail(
            "privileges",
            "without " + String.join(", ", missing),
            "run as root, or as the service in packaging/scrubber.service");
  }

  private static Finding lockedMemory() throws IOException {
    long limit = LockedMemory.limitBytes();
    String found = limit == Long.MAX_VALUE ? "unlimited" : (limit >> 20) + " MiB";
    return limit >= ENOUGH_LOCKED_BYTES || Capabilities.has(Capabilities.IPC_LOCK)
        ? Finding.ok("locked memory", found)
        : Finding.warn(
            "locked memory", found, "ulimit -l unlimited, or LimitMEMLOCK=infinity in the unit");
  }

  private static Finding socket(String what, int fd, String advice) {
    if (fd >= 0) {
      Descriptors.close(fd);
      return Finding.ok(what, "there");
    }
    return fd == -Errno.EPERM
        ? Finding.ok(what, "there, but not for this user")
        : Finding.warn(what, "not in this kernel", advice);
  }

  private static Finding bpf() {
    try (Arena arena = Arena.ofConfined()) {
      // A map of no type is refused by whoever knows the call.
      long attribute = arena.allocate(Bpf.ATTR_BYTES, 8).address();
      int result = Bpf.call(Bpf.MAP_CREATE, attribute, Bpf.ATTR_BYTES);
      if (result >= 0) {
        Descriptors.close(result);
      }
      return result == -Errno.ENOSYS
          ? Finding.warn(
              "BPF", "not in this kernel", "use --io afpacket, or a kernel with CONFIG_BPF_SYSCALL")
          : Finding.ok("BPF", "there");
    }
  }

  private Finding bridge() {
    String release = files.line("proc/sys/kernel/osrelease");
    boolean there =
        files.exists("sys/module/bridge")
            || files.exists("proc/sys/net/bridge")
            || files.contains("lib/modules/" + release + "/modules.builtin", "/bridge.ko")
            || files.contains("lib/modules/" + release + "/modules.dep", "/bridge.ko");
    return there
        ? Finding.ok("bridge", "there")
        : Finding.warn(
            "bridge", "not found", "load the module bridge, or choose --bypass none (fail-closed)");
  }
}
