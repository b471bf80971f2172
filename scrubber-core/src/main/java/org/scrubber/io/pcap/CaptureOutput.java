package org.scrubber.io.pcap;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of a capture on their way out: one large native buffer before a file that appears whole
 * or not at all. Used by one thread.
 */
final class CaptureOutput {
  private static final int BUFFER_BYTES = 4 << 20;
  private static final int PAGE_BYTES = 4096;

  private final String name;
  private final FileChannel channel;
  private final Path target;
  private final Path partial;
  private final Arena arena = Arena.ofShared();
  private final ByteBuffer buffer;
  private final long bufferAddress;
  private int usedBytes;
  private boolean closed;

  private CaptureOutput(String name, FileChannel channel, Path target, Path partial) {
    this.name = name;
    this.channel = channel;
    this.target = target;
    this.partial = partial;
    MemorySegment memory = arena.allocate(BUFFER_BYTES, PAGE_BYTES);
    buffer = memory.asByteBuffer();
    bufferAddress = memory.address();
  }

  /**
   * Opens an output that becomes {@code target} on {@link #commit}; "-" is standard output.
   *
   * @throws CaptureException when the target cannot be written: one line says why
   */
  @SuppressWarnings("resource") // Standard output stays open; the rest is closed by close().
  static CaptureOutput open(Path target) throws CaptureException {
    String name = target.toString();
    if (name.equals(CaptureFiles.STANDARD_STREAM)) {
      FileChannel standardOutput = new FileOutputStream(FileDescriptor.out).getChannel();
      return new CaptureOutput("standard output", standardOutput, null, null);
    }
    if (name.isEmpty() || Files.isDirectory(target)) {
      throw new CaptureException(name + ": is a directory");
    }
    try {
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        FileChannel device = FileChannel.open(target, StandardOpenOption.WRITE);
        return new CaptureOutput(name, device, null, null);
      }
      // A link stays a link: what it points to is replaced.
      Path real = Files.isRegularFile(target) ? target.toRealPath() : target.toAbsolutePath();
      if (!Files.isDirectory(real.getParent())) {
        throw new CaptureException(name + ": no such directory");
      }
      Path partial =
          real.resolveSibling(
              ".%s.partial-%d".formatted(real.getFileName(), ProcessHandle.current().pid()));
      Files.deleteIfExists(partial);
      partial.toFile().deleteOnExit();
      FileChannel file =
          FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new CaptureOutput(name, file, real, partial);
    } catch (CaptureException e) {
      throw e;
    } catch (IOException e) {
      throw new CaptureException(name + ": " + CaptureOpener.reason(e), e);
    }
  }

  /** Returns the name for messages. */
  String name() {
    return name;
  }

  /**
   * Returns the address where the next {@code lengthBytes} bytes go, at most {@link #BUFFER_BYTES};
   * the caller fills all of them before the next call.
   */
  long take(int lengthBytes) throws IOException {
    if (BUFFER_BYTES - usedBytes < lengthBytes) {
      flush();
    }
    long address = bufferAddress + usedBytes;
    usedBytes += lengthBytes;
    return address;
  }

  /** Writes the rest and renames the file into place. */
  void commit() throws IOException {
    flush();
    if (partial == null) {
      return;
    }
    try {
      channel.close();
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CaptureException(name + ": " + CaptureOpener.reason(e), e);
    }
  }

  /** Closes, and deletes what was not committed. */
  void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    // Full for good: take() then flushes, and fails, instead of giving out memory that is gone.
    usedBytes = BUFFER_BYTES;
    arena.close();
    if (target != null) {
      channel.close();
      Files.deleteIfExists(partial);
    } else if (!name.equals("standard output")) {
      channel.close();
    }
  }

  private void flush() throws IOException {
    if (closed) {
      throw new CaptureException(name + ": is closed");
    }
    buffer.limit(usedBytes).position(0);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new CaptureException(name + ": " + CaptureOpener.reason(e), e);
    }
    buffer.clear();
    usedBytes = 0;
  }
}
