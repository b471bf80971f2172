package org.scrubber.live;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;
import org.scrubber.counter.Instance;
import org.scrubber.counter.LiveCounters;
import org.scrubber.io.ProxyFiles;
import org.scrubber.io.linux.Affinity;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.journal.Opening;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Totals;
import org.scrubber.live.event.Witness;
import org.scrubber.live.wire.LiveClock;
import org.scrubber.live.wire.WireOpener;
import org.scrubber.policy.Policy;

/**
 * A scrubber in the wire, from start to end: loads the policy, warms up, binds the interfaces, and
 * runs until it is stopped. Use once.
 */
public final class LiveRun {
  private static final long FOREVER = Long.MAX_VALUE;

  private final Options options;
  private final LiveEvent.Listener listener;
  private final EpochNanoClock clock = new LiveClock();
  private final List<Post> posts = new ArrayList<>();
  private final Wiring wiring;
  private final ProxyFiles proxied;
  private final Reloading reloading;
  private volatile @Nullable Conductor conductor;
  private final Set<String> complaints = new HashSet<>();
  private volatile boolean stopped;

  /**
   * How to run.
   *
   * @param version of the program, for those who read the counters
   * @param outside name of the outside interface
   * @param inside name of the inside interface
   * @param workers worker threads, 1 or more
   * @param cpus the processor that each worker is pinned to, or empty for any
   * @param busyPoll workers never wait for packets in the kernel
   * @param watch the policy is loaded anew whenever its version changes
   * @param warmUp the packet path is compiled before the first packet is taken
   * @param durationNs when to stop without being asked; 0 for never
   * @param counters the file to count in, or null for none
   * @param state the directory to keep what is known in, or null for none
   * @param witnesses makes who sees what workers decide
   */
  public record Options(
      String version,
      String outside,
      String inside,
      int workers,
      List<Integer> cpus,
      boolean busyPoll,
      boolean watch,
      boolean warmUp,
      long durationNs,
      @Nullable Path counters,
      @Nullable Path state,
      Witness.Source witnesses) {}

  /** Creates a run; nothing is opened yet. */
  public LiveRun(
      Options options, PolicySource policies, WireOpener opener, LiveEvent.Listener listener) {
    this.options = options;
    this.listener = serial(listener);
    wiring = new Wiring(opener, posts);
    proxied = new ProxyFiles(options.state());
    reloading =
        new Reloading(clock, policies, posts, options.watch(), proxied, options.witnesses());
  }

  private static LiveEvent.Listener serial(LiveEvent.Listener listener) {
    return (timeNs, event) -> {
      synchronized (listener) {
        listener.hear(timeNs, event);
      }
    };
  }

  /**
   * Runs until {@link #stop}, or until its duration is over.
   *
   * @return what became of all packets
   * @throws IOException with one line when the policy is wrong, an interface cannot be had, or the
   *     counters cannot be written; nothing is left behind then
   */
  public Totals run() throws IOException {
    try (proxied) {
      return runProxied();
    } finally {
      wiring.end();
    }
  }

  private Totals runProxied() throws IOException {
    Policy policy = reloading.first();
    wiring.claim();
    List<LiveEngine> engines = new ArrayList<>();
    long stateBytes = 0;
    for (int k = 0; k < options.workers(); k++) {
      LiveEngine engine = reloading.engine(policy, k);
      stateBytes += engine.worker().stateBytes();
      engines.add(engine);
      posts.add(new Post(new Duty(clock, engine), options.busyPoll(), pinning(k)));
    }
    Conductor mine =
        new Conductor(clock, new Staff(posts, clock.nanoTime()), wiring, reloading, listener);
    conductor = mine;
    if (stopped) {
      mine.stop();
    }
    try (StateKeeper keeper = StateKeeper.of(options.state(), this::complain)) {
      if (keeper != null) {
        tell(new LiveEvent.StateRestored(keeper.restore(engines, clock.nanoTime())));
      }
      LiveEvent.WarmUp warmUp = warmUp(engines);
      if (options.warmUp() && stopped) {
        tell(new LiveEvent.Stopped(0, Totals.NOTHING)); // No interface was touched.
        return Totals.NOTHING;
      }
      wiring.open();
      return scrub(mine, policy, engines, keeper, stateBytes, warmUp);
    } catch (IOException | RuntimeException | Error e) {
      wiring.undo(e);
      throw e;
    }
  }

