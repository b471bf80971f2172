package org.scrubber.io.netlink;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.Errno;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.Sockets;
import org.scrubber.wire.Memory;

/**
 * A conversation with the kernel (netlink(7)): requests, their acknowledgements, and lists.
 *
 * <p>Errors carry the kernel's own words where it has some. One thread at a time.
 */
public final class NetlinkSocket implements AutoCloseable {
  /** Protocol of links, addresses and routes. */
  public static final int ROUTE = 0;

  /** Protocol of packet filters. */
  public static final int NETFILTER = 12;

  private static final int TYPE_ERROR = 2;
  private static final int TYPE_DONE = 3;
  private static final int FLAG_INTERRUPTED = 0x10;
  private static final int FLAG_TEXT = 0x200;
  private static final int OPTION_SHORT_ERRORS = 10;
  private static final int OPTION_TEXT = 11;
  private static final int ERROR_TEXT = 1;
  private static final int SO_RCVBUF = 8;
  private static final int ADDRESS_BYTES = 12;
  private static final int RECEIVE_BYTES = 256 * 1024;
  private static final int TIMEOUT_MS = 5_000;
  private static final int TRIES = 5;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment received = arena.allocate(RECEIVE_BYTES, 8);
  private final long pollfd = arena.allocate(Sockets.POLLFD_BYTES, 8).address();
  private final int fd;
  private int sequence;

  private NetlinkSocket(int fd) {
    this.fd = fd;
    Memory.putI32Le(pollfd, fd);
    Memory.putU16Le(pollfd + 4, Sockets.POLLIN);
  }

  /** One message of an answer: its type, and what follows its header. */
  record Message(int type, ByteBuffer payload) {}

  /**
   * Opens a conversation.
   *
   * @param protocol {@link #ROUTE} or {@link #NETFILTER}
   * @param groups what to be told of unasked, as bits; 0 for nothing
   */
  public static NetlinkSocket open(int protocol, int groups) throws IOException {
    int fd =
        LinuxException.check(
            "open a netlink socket",
            Sockets.socket(Sockets.AF_NETLINK, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, protocol));
    NetlinkSocket socket = new NetlinkSocket(fd);
    try {
      socket.bind(groups);
    } catch (IOException failure) {
      socket.close();
      throw failure;
    }
    return socket;
  }

  private void bind(int groups) throws IOException {
    try (Arena scratch = Arena.ofConfined()) {
      long address = scratch.allocate(ADDRESS_BYTES, 8).address();
      Memory.putU16Le(address, Sockets.AF_NETLINK);
      Memory.putI32Le(address + 8, groups);
      LinuxException.check("bind a netlink socket", Sockets.bind(fd, address, ADDRESS_BYTES));
      long on = scratch.allocate(4, 4).address();
      Memory.putI32Le(on, 1);
      // Older kernels have neither; errors are then mere numbers, and longer.
      Sockets.setOption(fd, Sockets.SOL_NETLINK, OPTION_SHORT_ERRORS, on, 4);
      Sockets.setOption(fd, Sockets.SOL_NETLINK, OPTION_TEXT, on, 4);
      Memory.putI32Le(on, 4 * RECEIVE_BYTES);
      Sockets.setOption(fd, Sockets.SOL_SOCKET, SO_RCVBUF, on, 4);
    }
  }

  /**
   * Sends requests together and waits until all that ask for it are acknowledged.
   *
   * @param what what is tried, for the message of an error
   * @throws LinuxException the first refusal
   */
  public void request(String what, MessageWriter... requests) throws IOException {
    int first = sequence + 1;
    int waiting = 0;
    byte[][] messages = new byte[requests.length][];
    for (int i = 0; i < requests.length; i++) {
      messages[i] = requests[i].bytes(++sequence);
      waiting += requests[i].isAcknowledged() ? 1 : 0;
    }
    send(what, messages);
    while (waiting > 0) {
      ByteBuffer answer = receive(what);
      while (answer.remaining() >= MessageWriter.HEADER_BYTES) {
        Header header = Header.next(answer);
        if (header.type == TYPE_ERROR && header.sequence - first >= 0) {
          complain(what, header);
          waiting--;
        }
      }
    }
  }

  /** Asks for a list and returns its messages; again when it changed meanwhile. */
  List<Message> list(String what, MessageWriter request) throws IOException {
    for (int i = 1; ; i++) {
      List<Message> messages = new ArrayList<>();
      if (listOnce(what, request, messages) || i == TRIES) {
        return messages;
      }
    }
  }

