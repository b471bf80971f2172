package org.scrubber.captures.netns;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.scrubber.io.linux.Capabilities;

/**
 * A set of network namespaces that go away together, with whatever runs in them.
 *
 * <p>Names carry the process id and a number, so that several sets can stand beside each other.
 * {@link #close} ends the programs, deletes the namespaces and with them all interfaces; a hook
 * does so when the JVM ends without it. One thread.
 */
public final class Namespaces implements AutoCloseable {
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final AtomicBoolean SAID = new AtomicBoolean();

  private final String prefix;
  private final List<Namespace> all = new ArrayList<>();
  private final Thread atExit = new Thread(this::remove, "remove namespaces");

  private Namespaces(String prefix) {
    this.prefix = prefix;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Creates an empty set.
   *
   * @param task what the names begin with, a few letters
   */
  public static Namespaces create(String task) {
    return new Namespaces(task + ProcessHandle.current().pid() + "n" + NEXT.getAndIncrement());
  }

  /** Tells whether namespaces can be made here; when not, says why, once, on standard error. */
  public static boolean available() {
    String reason = missing("ip", "ping");
    if (!reason.isEmpty() && !SAID.getAndSet(true)) {
      System.err.println("skipped what needs network namespaces: " + reason);
    }
    return reason.isEmpty();
  }

  /**
   * Returns what keeps this process from making namespaces and running these programs in them, or
   * an empty text.
   */
  public static String missing(String... programs) {
    if (!System.getProperty("os.name").equals("Linux")) {
      return "this is not Linux";
    }
    try {
      if (!Capabilities.has(Capabilities.SYS_ADMIN) || !Capabilities.has(Capabilities.NET_ADMIN)) {
        return "needs root";
      }
    } catch (IOException failure) {
      return String.valueOf(failure.getMessage());
    }
    for (String program : programs) {
      if (!Programs.has(program)) {
        return "needs the program " + program;
      }
    }
    return "";
  }

  /**
   * Adds a namespace whose loopback interface is up and whose interfaces make no IPv6 addresses by
   * themselves other than the link-local one.
   *
   * @param role its name within the set, a few letters
   */
  public Namespace add(String role) {
    Namespace namespace = new Namespace(prefix + role);
    Programs.require(List.of("ip", "netns", "add", namespace.name()));
    all.add(namespace);
    namespace.require("ip", "link", "set", "lo", "up");
    namespace.require(
        "sysctl",
        "-q",
        "-w",
        "net.ipv6.conf.all.accept_ra=0",
        "net.ipv6.conf.default.accept_dad=0");
    return namespace;
  }

  /** Connects two namespaces by a veth pair of one queue; both ends are up. */
  public void connect(Namespace one, String oneName, Namespace other, String otherName) {
    connect(one, oneName, other, otherName, 1);
  }

  /** Connects two namespaces by a veth pair of several queues each way; both ends are up. */
  public void connect(
      Namespace one, String oneName, Namespace other, String otherName, int queues) {
    String count = Integer.toString(queues);
    Programs.require(
        List.of(
            "ip",
            "-n",
            one.name(),
            "link",
            "add",
            oneName,
            "numrxqueues",
            count,
            "numtxqueues",
            count,
            "type",
            "veth",
            "peer",
            "name",
            otherName,
            "numrxqueues",
            count,
            "numtxqueues",
            count,
            "netns",
            other.name()));
    one.require("ip", "link", "set", oneName, "up");
    other.require("ip", "link", "set", otherName, "up");
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException endsAlready) {
      return; // The hook does it.
    }
    remove();
  }

  private void remove() {
    for (Namespace namespace : all) {
      namespace.close();
    }
    for (Namespace namespace : all) {
      Programs.run(List.of("ip", "netns", "del", namespace.name()), Duration.ofSeconds(10));
    }
    all.clear();
  }
}
