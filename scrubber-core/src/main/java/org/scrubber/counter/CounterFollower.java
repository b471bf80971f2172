package org.scrubber.counter;

import java.io.IOException;
import java.nio.file.Path;
import org.scrubber.counter.CounterReader.Life;

/**
 * Reads the counters of an instance that may go on in another file of the name, or end and be
 * started anew: a reload of the policy makes a new file. One thread.
 */
public final class CounterFollower implements AutoCloseable {
  private final Path file;
  private CounterReader reader;

  /**
   * Attaches to a file.
   *
   * @throws IOException when there is none, or its counters cannot be read
   */
  public CounterFollower(Path file) throws IOException {
    this.file = file;
    reader = CounterReader.open(file);
  }

  /** Returns the reader of the instance as it was when it was last followed. */
  public CounterReader reader() {
    return reader;
  }

  /**
   * Goes over to the instance's new file, if it has ended or moved and there is one that is alive.
   *
   * @param nowNs ns since the epoch
   * @return whether the reader is another one now
   */
  public boolean follow(long nowNs) {
    if (isAlive(reader, nowNs)) {
      return false;
    }
    try {
      CounterReader next = CounterReader.open(file);
      if (isAlive(next, nowNs)) {
        reader.close();
        reader = next;
        return true;
      }
      next.close();
    } catch (IOException e) {
      // Not there yet.
    }
    return false;
  }

  private static boolean isAlive(CounterReader one, long nowNs) {
    Life life = one.life(nowNs);
    return life == Life.RUNNING || life == Life.SILENT;
  }

  @Override
  public void close() {
    reader.close();
  }
}
