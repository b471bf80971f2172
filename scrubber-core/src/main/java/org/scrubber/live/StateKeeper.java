package org.scrubber.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.snapshot.Saver;
import org.scrubber.snapshot.Slices;
import org.scrubber.snapshot.Snapshot;
import org.scrubber.snapshot.SnapshotException;
import org.scrubber.snapshot.SnapshotFile;

/**
 * Keeps the state of workers in a directory, a file each, so that a restart goes on where the last
 * run ended. A thread of its own writes what the workers copy; a disk that is slow or full costs
 * the snapshots and no packet.
 */
final class StateKeeper implements Runnable, AutoCloseable {
  private static final long PAUSE_NS = 2_000_000L;

  private final Path directory;
  private final LiveEvent.Complaints complaints;
  private final List<Shelf> shelves = new ArrayList<>();
  private volatile boolean stopping;

  /** What is kept of one worker. */
  private record Shelf(Slices slices, Saver saver, SnapshotFile file) {}

  /**
   * Keeps state in a directory, which is made if its own parent exists.
   *
   * @param complaints hears, once, when a snapshot cannot be written
   */
  StateKeeper(Path directory, LiveEvent.Complaints complaints) throws IOException {
    this.directory = directory;
    this.complaints = complaints;
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory);
    }
  }

  /** Gives new engines what the last run knew; returns a line for each that says how that went. */
  List<String> restore(List<LiveEngine> engines, long nowNs) {
    List<String> lines = new ArrayList<>();
    for (int k = 0; k < engines.size(); k++) {
      try {
        lines.add(Snapshot.read(path(k)).restore(engines.get(k).worker(), nowNs).line());
      } catch (SnapshotException e) {
        lines.add(String.valueOf(e.getMessage()));
      }
    }
    return lines;
  }

  /**
   * Lets the time go by for engines that know something and have judged nothing since: what nobody
   * saw meanwhile is held against nobody.
   */
  static void resume(List<LiveEngine> engines, long nowNs) {
    for (LiveEngine engine : engines) {
      if (engine.worker().clockOriginNs() != 0) {
        engine.worker().resume(nowNs);
      }
    }
  }

  /** Keeps the state of these engines from now on, by worker. */
  synchronized void follow(List<LiveEngine> engines, List<Post> posts) throws IOException {
    shut();
    for (int k = 0; k < engines.size(); k++) {
      Slices slices = new Slices();
      Saver saver = new Saver(engines.get(k).worker(), slices);
      shelves.add(new Shelf(slices, saver, open(k, engines.get(k))));
      posts.get(k).duty().tell(duty -> duty.saveBy(saver));
    }
  }

  private SnapshotFile open(int worker, LiveEngine engine) throws IOException {
    try {
      return SnapshotFile.open(path(worker), engine.worker());
    } catch (SnapshotException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Path path(int worker) {
    return directory.resolve("worker-" + worker + ".state");
  }

  @Override
  public void run() {
    while (!stopping) {
      write();
      LockSupport.parkNanos(PAUSE_NS);
    }
  }

  private synchronized void write() {
    for (Shelf shelf : shelves) {
      try {
        shelf.file().write(shelf.slices());
      } catch (SnapshotException e) {
        complaints.complain(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Returns when the oldest of the last whole snapshots began, ns since the epoch; 0 for none. */
  synchronized long savedNs() {
    return shelves.stream().mapToLong(one -> one.file().savedNs()).min().orElse(0);
  }

  /** Keeps the last state of workers that have ended. */
  synchronized void saveAll(long nowNs) {
    for (Shelf shelf : shelves) {
      try {
        shelf.saver().saveAll(shelf.file(), nowNs);
      } catch (SnapshotException e) {
        complaints.complain(String.valueOf(e.getMessage()));
      }
    }
  }

  private void shut() {
    for (Shelf shelf : shelves) {
      try {
        shelf.file().close();
      } catch (SnapshotException e) {
        complaints.complain(String.valueOf(e.getMessage()));
      }
    }
    shelves.clear();
  }

  @Override
  public synchronized void close() {
    stopping = true;
    shut();
  }

  /** Returns a keeper, or null when nothing is to be kept. */
  static @Nullable StateKeeper of(@Nullable Path directory, LiveEvent.Complaints complaints)
      throws IOException {
    return directory == null ? null : new StateKeeper(directory, complaints);
  }
}
