package org.scrubber.counter;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a counter file from any process, and never disturbs the one that writes it: it maps the
 * file for reading only, and takes no lock. Thread-safe, but for {@link #close}.
 */
public final class CounterReader implements AutoCloseable {
  /** Whoever has shown no sign of life for so long is taken for stuck. */
  public static final long SILENCE_NS = 2_000_000_000L;

  private static final int HEADER_BYTES = 4_096;
  private static final int TRIES = 1_000;

  /** How an instance is. */
  public enum Life {
    /** It counts. */
    RUNNING,
    /** Its process is there, but has shown no sign of life for {@link #SILENCE_NS}. */
    SILENT,
    /** It has ended, or its process is gone. */
    ENDED,
    /** It goes on in another file of the same name. */
    ELSEWHERE
  }

  private final Path path;
  private final Object key;
  private final Arena arena;
  private final MemorySegment memory;
  private final Layout layout;
  private final Instance instance;

  private CounterReader(Path path, Object key, Arena arena, MemorySegment memory)
      throws IOException {
    this.path = path;
    this.key = key;
    this.arena = arena;
    this.memory = memory;
    layout = layout(path, memory);
    byte[] text = new byte[layout.textBytes()];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, layout.text(), text, 0, text.length);
    instance = Instance.parse(new String(text, StandardCharsets.UTF_8));
  }

  /**
   * Attaches to the instance that writes a file.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   * @throws IOException when it cannot be read, or is no counter file of this version
   */
  public static CounterReader open(Path file) throws IOException {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() < HEADER_BYTES) {
        throw new ForeignFileException(file + ": is no counter file");
      }
      Object key = key(file);
      MemorySegment memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return new CounterReader(file, key, arena, memory);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** Returns what tells a file from another of the same name. */
  static Object key(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file : key;
  }

  private static Layout layout(Path file, MemorySegment memory) throws IOException {
    if (Layout.acquire(memory, Layout.AT_MAGIC) != Layout.MAGIC) {
      throw new ForeignFileException(file + ": is no counter file");
    }
    long version = Layout.get(memory, Layout.AT_VERSION);
    if (version != CounterFile.VERSION) {
      throw new ForeignFileException(
          "%s: its counters are of version %d, and this program reads version %d"
              .formatted(file, version, CounterFile.VERSION));
    }
    long workers = Layout.get(memory, Layout.AT_WORKERS);
    long objects = Layout.get(memory, Layout.AT_OBJECTS);
    long textBytes = Layout.get(memory, Layout.AT_TEXT_BYTES);
    boolean sane =
        Math.clamp(workers, 1, 1 << 10) == workers
            && Math.clamp(objects, 0, 1 << 20) == objects
            && Math.clamp(textBytes, 0, 1 << 28) == textBytes;
    Layout layout = new Layout((int) workers, (int) objects, (int) textBytes);
    if (!sane || layout.fileBytes() > memory.byteSize()) {
      throw new ForeignFileException(file + ": is a damaged counter file");
    }
    return layout;
  }

  /** Returns where the file is. */
  public Path path() {
    return path;
  }

  /** Returns the names behind the numbers. */
  public Instance instance() {
    return instance;
  }

  /** Returns the process that made the file. */
  public Owner owner() {
    return new Owner(
        Layout.get(memory, Layout.AT_PID), Layout.get(memory, Layout.AT_PROCESS_START_MS));
  }

  /** Returns when the instance began to count, ns since the epoch. */
  public long startedNs() {
    return Layout.get(memory, Layout.AT_STARTED_NS);
  }

  /** Tells whether the instance has not ended and its process is there. */
  boolean isOfRunningProcess() {
    return Layout.acquire(memory, Layout.AT_STATE) == Layout.RUNNING && owner().isRunning();
  }

  /**
   * Tells how the instance is.
   *
   * @param nowNs ns since the epoch
   */
  public Life life(long nowNs) {
    long state = Layout.acquire(memory, Layout.AT_STATE);
    if (state == Layout.SUPERSEDED) {
      return Life.ELSEWHERE;
    }
    if (state != Layout.RUNNING) {
      return hasSuccessor() ? Life.ELSEWHERE : Life.ENDED;
    }
    if (nowNs - heartbeatNs() < SILENCE_NS) {
      return Life.RUNNING; // Also where its process cannot be seen from here.
    }
    if (owner().isRunning()) {
      return Life.SILENT;
    }
    return hasSuccessor() ? Life.ELSEWHERE : Life.ENDED;
  }

  /** Tells whether another file has taken the name. */
  private boolean hasSuccessor() {
    try {
      return !key(path).equals(key);
    } catch (IOException e) {
      return false;
    }
  }

  private long heartbeatNs() {
    long latest = Layout.acquire(memory, Layout.at(InstanceCounter.HEARTBEAT_NS));
    for (int worker = 0; worker < layout.workers(); worker++) {
      latest = Math.max(latest, Layout.acquire(memory, layout.heartbeat(worker)));
    }
    return latest;
  }

  /** Returns everything that is counted, coherent for each worker. */
  public Readings read() {
    long[] values = new long[InstanceCounter.COUNT];
    for (int k = 0; k < values.length; k++) {
      values[k] = Layout.acquire(memory, Layout.AT_INSTANCE + 8L * k);
    }
    List<WorkerReading> workers = new ArrayList<>();
    for (int worker = 0; worker < layout.workers(); worker++) {
      long heartbeat = Layout.acquire(memory, layout.heartbeat(worker));
      workers.add(new WorkerReading(worker, heartbeat, bank(worker)));
    }
    return new Readings(values, workers);
  }

  private long[] bank(int worker) {
    long[] words = new long[(int) (layout.bankBytes() / 8)];
    for (int attempt = 0; attempt < TRIES; attempt++) {
      long generation = Layout.acquire(memory, layout.generation(worker));
      long at = layout.bank(worker, generation);
      MemorySegment.copy(memory, ValueLayout.JAVA_LONG, at, words, 0, words.length);
      VarHandle.loadLoadFence();
      if (Layout.get(memory, layout.generation(worker)) == generation) {
        return words;
      }
    }
    // Ten publications a second against a copy of microseconds: somebody else writes the file.
    throw new IllegalStateException(path + ": changes while it is read");
  }

  /** Detaches; nothing may be read after. */
  @Override
  public void close() {
    arena.close();
  }
}
