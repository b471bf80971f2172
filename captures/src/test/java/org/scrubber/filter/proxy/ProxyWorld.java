package org.scrubber.filter.proxy;

import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.source;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.filter.Reason;
import org.scrubber.filter.Reasons;
import org.scrubber.parse.Parser;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Challenge;
import org.scrubber.policy.Policy;
import org.scrubber.report.Tally;
import org.scrubber.scene.Scene;
import org.scrubber.table.ProxyTable;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;

/**
 * Ends outside and inside, a worker between them that may rewrite frames, and a flood without a
 * look of its own; losses and delays drawn at random from a seed.
 */
final class ProxyWorld {
  static final String SERVER = "198.18.0.10";
  static final String SERVER_6 = "2001:db8:5::80";

  private static final long WAY_OUTSIDE_NS = 10_000_000L;
  private static final long WAY_INSIDE_NS = 500_000L;
  private static final int FLOOD_GAP_NS = 2_500_000;

  /** What the scrubber did with a packet. */
  record Judged(
      long timeNs,
      boolean fromOutside,
      byte[] before,
      byte[] after,
      Verdict verdict,
      String reason) {}

  private record Event(long timeNs, long number, Runnable action) {}

  final List<Judged> judged = new ArrayList<>();
  final List<byte[]> answers = new ArrayList<>();
  final List<byte[]> sentInside = new ArrayList<>();
  final Map<String, TcpEnd> ends = new HashMap<>();
  final Policy policy;
  ProxyTable table;
  double loss;
  long jitterNs;
  Worker worker;
  Tally tally;

  private final Random random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::timeNs).thenComparingLong(Event::number));
  private final Parser parser = new Parser();
  private final PacketBatch batch = new PacketBatch(1);
  private long number;
  private long nowNs;

  ProxyWorld(long seed) {
    this(seed, Challenge.PROXY);
  }

  ProxyWorld(long seed, Challenge rule) {
    random = new Random(seed);
    policy = Scene.protecting("198.18.0.0/24", "2001:db8:5::/48").challenging(rule).policy();
    restart(ProxyTable.inMemory(1 << 10));
  }

  /** Puts a new worker in the old one's place. */
  void restart(ProxyTable proxied) {
    table = proxied;
    worker = new Worker(policy, proxied);
    tally = new Tally(policy.objects().size(), 1, worker.mitigations());
  }

  long nowNs() {
    return nowNs;
  }

  long nowMs() {
    return nowNs / 1_000_000;
  }

  void after(long delayNs, Runnable action) {
    events.add(new Event(nowNs + delayNs, number++, action));
  }

  void atMs(long ms, Runnable action) {
    after(ms * 1_000_000 - nowNs, action);
  }

  void run(long untilMs) {
    while (!events.isEmpty() && events.peek().timeNs() <= untilMs * 1_000_000) {
      Event next = events.remove();
      nowNs = next.timeNs();
      next.action().run();
    }
    nowNs = untilMs * 1_000_000;
  }

  /** Tells whether all goes through a worker that sees nothing of what servers send. */
  boolean oneWay;

  /** Floods a server with SYNs that have nothing in common, from spoofed sources, 400 a second. */
  void flood(long fromMs, long toMs) {
    for (long at = fromMs * 1_000_000; at < toMs * 1_000_000; at += FLOOD_GAP_NS) {
      int n = (int) (at / FLOOD_GAP_NS);
      boolean v6 = n % 2 == 1;
      String from = v6 ? "2a02:%x:%x::1".formatted(n & 0xfff, n * 7 & 0xffff) : source(n);
      Endpoints pair = Endpoints.of(from, port(n), v6 ? SERVER_6 : SERVER, 443);
      PacketBuilder syn =
          pair.tcp(ethernet(), 54, n, true)
              .syn()
              .seq(n * 77_777)
              .window(n * 7_919 & 0xffff)
              .mss(1_460);
      byte[] frame = syn.build();
      after(at - nowNs, () -> cross(frame, true));
    }
  }

  /** Adds an end and returns it. */
  TcpEnd add(
      String name, Endpoints pair, Stack stack, boolean server, byte[] says, boolean closes) {
    TcpEnd end = new TcpEnd(this, name, server, pair, stack, random.nextInt(), says, closes);
    ends.put(key(pair), end);
    return end;
  }

  private static String key(Endpoints pair) {
    return java.util.HexFormat.of().formatHex(pair.source())
        + ":"
        + pair.sourcePort()
        + " "
        + java.util.HexFormat.of().formatHex(pair.target())
        + ":"
        + pair.targetPort();
  }

  /** An end sends a frame. */
  void transmit(TcpEnd from, byte[] frame) {
    if (!isLost()) {
      long way = from.server ? WAY_INSIDE_NS : WAY_OUTSIDE_NS;
      after(way + jitter(), () -> cross(frame, !from.server));
    }
  }

  private boolean isLost() {
    return random.nextDouble() < loss;
  }

  private long jitter() {
    return jitterNs == 0 ? 0 : random.nextLong(jitterNs);
  }

  /** A frame comes to the scrubber. */
  Judged cross(byte[] frame, boolean fromOutside) {
    if (oneWay && !fromOutside) {
      deliver(frame, true);
      return new Judged(nowNs, false, frame, frame, Verdict.PASS, "-");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(frame.length);
      Memory.copy(frame, 0, memory.address(), frame.length);
      batch.size = 1;
      batch.frameAddress[0] = memory.address();
      batch.capturedLength[0] = frame.length;
      batch.wireLength[0] = frame.length;
      batch.timestampNs[0] = Scene.START_NS + nowNs;
      batch.interfaceId[0] = fromOutside ? 0 : 1;
      batch.linkType[0] = LinkType.ETHERNET;
      parser.parse(batch);
      worker.process(batch);
      tally.update(batch, 0);
      byte[] after = new byte[frame.length];
      Memory.copy(memory.address(), after, 0, frame.length);
      Reason reason = Reasons.get(batch.reason[0]);
      Judged one =
          new Judged(
              nowNs,
              fromOutside,
              frame,
              after,
              Verdict.ofCode(batch.verdict[0]),
              reason == null ? "-" : reason.code());
      judged.add(one);
      if (one.verdict() == Verdict.PASS) {
        deliver(after, !fromOutside);
      }
      replies(frame);
      return one;
    }
  }

  private void replies(byte[] cause) {
    Replies replies = worker.replies();
    for (int k = 0; k < replies.count; k++) {
      byte[] sent = new byte[replies.lengthBytes[k]];
      Memory.copy(replies.frameAddress[k], sent, 0, sent.length);
      boolean outside = replies.interfaceId[k] == 0;
      assertThat(outside == replies.toOutside[k], "client outside, server inside");
      assertThat(new Wire(sent).hasGoodChecksums(), "checksums of " + new Wire(sent));
      if (outside && replies.cause[k] >= 0) {
        assertThat(sent.length <= cause.length, "an answer larger than its cause");
      }
      (outside ? answers : sentInside).add(sent);
      deliver(sent, outside);
    }
  }

  private void deliver(byte[] frame, boolean outside) {
    Wire wire = new Wire(frame);
    if (wire.protocol() != 6 || isLost()) {
      return;
    }
    TcpEnd end = ends.get(wire.end(false) + " " + wire.end(true));
    if (end != null) {
      assertThat(end.server != outside, "the right side");
      assertThat(wire.hasGoodChecksums(), "checksums of " + wire);
      after((outside ? WAY_OUTSIDE_NS : WAY_INSIDE_NS) + jitter(), () -> end.arrive(wire));
    }
  }

  private static void assertThat(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