  private boolean listOnce(String what, MessageWriter request, List<Message> messages)
      throws IOException {
    int wanted = ++sequence;
    send(what, request.bytes(wanted));
    boolean consistent = true;
    while (true) {
      ByteBuffer answer = receive(what);
      while (answer.remaining() >= MessageWriter.HEADER_BYTES) {
        Header header = Header.next(answer);
        if (header.sequence != wanted) {
          continue;
        }
        consistent &= (header.flags & FLAG_INTERRUPTED) == 0;
        if (header.type == TYPE_ERROR) {
          complain(what, header);
          return consistent;
        }
        if (header.type == TYPE_DONE) {
          return consistent;
        }
        messages.add(new Message(header.type, copy(header.payload)));
      }
    }
  }

  /**
   * Returns what the kernel has told unasked, without waiting; none when there is nothing.
   *
   * @throws LinuxException with {@link Errno#ENOBUFS} when it told more than there was room for
   */
  List<Message> events() throws IOException {
    List<Message> messages = new ArrayList<>();
    while (true) {
      long bytes =
          Sockets.receive(fd, received.address(), RECEIVE_BYTES, Sockets.MSG_DONTWAIT, 0, 0);
      if (bytes == -Errno.EAGAIN) {
        return messages;
      }
      if (bytes == -Errno.EINTR) {
        continue;
      }
      ByteBuffer told = buffer(LinuxException.check("read netlink events", bytes));
      while (told.remaining() >= MessageWriter.HEADER_BYTES) {
        Header header = Header.next(told);
        messages.add(new Message(header.type, copy(header.payload)));
      }
    }
  }

  /** Waits at most {@code timeoutMs} until there is something to read; tells whether there is. */
  boolean await(int timeoutMs) {
    return Sockets.poll(pollfd, 1, timeoutMs) > 0;
  }

  private void send(String what, byte[]... messages) throws IOException {
    int total = 0;
    for (byte[] message : messages) {
      total += message.length;
    }
    try (Arena scratch = Arena.ofConfined()) {
      long address = scratch.allocate(total, 8).address();
      int at = 0;
      for (byte[] message : messages) {
        Memory.copy(message, 0, address + at, message.length);
        at += message.length;
      }
      LinuxException.check(what, Sockets.send(fd, address, total, 0, 0, 0));
    }
  }

  private ByteBuffer receive(String what) throws IOException {
    if (!await(TIMEOUT_MS)) {
      throw new IOException(what + ": the kernel did not answer within " + TIMEOUT_MS + " ms");
    }
    long bytes = Sockets.receive(fd, received.address(), RECEIVE_BYTES, 0, 0, 0);
    return buffer(bytes == -Errno.EINTR ? 0 : LinuxException.check(what, bytes));
  }

  private ByteBuffer buffer(long bytes) {
    return received.asSlice(0, bytes).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer copy(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Throws what an error message says, unless it is an acknowledgement. */
  private static void complain(String what, Header header) throws LinuxException {
    int error = header.payload.remaining() >= 4 ? header.payload.getInt() : 0;
    if (error == 0) {
      return;
    }
    String words = "";
    if ((header.flags & FLAG_TEXT) != 0
        && header.payload.remaining() > MessageWriter.HEADER_BYTES) {
      header.payload.position(header.payload.position() + MessageWriter.HEADER_BYTES);
      words = new Attributes(header.payload).text(ERROR_TEXT);
    }
    throw new LinuxException(words.isEmpty() ? what : what + " (" + words + ")", -error);
  }

  /** Closes the socket; of a packet filter's, the kernel then removes the tables that it owns. */
  @Override
  public void close() {
    Descriptors.close(fd);
    arena.close();
  }

  /** A message's header and what follows it, within a buffer. */
  private record Header(int type, int flags, int sequence, ByteBuffer payload) {
    static Header next(ByteBuffer buffer) {
      int start = buffer.position();
      int length = buffer.getInt();
      int type = buffer.getShort() & 0xffff;
      int flags = buffer.getShort() & 0xffff;
      int sequence = buffer.getInt();
      int end =
          Math.clamp((long) start + length, start + MessageWriter.HEADER_BYTES, buffer.limit());
      ByteBuffer payload =
          buffer
              .slice(start + MessageWriter.HEADER_BYTES, end - start - MessageWriter.HEADER_BYTES)
              .order(ByteOrder.LITTLE_ENDIAN);
      buffer.position(Math.min(buffer.limit(), end + 3 & ~3));
      return new Header(type, flags, sequence, payload);
    }
  }
}
