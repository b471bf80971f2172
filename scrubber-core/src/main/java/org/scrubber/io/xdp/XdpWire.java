package org.scrubber.io.xdp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.PacketLine;
import org.scrubber.io.PacketWire;
import org.scrubber.io.bpf.BpfMap;
import org.scrubber.io.linux.Errno;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.LockedMemory;
import org.scrubber.io.xdp.exchange.Exchange;
import org.scrubber.io.xsk.PacketMemory;
import org.scrubber.io.xsk.XdpSocket;

/**
 * Two interfaces with an XDP program on each, and the lines of the workers between them.
 *
 * <p>After {@link #open} packets still go the kernel's own way; {@link #start} takes them, {@link
 * #stop} gives them back, and so does {@link #close} or the end of the process, whatever its
 * reason. The thread that opens must be in the network namespace of the interfaces; methods are
 * thread-safe, lines belong to a worker each.
 */
public final class XdpWire implements PacketWire {
  /** Ethernet header and two VLAN tags, which no MTU counts. */
  private static final int LINK_BYTES = 22;

  /** What the kernel calls the XDP program of a wire. */
  public static final String PROGRAM_NAME = "scrubber";

  /** Largest MTU that it can serve, bytes: the smaller one of both interfaces counts. */
  public static final int MAX_MTU_BYTES =
      PacketMemory.MAX_PARTS * (PacketMemory.FRAME_BYTES - PacketMemory.HEADROOM_BYTES)
          - LINK_BYTES;

  private static final int CONTROL_ENTRIES = 256;
  private static final int BUSY_POLL_BUDGET = 64;

  private final XdpOptions options;
  private final XdpPort[] ports = new XdpPort[2];
  private final List<XdpLine> lines = new ArrayList<>();
  private final List<Lanes> lanes = new ArrayList<>();
  private final List<String> report = new ArrayList<>();
  private final BpfMap[] devices = new BpfMap[2];
  private final List<String> refusing = new ArrayList<>();
  private @Nullable OffloadMaps maps;
  private @Nullable Exchange exchange;
  private @Nullable Heartbeat heartbeat;

  private XdpWire(XdpOptions options) {
    this.options = options;
  }

  /**
   * Attaches to both interfaces and makes all sockets.
   *
   * @throws IOException in one line, when an interface is not there or is the same twice, has
   *     another XDP program or not the queues that were asked for, when a queue is in use, when
   *     both MTUs are larger than frames hold, or when a capability is missing; nothing is left
   *     behind then
   */
  public static XdpWire open(XdpOptions options) throws IOException {
    XdpWire wire = new XdpWire(options);
    try {
      wire.openAll();
      return wire;
    } catch (IOException | RuntimeException failure) {
      wire.close();
      throw failure;
    }
  }

  private void openAll() throws IOException {
    if (options.outside().equals(options.inside())) {
      throw new IOException("outside and inside are the same interface, " + options.outside());
    }
    LockedMemory.lift();
    ports[PacketLine.OUTSIDE] = new XdpPort(options.outside());
    ports[PacketLine.INSIDE] = new XdpPort(options.inside());
    checkQueues();
    checkMtus();
    Heartbeat signs = new Heartbeat(options.workers());
    heartbeat = signs;
    attach(signs);
    if (options.workers() > 1) {
      exchange = new Exchange(options.workers());
    }
    boolean zeroCopy =
        ports[0].isNative()
            && ports[1].isNative()
            && ports[0].features().isZeroCopy()
            && ports[1].features().isZeroCopy();
    boolean isZeroCopy = zeroCopy && openLines(XdpSocket.ZERO_COPY, signs);
    if (!isZeroCopy && !openLines(XdpSocket.COPY, signs)) {
      throw new IOException("no XDP sockets");
    }
    for (XdpPort port : ports) {
      report.add(port.describe(isZeroCopy));
    }
    if (options.offload() != XdpOptions.Offload.NONE) {
      report.add(describeOffload());
    }
  }

  /** Says what the kernel does by itself, and why that is less than was asked for. */
  private String describeOffload() {
    String does = devices[0] == null && devices[1] == null ? "drop" : "drop and send on";
    String line = "offload: %s, at most %d entries".formatted(does, options.offloadEntries());
    return refusing.isEmpty()
        ? line
        : "%s; full was asked for, but %s no packets redirected by the kernel, so nothing is sent on there"
            .formatted(
                line, String.join(" and ", refusing) + (refusing.size() == 1 ? " takes" : " take"));
  }

