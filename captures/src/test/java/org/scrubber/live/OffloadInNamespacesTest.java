package org.scrubber.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.bypass.BypassMode;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.Namespace;
import org.scrubber.counter.CounterReader;
import org.scrubber.counter.Readings;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.Interfaces;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.Sockets;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Totals;
import org.scrubber.live.event.Witness;
import org.scrubber.live.wire.BoundWires;
import org.scrubber.live.wire.WireOptions;
import org.scrubber.policy.Policy;
import org.scrubber.report.Tally;
import org.scrubber.scene.Scene;
import org.scrubber.wire.Memory;

/**
 * The same packets through a real kernel with and without offload: what is legitimate arrives, to
 * the last packet, and what became of all adds up.
 */
@EnabledIf("org.scrubber.captures.netns.Namespaces#available")
@Timeout(180)
@Tag("long")
class OffloadInNamespacesTest {
  private static final Pattern TX_DROPPED = Pattern.compile("\"tx\":\\{[^}]*\"dropped\":([0-9]+)");
  private static final int ADDRESS_BYTES = 20;
  private static final long LATE_NS = 1_000_000;
  private static final List<MixedTraffic.Cue> TRAFFIC = MixedTraffic.of(11);

  @TempDir Path directory;
  private final ConcurrentLinkedQueue<LiveEvent> events = new ConcurrentLinkedQueue<>();
  private final Set<ByteBuffer> answers = ConcurrentHashMap.newKeySet();
  private BumpBench bench;
  private LiveRun run;
  private CompletableFuture<Totals> ending;
  private Thread resolvers;

  @BeforeAll
  static void warmUp() throws IOException {
    Warmup.run(() -> false, Warmup.LONGEST_NS);
  }

  @BeforeEach
  void setUp() {
    bench = BumpBench.create("off");
    for (Namespace end : List.of(bench.client(), bench.server())) {
      // Redirected packets are taken by a veth whose peer has it on; and nobody else speaks.
      end.require("ethtool", "-K", "eth0", "gro", "on");
      end.require("ip", "addr", "flush", "dev", "eth0");
      end.require("sysctl", "-q", "-w", "net.ipv6.conf.eth0.disable_ipv6=1");
    }
  }

  @AfterEach
  void takeDown() throws Exception {
    if (run != null) {
      run.stop();
      ending.handle((totals, failure) -> 0).get(30, TimeUnit.SECONDS);
    }
    if (resolvers != null) {
      resolvers.interrupt();
      resolvers.join();
    }
    bench.close();
  }

  @ParameterizedTest
  @CsvSource({"NONE,XDP", "DROP,XDP", "FULL,XDP", "FULL,GENERIC"})
  void shouldJudgeAlikeWithAndWithoutOffload(WireOptions.Offload offload, WireOptions.Io io)
      throws Exception {
    Process outside = capture(bench.client(), "outside");
    Process inside = capture(bench.server(), "inside");
    Path counters = directory.resolve("counters");
    LiveRun mine = run(offload, io, counters);
    run = mine;
    ending = CompletableFuture.supplyAsync(() -> totals(mine));
    until(() -> events.stream().anyMatch(LiveEvent.Started.class::isInstance), ending);
    LockSupport.parkNanos(300_000_000);
    resolvers = answering();
    play();
    LockSupport.parkNanos(500_000_000);
    Readings readings;
    try (CounterReader reader = CounterReader.open(counters)) {
      readings = reader.read();
    }
    mine.stop();
    Totals totals = ending.get(30, TimeUnit.SECONDS);
    resolvers.interrupt();
    resolvers.join();
    LockSupport.parkNanos(2_000_000_000); // The captures get their packets by blocks.
    end(outside);
    end(inside);

    String said = offload + " " + io + ": " + totals + ", " + offloaded(readings);
    assertEquals(0, totals.receiveLost() + totals.sendLost(), said);
    assertEquals(totals.offered(), totals.passed() + totals.dropped() + totals.challenged(), said);
    assertEquals(totals.offered(), totals.received(), said);
    // On a busy machine packets are lost before they come to the box; that is nobody's verdict.
    long lost = lostOnTheWay(bench.client()) + lostOnTheWay(bench.server());
    long sent = TRAFFIC.size() + answers.size() - lost;
    said += ", lost on the way " + lost;
    assertTrue(lost < TRAFFIC.size() / 20, said);
    assertTrue(totals.offered() >= sent && totals.offered() <= sent + 20, sent + " of " + said);
    assertEquals(totals.dropped(), readings.packets(Tally.DROPPED), said);
    assertEquals(totals.offered(), readings.packets(Tally.OFFERED), said);
    assertEquals(
        totals.dropped(), readings.objectPackets(0, Tally.DROPPED), "of the object: " + said);
    goodAllArrives(lost, said);
    long attacks = TRAFFIC.stream().filter(MixedTraffic.Cue::attack).count();
    long arrived = arrivedAttack();
    // What came before the mitigations were raised, with or without offload.
    assertTrue(arrived < attacks / 30, arrived + " of " + attacks + ": " + said);
    long dropped = totals.dropped();
    assertTrue(dropped <= attacks - arrived && dropped >= attacks - arrived - lost, said);
    once(said);
    long beneath = readings.bothSides(LineCount.OFFLOAD_DROPPED);
    assertEquals(offload != WireOptions.Offload.NONE, beneath > attacks * 3 / 4, said);
    long sentOn = readings.bothSides(LineCount.OFFLOAD_PASSED);
    assertEquals(offload == WireOptions.Offload.FULL, sentOn > 500, said);
    if (offload == WireOptions.Offload.NONE) {
      assertEquals(0, beneath, said);
    }
    if (offload != WireOptions.Offload.FULL) {
      assertEquals(0, sentOn, said);
    }
  }

