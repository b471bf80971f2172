package org.scrubber.captures.score.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Plays many tasks on several threads; the results come in the order of the tasks. */
public final class Board {
  private Board() {}

  /** Hears of runs that are over. */
  public interface Listener {
    /** A run is over; called by any thread, one at a time. */
    void finished(Task task, int done, int total);
  }

  /**
   * Plays tasks, the longest first.
   *
   * @param jobs threads, 1 or more
   * @param play what to do with each
   * @throws CancellationException when the thread is interrupted; what runs is abandoned
   */
  public static <T> List<T> play(
      List<Task> tasks, int jobs, Function<Task, T> play, Listener listener) {
    ExecutorService threads = Executors.newFixedThreadPool(jobs, Board::thread);
    try {
      Progress progress = new Progress(tasks.size(), listener);
      List<Integer> order = new ArrayList<>();
      for (int k = 0; k < tasks.size(); k++) {
        order.add(k);
      }
      order.sort(Comparator.comparingLong(k -> -tasks.get(k).weight()));
      List<Future<T>> results = new ArrayList<>();
      tasks.forEach(task -> results.add(null));
      for (int k : order) {
        Task task = tasks.get(k);
        results.set(
            k,
            threads.submit(
                () -> {
                  T result = play.apply(task);
                  progress.finished(task);
                  return result;
                }));
      }
      List<T> all = new ArrayList<>();
      for (Future<T> result : results) {
        all.add(result.get());
      }
      return all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "lab");
    thread.setDaemon(true);
    return thread;
  }

  private static final class Progress {
    private final int total;
    private final Listener listener;
    private int done;

    Progress(int total, Listener listener) {
      this.total = total;
      this.listener = listener;
    }

    synchronized void finished(Task task) {
      listener.finished(task, ++done, total);
    }
  }
}
