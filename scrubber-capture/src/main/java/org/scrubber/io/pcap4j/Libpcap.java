package org.scrubber.io.pcap4j;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.BpfProgram;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.namednumber.DataLinkType;
import org.scrubber.io.linux.Capabilities;
import org.scrubber.io.linux.Privileges;
import org.scrubber.io.netlink.Link;
import org.scrubber.io.netlink.Links;
import org.scrubber.wire.LinkType;

/** libpcap itself: whether it is there, what it can capture from, and its errors in our words. */
public final class Libpcap {
  /** The device that stands for all interfaces. */
  public static final String ANY = "any";

  private static final String MISSING =
      "libpcap is not installed: install the package libpcap (Debian and Ubuntu: libpcap0.8)";

  /** How long the kernel may keep packets to itself before it shows them, ms. */
  private static final int RETIRE_MS = 10;

  private static final int NO_SUCH_DEVICE = -5;
  private static final int PERMISSION_DENIED = -8;
  private static final int NOT_UP = -9;
  private static final int PROMISCUOUS_DENIED = -11;

  private Libpcap() {}

  /** Returns the library's name and version in its own words. */
  public static String version() throws CaptureRefusal {
    try {
      return Pcaps.libVersion();
    } catch (LinkageError failure) {
      throw new CaptureRefusal(CaptureRefusal.Reason.NO_LIBRARY, unloadable(failure), failure);
    }
  }

  /** Tells a missing libpcap from one that JNA cannot load. */
  private static String unloadable(LinkageError failure) {
    Throwable cause = failure instanceof ExceptionInInitializerError ? failure.getCause() : failure;
    String message = String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
    // The class that failed once to load says no more than its name afterwards.
    boolean missing =
        message.startsWith("Unable to load library") || failure instanceof NoClassDefFoundError;
    return missing ? MISSING : "libpcap cannot be loaded: " + firstLine(message);
  }

  /**
   * Returns the names of what can be captured from: interfaces of the calling thread's namespace,
   * and {@link #ANY}, without what carries no packets (buses, logs).
   */
  public static List<String> devices() throws IOException {
    version();
    Set<String> links = new TreeSet<>();
    links.add(ANY);
    try (Links netlink = Links.open()) {
      for (Link link : netlink.list()) {
        links.add(link.name());
      }
    }
    List<String> devices = new ArrayList<>();
    try {
      for (PcapNetworkInterface device : Pcaps.findAllDevs()) {
        if (links.contains(device.getName())) {
          devices.add(device.getName());
        }
      }
    } catch (PcapNativeException failure) {
      throw new CaptureRefusal(
          CaptureRefusal.Reason.REFUSED, "interfaces: " + firstLine(failure.getMessage()), failure);
    }
    return devices;
  }

  /** Opens an interface; it takes packets from here on. */
  static PcapHandle open(CaptureSettings settings) throws IOException {
    version();
    String name = settings.interfaceName();
    try {
      PcapHandle handle =
          new PcapHandle.Builder(name)
              .snaplen(settings.snapLengthBytes())
              .promiscuousMode(
                  settings.promiscuous()
                      ? PromiscuousMode.PROMISCUOUS
                      : PromiscuousMode.NONPROMISCUOUS)
              .timeoutMillis(RETIRE_MS)
              .bufferSize(settings.bufferBytes())
              .timestampPrecision(PcapHandle.TimestampPrecision.NANO)
              .build();
      try {
        preferInterfaceNumbers(name, handle);
        filter(handle, settings.filter());
        return handle;
      } catch (IOException | PcapNativeException | NotOpenException failure) {
        handle.close();
        throw failure;
      }
    } catch (PcapNativeException failure) {
      throw refusal(name, failure);
    } catch (NotOpenException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Of all interfaces, lets frames say which one they came by (SLL2), where libpcap can. */
  private static void preferInterfaceNumbers(String name, PcapHandle handle)
      throws NotOpenException {
    if (name.equals(ANY)) {
      try {
        handle.setDlt(DataLinkType.getInstance(LinkType.LINUX_SLL2));
      } catch (PcapNativeException cannot) {
        // Then they do not say; all else is the same.
      }
    }
  }

  private static void filter(PcapHandle handle, String filter)
      throws CaptureRefusal, PcapNativeException, NotOpenException {
    if (filter.isBlank()) {
      return;
    }
    String message = compile(handle, filter);
    if (!message.isEmpty()) {
      throw wrong(handle, filter, message);
    }
    handle.setFilter(filter, BpfProgram.BpfCompileMode.OPTIMIZE);
  }

  /**
   * Requires that a filter can be compiled for Ethernet; needs no privilege.
   *
   * @throws CaptureRefusal when it cannot; the line says what is wrong, and at which character
   */
  public static void requireFilter(String filter) throws CaptureRefusal {
    version();
    try {
      PcapHandle dead = Pcaps.openDead(DataLinkType.EN10MB, CaptureSettings.MAX_SNAP_LENGTH);
      try {
        String message = compile(dead, filter);
        if (!message.isEmpty()) {
          throw wrong(dead, filter, message);
        }
      } finally {
        dead.close();
      }
    } catch (PcapNativeException failure) {
      throw new CaptureRefusal(
          CaptureRefusal.Reason.REFUSED, firstLine(failure.getMessage()), failure);
    }
  }

  private static CaptureRefusal wrong(PcapHandle handle, String filter, String message) {
    FilterFault fault =
        new FilterLocator(filter, text -> compile(handle, text)).locate(firstLine(message));
    return new CaptureRefusal(CaptureRefusal.Reason.WRONG_FILTER, fault.line(filter));
  }

  /** Returns what is wrong with a filter, or an empty text. */
  private static String compile(PcapHandle handle, String filter) {
    try {
      BpfProgram program =
          handle.compileFilter(
              filter, BpfProgram.BpfCompileMode.OPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN);
      program.free();
      return "";
    } catch (PcapNativeException failure) {
      return firstLine(failure.getMessage());
    } catch (NotOpenException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static CaptureRefusal refusal(String name, PcapNativeException failure)
      throws IOException {
    String words = firstLine(failure.getMessage());
    return switch (failure.getReturnCode()) {
      case Integer code when code == NO_SUCH_DEVICE ->
          new CaptureRefusal(
              CaptureRefusal.Reason.NO_INTERFACE,
              "no interface " + name + "; there are " + String.join(", ", devices()),
              failure);
      case Integer code when code == PERMISSION_DENIED || code == PROMISCUOUS_DENIED ->
          new CaptureRefusal(
              CaptureRefusal.Reason.NO_PERMISSION, name + ": " + denied(words), failure);
      case Integer code when code == NOT_UP ->
          new CaptureRefusal(
              CaptureRefusal.Reason.REFUSED,
              name + ": the interface is down: ip link set dev " + name + " up",
              failure);
      case null, default ->
          new CaptureRefusal(CaptureRefusal.Reason.REFUSED, name + ": " + words, failure);
    };
  }

  private static String denied(String words) throws IOException {
    String lacks = Privileges.lacks("capturing", 1L << Capabilities.NET_RAW);
    return lacks.isEmpty() ? words : lacks;
  }

  /** Returns the first line of an error, without what is put before all of them. */
  static String firstLine(@Nullable String message) {
    String text = String.valueOf(message).lines().findFirst().orElse("libpcap does not say why");
    return text.replaceFirst("^(can't parse filter expression|Error occurred): ", "");
  }
}
