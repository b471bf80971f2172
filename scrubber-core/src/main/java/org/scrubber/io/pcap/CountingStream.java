package org.scrubber.io.pcap;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes read from a medium. Used by one thread. */
final class CountingStream extends FilterInputStream {
  private long count;

  /** Creates a stream that reads, and closes, {@code medium}. */
  CountingStream(InputStream medium) {
    super(medium);
  }

  /** Returns the bytes read so far. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    count += value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int readBytes = in.read(to, offset, length);
    count += Math.max(0, readBytes);
    return readBytes;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = in.skip(bytes);
    count += skipped;
    return skipped;
  }
}
