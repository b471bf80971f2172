package org.scrubber.io;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.scrubber.table.ProxyTable;
import org.scrubber.table.SipHash;
import org.scrubber.wire.Memory;

/**
 * The proxy's connections in a mapped file, so that they outlive the process: whoever opens it next
 * goes on where the last one stopped, however that ended. One file a worker; one process at a time.
 *
 * <p>What was written survives the end of the process at any moment, but not that of the machine:
 * nothing waits for a disk. A file of another seed or size is of no use, since nothing would be
 * found in it, and begins anew.
 */
public final class ProxyFile implements AutoCloseable {
  private static final long MAGIC = 0x5343_5242_5052_5831L; // "SCRBPRX1".
  private static final int CAPACITY = 8;
  private static final int SEED = 16;
  private static final int SEED_DOMAIN = 5;

  private final FileChannel channel;
  private final ProxyTable table;
  private final boolean fresh;

  private ProxyFile(FileChannel channel, ProxyTable table, boolean fresh) {
    this.channel = channel;
    this.table = table;
    this.fresh = fresh;
  }

  /**
   * Opens a file, and creates it where there is none.
   *
   * @param capacity connections, a power of two, at least 4
   * @param seed the policy's; only a digest of it is written
   * @throws IOException when the file cannot be used: it is something else, or another process has
   *     it
   */
  public static ProxyFile open(Path file, int capacity, long seed) throws IOException {
    FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
    try {
      lock(channel, file);
      long size = channel.size();
      long bytes = ProxyTable.bytes(capacity);
      if (size > 0 && !isOurs(channel, size)) {
        throw new IOException(file + ": is not a file of proxied connections");
      }
      MemorySegment memory = map(channel, bytes);
      boolean fits = size == bytes && isOf(memory, capacity, seed);
      if (!fits) {
        channel.truncate(bytes);
        memory.fill((byte) 0);
        long address = memory.address();
        Memory.putI64(address + CAPACITY, capacity);
        Memory.putI64(address + SEED, digest(seed));
        Memory.putI64(address, MAGIC);
      }
      ProxyTable table = new ProxyTable(memory, memory.address(), capacity);
      return new ProxyFile(channel, table, !fits);
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  private static void lock(FileChannel channel, Path file) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(file + ": is in use by another scrubber");
    }
  }

  private static boolean isOurs(FileChannel channel, long size) throws IOException {
    if (size < ProxyTable.HEADER_BYTES) {
      return false;
    }
    return Memory.i64(map(channel, ProxyTable.HEADER_BYTES).address()) == MAGIC;
  }

  private static MemorySegment map(FileChannel channel, long bytes) throws IOException {
    return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, Arena.ofAuto());
  }

  private static boolean isOf(MemorySegment memory, int capacity, long seed) {
    long address = memory.address();
    return Memory.i64(address + CAPACITY) == capacity && Memory.i64(address + SEED) == digest(seed);
  }

  private static long digest(long seed) {
    return SipHash.of(seed, ~seed, 0, 0, 0, 0, SEED_DOMAIN);
  }

  /** Returns the connections; they may be used as long as this or a worker lives. */
  public ProxyTable table() {
    return table;
  }

  /** Tells whether the file began anew. */
  public boolean isFresh() {
    return fresh;
  }

  /** Lets another process have the file. The table must not be used any more. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