  private static String offloaded(Readings readings) {
    return "in the kernel dropped "
        + readings.bothSides(LineCount.OFFLOAD_DROPPED)
        + ", passed "
        + readings.bothSides(LineCount.OFFLOAD_PASSED);
  }

  /** No mitigation was raised twice, or ended while its flood went on. */
  private void once(String said) {
    List<LiveEvent> raised = events.stream().filter(LiveEvent.Raised.class::isInstance).toList();
    Set<String> vectors = new HashSet<>();
    for (LiveEvent event : raised) {
      assertTrue(vectors.add(((LiveEvent.Raised) event).attack().vector()), raised + said);
    }
    assertTrue(vectors.size() >= 3, raised + said);
    assertTrue(events.stream().noneMatch(LiveEvent.Ended.class::isInstance), events + said);
  }

  private LiveRun run(WireOptions.Offload offload, WireOptions.Io io, Path counters) {
    LiveRun.Options options =
        new LiveRun.Options(
            "test",
            BumpBench.OUTSIDE,
            BumpBench.INSIDE,
            1,
            List.of(),
            false,
            false,
            false,
            0,
            counters,
            null,
            Witness.Source.NONE);
    WireOptions wire =
        new WireOptions(
            BumpBench.OUTSIDE, BumpBench.INSIDE, io, BypassMode.NONE, 1, 16_384, false, offload);
    PolicySource policies =
        new PolicySource() {
          @Override
          public Policy load() {
            return Scene.protecting("198.18.0.0/24").policy();
          }

          @Override
          public long version() {
            return 0;
          }
        };
    return new LiveRun(options, policies, new BoundWires(wire), (time, event) -> events.add(event));
  }

