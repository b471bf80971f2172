package org.scrubber.snapshot;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.FileProblem;
import org.scrubber.pipeline.Worker;

/**
 * The file that a worker's state is kept in: two snapshots that take turns, so that the last whole
 * one stays until the next is.
 *
 * <p>A snapshot is written behind or before the other one, and counts from the moment at which its
 * header is written, last and at once. So whenever the process dies, the file has a whole snapshot.
 * What stands in its place already is not written again, to spare the disk. One thread, not the
 * worker's.
 */
public final class SnapshotFile implements AutoCloseable {
  private static final int PAGE_BYTES = 4_096;

  private final Path path;
  private final FileChannel channel;
  private final long seedCheck;
  private final byte[] description;
  private final long bodyBytes;
  private final CRC32C checksum = new CRC32C();
  private final ByteBuffer there = ByteBuffer.allocateDirect(Slices.SLICE_BYTES);
  private @Nullable Header last;
  private long offset;
  private boolean writing;
  private long writtenBytes;
  private long storedBytes;

  private SnapshotFile(Path path, FileChannel channel, Worker worker, @Nullable Header last) {
    this.path = path;
    this.channel = channel;
    this.last = last;
    seedCheck = Header.seedCheck(worker.policy().seed());
    Description of = Description.of(worker);
    description = of.text().getBytes(StandardCharsets.UTF_8);
    bodyBytes = of.bytes();
  }

  /**
   * Opens or creates a file for the state of a worker; nobody but its owner may read it. What it
   * holds stays until a snapshot of this worker is whole.
   *
   * @throws SnapshotException when it cannot be written, or another process does so
   */
  public static SnapshotFile open(Path path, Worker worker) throws SnapshotException {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              path,
              Set.of(CREATE, READ, WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      if (channel.tryLock() == null) {
        throw new OverlappingFileLockException();
      }
      return new SnapshotFile(path, channel, worker, Snapshot.newest(channel));
    } catch (IOException e) {
      close(channel);
      throw failed(path, e);
    } catch (OverlappingFileLockException e) {
      close(channel);
      throw new SnapshotException(path + ": is in use; expected a file of this worker alone");
    }
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The file could not be used before this; there is nothing to add.
    }
  }

  private static SnapshotException failed(Path path, IOException e) {
    return new SnapshotException(path + ": cannot be written: " + FileProblem.cause(e));
  }

  /**
   * Writes the slices that wait.
   *
   * @return whether there were any
   * @throws SnapshotException when the file cannot be written; the last whole snapshot stays
   */
  public boolean write(Slices slices) throws SnapshotException {
    boolean any = false;
    while (slices.isWaiting()) {
      any = true;
      try {
        slice(slices);
      } catch (IOException e) {
        writing = false;
        throw failed(path, e);
      } finally {
        slices.done();
      }
    }
    return any;
  }

  private void slice(Slices slices) throws IOException {
    if (slices.offset() == 0) {
      begin();
    }
    if (!writing || slices.offset() != writtenBytes) {
      writing = false;
      return; // Of a snapshot whose beginning is somewhere else.
    }
    ByteBuffer bytes = slices.bytes();
    checksum.update(bytes.duplicate());
    writtenBytes += bytes.remaining();
    writeWhatDiffers(bytes, offset + description.length + slices.offset());
    if (slices.isLast()) {
      commit(slices.beganNs());
    }
  }

  private void begin() throws IOException {
    long needed = description.length + bodyBytes;
    Header other = last;
    boolean before = other == null || other.offset() - Header.FIRST_OFFSET >= needed;
    offset = before || other == null ? Header.FIRST_OFFSET : other.end();
    writing = true;
    writtenBytes = 0;
    checksum.reset();
    checksum.update(description);
    write(ByteBuffer.wrap(description), offset);
  }

  private void commit(long beganNs) throws IOException {
    writing = false;
    if (writtenBytes != bodyBytes) {
      return;
    }
    extend();
    Header next =
        new Header(
            last == null ? 1 : last.sequence() + 1,
            Header.VERSION,
            seedCheck,
            beganNs,
            offset,
            description.length,
            bodyBytes,
            (int) checksum.getValue());
    write(next.bytes(), next.sequence() % 2 * Header.SLOT_BYTES);
    last = next;
  }

  /** Has the file go as far as the snapshot, where that ends in zeros that were not written. */
  private void extend() throws IOException {
    long end = offset + description.length + bodyBytes;
    if (channel.size() < end) {
      write(ByteBuffer.allocate(1), end - 1);
    }
  }

  private void writeWhatDiffers(ByteBuffer bytes, long from) throws IOException {
    int length = bytes.remaining();
    read(length, from);
    for (int at = 0; at < length; ) {
      int end = Math.min(length, at + PAGE_BYTES - (int) ((from + at) % PAGE_BYTES));
      ByteBuffer page = bytes.slice(at, end - at);
      if (!page.equals(there.slice(at, end - at))) {
        write(page, from + at);
      }
      at = end;
    }
  }

  /** Reads what stands there now: zeros behind the end of the file. */
  private void read(int length, long from) throws IOException {
    there.clear().limit(length);
    int read;
    do {
      read = channel.read(there, from + there.position());
    } while (read > 0);
    while (there.hasRemaining()) {
      there.put((byte) 0);
    }
    there.flip();
  }

  /** Returns how many bytes were written to the file, headers among them. */
  long storedBytes() {
    return storedBytes;
  }

  private void write(ByteBuffer bytes, long from) throws IOException {
    storedBytes += bytes.remaining();
    long at = from;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  /** Returns when the copying of the last whole snapshot began, ns since the epoch; 0 for none. */
  public long savedNs() {
    return last == null ? 0 : last.timeNs();
  }

  @Override
  public void close() throws SnapshotException {
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(path, e);
    }
  }
}
