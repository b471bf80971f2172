package org.scrubber.io.afpacket;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.linux.MappedMemory;
import org.scrubber.io.linux.Sockets;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;

/**
 * What an interface receives, in memory shared with the kernel: TPACKET_V3.
 *
 * <p>The ring is made of blocks. The kernel fills one, hands it over when it is full or 1 ms old,
 * and goes on with the next; a block goes back by {@link #release} once its packets have been sent.
 * When all are ours, the kernel drops and counts. One thread; nothing is allocated after the
 * constructor.
 */
final class PacketRing implements AutoCloseable {
  // Options of SOL_PACKET, and of SOL_SOCKET.
  private static final int RECEIVE_RING = 5;
  private static final int STATISTICS = 6;
  private static final int VERSION = 10;
  private static final int RESERVE = 12;
  private static final int VNET_HEADER = 15;
  private static final int IGNORE_OUTGOING = 23;
  private static final int ATTACH_FILTER = 26;
  private static final int VERSION_3 = 2;

  // struct tpacket_req3 and tpacket_stats_v3.
  private static final int REQUEST_BYTES = 28;
  private static final int STATISTICS_BYTES = 12;

  /**
   * Two super-packets of 64 KiB fit into a block, as they are made of segments of 1,500 bytes. Not
   * more, since a packet that comes alone takes a block for itself.
   */
  static final int BLOCK_BYTES = 128 * 1024;

  private static final int FRAME_BYTES = 2048;
  private static final int HAND_OVER_MS = 1;

  // struct tpacket_block_desc.
  private static final int BLOCK_STATUS = 8;
  private static final int PACKETS = 12;
  private static final int FIRST_PACKET = 16;
  private static final int OURS = 1;
  private static final int KERNELS = 0;

  // struct tpacket3_hdr.
  private static final int NEXT = 0;
  private static final int SECONDS = 4;
  private static final int NANOSECONDS = 8;
  private static final int CAPTURED = 12;
  private static final int LENGTH = 16;
  private static final int STATUS = 20;
  private static final int FRAME = 24;
  private static final int TAG_CONTROL = 32;
  private static final int TAG_TYPE = 36;
  private static final int TAGGED = 0x10;
  private static final int TAG_TYPE_KNOWN = 0x40;

  private final PacketSocket socket;
  private final MappedMemory memory;
  private final Arena arena = Arena.ofShared();
  private final long statistics = arena.allocate(STATISTICS_BYTES, 8).address();
  private final long statisticsBytes = arena.allocate(4, 4).address();
  private final long base;
  private final int blocks;

  /** Blocks that were handed to us, finished, and given back, since the start. */
  private long opened;

  private long finished;
  private long released;

  private int packetsLeft;
  private long packet;

  /** What came in between these times, inclusive, went past a worker that stood still. */
  private long pastFromNs = 1;

  private long pastUntilNs;

  /** What came in before this time was taken too late. */
  private long lateBeforeNs = Long.MIN_VALUE;

  private long late;
  private long passedOver;
  private long lost;
  private long unfinishedChecksums;

  /**
   * Opens a ring that takes in packets at once.
   *
   * @param link index of the interface
   * @param control whether it takes control traffic, or all other
   */
  PacketRing(String interfaceName, int link, boolean control, int blocks) throws IOException {
    this.blocks = blocks;
    socket = new PacketSocket(interfaceName, link);
    try {
      socket.set(Sockets.SOL_PACKET, VERSION, VERSION_3);
      socket.set(Sockets.SOL_PACKET, VNET_HEADER, 1);
      socket.set(Sockets.SOL_PACKET, RESERVE, VlanTag.BYTES);
      socket.set(Sockets.SOL_PACKET, IGNORE_OUTGOING, 1);
      requestRing();
      try (Arena scratch = Arena.ofConfined()) {
        socket.set(Sockets.SOL_SOCKET, ATTACH_FILTER, ControlFilter.program(scratch, control), 16);
      }
      memory =
          MappedMemory.of(
              "packets of " + interfaceName, socket.fd(), 0, (long) blocks * BLOCK_BYTES);
    } catch (IOException | RuntimeException failure) {
      socket.close();
      throw failure;
    }
    base = memory.address();
  }

  private void requestRing() throws IOException {
    try (Arena scratch = Arena.ofConfined()) {
      long request = scratch.allocate(REQUEST_BYTES, 8).address();
      Memory.putI32Le(request, BLOCK_BYTES);
      Memory.putI32Le(request + 4, blocks);
      Memory.putI32Le(request + 8, FRAME_BYTES);
      Memory.putI32Le(request + 12, BLOCK_BYTES / FRAME_BYTES * blocks);
      Memory.putI32Le(request + 16, HAND_OVER_MS);
      socket.set(Sockets.SOL_PACKET, RECEIVE_RING, request, REQUEST_BYTES);
    }
  }

  /** Begins to receive. */
  void start() throws IOException {
    socket.joinPromiscuously();
    socket.bindToReceive();
  }

