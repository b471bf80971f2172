package org.scrubber.live;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A worker's thread: its duty, turn after turn, until it is told to stop. Without packets it waits
 * in the kernel for the next one; busy, it never does.
 */
final class Post implements Runnable {
  /** Empty turns in a row after which it waits. */
  private static final int PATIENCE = 256;

  /** At most so long without a turn, so that orders are heard and the watchdog hears of it. */
  private static final long NAP_NS = 10_000_000L;

  private final Duty duty;
  private final boolean busyPoll;
  private final Runnable settle;
  private volatile boolean stopping;
  private volatile @Nullable IOException loss;
  private volatile @Nullable Throwable failure;
  private volatile boolean idle;
  private volatile boolean atWork;

  /**
   * Creates the thread's task.
   *
   * @param busyPoll never to wait
   * @param settle run first on the thread: pins it to its place
   */
  Post(Duty duty, boolean busyPoll, Runnable settle) {
    this.duty = duty;
    this.busyPoll = busyPoll;
    this.settle = settle;
  }

  @Override
  public void run() {
    atWork = true;
    try {
      settle.run();
      work();
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      duty.detach();
      atWork = false;
    }
  }

  private void work() {
    int empty = 0;
    while (!stopping) {
      try {
        if (duty.turn() > 0) {
          empty = 0;
          idle = false;
          continue;
        }
        idle = true;
        if (!busyPoll && ++empty > PATIENCE) {
          duty.await(NAP_NS);
        } else {
          Thread.onSpinWait();
        }
      } catch (IOException e) {
        duty.detach();
        loss = e;
      }
    }
  }

  /** Returns the duty, to tell it orders. */
  Duty duty() {
    return duty;
  }

  /** Lets the thread end after its turn. */
  void stop() {
    stopping = true;
  }

  /** Returns why the line was lost, once for each time, or null. */
  @Nullable IOException takeLoss() {
    IOException what = loss;
    loss = null;
    return what;
  }

  /** Tells whether its thread is between its begin and its end. */
  boolean isAtWork() {
    return atWork;
  }

  /** Tells whether the last turn found no packet. */
  boolean isIdle() {
    return idle;
  }

  /** Returns what ended the thread before it was told to stop, or null. */
  @Nullable Throwable failure() {
    return failure;
  }
}
