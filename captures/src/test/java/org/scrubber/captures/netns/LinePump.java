package org.scrubber.captures.netns;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.PacketLine;
import org.scrubber.parse.Parser;

/** A worker that judges nothing: passes all packets of a line on, on a thread of its own. */
final class LinePump implements AutoCloseable {
  private static final long IDLE_NS = 1_000_000;

  private final PacketLine line;
  private final Thread thread = new Thread(this::run, "pump");
  private volatile boolean running = true;
  private volatile boolean paused;
  private volatile long packets;
  private volatile IOException failure;
  private volatile long allocatedBytes;

  LinePump(PacketLine line) {
    this.line = line;
    thread.setDaemon(true);
    thread.start();
  }

  /** Stops polling, as a stuck worker does, or goes on. */
  void pause(boolean pause) {
    paused = pause;
  }

  /** Returns packets that were passed on. */
  long packets() {
    return packets;
  }

  /** Returns what ended it, or null. */
  IOException failure() {
    return failure;
  }

  /**
   * Returns what its thread has allocated by the end of its last turn that found packets, bytes.
   */
  long allocatedBytes() {
    return allocatedBytes;
  }

  private void run() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    PacketBatch batch = new PacketBatch();
    Parser parser = new Parser();
    try {
      while (running) {
        if (paused) {
          Thread.onSpinWait();
          continue;
        }
        int count = line.poll(batch, System.currentTimeMillis() * 1_000_000);
        if (count > 0) {
          parser.parse(batch);
          line.complete(batch);
        }
        line.flush();
        if (count > 0) {
          packets += count;
          allocatedBytes = threads.getCurrentThreadAllocatedBytes();
        } else {
          line.await(IDLE_NS);
        }
      }
    } catch (IOException gone) {
      failure = gone;
    }
  }

  @Override
  public void close() {
    end();
  }

  /** Takes its last turn, and closes the line. */
  void end() {
    running = false;
    try {
      thread.join(5_000);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    line.close();
  }
}
