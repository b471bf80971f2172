package org.scrubber.io.xdp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.bpf.BpfMap;
import org.scrubber.io.bpf.BpfProgram;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.Errno;
import org.scrubber.io.linux.Interfaces;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.netlink.DriverFeatures;
import org.scrubber.io.netlink.Link;
import org.scrubber.io.netlink.Links;

/** One interface of a wire: what it is, its map of lanes, and its attached program. */
final class XdpPort implements AutoCloseable {
  private final String name;
  private final int index;
  private final String driver;
  private final int mtuBytes;
  private final int queues;
  private final DriverFeatures features;
  private final BpfMap lanes;
  private @Nullable BpfProgram program;
  private int link = -1;
  private boolean isNative;
  private String whyGeneric = "";

  /**
   * Looks at an interface and makes the map of its lanes; attaches nothing yet.
   *
   * @throws IOException when there is none of this name
   */
  XdpPort(String name) throws IOException {
    this.name = name;
    index = Interfaces.index(name);
    if (index < 0) {
      throw new IOException("there is no interface " + name);
    }
    driver = driver(name);
    mtuBytes = Interfaces.mtuBytes(name);
    queues = Interfaces.receiveQueues(name);
    features = DriverFeatures.of(index);
    lanes = new BpfMap("scrub_lanes", BpfMap.SOCKETS, 4, 4, 2 * SteeringProgram.MAX_QUEUES, 0);
  }

  private static String driver(String name) throws IOException {
    try {
      return Interfaces.driver(name);
    } catch (LinuxException failure) {
      return "unknown driver";
    }
  }

  /** Loads and attaches the program; the lanes are closed, so that packets go the kernel's way. */
  void attach(byte[] code, XdpOptions.Mode mode) throws IOException {
    BpfProgram loaded = BpfProgram.load(XdpWire.PROGRAM_NAME, code);
    program = loaded;
    int result;
    if (mode != XdpOptions.Mode.GENERIC) {
      result = loaded.attach(index, BpfProgram.NATIVE);
      refuseWhenTaken(result);
      if (result >= 0) {
        link = result;
        isNative = true;
        return;
      }
      if (mode == XdpOptions.Mode.NATIVE) {
        throw new LinuxException(
            "attach to " + name + " (" + driver + ") in native mode" + hint(result), -result);
      }
      whyGeneric =
          result == -Errno.ERANGE ? "its MTU is too large for the driver" : Errno.text(-result);
    }
    result = loaded.attach(index, BpfProgram.GENERIC);
    refuseWhenTaken(result);
    link = LinuxException.check("attach to " + name + " in generic mode", result);
  }

  private void refuseWhenTaken(int result) throws IOException {
    if (result == -Errno.EBUSY || result == -Errno.EEXIST) {
      try (Links links = Links.open()) {
        Link there = links.find(name);
        throw new LinuxException(
            "interface "
                + name
                + " has another XDP program already"
                + (there == null ? "" : ", and " + there.removal()),
            -result);
      }
    }
  }

  private String hint(int result) {
    return result == -Errno.ERANGE
        ? "; its MTU of "
            + mtuBytes
            + " is too large for that driver: lower it, or use generic mode"
        : "";
  }

  /** Opens a queue's lanes: from now on its packets come to these sockets. */
  void open(int queue, int dataSocket, int controlSocket) throws LinuxException {
    lanes.set(queue + SteeringProgram.MAX_QUEUES, controlSocket);
    lanes.set(queue, dataSocket);
  }

  /** Closes a queue's lanes: from now on its packets go the kernel's own way. */
  void shut(int queue) throws LinuxException {
    lanes.clear(queue);
    lanes.clear(queue + SteeringProgram.MAX_QUEUES);
  }

  /** Returns the map of lanes. */
  BpfMap lanes() {
    return lanes;
  }

  /** Returns its name. */
  String name() {
    return name;
  }

  /** Returns its index. */
  int index() {
    return index;
  }

  /** Returns the largest packet it carries, bytes without the Ethernet header. */
  int mtuBytes() {
    return mtuBytes;
  }

  /** Returns its receive queues. */
  int queues() {
    return queues;
  }

  /** Returns what its driver can do. */
  DriverFeatures features() {
    return features;
  }

  /** Tells whether the program runs in the driver. */
  boolean isNative() {
    return isNative;
  }

  /** Returns what there is to know, for a person. */
  String describe(boolean zeroCopy) {
    return name
        + ": "
        + driver
        + ", XDP "
        + (isNative ? "native" : "generic")
        + (whyGeneric.isEmpty() ? "" : " (native: " + whyGeneric + ")")
        + ", "
        + (zeroCopy ? "zero-copy" : "copy")
        + ", "
        + queues
        + (queues == 1 ? " queue" : " queues")
        + ", MTU "
        + mtuBytes;
  }

  @Override
  public void close() {
    if (link >= 0) {
      Descriptors.close(link);
      link = -1;
    }
    if (program != null) {
      program.close();
      program = null;
    }
    lanes.close();
  }
}
