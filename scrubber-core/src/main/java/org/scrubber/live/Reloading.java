package org.scrubber.live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.policy.Policy;

/**
 * Loads the policy anew while the old one judges, and has the workers change over between two
 * batches. A policy that is wrong changes nothing. The conductor's thread.
 */
final class Reloading {
  private final EpochNanoClock clock;
  private final PolicySource policies;
  private final List<Post> posts;
  private final boolean watch;
  private @Nullable Publishing publishing;
  private long version;

  /** Has the counters of engines published. */
  interface Publishing {
    /** Publishes what these engines count from now on, by worker. */
    void publish(Policy policy, List<LiveEngine> engines) throws IOException;
  }

  /**
   * Creates what reloads for these workers.
   *
   * @param watch to load the policy whenever its version changes
   */
  Reloading(EpochNanoClock clock, PolicySource policies, List<Post> posts, boolean watch) {
    this.clock = clock;
    this.policies = policies;
    this.posts = posts;
    this.watch = watch;
  }

  /** Loads the first policy. */
  Policy first() throws IOException {
    version = policies.version();
    return policies.load();
  }

  /** Has counters published by {@code how} after each reload. */
  void publishBy(Publishing how) {
    publishing = how;
  }

  /** Tells whether the policy is to be loaded: it was asked for, or the policy has changed. */
  boolean isWanted(boolean asked) {
    return asked || (watch && policies.version() != version);
  }

  /** Loads the policy and has the workers judge by it; returns what there is to say. */
  LiveEvent load() {
    long beganNs = clock.nanoTime();
    version = policies.version();
    try {
      Policy policy = policies.load();
      List<LiveEngine> engines = new ArrayList<>();
      for (Post post : posts) {
        LiveEngine next = LiveEngine.of(policy);
        engines.add(next);
        post.duty().tell(duty -> duty.judgeBy(next));
      }
      if (publishing != null) {
        publishing.publish(policy, engines);
      }
      int objects = policy.objects().size();
      return new LiveEvent.Reloaded(policy.name(), objects, clock.nanoTime() - beganNs);
    } catch (IOException e) {
      return new LiveEvent.ReloadRefused(Conductor.message(e));
    }
  }
}
