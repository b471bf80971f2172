package org.scrubber.io.afpacket;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.scrubber.io.linux.Errno;
import org.scrubber.io.linux.Sockets;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;

/**
 * What leaves by one interface: frames that wait to be sent, several with one call of the kernel.
 *
 * <p>A frame is sent from where it lies, with the {@link VnetHeader} right before it. When the
 * queue is full, or the interface takes no more, a frame is lost and counted. One thread; nothing
 * is allocated after the constructor.
 */
final class SendQueue implements AutoCloseable {
  // Options of SOL_PACKET, and of SOL_SOCKET.
  private static final int VNET_HEADER = 15;
  private static final int SEND_BUFFER_FORCED = 32;
  private static final int SEND_BUFFER_BYTES = 8 << 20;

  // struct mmsghdr, of which struct msghdr is the first part; and struct iovec.
  private static final int MESSAGE_BYTES = 64;
  private static final int NAME = 0;
  private static final int NAME_BYTES = 8;
  private static final int PARTS = 16;
  private static final int PARTS_COUNT = 24;
  private static final int PART_BYTES = 16;

  private static final int COPY_BYTES = 2048;

  private final Arena arena = Arena.ofShared();
  private final PacketSocket socket;
  private final int capacity;
  private final int copyCapacity;
  private final long messages;
  private final long parts;
  private final long copies;
  private final long vlanTarget;
  private final long serviceTarget;

  private int size;
  private int copied;
  private long sent;
  private long lost;
  private boolean refused;

  /**
   * Opens a queue.
   *
   * @param link index of the interface
   * @param capacity frames that can wait
   * @param copyCapacity how many of them can be copies
   */
  SendQueue(String interfaceName, int link, int capacity, int copyCapacity) throws IOException {
    this.capacity = capacity;
    this.copyCapacity = copyCapacity;
    messages = arena.allocate((long) capacity * MESSAGE_BYTES, 64).address();
    parts = arena.allocate((long) capacity * PART_BYTES, 64).address();
    copies = arena.allocate((long) copyCapacity * COPY_BYTES, 64).address();
    vlanTarget = target(link, Protocols.ETHERTYPE_VLAN);
    serviceTarget = target(link, Protocols.ETHERTYPE_QINQ);
    for (int i = 0; i < capacity; i++) {
      long message = messages + (long) i * MESSAGE_BYTES;
      Memory.putI64Le(message + PARTS, parts + (long) i * PART_BYTES);
      Memory.putI64Le(message + PARTS_COUNT, 1);
    }
    socket = new PacketSocket(interfaceName, link);
    try {
      socket.set(Sockets.SOL_PACKET, VNET_HEADER, 1);
      socket.set(Sockets.SOL_SOCKET, SEND_BUFFER_FORCED, SEND_BUFFER_BYTES);
      socket.bindToSend();
    } catch (IOException | RuntimeException failure) {
      socket.close();
      arena.close();
      throw failure;
    }
  }

  private long target(int link, int protocol) {
    long address = arena.allocate(PacketSocket.ADDRESS_BYTES, 8).address();
    PacketSocket.writeAddress(address, link, protocol);
    return address;
  }

  PacketSocket socket() {
    return socket;
  }

  /** Queues a frame with its header before it, which must both stay in place until the flush. */
  boolean add(long frame, int lengthBytes) {
    if (size == capacity) {
      lost++;
      return false;
    }
    int i = size++;
    long part = parts + (long) i * PART_BYTES;
    Memory.putI64Le(part, frame - VnetHeader.BYTES);
    Memory.putI64Le(part + 8, lengthBytes + VnetHeader.BYTES);
    long target = 0;
    if (VnetHeader.isSuperPacket(frame)) {
      // The kernel would take a tagged one for bare IP, and cut it wrongly.
      int tag = VlanTag.type(frame);
      target = tag == Protocols.ETHERTYPE_VLAN ? vlanTarget : tag != 0 ? serviceTarget : 0;
    }
    long message = messages + (long) i * MESSAGE_BYTES;
    Memory.putI64Le(message + NAME, target);
    Memory.putI32Le(message + NAME_BYTES, target == 0 ? 0 : PacketSocket.ADDRESS_BYTES);
    return true;
  }

  /** Queues a copy of a frame that has no header. */
  boolean addCopy(long frame, int lengthBytes) {
    if (copied == copyCapacity || lengthBytes > COPY_BYTES - VnetHeader.BYTES) {
      lost++;
      return false;
    }
    long copy = copies + (long) copied++ * COPY_BYTES + VnetHeader.BYTES;
    VnetHeader.clear(copy);
    Memory.copy(frame, copy, lengthBytes);
    return add(copy, lengthBytes);
  }

  /** Sends what waits. */
  void flush() {
    int count = size;
    int at = 0;
    while (at < count) {
      int result =
          Sockets.sendMessages(
              socket.fd(), messages + (long) at * MESSAGE_BYTES, count - at, Sockets.MSG_DONTWAIT);
      if (result > 0) {
        sent += result;
        at += result;
      } else if (result != -Errno.EINTR) {
        // The first of them could not be sent: too long, no room, or the interface is down.
        refused |= result == -Errno.ENXIO || result == -Errno.ENETDOWN || result == -Errno.ENODEV;
        lost++;
        at++;
      }
    }
    size = 0;
    copied = 0;
  }

  /** Tells once whether the interface has refused to send at all since it was last asked. */
  boolean wasRefused() {
    boolean was = refused;
    refused = false;
    return was;
  }

  /** Returns frames that were sent, since the start. */
  long sent() {
    return sent;
  }

  /** Returns frames that were not, since the start. */
  long lost() {
    return lost;
  }

  @Override
  public void close() {
    socket.close();
    arena.close();
  }
}