  private Totals totals(LiveRun run) {
    try {
      return bench.box().call(run::run);
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void until(BooleanSupplier reached, CompletableFuture<?> ending) throws Exception {
    long untilNs = System.nanoTime() + 30_000_000_000L;
    while (!reached.getAsBoolean()) {
      assertTrue(!ending.isDone() || ending.get() == null, "it ended at once");
      assertTrue(System.nanoTime() < untilNs, "it does not begin");
      LockSupport.parkNanos(10_000_000);
    }
  }

  private Process capture(Namespace at, String name) throws Exception {
    Path log = directory.resolve(name + ".log");
    Process process =
        at.start(
            log,
            "tcpdump",
            "-i",
            "eth0",
            "-Q",
            "in",
            "-B",
            "65536",
            "-w",
            directory.resolve(name + ".pcap").toString());
    until(() -> text(log).contains("listening on"), new CompletableFuture<>());
    return process;
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static void end(Process capture) throws InterruptedException {
    capture.destroy();
    assertTrue(capture.waitFor(20, TimeUnit.SECONDS));
  }

  /** Sends everything at its time. */
  private void play() throws Exception {
    int[] sockets = {bench.client().call(this::socket), bench.server().call(this::socket)};
    int[] indices = {
      bench.client().call(() -> Interfaces.index("eth0")),
      bench.server().call(() -> Interfaces.index("eth0"))
    };
    try (Arena arena = Arena.ofConfined()) {
      long frame = arena.allocate(2_048, 8).address();
      long address = arena.allocate(ADDRESS_BYTES, 8).address();
      long beganNs = System.nanoTime();
      for (MixedTraffic.Cue cue : TRAFFIC) {
        long lateNs = System.nanoTime() - beganNs - cue.timeUs() * 1_000;
        // Who was held up goes on late, rather than with more at once than a veth queues.
        beganNs += Math.max(0, lateNs - LATE_NS);
        while (System.nanoTime() - beganNs < cue.timeUs() * 1_000) {
          LockSupport.parkNanos(50_000);
        }
        Memory.copy(cue.frame(), 0, frame, cue.frame().length);
        Memory.putU16Le(address, Sockets.AF_PACKET);
        Memory.putI32Le(address + 4, indices[cue.side()]);
        LinuxException.check(
            "send",
            Sockets.send(
                sockets[cue.side()], frame, cue.frame().length, 0, address, ADDRESS_BYTES));
      }
    } finally {
      Descriptors.close(sockets[0]);
      Descriptors.close(sockets[1]);
    }
  }

  /** Answers each question that gets through, as resolvers do: not before they have it. */
  private Thread answering() throws Exception {
    CompletableFuture<Thread> started = new CompletableFuture<>();
    bench
        .client()
        .call(
            () -> {
              int fd = listener();
              int index = Interfaces.index("eth0");
              started.complete(Thread.ofPlatform().daemon().start(() -> answer(fd, index)));
              return null;
            });
    return started.get();
  }

  private int listener() throws LinuxException {
    int fd = socket();
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocate(ADDRESS_BYTES, 8).address();
      Memory.putU16Le(address, Sockets.AF_PACKET);
      Memory.putU16(address + 2, 0x0800); // Only what comes in.
      Memory.putI32Le(address + 4, Interfaces.index("eth0"));
      LinuxException.check("bind", Sockets.bind(fd, address, ADDRESS_BYTES));
    }
    return fd;
  }

  private void answer(int fd, int index) {
    try (Arena arena = Arena.ofConfined()) {
      long frame = arena.allocate(2_048, 8).address();
      long address = arena.allocate(ADDRESS_BYTES, 8).address();
      while (!Thread.interrupted()) {
        long length = Sockets.receive(fd, frame, 2_048, Sockets.MSG_DONTWAIT, 0, 0);
        if (length <= 0) {
          LockSupport.parkNanos(500_000);
          continue;
        }
        byte[] received = new byte[(int) length];
        Memory.copy(frame, received, 0, received.length);
        byte[] answer = MixedTraffic.answer(received);
        if (answer != null) {
          answers.add(ByteBuffer.wrap(answer));
          Memory.copy(answer, 0, frame, answer.length);
          Memory.putU16Le(address, Sockets.AF_PACKET);
          Memory.putI32Le(address + 4, index);
          Sockets.send(fd, frame, answer.length, 0, address, ADDRESS_BYTES);
        }
      }
    } finally {
      Descriptors.close(fd);
    }
  }

  private int socket() throws LinuxException {
    return LinuxException.check(
        "socket", Sockets.socket(Sockets.AF_PACKET, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, 0));
  }

  private Set<ByteBuffer> arrived(String name) throws IOException {
    Set<ByteBuffer> frames = new HashSet<>();
    ByteBuffer file =
        ByteBuffer.wrap(Files.readAllBytes(directory.resolve(name + ".pcap")))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 24; at < file.limit(); ) {
      int length = file.getInt(at + 8);
      byte[] frame = new byte[length];
      file.get(at + 16, frame);
      frames.add(ByteBuffer.wrap(frame));
      at += 16 + length;
    }
    return frames;
  }

  private void goodAllArrives(long lost, String said) throws IOException {
    assertTrue(answers.size() > MixedTraffic.QUESTIONS * 9 / 10, answers.size() + said);
    Set<ByteBuffer> inside = arrived("inside");
    Set<ByteBuffer> outside = arrived("outside");
    List<String> missing = new ArrayList<>();
    for (MixedTraffic.Cue cue : TRAFFIC) {
      ByteBuffer frame = ByteBuffer.wrap(cue.frame());
      boolean there = (cue.side() == PacketLine.OUTSIDE ? inside : outside).contains(frame);
      if (!cue.attack() && !there) {
        missing.add(cue.timeUs() + " us: " + HexFormat.of().formatHex(cue.frame(), 23, 42));
      }
    }
    answers.forEach(
        frame -> missing.addAll(inside.contains(frame) ? List.of() : List.of("answer")));
    assertTrue(missing.size() <= lost, missing + said);
  }

  private static long lostOnTheWay(Namespace from) {
    String said = from.require("ip", "-s", "-j", "link", "show", "eth0");
    Matcher dropped = TX_DROPPED.matcher(said);
    assertTrue(dropped.find(), said);
    return Long.parseLong(dropped.group(1));
  }

  private long arrivedAttack() throws IOException {
    Set<ByteBuffer> there = arrived("inside");
    return TRAFFIC.stream()
        .filter(cue -> cue.attack() && there.contains(ByteBuffer.wrap(cue.frame())))
        .count();
  }
}
