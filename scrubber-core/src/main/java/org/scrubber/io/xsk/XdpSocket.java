package org.scrubber.io.xsk;

import java.lang.foreign.Arena;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.MappedMemory;
import org.scrubber.io.linux.Sockets;
import org.scrubber.wire.Memory;

/**
 * One AF_XDP socket and its rings (linux/if_xdp.h). Set up in this order: the packet memory where
 * it is the first, the rings, bind, and then the rings are mapped.
 */
public final class XdpSocket implements AutoCloseable {
  /** Flag of binding: use the packet memory of another socket. */
  public static final int SHARED_UMEM = 1;

  /** Flag of binding: the kernel copies packets. */
  public static final int COPY = 1 << 1;

  /** Flag of binding: the driver writes into our memory itself. */
  public static final int ZERO_COPY = 1 << 2;

  /** Flag of binding: call only when a ring says so. */
  public static final int NEED_WAKEUP = 1 << 3;

  /** Flag of binding: packets may have several parts. */
  public static final int USE_PARTS = 1 << 4;

  /** Option of a descriptor: the packet goes on in the next. */
  public static final int CONTINUES = 1;

  private static final int NO_DESCRIPTOR = -1;
  private static final int XDP_MMAP_OFFSETS = 1;
  private static final int XDP_RX_RING = 2;
  private static final int XDP_TX_RING = 3;
  private static final int XDP_UMEM_REG = 4;
  private static final int XDP_UMEM_FILL_RING = 5;
  private static final int XDP_UMEM_COMPLETION_RING = 6;
  private static final int XDP_STATISTICS = 7;
  private static final int XDP_OPTIONS = 8;
  private static final int XDP_MAX_TX_SKB_BUDGET = 9;
  private static final int STATISTICS_BYTES = 48;
  private static final int SO_SNDBUFFORCE = 32;
  private static final int SO_BUSY_POLL = 46;
  private static final int SO_PREFER_BUSY_POLL = 69;
  private static final int SO_BUSY_POLL_BUDGET = 70;
  private static final int SEND_BUFFER_BYTES = 64 << 20;
  private static final long RX_OFFSET = 0;
  private static final long TX_OFFSET = 0x80000000L;
  private static final long FILL_OFFSET = 0x100000000L;
  private static final long COMPLETION_OFFSET = 0x180000000L;

  private final int fd;
  private final Arena arena = Arena.ofAuto();
  private final long word = arena.allocate(8, 8).address();
  private final long statistics = arena.allocate(STATISTICS_BYTES, 8).address();
  private final long offsets = arena.allocate(128, 8).address();
  private final MappedMemory[] mappings = new MappedMemory[4];
  private int mappingCount;

  /** Opens a socket that is not bound yet. */
  public XdpSocket() throws LinuxException {
    fd =
        LinuxException.check(
            "open an XDP socket",
            Sockets.socket(Sockets.AF_XDP, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, 0));
    // Without the capability the send buffer stays small: less at a time, nothing worse.
    Memory.putI32Le(word, SEND_BUFFER_BYTES);
    Sockets.setOption(fd, Sockets.SOL_SOCKET, SO_SNDBUFFORCE, word, 4);
  }

  private XdpSocket(int fd) {
    this.fd = fd;
  }

  /** Returns one that was never opened: calls are made, and fail. */
  public static XdpSocket none() {
    return new XdpSocket(NO_DESCRIPTOR);
  }

  /** Returns its descriptor; negative when there is none. */
  public int fd() {
    return fd;
  }

  /** Makes {@code memory} the packet memory of this socket and of those that share it. */
  public void register(PacketMemory memory) throws LinuxException {
    long registration = arena.allocate(32, 8).address();
    Memory.putI64Le(registration, memory.address());
    Memory.putI64Le(registration + 8, memory.lengthBytes());
    Memory.putI32Le(registration + 16, PacketMemory.FRAME_BYTES);
    LinuxException.check(
        "register " + memory.lengthBytes() / 1024 + " KiB of packet memory (locked memory)",
        Sockets.setOption(fd, Sockets.SOL_XDP, XDP_UMEM_REG, registration, 32));
  }

  /** Says how large the rings of the packet memory are on this socket's queue. */
  public void sizeMemoryRings(int fill, int completion) throws LinuxException {
    set("fill ring", Sockets.SOL_XDP, XDP_UMEM_FILL_RING, fill);
    set("completion ring", Sockets.SOL_XDP, XDP_UMEM_COMPLETION_RING, completion);
  }

  /** Says how large the receive ring is. */
  public void sizeReceiveRing(int entries) throws LinuxException {
    set("receive ring", Sockets.SOL_XDP, XDP_RX_RING, entries);
  }

  /** Says how large the transmit ring is, and lets a call send all of it where the kernel can. */
  public void sizeTransmitRing(int entries) throws LinuxException {
    set("transmit ring", Sockets.SOL_XDP, XDP_TX_RING, entries);
    Memory.putI32Le(word, entries);
    // Older kernels send 32 packets a call: flush calls again.
    Sockets.setOption(fd, Sockets.SOL_XDP, XDP_MAX_TX_SKB_BUDGET, word, 4);
  }

