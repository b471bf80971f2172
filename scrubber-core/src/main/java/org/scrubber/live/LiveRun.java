package org.scrubber.live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.EpochNanoClock;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Totals;
import org.scrubber.policy.Policy;

/**
 * A scrubber in the wire, from start to end: loads the policy, warms up, binds the interfaces, and
 * runs until it is stopped. Use once.
 */
public final class LiveRun {
  private static final long FOREVER = Long.MAX_VALUE;

  private final Options options;
  private final PolicySource policies;
  private final LiveEvent.Listener listener;
  private final EpochNanoClock clock = new LiveClock();
  private final List<Post> posts = new ArrayList<>();
  private final Wiring wiring;
  private final Conductor conductor;

  /**
   * How to run.
   *
   * @param workers worker threads, 1 or more
   * @param busyPoll workers never wait for packets in the kernel
   * @param watch the policy is loaded anew whenever its version changes
   * @param warmUp the packet path is compiled before the first packet is taken
   * @param durationNs when to stop without being asked; 0 for never
   */
  public record Options(
      int workers, boolean busyPoll, boolean watch, boolean warmUp, long durationNs) {}

  /** Creates a run; nothing is opened yet. */
  public LiveRun(
      Options options, PolicySource policies, WireOpener opener, LiveEvent.Listener listener) {
    this.options = options;
    this.policies = policies;
    this.listener = listener;
    wiring = new Wiring(opener, posts);
    conductor = new Conductor(clock, policies, wiring, listener, options.watch());
  }

  /**
   * Runs until {@link #stop}, or until its duration is over.
   *
   * @return what became of all packets
   * @throws IOException with one line when the policy is wrong or an interface cannot be had;
   *     nothing is left behind then
   */
  public Totals run() throws IOException {
    Policy policy = policies.load();
    long stateBytes = 0;
    for (int k = 0; k < options.workers(); k++) {
      LiveEngine engine = LiveEngine.of(policy);
      stateBytes += engine.worker().stateBytes();
      Post post = new Post(new Duty(clock, engine), options.busyPoll(), () -> {});
      posts.add(post);
      conductor.add(post, Thread.ofPlatform().name("scrubber-worker-" + k).unstarted(post));
    }
    long warmUpNs = options.warmUp() ? Warmup.run() : 0;
    wiring.open();
    long beganNs = clock.nanoTime();
    int objects = policy.objects().size();
    tell(
        new LiveEvent.Started(
            policy.name(), objects, options.workers(), stateBytes, warmUpNs, wiring.report()));
    long durationNs = options.durationNs();
    Totals totals = conductor.conduct(durationNs == 0 ? FOREVER : beganNs + durationNs);
    tell(new LiveEvent.Stopped(clock.nanoTime() - beganNs, totals));
    return totals;
  }

  /** Asks for the policy to be loaded anew. Any thread. */
  public void reload() {
    conductor.reload();
  }

  /** Asks for the end. Any thread. */
  public void stop() {
    conductor.stop();
  }

  private void tell(LiveEvent event) {
    listener.hear(clock.nanoTime(), event);
  }
}
