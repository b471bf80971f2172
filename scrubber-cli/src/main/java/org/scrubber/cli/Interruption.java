package org.scrubber.cli;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C in the middle of a run: stops the run, which removes what it has half written, and says so
 * in one line.
 *
 * <p>The JVM's exit code is then 128 plus the signal's number, 130 for Ctrl-C. {@link #check} is
 * called by the run's thread, {@link #request} by the JVM's shutdown.
 */
final class Interruption implements AutoCloseable {
  /** How long a run may take to stop by itself. */
  static final long PATIENCE_MS = 1_000;

  private final Terminal terminal;
  private final Runnable cleanUp;
  private final long patienceMs;
  private final Thread hook = new Thread(this::request, "interruption");
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean requested;
  private volatile boolean complete;

  /**
   * Creates an interruption that nobody has asked for yet.
   *
   * @param cleanUp what to do about a run that does not stop by itself, because it waits for input
   * @param patienceMs how long a run may take to stop by itself
   */
  Interruption(Terminal terminal, Runnable cleanUp, long patienceMs) {
    this.terminal = terminal;
    this.cleanUp = cleanUp;
    this.patienceMs = patienceMs;
  }

  /** Lets the JVM's shutdown request this interruption, until it is closed. */
  Interruption install() {
    Runtime.getRuntime().addShutdownHook(hook);
    return this;
  }

  /** Throws when the run shall stop. */
  void check() {
    if (requested) {
      throw new CancellationException("interrupted");
    }
  }

  /** Takes note that the run has ended well, and its outputs are in place. */
  void complete() {
    complete = true;
  }

  /** Stops the run, waits a moment for it to tidy up, and tidies up itself if it does not. */
  void request() {
    requested = true;
    try {
      if (!finished.await(patienceMs, TimeUnit.MILLISECONDS)) {
        cleanUp.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    terminal.complain(
        complete
            ? "interrupted after the outputs were written"
            : "interrupted; nothing was written");
  }

  /** Ends the run; from here on, Ctrl-C is the JVM's own affair. */
  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The shutdown is under way, and the hook with it: it says what there is to say.
    }
  }
}
