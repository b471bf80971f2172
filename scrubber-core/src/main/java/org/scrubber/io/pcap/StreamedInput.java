package org.scrubber.io.pcap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.util.function.LongSupplier;
import java.util.zip.ZipException;
import org.scrubber.batch.PacketBatch;
import org.scrubber.wire.Memory;

/**
 * A capture that comes as a stream (standard input, a pipe, compressed data): decoded in a bounded
 * window, from where each batch's records move into the batch's own memory with one copy.
 *
 * <p>A batch ends early when its records would take more than {@link #BATCH_BYTES} and one record.
 * Batches are cut at the same packets however the bytes trickle in, so results do not depend on it.
 */
final class StreamedInput extends CaptureInput {
  /** A batch begins no record after so many bytes. */
  static final int BATCH_BYTES = 1 << 20;

  private static final int ROOM_BYTES = BATCH_BYTES + Decoder.MAX_RECORD_BYTES;
  private static final int WINDOW_BYTES = 2 * ROOM_BYTES;
  private static final int CHUNK_BYTES = 1 << 16;
  private static final int SMALLEST_ARENA_BYTES = 1 << 16;

  /** Opens the stream, from its first byte. */
  interface Opener {
    /** Returns the bytes of a capture, decompressed. */
    CaptureStream open() throws IOException;
  }

  private final String name;
  private final Decoder decoder;
  private final Opener opener;
  private final long totalBytes;
  private final Window window = new Window();
  private CaptureStream stream;
  private Arena arena;
  private long windowStart;
  private byte[] chunk;
  private String fault;

  /**
   * Creates an input.
   *
   * @param totalBytes size on the medium, or -1 when unknown
   */
  StreamedInput(String name, Opener opener, long totalBytes, Decoder decoder) {
    this.name = name;
    this.opener = opener;
    this.totalBytes = totalBytes;
    this.decoder = decoder;
  }

  @Override
  int poll(PacketBatch batch) throws IOException {
    batch.size = 0;
    if (stream == null && !decoder.done()) {
      start();
    }
    int count = 0;
    while (count == 0 && !decoder.done()) {
      count = fillBatch(batch);
    }
    if (decoder.done() && fault != null) {
      if (!decoder.warned()) {
        decoder.damaged(fault);
      }
      fault = null;
    }
    batch.size = count;
    return count > 0 ? count : -1;
  }

  private void start() throws IOException {
    stream = opener.open();
    arena = Arena.ofShared();
    chunk = new byte[CHUNK_BYTES];
    windowStart = arena.allocate(WINDOW_BYTES, 64).address();
    window.position = windowStart;
    window.limit = windowStart;
  }

  private int fillBatch(PacketBatch batch) throws IOException {
    makeRoom();
    long begin = window.position;
    window.softLimit = begin + BATCH_BYTES;
    int count = decoder.decode(window, batch, 0);
    while (!decoder.done() && count < batch.capacity && window.position < window.softLimit) {
      readMore();
      count = decoder.decode(window, batch, count);
    }
    if (count > 0) {
      moveToBatch(batch, count, begin);
    }
    return count;
  }

  /** Moves what is not decoded yet to the window's start, when a batch might not fit behind it. */
  private void makeRoom() {
    if (windowStart + WINDOW_BYTES - window.position < ROOM_BYTES) {
      long leftBytes = window.limit - window.position;
      Memory.copy(window.position, windowStart, leftBytes);
      window.position = windowStart;
      window.limit = windowStart + leftBytes;
    }
  }

  private void readMore() throws IOException {
    int room = (int) Math.min(CHUNK_BYTES, windowStart + WINDOW_BYTES - window.limit);
    int readBytes;
    try {
      readBytes = stream.bytes().read(chunk, 0, room);
    } catch (EOFException e) {
      fault = "its compressed data is cut";
      readBytes = -1;
    } catch (ZipException e) {
      fault = "its compressed data is invalid";
      readBytes = -1;
    } catch (IOException e) {
      throw new CaptureException(name + ": " + e.getMessage(), e);
    }
    if (readBytes < 0) {
      window.ended = true;
    } else {
      Memory.copy(chunk, 0, window.limit, readBytes);
      window.limit += readBytes;
    }
  }

  private void moveToBatch(PacketBatch batch, int count, long begin) {
    long usedBytes = window.position - begin;
    long arenaBytes = Math.max(SMALLEST_ARENA_BYTES, Long.highestOneBit(usedBytes) << 1);
    long to = batch.frames(arenaBytes).address();
    Memory.copy(begin, to, usedBytes);
    long delta = to - begin;
    long[] frameAddress = batch.frameAddress;
    for (int i = 0; i < count; i++) {
      frameAddress[i] += delta;
    }
  }

  @Override
  long consumedBytes() {
    return stream == null ? 0 : stream.consumed().getAsLong();
  }

  @Override
  long totalBytes() {
    return totalBytes;
  }

  @Override
  void close() throws IOException {
    if (arena != null) {
      arena.close();
      arena = null;
    }
    if (stream != null) {
      stream.bytes().close();
    }
  }

  /**
   * An open capture stream.
   *
   * @param bytes the capture's bytes, decompressed
   * @param consumed how many bytes of the medium were used so far
   */
  record CaptureStream(InputStream bytes, LongSupplier consumed) {}
}