  PacketSocket socket() {
    return socket;
  }

  /**
   * Appends packets to {@code batch}, up to a size of {@code limit}; passes over those that came in
   * within a time, as the kernel has handled them itself.
   *
   * @param passedFromNs start of that time, ns since the epoch
   * @param passedUntilNs its end, exclusive
   */
  void take(
      PacketBatch batch, int limit, int side, long nowNs, long passedFromNs, long passedUntilNs) {
    int size = batch.size;
    while (size < limit && (packetsLeft > 0 || openBlock())) {
      long header = packet;
      packetsLeft--;
      packet += Memory.i32Le(header + NEXT);
      if (packetsLeft == 0) {
        finished++;
      }
      long time = cameInNs(header);
      if (time >= passedFromNs && time < passedUntilNs
          || time >= pastFromNs && time <= pastUntilNs) {
        passedOver++;
        continue;
      }
      if (time < lateBeforeNs) {
        late++;
      }
      int length = Memory.i32Le(header + LENGTH);
      if (Memory.i32Le(header + CAPTURED) < length) {
        lost++; // It cannot be sent whole.
        continue;
      }
      long frame = header + Memory.u16Le(header + FRAME);
      int status = Memory.i32Le(header + STATUS);
      if ((status & TAGGED) != 0) {
        int type = tagType(header, status);
        frame = VlanTag.insert(frame, type, Memory.i32Le(header + TAG_CONTROL));
        length += VlanTag.BYTES;
      }
      if (VnetHeader.needsChecksum(frame)) {
        unfinishedChecksums++;
      }
      batch.frameAddress[size] = frame;
      batch.capturedLength[size] = length;
      batch.wireLength[size] = length;
      batch.timestampNs[size] = nowNs;
      batch.interfaceId[size] = side;
      batch.linkType[size] = LinkType.ETHERNET;
      size++;
    }
    batch.size = size;
  }

  private static int tagType(long header, int status) {
    return (status & TAG_TYPE_KNOWN) != 0
        ? Memory.u16Le(header + TAG_TYPE)
        : Protocols.ETHERTYPE_VLAN;
  }

  private static long cameInNs(long header) {
    return (Memory.i32Le(header + SECONDS) & 0xffff_ffffL) * 1_000_000_000L
        + Memory.i32Le(header + NANOSECONDS);
  }

  /**
   * Also passes over packets that came in within this time, which went past a worker that stood
   * still; ns since the epoch, inclusive. Of none where it ends before it begins.
   */
  void passOver(long fromNs, long untilNs) {
    pastFromNs = fromNs;
    pastUntilNs = untilNs;
  }

  /** From now on counts packets as late that came in before this time, ns since the epoch. */
  void lateBefore(long timeNs) {
    lateBeforeNs = timeNs;
  }

  /** Returns packets that were taken too late, since the start. */
  long late() {
    return late;
  }

  /** Goes on with the next block, if the kernel has handed it over. */
  private boolean openBlock() {
    while (opened - released < blocks) {
      long block = block(opened);
      if ((Memory.acquireI32Le(block + BLOCK_STATUS) & OURS) == 0) {
        return false;
      }
      opened++;
      packetsLeft = Memory.i32Le(block + PACKETS);
      packet = block + Memory.i32Le(block + FIRST_PACKET);
      if (packetsLeft > 0) {
        return true;
      }
      finished++;
    }
    return false;
  }

  /** Tells whether the kernel has half of the blocks at least to fill. */
  boolean hasRoom() {
    return (Memory.acquireI32Le(block(released + blocks / 2) + BLOCK_STATUS) & OURS) == 0;
  }

  /** Returns packets that were not handed out as the kernel has handled them, since the start. */
  long passedOver() {
    return passedOver;
  }

  /** Tells whether packets wait. */
  boolean hasPackets() {
    return packetsLeft > 0
        || opened - released < blocks
            && (Memory.acquireI32Le(block(opened) + BLOCK_STATUS) & OURS) != 0;
  }

  /** Gives the blocks back whose packets have all been taken; those must not be used any more. */
  void release() {
    while (released < finished) {
      Memory.releaseI32Le(block(released) + BLOCK_STATUS, KERNELS);
      released++;
    }
  }

  private long block(long number) {
    return base + number % blocks * BLOCK_BYTES;
  }

  /** Returns packets that found no room, since the start; asks the kernel. */
  long lost() {
    Memory.putI32Le(statisticsBytes, STATISTICS_BYTES);
    int result =
        Sockets.getOption(socket.fd(), Sockets.SOL_PACKET, STATISTICS, statistics, statisticsBytes);
    if (result == 0) {
      lost +=
          Memory.i32Le(statistics + 4) & 0xffff_ffffL; // The kernel counts from its last answer.
    }
    return lost;
  }

  /** Returns packets whose checksum was not finished, since the start. */
  long unfinishedChecksums() {
    return unfinishedChecksums;
  }

  @Override
  public void close() {
    socket.close();
    memory.close();
    arena.close();
  }
}
