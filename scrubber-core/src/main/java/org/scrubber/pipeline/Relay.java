package org.scrubber.pipeline;

import java.io.IOException;
import java.util.Queue;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Runs the three legs of a replay on a thread each, with a fixed number of batches that go round:
 * free, parsed, judged, and free again. The first failure of any leg stops all of them and is
 * thrown.
 */
final class Relay {
  private static final int FLIGHTS = 64;

  private final Reading reading;
  private final Judging judging;
  private final Writing writing;
  private final Queue<Flight> free = new OneToOneConcurrentArrayQueue<>(FLIGHTS);
  private final Queue<Flight> parsed = new OneToOneConcurrentArrayQueue<>(FLIGHTS);
  private final Queue<Flight> judged = new OneToOneConcurrentArrayQueue<>(FLIGHTS);
  private volatile Throwable failure;

  Relay(Reading reading, Judging judging, Writing writing) {
    this.reading = reading;
    this.judging = judging;
    this.writing = writing;
    for (int k = 0; k < FLIGHTS; k++) {
      free.add(new Flight());
    }
  }

  private interface Leg {
    void run() throws IOException;
  }

  /** Runs until the last packet is written. */
  void run() throws IOException {
    boolean writes = writing.isWanted();
    Thread reader = start("scrubber-read", () -> read());
    Thread writer = writes ? start("scrubber-write", () -> write()) : null;
    guarded(() -> judge(writes ? judged : free));
    join(reader);
    if (writer != null) {
      join(writer);
    }
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private Thread start(String name, Leg leg) {
    return Thread.ofPlatform().name(name).daemon().start(() -> guarded(leg));
  }

  private void guarded(Leg leg) {
    try {
      leg.run();
    } catch (Throwable e) {
      failure = e;
      reading.abandon(); // It may be waiting for packets that never come.
    }
  }

  private void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
        failure = new IOException("interrupted");
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() throws IOException {
    IdleStrategy idle = idle();
    for (Flight flight = take(free, idle); flight != null; flight = take(free, idle)) {
      reading.fill(flight);
      boolean last = flight.last;
      parsed.add(flight);
      if (last) {
        return;
      }
    }
  }

  private void judge(Queue<Flight> next) {
    IdleStrategy idle = idle();
    for (Flight flight = take(parsed, idle); flight != null; flight = take(parsed, idle)) {
      boolean last = flight.last;
      judging.judge(flight);
      next.add(flight);
      if (last) {
        return;
      }
    }
  }

  private void write() throws IOException {
    IdleStrategy idle = idle();
    for (Flight flight = take(judged, idle); flight != null; flight = take(judged, idle)) {
      boolean last = flight.last;
      writing.write(flight);
      free.add(flight);
      if (last) {
        return;
      }
    }
  }

  /** Waits for a flight; null when another leg has failed. */
  private Flight take(Queue<Flight> queue, IdleStrategy idle) {
    for (Flight flight = queue.poll(); ; flight = queue.poll()) {
      if (flight != null) {
        idle.reset();
        return flight;
      }
      if (failure != null) {
        return null;
      }
      idle.idle();
    }
  }

  private static IdleStrategy idle() {
    return new BackoffIdleStrategy(8, 1, 50_000, 500_000);
  }
}
