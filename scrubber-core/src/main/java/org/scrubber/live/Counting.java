package org.scrubber.live;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scrubber.counter.CounterFile;
import org.scrubber.counter.GcWatch;
import org.scrubber.counter.Instance;
import org.scrubber.counter.InstanceCounter;
import org.scrubber.counter.LiveCounters;
import org.scrubber.counter.Readings;
import org.scrubber.io.PacketLine;
import org.scrubber.io.netlink.LinkWatch;

/**
 * The counter file that others read, made anew with each policy, as its objects are others then.
 * The conductor's thread.
 */
final class Counting implements AutoCloseable {
  private final @Nullable Path path;
  private final long startedNs;
  private @Nullable CounterFile file;
  private final GcWatch collector = new GcWatch();
  private final Map<InstanceCounter, Long> values = new EnumMap<>(InstanceCounter.class);

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
   * Makes the file of a policy.
   *
   * @param engines that are to count in it, by worker
   * @return what publishes their counts, by worker; empty when nobody is to read anything
   */
  List<LiveCounters> begin(Instance described, List<LiveEngine> engines, List<Post> posts)
      throws IOException {
    if (path == null) {
      return List.of();
    }
    CounterFile made = CounterFile.create(path, described, startedNs, engines.size());
    List<LiveCounters> counters = new ArrayList<>();
    for (int k = 0; k < engines.size(); k++) {
      LiveEngine one = engines.get(k);
      counters.add(
          new LiveCounters(made, k, one.worker(), one.tally(), posts.get(k).duty().meter()));
    }
    CounterFile before = file;
    file = made;
    values.forEach(made::set); // What it shows does not go back.
    if (before != null) {
      before.retire();
    }
    return counters;
  }

  /** Sets a value of the instance. */
  void set(InstanceCounter counter, long value) {
    values.put(counter, value);
    if (file != null) {
      file.set(counter, value);
    }
  }

  /** Says how the interface of a side is. */
  void link(int side, LinkWatch.State state) {
    InstanceCounter counter =
        side == PacketLine.OUTSIDE ? InstanceCounter.OUTSIDE_DOWN : InstanceCounter.INSIDE_DOWN;
    set(counter, Readings.of(state));
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