  /** Lets the kernel look at the driver's queue when we call, for up to {@code pollUs}. */
  public void preferBusyPolling(int pollUs, int budget) throws LinuxException {
    set("SO_PREFER_BUSY_POLL", Sockets.SOL_SOCKET, SO_PREFER_BUSY_POLL, 1);
    set("SO_BUSY_POLL", Sockets.SOL_SOCKET, SO_BUSY_POLL, pollUs);
    set("SO_BUSY_POLL_BUDGET", Sockets.SOL_SOCKET, SO_BUSY_POLL_BUDGET, budget);
  }

  /**
   * Binds to a queue of an interface.
   *
   * @param memorySocket the socket whose packet memory is shared, where {@code flags} say so
   * @return 0 or the negated error number
   */
  public int bind(int interfaceIndex, int queue, int flags, int memorySocket) {
    long address = arena.allocate(16, 8).address();
    Memory.putU16Le(address, Sockets.AF_XDP);
    Memory.putU16Le(address + 2, flags);
    Memory.putI32Le(address + 4, interfaceIndex);
    Memory.putI32Le(address + 8, queue);
    Memory.putI32Le(address + 12, memorySocket);
    return Sockets.bind(fd, address, 16);
  }

  /** Tells whether the driver writes into our memory itself. */
  public boolean isZeroCopy() throws LinuxException {
    Memory.putI32Le(word, 0);
    Memory.putI32Le(word + 4, 4);
    LinuxException.check(
        "read options of an XDP socket",
        Sockets.getOption(fd, Sockets.SOL_XDP, XDP_OPTIONS, word, word + 4));
    return (Memory.i32Le(word) & 1) != 0;
  }

  /** Maps the receive ring. */
  public ConsumerRing receiveRing(int entries) throws LinuxException {
    long base = map("receive ring", RX_OFFSET, 0, entries, 16);
    return new ConsumerRing(at(base, 0, 0), at(base, 0, 1), at(base, 0, 2), entries);
  }

  /** Maps the transmit ring. */
  public ProducerRing transmitRing(int entries) throws LinuxException {
    long base = map("transmit ring", TX_OFFSET, 1, entries, 16);
    return producer(base, 1, entries);
  }

  /** Maps the fill ring. */
  public ProducerRing fillRing(int entries) throws LinuxException {
    long base = map("fill ring", FILL_OFFSET, 2, entries, 8);
    return producer(base, 2, entries);
  }

  /** Maps the completion ring. */
  public ConsumerRing completionRing(int entries) throws LinuxException {
    long base = map("completion ring", COMPLETION_OFFSET, 3, entries, 8);
    return new ConsumerRing(at(base, 3, 0), at(base, 3, 1), at(base, 3, 2), entries);
  }

  /** Lets the kernel send what is in the transmit ring: returns 0 or the negated error number. */
  public int wake() {
    return (int) Sockets.send(fd, 0, 0, Sockets.MSG_DONTWAIT, 0, 0);
  }

  /** Lets the kernel look for packets: returns 0 or the negated error number. */
  public int look() {
    return (int) Sockets.receive(fd, 0, 0, Sockets.MSG_DONTWAIT, 0, 0);
  }

  /** Returns packets that the kernel could not put into this socket's rings since it was opened. */
  public long lost() {
    Memory.putI32Le(word + 4, STATISTICS_BYTES);
    int result = Sockets.getOption(fd, Sockets.SOL_XDP, XDP_STATISTICS, statistics, word + 4);
    // No free frame, and a full receive ring.
    return result < 0 ? 0 : Memory.i64Le(statistics) + Memory.i64Le(statistics + 24);
  }

  private void set(String what, int level, int option, int value) throws LinuxException {
    Memory.putI32Le(word, value);
    LinuxException.check("set " + what, Sockets.setOption(fd, level, option, word, 4));
  }

  private ProducerRing producer(long base, int ring, int entries) {
    return new ProducerRing(
        at(base, ring, 0), at(base, ring, 1), at(base, ring, 3), at(base, ring, 2), entries);
  }

  /** Where ring number {@code ring} has its producer, consumer, entries or flags (0 to 3). */
  private long at(long base, int ring, int field) {
    return base + Memory.i64Le(offsets + ring * 32L + field * 8L);
  }

  private long map(String what, long page, int ring, int entries, int entryBytes)
      throws LinuxException {
    Memory.putI32Le(word + 4, 128);
    LinuxException.check(
        "read the offsets of XDP rings",
        Sockets.getOption(fd, Sockets.SOL_XDP, XDP_MMAP_OFFSETS, offsets, word + 4));
    long lengthBytes = Memory.i64Le(offsets + ring * 32L + 16) + (long) entries * entryBytes;
    MappedMemory mapping = MappedMemory.of(what, fd, page, lengthBytes);
    mappings[mappingCount++] = mapping;
    return mapping.address();
  }

  @Override
  public void close() {
    if (fd != NO_DESCRIPTOR) {
      Descriptors.close(fd);
    }
    for (int k = 0; k < mappingCount; k++) {
      mappings[k].close();
    }
    mappingCount = 0;
  }
}
