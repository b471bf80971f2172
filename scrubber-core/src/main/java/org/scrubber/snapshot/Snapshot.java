package org.scrubber.snapshot;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.scrubber.pipeline.Worker;

/** The last whole snapshot of a file, for a new worker to begin with. */
public final class Snapshot {
  /** What is remembered longest, who has completed a handshake, is remembered for a day. */
  public static final long MAX_AGE_NS = 86_400_000_000_000L;

  /** The clock may have been set back a little since. */
  private static final long MAX_AHEAD_NS = 60_000_000_000L;

  /** In a gap of this length nothing is missed that would be missed. */
  private static final long SEAMLESS_NS = 100_000_000L;

  private static final long CHECKED_AT_ONCE = 1 << 28;

  private final Path path;
  private final Header header;
  private final MemorySegment bytes;

  private Snapshot(Path path, Header header, MemorySegment bytes) {
    this.path = path;
    this.header = header;
    this.bytes = bytes;
  }

  /**
   * Reads the newest whole snapshot.
   *
   * @throws SnapshotException when there is none
   */
  public static Snapshot read(Path path) throws SnapshotException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      Header header = newest(channel);
      if (header == null) {
        throw new SnapshotException(path + ": holds no whole snapshot; starting cold");
      }
      return new Snapshot(path, header, map(channel, header));
    } catch (NoSuchFileException e) {
      throw new SnapshotException(path + ": does not exist; starting cold");
    } catch (IOException e) {
      throw new SnapshotException(path + ": cannot be read: " + e.getMessage() + "; starting cold");
    }
  }

  /** Returns the header of the newest snapshot whose bytes are whole, or null. */
  static @Nullable Header newest(FileChannel channel) throws IOException {
    Header first = header(channel, 0);
    Header second = header(channel, Header.SLOT_BYTES);
    boolean swapped = first == null || second != null && second.sequence() > first.sequence();
    Header newer = swapped ? second : first;
    Header older = swapped ? first : second;
    if (newer != null && isWhole(channel, newer)) {
      return newer;
    }
    return older != null && isWhole(channel, older) ? older : null;
  }

  private static @Nullable Header header(FileChannel channel, long at) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Header.BYTES);
    int read;
    do {
      read = channel.read(bytes, at + bytes.position());
    } while (read > 0);
    return Header.read(bytes.flip());
  }

  private static boolean isWhole(FileChannel channel, Header header) throws IOException {
    boolean within =
        header.offset() >= Header.FIRST_OFFSET
            && header.descriptionBytes() >= 0
            && header.bodyBytes() >= 0
            && header.end() <= channel.size()
            && header.end() >= header.offset();
    if (header.version() != Header.VERSION) {
      return true; // What it holds is for its own version to know.
    }
    if (!within) {
      return false;
    }
    MemorySegment bytes = map(channel, header);
    CRC32C sum = new CRC32C();
    for (long at = 0; at < bytes.byteSize(); at += CHECKED_AT_ONCE) {
      long length = Math.min(CHECKED_AT_ONCE, bytes.byteSize() - at);
      sum.update(bytes.asSlice(at, length).asByteBuffer());
    }
    return (int) sum.getValue() == header.checksum();
  }

  private static MemorySegment map(FileChannel channel, Header header) throws IOException {
    if (header.version() != Header.VERSION) {
      return MemorySegment.NULL;
    }
    long length = header.end() - header.offset();
    return channel.map(FileChannel.MapMode.READ_ONLY, header.offset(), length, Arena.ofAuto());
  }

  /** Returns when its copying began, ns since the epoch. */
  public long timeNs() {
    return header.timeNs();
  }

  /**
   * Gives a worker what the snapshot knows, and lets its clock go on to now.
   *
   * @param worker one that has not seen a packet
   * @param nowNs the time, ns since the epoch
   * @throws SnapshotException when it must not be used: of another version or seed, or too old.
   *     Then the worker is as it was
   */
  public Restored restore(Worker worker, long nowNs) throws SnapshotException {
    long ageNs = nowNs - header.timeNs();
    Description description = check(worker, ageNs);
    Restoring restoring = new Restoring(description, worker);
    String stranger = restoring.stranger();
    if (stranger != null) {
      throw refused("is of another version of the program: " + stranger + " differs");
    }
    long address = bytes.address() + header.descriptionBytes();
    for (Description.Piece piece : description.pieces()) {
      restoring.places(piece, address, 0, piece.places());
      address += piece.bytes();
    }
    Restored restored = restoring.finish(Math.max(0, ageNs));
    if (ageNs > SEAMLESS_NS) {
      worker.resume(nowNs);
    }
    return restored;
  }

  private Description check(Worker worker, long ageNs) throws SnapshotException {
    if (header.version() != Header.VERSION) {
      throw refused("has version " + header.version() + "; expected version " + Header.VERSION);
    }
    if (header.seedCheck() != Header.seedCheck(worker.policy().seed())) {
      throw refused("was made under another seed; expected the policy's");
    }
    if (ageNs > MAX_AGE_NS || ageNs < -MAX_AHEAD_NS) {
      String age = String.format(Locale.ROOT, "%.1f h", ageNs / 3.6e12);
      throw refused("is " + age + " old; expected 0 to 24 h");
    }
    byte[] text = bytes.asSlice(0, header.descriptionBytes()).toArray(ValueLayout.JAVA_BYTE);
    return Description.read(new String(text, StandardCharsets.UTF_8));
  }

  private SnapshotException refused(String why) {
    return new SnapshotException(path + ": " + why + "; starting cold");
  }
}
