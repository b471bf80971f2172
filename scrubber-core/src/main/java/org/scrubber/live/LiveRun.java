package org.scrubber.live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.EpochNanoClock;
import org.scrubber.io.PacketLine;
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
  private final LineOpener opener;
  private final LiveEvent.Listener listener;
  private final EpochNanoClock clock = new LiveClock();
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
      Options options, PolicySource policies, LineOpener opener, LiveEvent.Listener listener) {
    this.options = options;
    this.policies = policies;
    this.opener = opener;
    this.listener = listener;
    conductor = new Conductor(clock, policies, opener, listener, options.watch());
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
    List<LiveEngine> engines = new ArrayList<>();
    long stateBytes = 0;
    for (int k = 0; k < options.workers(); k++) {
      LiveEngine engine = LiveEngine.of(policy);
      engines.add(engine);
      stateBytes += engine.worker().stateBytes();
    }
    long warmUpNs = options.warmUp() ? Warmup.run() : 0;
    open(engines);
    long beganNs = clock.nanoTime();
    tell(
        new LiveEvent.Started(
            policy.name(),
            policy.objects().size(),
            options.workers(),
            stateBytes,
            warmUpNs,
            opener.describe()));
    long durationNs = options.durationNs();
    Totals totals = conductor.conduct(durationNs == 0 ? FOREVER : beganNs + durationNs);
    tell(new LiveEvent.Stopped(clock.nanoTime() - beganNs, totals));
    return totals;
  }

  /** Binds all interfaces, or none. */
  private void open(List<LiveEngine> engines) throws IOException {
    List<PacketLine> lines = new ArrayList<>();
    try {
      for (int k = 0; k < engines.size(); k++) {
        lines.add(opener.open(k));
      }
    } catch (IOException e) {
      lines.forEach(PacketLine::close);
      throw e;
    }
    for (int k = 0; k < engines.size(); k++) {
      Duty duty = new Duty(clock, engines.get(k));
      duty.attach(lines.get(k));
      Post post = new Post(duty, options.busyPoll(), () -> {});
      conductor.add(post, Thread.ofPlatform().name("scrubber-worker-" + k).unstarted(post));
    }
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
