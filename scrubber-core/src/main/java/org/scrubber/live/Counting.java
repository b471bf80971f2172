package org.scrubber.live;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.counter.CounterFile;
import org.scrubber.counter.GcWatch;
import org.scrubber.counter.Instance;
import org.scrubber.counter.InstanceCounter;
import org.scrubber.counter.LiveCounters;

/**
 * The counter file that others read, made anew with each policy, as its objects are others then.
 * The conductor's thread.
 */
final class Counting implements AutoCloseable {
  private final @Nullable Path path;
  private final long startedNs;
  private @Nullable CounterFile file;
  private @Nullable Instance instance;
  private final GcWatch collector = new GcWatch();
  private List<LiveCounters> counters = List.of();

  /**
   * Makes nothing yet.
   *
   * @param path the file, or null when nobody is to read anything
   */
  Counting(@Nullable Path path, long startedNs) {
    this.path = path;
    this.startedNs = startedNs;
  }

  /**
   * Makes the file of a policy, and has workers publish there what they count by its engines.
   *
   * @param engines that judge from now on, by worker
   */
  void begin(Instance described, List<LiveEngine> engines, List<Post> posts) throws IOException {
    if (path == null) {
      return;
    }
    CounterFile made = CounterFile.create(path, described, startedNs, engines.size());
    CounterFile before = file;
    Instance known = instance;
    List<LiveCounters> next = new ArrayList<>();
    for (int k = 0; k < engines.size(); k++) {
      LiveEngine engine = engines.get(k);
      LiveCounters mine =
          new LiveCounters(made, k, engine.worker(), engine.tally(), posts.get(k).duty().meter());
      LiveCounters old = k < counters.size() ? counters.get(k) : null;
      int[] objects = known == null ? new int[0] : described.objectsIn(known);
      next.add(mine);
      posts.get(k)
          .duty()
          .tell(
              duty -> {
                duty.publishNow();
                if (old != null) {
                  mine.continueFrom(old, objects);
                }
                duty.publish(mine);
              });
    }
    file = made;
    instance = described;
    counters = List.copyOf(next);
    if (before != null) {
      before.retire();
    }
  }

  /** Sets a value of the instance. */
  void set(InstanceCounter counter, long value) {
    if (file != null) {
      file.set(counter, value);
    }
  }

  /** Publishes what the garbage collector did. */
  void watchCollector() {
    if (file != null) {
      collector.update(file);
    }
  }

  /** Publishes the last counts of workers that have ended, and deletes the file. */
  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
