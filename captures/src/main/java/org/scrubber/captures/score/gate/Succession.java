package org.scrubber.captures.score.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scrubber.captures.scenario.Restart;
import org.scrubber.captures.world.World;
import org.scrubber.pipeline.Worker;
import org.scrubber.snapshot.Restored;
import org.scrubber.snapshot.Saver;
import org.scrubber.snapshot.Slices;
import org.scrubber.snapshot.Snapshot;
import org.scrubber.snapshot.SnapshotException;
import org.scrubber.snapshot.SnapshotFile;

/**
 * One worker after the other, as restarts ask for it: through the bytes of a snapshot in a file,
 * saved while the one worked and restored into the next. One thread.
 */
final class Succession {
  /** Saving begins so long before a kill: its last whole snapshot is of the usual age then. */
  private static final long SAVING_NS = 9_000_000_000L;

  private final List<Restart> restarts;
  private final List<Restored> restored = new ArrayList<>();
  private Path file;
  private SnapshotFile open;
  private Slices slices;
  private Saver saver;

  Succession(List<Restart> restarts) {
    this.restarts = restarts;
  }

  /** Returns the worker for a batch that begins at a time, ns since the epoch. */
  Worker of(Worker old, long timeNs) {
    if (restored.size() == restarts.size()) {
      return old;
    }
    Restart next = restarts.get(restored.size());
    long worldNs = timeNs - World.EPOCH_NS;
    try {
      if (worldNs >= next.backNs()) {
        return successor(old, next, timeNs);
      }
      if (next.killed() && worldNs >= next.goesNs() - SAVING_NS) {
        save(old, timeNs);
      }
    } catch (SnapshotException | IOException e) {
      throw new IllegalStateException("the lab cannot keep a snapshot: " + e.getMessage(), e);
    }
    return old;
  }

  private void open(Worker old) throws SnapshotException, IOException {
    if (open == null) {
      file = Files.createTempFile("scrubber-lab-", ".state");
      file.toFile().deleteOnExit();
      open = SnapshotFile.open(file, old);
    }
  }

  private void save(Worker old, long timeNs) throws SnapshotException, IOException {
    open(old);
    if (saver == null) {
      slices = new Slices();
      saver = new Saver(old, slices);
    }
    while (saver.step(timeNs)) {
      open.write(slices);
    }
  }

  private Worker successor(Worker old, Restart restart, long timeNs)
      throws SnapshotException, IOException {
    open(old);
    if (!restart.killed()) {
      new Saver(old, new Slices()).saveAll(open, timeNs);
    }
    open.close();
    open = null;
    saver = null;
    Worker next = new Worker(old.policy());
    restored.add(Snapshot.read(file).restore(next, timeNs));
    Files.delete(file);
    return next;
  }

  /** Returns what the workers after the first have taken over. */
  List<Restored> restored() {
    return restored;
  }
}
