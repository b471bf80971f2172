package org.scrubber.scene;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * A world in virtual time around the scrubber: clients and servers that react to what reaches them,
 * beside packets that come whatever happens. Packets are judged one by one.
 */
public final class Live {
  private static final long WAY_OUTSIDE_NS = 10_000_000L;
  private static final long WAY_INSIDE_NS = 500_000L;

  private record Event(long timeNs, long number, Runnable action) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::timeNs).thenComparingLong(Event::number));
  private final List<Outcome.Judged> judged = new ArrayList<>();
  private final Map<String, LiveClient> clients = new HashMap<>();
  private final Stage stage;
  private long nowNs;
  private long number;
  private boolean answersSeen = true;
  private boolean firewalled;

  /** Frames that the scrubber sent outside, in order. */
  public final List<byte[]> challenges = new ArrayList<>();

  /** Frames that the scrubber sent on inside, in order. */
  public final List<byte[]> released = new ArrayList<>();

  /** Every packet that was judged, in order. */
  final List<Scene.Cue> recorded = new ArrayList<>();

  Live(Stage stage, List<Scene.Cue> cues) {
    this.stage = stage;
    cues.forEach(cue -> at(cue.timeNs(), () -> outside(cue.label(), cue.frame())));
  }

  /** What servers answer takes a way around the scrubber. */
  public Live seeingOneDirection() {
    answersSeen = false;
    return this;
  }

  /** A firewall before the clients swallows what acknowledges a wrong number. */
  public Live behindStrictFirewalls() {
    firewalled = true;
    return this;
  }

  /** Adds a client. */
  public LiveClient client(LiveClient client) {
    clients.put(client.end(), client);
    at(client.beginNs(), () -> client.begin(this));
    return client;
  }

  /** Runs until nothing more happens, 30 s at most. */
  public Outcome run() {
    while (!events.isEmpty() && events.peek().timeNs() < 30_000_000_000L) {
      Event next = events.remove();
      nowNs = next.timeNs();
      next.action().run();
    }
    return stage.outcome(judged);
  }

  long nowNs() {
    return nowNs;
  }

  void after(long delayNs, Runnable action) {
    at(nowNs + delayNs, action);
  }

  private void at(long timeNs, Runnable action) {
    events.add(new Event(timeNs, number++, action));
  }

  /** A client sends a packet, which takes its time to the scrubber. */
  void send(String label, byte[] frame) {
    after(WAY_OUTSIDE_NS, () -> outside(label, frame));
  }

  private void outside(String label, byte[] frame) {
    Outcome.Judged fate = judge(label, frame);
    if (fate.verdict() == org.scrubber.batch.Verdict.PASS || fate.monitored()) {
      after(WAY_INSIDE_NS, () -> server(frame));
    }
  }

  private Outcome.Judged judge(String label, byte[] frame) {
    Scene.Cue cue = new Scene.Cue(nowNs, label, frame, frame.length, 0);
    Outcome.Judged fate =
        stage.one(
            cue,
            (sent, toOutside) -> {
              if (toOutside) {
                challenges.add(sent);
                after(WAY_OUTSIDE_NS, () -> arrive(sent));
              } else {
                released.add(sent);
                after(WAY_INSIDE_NS, () -> server(sent));
              }
            });
    judged.add(fate);
    recorded.add(cue);
    return fate;
  }

  /** Servers answer every SYN, and nothing else that matters here. */
  private void server(byte[] frame) {
    Segment syn = new Segment(frame);
    if (!syn.isSyn()) {
      return;
    }
    LiveClient client = clients.get(syn.source());
    byte[] answer = syn.synAck(7_000_000).build();
    if (client != null) {
      client.reachesServer();
    }
    after(
        WAY_INSIDE_NS,
        () -> {
          if (answersSeen) {
            judge("answer", answer);
          }
          after(WAY_OUTSIDE_NS, () -> arrive(answer));
        });
  }

  private void arrive(byte[] frame) {
    Segment segment = new Segment(frame);
    LiveClient client = clients.get(segment.target());
    if (client != null && (!firewalled || client.expects(segment))) {
      client.receive(this, segment);
    }
  }
}
