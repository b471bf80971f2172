package org.scrubber.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.live.LiveThread.until;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.batch.Bulk;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.PacketLine;
import org.scrubber.io.netlink.LinkWatch;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Totals;
import org.scrubber.live.event.Witness;
import org.scrubber.live.wire.WireOpener;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.AddressList;
import org.scrubber.policy.AddressList.Action;
import org.scrubber.policy.AddressList.Direction;
import org.scrubber.policy.AddressSet;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.report.Tally;
import org.scrubber.scene.Scene;

/** A run on a wire in memory, what it was asked for and what it said. */
@Timeout(60)
abstract class LiveRunBench {
  @TempDir Path directory;
  final List<LiveEvent> events = new ArrayList<>();
  final List<LoopWire> wires = new ArrayList<>();
  final List<Seen> witnesses = Collections.synchronizedList(new ArrayList<>());
  final Scene scene = Scene.protecting("198.18.0.0/24").atInternetBorder();
  volatile Policy policy = scene.policy();
  volatile IOException refusal;
  volatile IOException startRefusal;
  volatile LinkWatch.State insideLink = LinkWatch.State.RUNNING;
  volatile int undone;
  volatile IOException policyError;
  volatile long version;

  /** Whether packets were taken when that was said. */
  volatile boolean takenWhenSaid;

  LiveThread live;

  /** Counts what it sees. */
  static final class Seen implements Witness {
    volatile int sampled;
    volatile int updated;
    volatile long finished = -1;
    volatile boolean handedOver;

    @Override
    public void sample(PacketBatch batch) {
      sampled += batch.size;
    }

    @Override
    public void update(PacketBatch batch) {
      updated += batch.size;
    }

    @Override
    public void credit(Bulk bulk) {
      throw new AssertionError("no line here has a table");
    }

    @Override
    public void rest(long timeNs, long clockNs) {}

    @Override
    public void finish(Tally tally, boolean goesOn) {
      handedOver = goesOn;
      assertEquals(-1, finished, "it ends once");
      finished = tally.packets[Tally.OFFERED];
    }
  }

  Witness witness(Policy policy, Worker worker, int number) {
    assertEquals(0, number);
    Seen seen = new Seen();
    witnesses.add(seen);
    return seen;
  }

  final class Source implements PolicySource {
    @Override
    public Policy load() throws IOException {
      if (policyError != null) {
        throw policyError;
      }
      return policy;
    }

    @Override
    public long version() {
      return version;
    }
  }

  final class Opener implements WireOpener {
    @Override
    public LoopWire open() throws IOException {
      if (refusal != null) {
        throw refusal;
      }
      LoopWire wire = new LoopWire(1);
      wire.refusal = startRefusal;
      synchronized (wires) {
        wires.add(wire);
      }
      return wire;
    }

    @Override
    public LinkWatch.State state(int side) {
      return side == PacketLine.INSIDE ? insideLink : LinkWatch.State.RUNNING;
    }

    @Override
    public void undo() {
      assertTrue(wires.stream().allMatch(one -> one.closed));
      undone++;
    }
  }

  /** Writes another policy, that judges alike. */
  void changePolicy() {
    List<AddressList> lists = new ArrayList<>(policy.lists());
    AddressSet nobody = AddressSet.builder().add(Prefix.parse("203.0.113.9/32")).build();
    lists.add(
        new AddressList(
            "list-" + lists.size(), Action.REPORT, Direction.OUT, null, Long.MAX_VALUE, 1, nobody));
    policy = policy.withLists(lists);
  }

  LoopWire wire() {
    synchronized (wires) {
      return wires.getLast();
    }
  }

  void hear(long timeNs, LiveEvent event) {
    if (event instanceof LiveEvent.Started) {
      takenWhenSaid = wire().started;
    }
    synchronized (events) {
      events.add(event);
    }
  }

  <T extends LiveEvent> List<T> heard(Class<T> type) {
    synchronized (events) {
      return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
  }

  LiveRun.Options options(boolean watch, long durationNs) {
    return LiveThread.options(directory, watch, durationNs, this::witness);
  }

  void start(boolean watch) {
    LiveRun.Options options = options(watch, 0);
    live = new LiveThread(options, new Source(), new Opener(), this::hear);
    until(() -> !heard(LiveEvent.Started.class).isEmpty() && wire().started);
  }

  Totals stop() throws Exception {
    return live.stop();
  }

  @AfterEach
  void end() {
    if (live != null) {
      live.run().stop();
    }
  }
}