  private void checkQueues() throws IOException {
    for (XdpPort port : ports) {
      int wanted = options.queues();
      if (wanted != 0 && port.queues() != wanted) {
        throw new IOException(
            "interface "
                + port.name()
                + " has "
                + port.queues()
                + " receive queues, not "
                + wanted
                + " (ethtool -L "
                + port.name()
                + " combined "
                + wanted
                + ")");
      }
      if (port.queues() > SteeringProgram.MAX_QUEUES) {
        throw new IOException(
            "interface "
                + port.name()
                + " has more than "
                + SteeringProgram.MAX_QUEUES
                + " queues");
      }
      if (port.queues() < options.workers()) {
        throw new IOException(
            options.workers()
                + " workers need as many queues, and "
                + port.name()
                + " has "
                + port.queues()
                + " (ethtool -L "
                + port.name()
                + " combined "
                + options.workers()
                + ")");
      }
    }
  }

  /** The smaller MTU decides: what is longer does not get through anyway. */
  private void checkMtus() throws LinuxException {
    XdpPort port = ports[0].mtuBytes() <= ports[1].mtuBytes() ? ports[0] : ports[1];
    if (port.mtuBytes() > MAX_MTU_BYTES) {
      throw new LinuxException(
          "MTU %d of %s is more than the frames of AF_XDP hold; at most %d: ip link set dev %s mtu %d, or --io afpacket"
              .formatted(port.mtuBytes(), port.name(), MAX_MTU_BYTES, port.name(), MAX_MTU_BYTES),
          Errno.EMSGSIZE);
    }
  }

  private void attach(Heartbeat signs) throws IOException {
    OffloadMaps shared = null;
    if (options.offload() != XdpOptions.Offload.NONE) {
      shared = new OffloadMaps(options.offloadEntries());
      maps = shared;
    }
    for (int side = 0; side < 2; side++) {
      OffloadProgram offload =
          shared == null ? null : new OffloadProgram(shared, deviceMap(side), side);
      if (shared != null) {
        shared.sendsOn(side, devices[side] != null);
      }
      byte[] program = SteeringProgram.assemble(ports[side].lanes(), offload, signs, side);
      ports[side].attach(program, options.mode());
    }
  }

  /** Returns a map with the interface opposite to {@code side}, or null when it takes nothing. */
  private @Nullable BpfMap deviceMap(int side) throws IOException {
    XdpPort other = ports[1 - side];
    if (options.offload() != XdpOptions.Offload.FULL) {
      return null;
    }
    if (options.mode() != XdpOptions.Mode.GENERIC && !other.features().sendsRedirected()) {
      refusing.add(other.name());
      return null;
    }
    devices[side] = new BpfMap("scrub_other", BpfMap.DEVICES, 4, 4, 1, 0);
    devices[side].set(0, other.index());
    return devices[side];
  }

  private boolean openLines(int copyFlag, Heartbeat signs) throws IOException {
    for (int worker = 0; worker < options.workers(); worker++) {
      LineBuilder builder = new LineBuilder(worker, copyFlag);
      try {
        lines.add(builder.build(signs));
      } catch (LinuxException failure) {
        builder.close();
        if (copyFlag == XdpSocket.ZERO_COPY && failure.errno() != Errno.EBUSY) {
          lines.forEach(XdpLine::close);
          lines.clear();
          lanes.clear();
          return false;
        }
        throw failure;
      }
    }
    return true;
  }

  @Override
  public synchronized void start() throws IOException {
    for (Lanes some : lanes) {
      some.open();
    }
  }

  /** {@inheritDoc} Nothing is settled in the kernel any more either. */
  @Override
  public synchronized void stop() throws IOException {
    for (Lanes some : lanes) {
      some.shut();
    }
  }

  /** Returns where a worker gives signs of life; of a wire that is open. */
  Heartbeat.OfWorker sign(int worker) {
    return java.util.Objects.requireNonNull(heartbeat).of(worker);
  }

  @Override
  public List<XdpLine> lines() {
    return List.copyOf(lines);
  }

  @Override
  public List<String> report() {
    return List.copyOf(report);
  }

  @Override
  public synchronized void close() {
    lanes.forEach(Lanes::forget);
    lanes.clear();
    for (XdpPort port : ports) {
      if (port != null) {
        port.close();
      }
    }
    lines.forEach(XdpLine::close);
    lines.clear();
    for (BpfMap map : devices) {
      if (map != null) {
        map.close();
      }
    }
    if (maps != null) {
      maps.close();
      maps = null;
    }
    if (heartbeat != null) {
      heartbeat.close();
      heartbeat = null;
    }
    if (exchange != null) {
      exchange.close();
      exchange = null;
    }
  }

