package org.scrubber.io.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.scrubber.io.linux.Bpf;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.Errno;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.wire.Memory;

/**
 * A program for packets that an interface receives, in the kernel, checked by its verifier: for
 * XDP, or for the ingress of traffic control, behind packet sockets and before a bridge.
 */
public final class BpfProgram implements AutoCloseable {
  /** Flag of attaching: on whole packets of the kernel's own, after the driver. */
  public static final int GENERIC = 1 << 1;

  /** Flag of attaching: in the driver. */
  public static final int NATIVE = 1 << 2;

  private static final int HAS_FRAGS = 1 << 5;
  private static final int FIRST = 1 << 3;
  private static final int LOG_BYTES = 1 << 20;
  private static final int LOG_LINES = 12;

  /** Where a program runs. */
  private enum Place {
    XDP("XDP", 6, 37, HAS_FRAGS),
    INGRESS("ingress", 3, 46, 0);

    private final String label;
    private final int type;
    private final int attach;
    private final int flags;

    Place(String label, int type, int attach, int flags) {
      this.label = label;
      this.type = type;
      this.attach = attach;
      this.flags = flags;
    }
  }

  private final Place place;
  private final int fd;

  private BpfProgram(Place place, int fd) {
    this.place = place;
    this.fd = fd;
  }

  /**
   * Loads an XDP program that can handle packets in several parts.
   *
   * @param name at most 15 letters, digits and underscores
   * @throws LinuxException when the kernel refuses it; the message ends with what its verifier says
   */
  public static BpfProgram load(String name, byte[] code) throws LinuxException {
    return load(Place.XDP, name, code);
  }

  /**
   * Loads a program for {@link #attachFirst}, whose context is a {@code __sk_buff}.
   *
   * @param name at most 15 letters, digits and underscores
   * @throws LinuxException as {@link #load(String, byte[])} does
   */
  public static BpfProgram loadForIngress(String name, byte[] code) throws LinuxException {
    return load(Place.INGRESS, name, code);
  }

  private static BpfProgram load(Place place, String name, byte[] code) throws LinuxException {
    int result = load(place, name, code, MemorySegment.NULL);
    if (result >= 0) {
      return new BpfProgram(place, result);
    }
    String what = "load the " + place.label + " program";
    if (result == -Errno.EPERM) {
      throw new LinuxException(what + " (needs the capabilities BPF and NET_ADMIN)", Errno.EPERM);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment log = arena.allocate(LOG_BYTES, 8);
      load(place, name, code, log);
      List<String> lines = log.getString(0, StandardCharsets.UTF_8).lines().toList();
      String end =
          String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
      throw new LinuxException(what + "; the verifier says:\n" + end + "\n", -result);
    }
  }

  private static int load(Place place, String name, byte[] code, MemorySegment log) {
    try (Arena arena = Arena.ofConfined()) {
      long attr = arena.allocate(Bpf.ATTR_BYTES, 8).address();
      Memory.putI32Le(attr, place.type);
      Memory.putI32Le(attr + 4, code.length / 8);
      MemorySegment instructions = arena.allocate(code.length, 8);
      instructions.copyFrom(MemorySegment.ofArray(code));
      Memory.putI64Le(attr + 8, instructions.address());
      Memory.putI64Le(attr + 16, arena.allocateFrom("GPL").address());
      if (log.byteSize() > 0) {
        Memory.putI32Le(attr + 24, 1);
        Memory.putI32Le(attr + 28, (int) log.byteSize());
        Memory.putI64Le(attr + 32, log.address());
      }
      Memory.putI32Le(attr + 44, place.flags);
      byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
      Memory.copy(ascii, 0, attr + 48, Math.min(15, ascii.length));
      Memory.putI32Le(attr + 68, place.attach);
      return Bpf.call(Bpf.PROG_LOAD, attr, Bpf.ATTR_BYTES);
    }
  }

  /**
   * Attaches it to an interface's ingress, before others there (Linux 6.6), as {@link #attach}
   * does.
   *
   * @return the link's descriptor, or the negated error number
   */
  public int attachFirst(int interfaceIndex) {
    return attach(interfaceIndex, FIRST);
  }

  /**
   * Attaches it to an interface until the link is closed, at the latest with the process.
   *
   * @param mode of XDP: {@link #NATIVE} or {@link #GENERIC}
   * @return the link's descriptor, or the negated error number
   */
  public int attach(int interfaceIndex, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      long attr = arena.allocate(Bpf.ATTR_BYTES, 8).address();
      Memory.putI32Le(attr, fd);
      Memory.putI32Le(attr + 4, interfaceIndex);
      Memory.putI32Le(attr + 8, place.attach);
      Memory.putI32Le(attr + 12, mode);
      return Bpf.call(Bpf.LINK_CREATE, attr, Bpf.ATTR_BYTES);
    }
  }

  /** Returns its descriptor. */
  public int fd() {
    return fd;
  }

  @Override
  public void close() {
    Descriptors.close(fd);
  }
}
