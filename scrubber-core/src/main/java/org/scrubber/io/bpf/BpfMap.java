package org.scrubber.io.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.scrubber.io.linux.Bpf;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.Errno;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.MappedMemory;
import org.scrubber.wire.Memory;

/**
 * A map that an eBPF program and we share. Keys and values are passed by address.
 *
 * <p>Changes go by one buffer, so they take turns; none allocates. Goes away with its last
 * descriptor, that of a program that uses it included.
 */
public final class BpfMap implements AutoCloseable {
  /** Type: hash table. */
  public static final int HASH = 1;

  /** Type: array. */
  public static final int ARRAY = 2;

  /** Type: array of interfaces. */
  public static final int DEVICES = 14;

  /** Type: array of XDP sockets. */
  public static final int SOCKETS = 17;

  /** Flag: can be mapped into memory (arrays). */
  public static final int MAPPABLE = 1 << 10;

  private static final int ANY = 0;
  private static final int ONLY_NEW = 1;

  private final String name;
  private final int fd;
  private final int valueBytes;
  private final int entries;
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment attribute = arena.allocate(Bpf.ATTR_BYTES, 8);
  private boolean open = true;

  /**
   * Creates a map.
   *
   * @param name at most 15 letters, digits and underscores, for whoever lists maps
   */
  public BpfMap(String name, int type, int keyBytes, int valueBytes, int entries, int flags)
      throws LinuxException {
    this.name = name;
    this.valueBytes = valueBytes;
    this.entries = entries;
    long attr = attribute.address();
    Memory.putI32Le(attr, type);
    Memory.putI32Le(attr + 4, keyBytes);
    Memory.putI32Le(attr + 8, valueBytes);
    Memory.putI32Le(attr + 12, entries);
    Memory.putI32Le(attr + 16, flags);
    byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
    Memory.copy(ascii, 0, attr + 28, Math.min(15, ascii.length));
    fd =
        LinuxException.check(
            "create the BPF map " + name, Bpf.call(Bpf.MAP_CREATE, attr, Bpf.ATTR_BYTES));
    attribute.fill((byte) 0);
  }

  /** Returns its descriptor. */
  public int fd() {
    return fd;
  }

  /** Maps all elements of an array into memory; each takes its size rounded up to 8 bytes. */
  public MappedMemory map() throws LinuxException {
    long lengthBytes = (long) (valueBytes + 7 & -8) * entries;
    return MappedMemory.of("the BPF map " + name, fd, 0, lengthBytes + 4095 & -4096);
  }

  /** Sets an element: returns 0 or a negated error number. */
  public int put(long key, long value) {
    return call(Bpf.MAP_UPDATE, key, value, ANY);
  }

  /** Sets an element that is not there yet: returns 0 or a negated error number. */
  public int putNew(long key, long value) {
    return call(Bpf.MAP_UPDATE, key, value, ONLY_NEW);
  }

  /** Copies an element to {@code value}: returns 0 or a negated error number. */
  public int get(long key, long value) {
    return call(Bpf.MAP_LOOKUP, key, value, ANY);
  }

  /** Deletes an element: returns 0 or a negated error number. */
  public int remove(long key) {
    return call(Bpf.MAP_DELETE, key, 0, ANY);
  }

  /** Sets element {@code index} of an array of descriptors or interfaces. */
  public void set(int index, int value) throws LinuxException {
    try (Arena words = Arena.ofConfined()) {
      long key = words.allocate(8, 8).address();
      Memory.putI32Le(key, index);
      Memory.putI32Le(key + 4, value);
      LinuxException.check("set element " + index + " of " + name, put(key, key + 4));
    }
  }

  /** Clears element {@code index} of an array of descriptors; one that is clear stays so. */
  public void clear(int index) throws LinuxException {
    try (Arena words = Arena.ofConfined()) {
      long key = words.allocate(8, 8).address();
      Memory.putI32Le(key, index);
      int result = remove(key);
      if (result != -Errno.ENOENT) {
        LinuxException.check("clear element " + index + " of " + name, result);
      }
    }
  }

  private synchronized int call(int command, long key, long value, long flags) {
    long attr = attribute.address();
    Memory.putI32Le(attr, fd);
    Memory.putI64Le(attr + 8, key);
    Memory.putI64Le(attr + 16, value);
    Memory.putI64Le(attr + 24, flags);
    return Bpf.call(command, attr, 32);
  }

  @Override
  public synchronized void close() {
    if (open) {
      open = false;
      Descriptors.close(fd);
    }
  }
}