  /** Warms up, and not for long where an attack waits that an earlier run was treating. */
  private LiveEvent.WarmUp warmUp(List<LiveEngine> engines) throws IOException {
    boolean attacked = engines.stream().anyMatch(LiveEngine::isTreating);
    if (!options.warmUp()) {
      return new LiveEvent.WarmUp(0, attacked);
    }
    long longestNs = attacked ? Warmup.HURRIED_NS : Warmup.LONGEST_NS;
    long tookNs = Warmup.run(() -> stopped, longestNs);
    StateKeeper.resume(engines, clock.nanoTime());
    return new LiveEvent.WarmUp(tookNs, attacked);
  }

  private Runnable pinning(int worker) {
    if (options.cpus().isEmpty()) {
      return () -> {};
    }
    int cpu = options.cpus().get(worker);
    return () -> {
      try {
        Affinity.pin(cpu);
      } catch (LinuxException e) {
        complain("worker " + worker + " is not pinned: " + e.getMessage());
      }
    };
  }

  private Totals scrub(
      Conductor mine,
      Policy policy,
      List<LiveEngine> engines,
      @Nullable StateKeeper keeper,
      long stateBytes,
      LiveEvent.WarmUp warmUp)
      throws IOException {
    long beganNs = clock.nanoTime();
    Watchdog watchdog = new Watchdog(clock, posts, wiring, listener);
    try (Counting counting = new Counting(options.counters(), beganNs)) {
      Reloading.Surroundings around = new Around(counting, keeper);
      List<LiveCounters> counters = around.counters(policy, engines);
      for (int k = 0; k < counters.size(); k++) {
        LiveCounters one = counters.get(k);
        posts.get(k).duty().tell(duty -> duty.publish(one));
      }
      around.changed(engines);
      reloading.within(around);
      Runnable started =
          () -> {
            tell(
                new LiveEvent.Started(
                    policy.name(),
                    policy.objects().size(),
                    options.workers(),
                    stateBytes,
                    warmUp,
                    wiring.report()));
            wiring.warnings().forEach(this::complain);
          };
      Thread.ofPlatform().name("scrubber-watchdog").daemon().start(watchdog);
      if (keeper != null) {
        Thread.ofPlatform().name("scrubber-state").daemon().start(keeper);
      }
      long durationNs = options.durationNs();
      long untilNs = durationNs == 0 ? FOREVER : beganNs + durationNs;
      Totals totals = mine.conduct(untilNs, new Vitals(counting, keeper), watchdog, started);
      if (keeper != null) {
        keeper.saveAll(clock.nanoTime());
      }
      tell(new LiveEvent.Stopped(clock.nanoTime() - beganNs, totals));
      return totals;
    } finally {
      watchdog.stop();
    }
  }

  /** The counters and the state of engines, whichever they are. */
  private final class Around implements Reloading.Surroundings {
    private final Counting counting;
    private final @Nullable StateKeeper keeper;

    Around(Counting counting, @Nullable StateKeeper keeper) {
      this.counting = counting;
      this.keeper = keeper;
    }

    @Override
    public List<LiveCounters> counters(Policy policy, List<LiveEngine> engines) throws IOException {
      return counting.begin(describe(policy), engines, posts);
    }

    @Override
    public void changed(List<LiveEngine> engines) throws IOException {
      if (keeper != null) {
        keeper.follow(engines, posts);
      }
    }
  }

  private void complain(String line) {
    synchronized (complaints) {
      if (complaints.add(line)) {
        tell(new LiveEvent.Complaint(line));
      }
    }
  }

  private Instance describe(Policy policy) {
    List<String> report = wiring.report();
    return Instance.of(
        options.version(),
        policy,
        Opening.hash(policy),
        new Instance.Interface(options.outside(), report.isEmpty() ? "" : report.getFirst()),
        new Instance.Interface(options.inside(), report.size() < 2 ? "" : report.get(1)));
  }

  /** Asks for the policy to be loaded anew. Any thread. */
  public void reload() {
    Conductor current = conductor;
    if (current != null) {
      current.reload();
    }
  }

  /** Asks for the end. Any thread. */
  public void stop() {
    stopped = true;
    Conductor current = conductor;
    if (current != null) {
      current.stop();
    }
  }

  private void tell(LiveEvent event) {
    listener.hear(clock.nanoTime(), event);
  }
}