  /** Makes the sockets of one worker's line. */
  private final class LineBuilder {
    private final int worker;
    private final int copyFlag;
    private final List<XdpQueue> queues = new ArrayList<>();
    private final List<XdpSocket> opened = new ArrayList<>();
    private final PacketMemory memory;
    private final @Nullable OffloadTable table;
    private final Lanes own;
    private final int perSide;
    private final int receiveEntries;
    private final int dataEntries;
    private final int transmitEntries;

    LineBuilder(int worker, int copyFlag) throws IOException {
      this.worker = worker;
      this.copyFlag = copyFlag;
      table = maps == null ? null : new OffloadTable(maps, worker, options.workers());
      own = new Lanes(table);
      int most = Math.max(ports[0].queues(), ports[1].queues());
      perSide = (most - worker + options.workers() - 1) / options.workers();
      int least = 2 * perSide * XdpOptions.MIN_QUEUE_FRAMES;
      if (options.frames() < least) {
        throw new IOException(
            options.frames() + " frames are too few for " + 2 * perSide + " queues: " + least);
      }
      receiveEntries = powerOfTwo(options.frames() / (2 * perSide));
      dataEntries = powerOfTwo(XdpQueue.lent(options.frames(), 2 * perSide) / 4 * 3);
      transmitEntries = Math.max(XdpOptions.MIN_QUEUE_FRAMES, receiveEntries / 2);
      memory = new PacketMemory(options.frames());
    }

    XdpLine build(Heartbeat signs) throws IOException {
      for (int side = 0; side < 2; side++) {
        for (int queue = worker; queue < ports[side].queues(); queue += options.workers()) {
          addQueue(side, queue);
        }
      }
      lanes.add(own);
      return new XdpLine(
          memory,
          own,
          queues.toArray(XdpQueue[]::new),
          new String[] {ports[0].name(), ports[1].name()},
          new int[] {ports[0].mtuBytes(), ports[1].mtuBytes()},
          transmitEntries,
          options.busyPollUs() > 0,
          table,
          worker == 0 ? maps : null,
          exchange == null ? null : exchange.desk(worker),
          signs.of(worker));
    }

    private void addQueue(int side, int queue) throws IOException {
      XdpPort port = ports[side];
      XdpSocket data = open();
      boolean first = opened.size() == 1;
      if (first) {
        data.register(memory);
      }
      data.sizeMemoryRings(receiveEntries, 2 * transmitEntries);
      // Smaller than what is lent: when it is full, frames are left for the control lane.
      data.sizeReceiveRing(dataEntries);
      data.sizeTransmitRing(transmitEntries);
      if (options.busyPollUs() > 0) {
        data.preferBusyPolling(options.busyPollUs(), BUSY_POLL_BUDGET);
      }
      int flags =
          first ? copyFlag | XdpSocket.NEED_WAKEUP | XdpSocket.USE_PARTS : XdpSocket.SHARED_UMEM;
      bind(data, port, queue, flags, opened.getFirst());
      XdpSocket control = open();
      control.sizeReceiveRing(CONTROL_ENTRIES);
      // With the queue's own socket it shares the rings of the packet memory, too.
      bind(control, port, queue, XdpSocket.SHARED_UMEM, data);
      queues.add(
          new XdpQueue(
              side,
              data.receiveRing(dataEntries),
              control.receiveRing(CONTROL_ENTRIES),
              data.fillRing(receiveEntries),
              data.transmitRing(transmitEntries),
              data.completionRing(2 * transmitEntries),
              data,
              control));
      own.add(port, queue, data, control);
    }

    private XdpSocket open() throws LinuxException {
      XdpSocket socket = new XdpSocket();
      opened.add(socket);
      return socket;
    }

    private void bind(XdpSocket socket, XdpPort port, int queue, int flags, XdpSocket shared)
        throws LinuxException {
      int result = socket.bind(port.index(), queue, flags, shared.fd());
      String what = "bind to queue " + queue + " of " + port.name();
      if (result == -Errno.EBUSY) {
        throw new LinuxException(what + ": another XDP socket has it", Errno.EBUSY);
      }
      LinuxException.check(what, result);
    }

    void close() {
      opened.forEach(XdpSocket::close);
      memory.close();
    }
  }

  private static int powerOfTwo(int atMost) {
    return Integer.highestOneBit(atMost);
  }
}
