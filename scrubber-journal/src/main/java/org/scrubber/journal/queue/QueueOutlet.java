package org.scrubber.journal.queue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;
import org.scrubber.journal.queue.QueueFiles.QueueFile;

/**
 * A Chronicle Queue on disk. Its pages are the kernel's as soon as they are written, so that what
 * was appended outlives a kill; only a machine that loses power loses the last seconds.
 */
final class QueueOutlet implements Outlet {
  private static final String LOCK = "journal.lock";
  private static final long MS_NS = 1_000_000L;

  /** Bytes between two looks at the room on the disk. */
  private static final int LOOK_BYTES = 1 << 20;

  private final Path directory;
  private final Retention retention;
  private final TimeProvider time;
  private final FileStore disk;
  private final FileChannel lockFile;
  private final ChronicleQueue queue;
  private final ExcerptAppender appender;
  private int cycle = Integer.MIN_VALUE;
  private int sinceLook = LOOK_BYTES;
  private boolean tooLarge;

  /** Opens a journal, and makes it if need be. */
  QueueOutlet(Path directory, Retention retention, TimeProvider time) throws IOException {
    this.directory = directory;
    this.retention = retention;
    this.time = time;
    Files.createDirectories(directory);
    disk = Files.getFileStore(directory);
    lockFile =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      lock();
      requireRoom();
      queue = Queues.writable(directory, time);
      appender = queue.createAppender();
    } catch (IOException | RuntimeException | Error e) {
      lockFile.close();
      throw e;
    }
  }

  private void lock() throws IOException {
    FileLock lock;
    try {
      lock = lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(directory + ": another run writes this journal");
    }
  }

  private void requireRoom() throws IOException {
    sinceLook = 0;
    if (disk.getUsableSpace() < retention.reserveBytes()) {
      throw new IOException(
          "%s: less than %,d MiB are free on its disk"
              .formatted(directory, retention.reserveBytes() >> 20));
    }
  }

  @Override
  public void append(byte[] records, int lengthBytes, Context context) throws IOException {
    sinceLook += lengthBytes;
    if (sinceLook >= LOOK_BYTES) {
      requireRoom(); // A page of a mapping that the disk has no room for would end the process.
    }
    if (tooLarge) {
      throw new IOException(
          "%s: holds more than %,d MiB within ten minutes"
              .formatted(directory, retention.maxBytes() >> 20));
    }
    try (DocumentContext document = appender.writingDocument()) {
      if (appender.cycle() != cycle) {
        cycle = appender.cycle();
        for (byte[] one : context.records()) {
          document.wire().bytes().write(one);
        }
      }
      document.wire().bytes().write(records, 0, lengthBytes);
    }
  }

  @Override
  public void maintain() throws IOException {
    requireRoom();
    List<QueueFile> files = QueueFiles.in(directory);
    if (files.isEmpty() && cycle != Integer.MIN_VALUE) {
      throw new IOException(directory + ": the journal's files are gone");
    }
    long nowNs = time.currentTimeMillis() * MS_NS;
    long bytes = files.stream().mapToLong(QueueFile::bytes).sum();
    boolean deleted = false;
    for (QueueFile file : files.subList(0, Math.max(0, files.size() - 1))) {
      if (bytes > retention.maxBytes() || nowNs - file.changedNs() > retention.maxAgeNs()) {
        Files.deleteIfExists(file.path());
        bytes -= file.bytes();
        deleted = true;
      }
    }
    tooLarge = bytes > retention.maxBytes();
    if (deleted) {
      queue.refreshDirectoryListing();
    }
  }

  @Override
  public void close() {
    try (lockFile;
        queue) {
      appender.close();
    } catch (IOException e) {
      // The lock goes with the process at the latest.
    }
  }
}
