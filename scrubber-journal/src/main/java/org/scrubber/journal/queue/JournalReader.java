package org.scrubber.journal.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;
import org.scrubber.journal.JournalRecord;

/** Reads a journal from its beginning, also while it is written. One thread. */
public final class JournalReader implements AutoCloseable {
  private final ChronicleQueue queue;
  private final ExcerptTailer tailer;
  private byte[] copy = new byte[1 << 16];
  private final Context context = new Context();
  private long unknown;

  /** Hears records in the order in which they were written. */
  public interface Listener {
    /** Takes note of one. */
    void read(JournalRecord record);
  }

  /**
   * Opens a journal; it is not written to.
   *
   * @throws IOException with one line when there is none
   */
  public JournalReader(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException(directory + ": no such journal");
    }
    if (QueueFiles.in(directory).isEmpty()) {
      throw new IOException(directory + ": holds no journal");
    }
    try {
      queue = Queues.readable(directory);
      tailer = queue.createTailer();
    } catch (RuntimeException e) {
      throw new IOException(directory + ": cannot be read as a journal: " + e.getMessage(), e);
    }
  }

  /** Hands out what was written since the last time, and returns how many records that were. */
  public int poll(Listener listener) throws IOException {
    int count = 0;
    for (int length = next(); length >= 0; length = next()) {
      count += records(length, listener);
    }
    return count;
  }

  /** Copies the next document and returns its length; -1 when there is none yet. */
  private int next() throws IOException {
    try (DocumentContext document = tailer.readingDocument()) {
      if (!document.isPresent()) {
        return -1;
      }
      return document.isMetaData() ? 0 : read(document.wire().bytes());
    } catch (RuntimeException e) {
      throw new IOException("the journal cannot be read further: " + e.getMessage(), e);
    }
  }

  private int read(Bytes<?> bytes) {
    int length = (int) bytes.readRemaining();
    if (length > copy.length) {
      copy = new byte[length];
    }
    bytes.read(copy, 0, length);
    return length;
  }

  private int records(int limit, Listener listener) {
    UnsafeBuffer buffer = new UnsafeBuffer(copy);
    int count = 0;
    int offset = 0;
    for (int length = JournalRecord.length(buffer, offset, limit);
        length > 0;
        length = JournalRecord.length(buffer, offset, limit)) {
      JournalRecord record = JournalRecord.decode(buffer, offset, length);
      if (record == null) {
        unknown++;
      } else if (context.note(buffer, offset, length)) {
        listener.read(record);
      }
      offset += length;
      count++;
    }
    return count;
  }

  /** Returns how many records of a later version were left out. */
  public long unknown() {
    return unknown;
  }

  @Override
  public void close() {
    tailer.close();
    queue.close();
  }
}
