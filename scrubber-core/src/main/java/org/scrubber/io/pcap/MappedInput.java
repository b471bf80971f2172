package org.scrubber.io.pcap;

import java.lang.foreign.MemorySegment;
import org.scrubber.batch.PacketBatch;

/**
 * A regular file, mapped whole: frames are lent straight from the mapping, without a copy, whatever
 * the file's size.
 *
 * <p>A file that another program shortens while it is mapped loses pages under our feet. The JVM
 * then throws an {@link InternalError} at the access instead of dying; here it becomes a {@link
 * CaptureException}, but frames already lent can still raise it where they are read.
 */
final class MappedInput extends CaptureInput {
  private final String name;
  private final Decoder decoder;
  private final Window window = new Window();
  private final long startAddress;
  private final long totalBytes;

  /** Creates an input over {@code mapping}, which its creator keeps alive. */
  MappedInput(String name, MemorySegment mapping, Decoder decoder) {
    this.name = name;
    this.decoder = decoder;
    startAddress = mapping.address();
    totalBytes = mapping.byteSize();
    window.position = startAddress;
    window.limit = startAddress + totalBytes;
    window.ended = true;
  }

  @Override
  int poll(PacketBatch batch) throws CaptureException {
    batch.size = 0;
    if (decoder.done()) {
      return -1;
    }
    int count;
    try {
      count = decoder.decode(window, batch, 0);
    } catch (InternalError e) {
      throw new CaptureException(name + ": was shortened while it was read", e);
    }
    batch.size = count;
    return count > 0 ? count : -1;
  }

  @Override
  long consumedBytes() {
    return decoder.done() ? totalBytes : window.position - startAddress;
  }

  @Override
  long totalBytes() {
    return totalBytes;
  }

  @Override
  void close() {}
}
