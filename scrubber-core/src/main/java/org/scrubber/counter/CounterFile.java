package org.scrubber.counter;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The counter file of a running instance, on the writing side. It appears whole, under a temporary
 * name until then, is never resized, and goes away when it is closed.
 *
 * <p>Each word has one writer: the conductor for {@link #set}, a worker's thread for its section.
 * Storing costs what a store to memory costs, if the file lies in memory: on a disk, the kernel may
 * make a store wait while it writes the page back (see {@link CounterDirectory}).
 */
public final class CounterFile implements AutoCloseable {
  /** Version of the layout; a reader of another version refuses the file. */
  public static final long VERSION = 7;

  private static final int ZEROS = 1 << 16;

  private final Path path;
  private final Object key;
  private final Layout layout;
  private final MemorySegment memory;

  private CounterFile(Path path, Object key, Layout layout, MemorySegment memory) {
    this.path = path;
    this.key = key;
    this.layout = layout;
    this.memory = memory;
  }

  /**
   * Makes a counter file; one that this process has made under the name before goes on in it.
   *
   * @param file to make; its directory is made, too, if its own parent exists
   * @param startedNs when the instance began to count, ns since the epoch
   * @param workers sections to make, at least 1
   * @throws CounterFileException when the file belongs to another process that runs
   * @throws IOException when it cannot be written
   */
  public static CounterFile create(Path file, Instance instance, long startedNs, int workers)
      throws IOException {
    Path path = file.toAbsolutePath().normalize();
    refuseAnothersFile(path);
    CounterDirectory.makeFor(path);
    byte[] text = instance.text().getBytes(StandardCharsets.UTF_8);
    Layout layout = new Layout(workers, instance.objects().size(), text.length);
    Owner owner = Owner.own();
    Path partial = path.resolveSibling("." + path.getFileName() + ".partial-" + owner.pid());
    Files.deleteIfExists(partial);
    try (FileChannel channel =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rw-r--r--"));
      MemorySegment memory = map(channel, layout);
      writeHeader(memory, layout, owner, startedNs);
      MemorySegment.copy(text, 0, memory, ValueLayout.JAVA_BYTE, layout.text(), text.length);
      Layout.release(memory, Layout.AT_MAGIC, Layout.MAGIC);
      Object key = CounterReader.key(partial);
      Files.move(
          partial, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new CounterFile(path, key, layout, memory);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /**
   * Makes one of a single worker that nobody reads, to rehearse on: in the directory for temporary
   * files, and gone from there at once.
   *
   * @param objects that are counted
   * @throws IOException when it cannot be written
   */
  public static CounterFile nameless(int objects) throws IOException {
    Layout layout = new Layout(1, objects, 0);
    Path path = Files.createTempFile("scrubber", ".rehearsal");
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new CounterFile(path, path, layout, map(channel, layout));
    } finally {
      Files.delete(path);
    }
  }

  private static MemorySegment map(FileChannel channel, Layout layout) throws IOException {
    reserve(channel, layout.fileBytes());
    // Never unmapped while a worker may still store something.
    return channel.map(FileChannel.MapMode.READ_WRITE, 0, layout.fileBytes(), Arena.ofAuto());
  }

  private static void refuseAnothersFile(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    if (!Files.isRegularFile(path)) {
      throw new CounterFileException(path + ": is not a file");
    }
    try (CounterReader reader = CounterReader.open(path)) {
      if (reader.isOfRunningProcess() && reader.owner().pid() != Owner.own().pid()) {
        throw new CounterFileException(
            path + ": belongs to a running instance, process " + reader.owner().pid());
      }
    } catch (ForeignFileException e) {
      throw new CounterFileException(path + ": exists, and is no counter file of this version");
    }
  }

  /** Takes the space now: a full disk is an error here, and a crash later. */
  private static void reserve(FileChannel channel, long bytes) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
    for (long at = 0; at < bytes; ) {
      zeros.clear().limit((int) Math.min(ZEROS, bytes - at));
      at += channel.write(zeros, at);
    }
  }

  private static void writeHeader(
      MemorySegment memory, Layout layout, Owner owner, long startedNs) {
    Layout.put(memory, Layout.AT_VERSION, VERSION);
    Layout.put(memory, Layout.AT_FILE_BYTES, layout.fileBytes());
    Layout.put(memory, Layout.AT_PID, owner.pid());
    Layout.put(memory, Layout.AT_PROCESS_START_MS, owner.startMs());
    Layout.put(memory, Layout.AT_STARTED_NS, startedNs);
    Layout.put(memory, Layout.AT_WORKERS, layout.workers());
    Layout.put(memory, Layout.AT_OBJECTS, layout.objects());
    Layout.put(memory, Layout.AT_TEXT_BYTES, layout.textBytes());
    Layout.put(memory, Layout.AT_STATE, Layout.RUNNING);
  }

  /** Returns where the file is. */
  public Path path() {
    return path;
  }

  /** Returns its size, bytes. */
  public long sizeBytes() {
    return layout.fileBytes();
  }

  /** Sets a value of the instance. Any thread, but only one for each value. */
  public void set(InstanceCounter counter, long value) {
    Layout.release(memory, Layout.at(counter), value);
  }

  Layout layout() {
    return layout;
  }

  MemorySegment memory() {
    return memory;
  }

  /** Tells readers that the instance goes on in the file that has taken this one's name. */
  public void retire() {
    Layout.release(memory, Layout.AT_STATE, Layout.SUPERSEDED);
  }

  /** Tells readers that the instance has ended, and deletes the file. */
  @Override
  public void close() throws IOException {
    if (Layout.acquire(memory, Layout.AT_STATE) == Layout.RUNNING) {
      Layout.release(memory, Layout.AT_STATE, Layout.ENDED);
    }
    if (Files.exists(path) && CounterReader.key(path).equals(key)) {
      Files.delete(path);
    }
  }
}
