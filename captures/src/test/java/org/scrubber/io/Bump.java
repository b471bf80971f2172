package org.scrubber.io;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.netns.Namespace;
import org.scrubber.parse.Parser;

/** A line with a worker that judges by a rule of the test, on a thread of its own. */
public final class Bump implements AutoCloseable {
  /** Decides about packets of a parsed batch, all of which pass unless it says otherwise. */
  public interface Rule {
    /** Sets verdicts. */
    void judge(PacketBatch batch);
  }

  /** Lets all pass. */
  public static final Rule PASS = batch -> {};

  private static final long IDLE_NS = 1_000_000;

  private final PacketLine line;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean running = true;

  private Bump(PacketLine line, Rule rule) {
    this.line = line;
    thread = new Thread(() -> work(rule), "bump");
    thread.setDaemon(true);
  }

  /** Opens a line in a namespace and starts to work; closing this closes the line. */
  public static Bump start(Namespace box, Callable<? extends PacketLine> opening, Rule rule)
      throws Exception {
    Bump bump = new Bump(box.call(opening), rule);
    bump.thread.start();
    return bump;
  }

  private void work(Rule rule) {
    PacketBatch batch = new PacketBatch();
    Parser parser = new Parser();
    try {
      while (running) {
        if (line.poll(batch, System.currentTimeMillis() * 1_000_000) == 0) {
          line.flush();
          line.await(IDLE_NS);
          continue;
        }
        parser.parse(batch);
        for (int i = 0; i < batch.size; i++) {
          batch.verdict[i] = Verdict.PASS_CODE;
        }
        rule.judge(batch);
        line.complete(batch);
        line.flush();
      }
    } catch (IOException | RuntimeException | AssertionError cause) {
      failure.set(cause);
    } finally {
      ended.countDown();
    }
  }

  /** Returns a counter; while the worker runs, as of a moment ago. */
  public long count(int side, LineCount count) {
    return line.count(side, count);
  }

  /** Returns what ended the worker by itself, waiting for at most 5 s; null when nothing did. */
  public Throwable failure() throws InterruptedException {
    return ended.await(5, TimeUnit.SECONDS) ? failure.get() : null;
  }

  /** Returns all counters in a line, for messages. */
  public String counts() {
    StringBuilder text = new StringBuilder();
    for (int side : new int[] {PacketLine.OUTSIDE, PacketLine.INSIDE}) {
      text.append(side == PacketLine.OUTSIDE ? "outside:" : " inside:");
      for (LineCount count : LineCount.values()) {
        text.append(' ').append(count.label()).append(' ').append(count(side, count));
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    running = false;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    line.close();
    if (failure.get() instanceof Error error) {
      throw error;
    }
  }
}
