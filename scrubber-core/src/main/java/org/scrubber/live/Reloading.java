package org.scrubber.live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;
import org.scrubber.counter.LiveCounters;
import org.scrubber.io.ProxyFiles;
import org.scrubber.journal.Opening;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Witness;
import org.scrubber.policy.Policy;
import org.scrubber.policy.ProtectedObject;

/**
 * Loads the policy anew while the old one judges, and has the workers change over between two
 * batches. A policy that is wrong changes nothing. The conductor's thread.
 */
final class Reloading {
  /** How long workers may take to change over. */
  private static final long PATIENCE_NS = 5_000_000_000L;

  private final EpochNanoClock clock;
  private final PolicySource policies;
  private final List<Post> posts;
  private final boolean watch;
  private final ProxyFiles proxied;
  private final Witness.Source witnesses;
  private @Nullable Surroundings surroundings;
  private @Nullable Policy current;
  private long version;

  /** What the policy changed to when it was last looked at. */
  private long seen;

  /** Prepares everything around new engines. */
  interface Surroundings {
    /** Returns what publishes the counts of engines, by worker; empty for nothing. */
    List<LiveCounters> counters(Policy policy, List<LiveEngine> engines) throws IOException;

    /** The engines judge from now on. */
    void changed(List<LiveEngine> engines) throws IOException;
  }

  /**
   * Creates what reloads for these workers.
   *
   * @param watch to load the policy whenever its version changes
   * @param proxied connections that engines translate
   * @param witnesses makes who sees what engines decide
   */
  Reloading(
      EpochNanoClock clock,
      PolicySource policies,
      List<Post> posts,
      boolean watch,
      ProxyFiles proxied,
      Witness.Source witnesses) {
    this.clock = clock;
    this.policies = policies;
    this.posts = posts;
    this.watch = watch;
    this.proxied = proxied;
    this.witnesses = witnesses;
  }

  /** Loads the first policy. */
  Policy first() throws IOException {
    version = policies.version();
    seen = version;
    Policy policy = policies.load();
    current = policy;
    return policy;
  }

  /** Makes the engine of a worker that judges by a policy. */
  LiveEngine engine(Policy policy, int worker) throws IOException {
    return LiveEngine.of(
        policy, proxied.of(worker, policy.proxies(), policy.seed()), witnesses, worker);
  }

  /** Says what is to be prepared at each reload. */
  void within(Surroundings what) {
    surroundings = what;
  }

  /**
   * Tells whether the policy is to be loaded: it was asked for, or it has changed and is as it was
   * a beat ago. What is still being written is not read.
   */
  boolean isWanted(boolean asked) {
    if (asked || !watch) {
      return asked;
    }
    long now = policies.version();
    boolean rests = now == seen;
    seen = now;
    return rests && now != version;
  }

  /** Tells whether workers judge by a policy that says the same, with the same secret. */
  private boolean isInForce(Policy policy) {
    Policy now = current;
    return now != null
        && now.seed() == policy.seed()
        && Opening.hash(now).equals(Opening.hash(policy));
  }

  /**
   * Loads the policy and has the workers judge by it, if it is another one; returns what there is
   * to say.
   */
  LiveEvent load() {
    long beganNs = clock.nanoTime();
    version = policies.version();
    seen = version;
    try {
      Policy policy = policies.load();
      if (isInForce(policy)) {
        return new LiveEvent.ReadAgain(policy.name(), Opening.hash(policy));
      }
      List<LiveEngine> engines = new ArrayList<>();
      for (int k = 0; k < posts.size(); k++) {
        engines.add(engine(policy, k));
      }
      Surroundings around = surroundings;
      List<LiveCounters> counters = around == null ? List.of() : around.counters(policy, engines);
      List<String> state = changeOver(policy, engines, counters);
      current = policy;
      if (around != null) {
        around.changed(engines);
      }
      int objects = policy.objects().size();
      return new LiveEvent.Reloaded(policy.name(), objects, clock.nanoTime() - beganNs, state);
    } catch (IOException e) {
      return new LiveEvent.ReloadRefused(Conductor.message(e));
    }
  }

  private List<String> changeOver(
      Policy policy, List<LiveEngine> engines, List<LiveCounters> counters) {
    List<ChangeOver> orders = new ArrayList<>();
    for (int k = 0; k < engines.size(); k++) {
      LiveCounters mine = k < counters.size() ? counters.get(k) : null;
      ChangeOver order = new ChangeOver(engines.get(k), mine, objectsBefore(policy));
      orders.add(order);
      posts.get(k).duty().tell(order);
    }
    long untilNs = System.nanoTime() + PATIENCE_NS;
    List<String> outcomes = new ArrayList<>();
    for (ChangeOver order : orders) {
      while (order.outcome() == null && System.nanoTime() < untilNs) {
        LockSupport.parkNanos(1_000_000L);
      }
      String outcome = order.outcome();
      outcomes.add(outcome == null ? "a worker has not changed over yet" : outcome);
    }
    return outcomes;
  }

  private int[] objectsBefore(Policy policy) {
    List<String> before =
        current == null
            ? List.of()
            : current.objects().stream().map(ProtectedObject::name).toList();
    return policy.objects().stream().mapToInt(one -> before.indexOf(one.name())).toArray();
  }
}
