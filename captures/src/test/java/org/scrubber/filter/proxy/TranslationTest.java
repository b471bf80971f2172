package org.scrubber.filter.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.TcpLayer;
import org.scrubber.filter.proxy.SynProxyTest.Pair;
import org.scrubber.parse.Parser;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Challenge;
import org.scrubber.scene.Packets;
import org.scrubber.scene.Scene;
import org.scrubber.table.ProxyTable;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;

/** What is rewritten in frames, and what is not. */
class TranslationTest {
  private static final int CLIENT_NUMBER = 1_000;
  private static final int SERVER_NUMBER = 5_000_000;
  private static final int CLIENT_STAMP = 111;
  private static final int SERVER_STAMP = 222_222;

  private final ProxyWorld world = new ProxyWorld(5);
  private Endpoints ends;
  private int number;
  private Wire.Options greeted;

  /** Opens a connection step by step; returns what the SYN-ACK of the server became. */
  private Wire open(boolean v6) {
    SynProxyTest.peace(world, Stack.LINUX);
    world.flood(1_000, 3_000);
    world.run(2_000);
    ends = SynProxyTest.ends(v6, 1);
    world.ends.clear();
    TcpLayer syn = client().syn().seq(CLIENT_NUMBER).window(64_240).mss(1_460).sackPermitted();
    world.cross(syn.timestamp(CLIENT_STAMP, 0).nop().windowScale(9).build(), true);
    Wire greeting = new Wire(world.answers.getLast());
    number = greeting.seq();
    greeted = greeting.options();
    TcpLayer ack = client().seq(CLIENT_NUMBER + 1).ack(number + 1L).window(500).nop().nop();
    world.cross(ack.timestamp(CLIENT_STAMP + 5, greeted.stamp()).build(), true);
    TcpLayer answer = server().syn().seq(SERVER_NUMBER).ack(CLIENT_NUMBER + 1).window(65_160);
    answer.mss(1_400).sackPermitted().timestamp(SERVER_STAMP, CLIENT_STAMP + 5);
    return new Wire(world.cross(answer.nop().windowScale(5).build(), false).after());
  }

  private TcpLayer client() {
    return ends.tcp(ethernet(), 50, 1, true);
  }

  private TcpLayer server() {
    return ends.reversed().tcp(ethernet(), 60, 1, true);
  }

  private Wire crossed(TcpLayer segment, boolean fromOutside) {
    ProxyWorld.Judged judged = world.cross(segment.build(), fromOutside);
    assertEquals(Verdict.PASS, judged.verdict());
    Wire after = new Wire(judged.after());
    assertTrue(after.hasGoodChecksums(), after::toString);
    return after;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldAskTheServerInTheClientsWords(boolean v6) {
    open(v6);
    Wire syn = new Wire(world.sentInside.get(0));
    assertEquals(TcpLayer.SYN, syn.flags());
    assertEquals(CLIENT_NUMBER, syn.seq());
    assertEquals(0, syn.ack());
    // A scale of 9 has no code: the next smaller one is promised.
    assertEquals(
        new Wire.Options(1_460, 8, true, true, CLIENT_STAMP + 5, 0, List.of()), syn.options());
    assertEquals(0xffff, syn.window());
    Wire ack = new Wire(world.sentInside.get(1));
    assertEquals(TcpLayer.ACK, ack.flags());
    assertEquals(CLIENT_NUMBER + 1, ack.seq());
    assertEquals(SERVER_NUMBER + 1, ack.ack());
    assertEquals(500, ack.window());
    assertEquals(CLIENT_STAMP + 5, ack.options().stamp());
    assertEquals(SERVER_STAMP, ack.options().echo());
    assertEquals(2, world.sentInside.size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldTurnTheServersSynAckIntoAWindowForTheClient(boolean v6) {
    Wire update = open(v6);
    assertEquals(TcpLayer.ACK, update.flags());
    assertEquals(number + 1, update.seq());
    assertEquals(CLIENT_NUMBER + 1, update.ack());
    assertEquals(65_160 >> 7, update.window());
    assertTrue(update.hasGoodChecksums());
    assertEquals(
        new Wire.Options(0, -1, false, true, greeted.stamp(), CLIENT_STAMP + 5, List.of()),
        update.options());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldTranslateWhatTheServerSays(boolean v6) {
    open(v6);
    for (int lead = 0; lead < 4; lead++) {
      TcpLayer data = server().seq(SERVER_NUMBER + 1 + lead).ack(CLIENT_NUMBER + 9).window(2_048);
      for (int k = 0; k < lead; k++) {
        data.nop();
      }
      data.timestamp(SERVER_STAMP + 40, CLIENT_STAMP + 6).options(5, 10);
      data.options(0, 0, 3, 252, 0, 0, 4, 76);
      data.payload(Packets.noise(lead, 101 + lead));
      Wire after = crossed(data, false);
      assertEquals(number + 1 + lead, after.seq());
      assertEquals(CLIENT_NUMBER + 9, after.ack());
      assertEquals(2_048 >> 2, after.window());
      assertEquals(greeted.stamp() + 40, after.options().stamp());
      assertEquals(CLIENT_STAMP + 6, after.options().echo());
      assertEquals(List.of(1_020, 1_100), after.options().sackEdges());
      assertArrayEquals(Packets.noise(lead, 101 + lead), after.payload());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldTranslateWhatTheClientSays(boolean v6) {
    open(v6);
    for (int lead = 0; lead < 4; lead++) {
      TcpLayer data = client().seq(CLIENT_NUMBER + 1).ack(number + 1_001L).window(777);
      for (int k = 0; k < lead; k++) {
        data.nop();
      }
      data.options(5, 18);
      for (int edge : new int[] {2_000, 3_000, 5_000, 6_000}) {
        int at = number + edge;
        data.options(at >>> 24, at >>> 16 & 255, at >>> 8 & 255, at & 255);
      }
      data.timestamp(CLIENT_STAMP + 9, greeted.stamp() + 40);
      data.payload(Packets.noise(lead, 1 + lead));
      Wire after = crossed(data, true);
      assertEquals(CLIENT_NUMBER + 1, after.seq());
      assertEquals(SERVER_NUMBER + 1_001, after.ack());
      assertEquals(777, after.window());
      assertEquals(CLIENT_STAMP + 9, after.options().stamp());
      assertEquals(SERVER_STAMP + 40, after.options().echo());
      List<Integer> edges = new ArrayList<>();
      for (int edge : new int[] {2_000, 3_000, 5_000, 6_000}) {
        edges.add(SERVER_NUMBER + edge);
      }
      assertEquals(edges, after.options().sackEdges());
    }
  }

  @Test
  void shouldTranslateResetsAndEnds() {
    open(false);
    Wire fin = crossed(server().seq(SERVER_NUMBER + 1).ack(CLIENT_NUMBER + 1).fin(), false);
    assertEquals(number + 1, fin.seq());
    Wire rst = crossed(server().seq(SERVER_NUMBER + 2).rst(), false);
    assertEquals(number + 2, rst.seq());
    Wire own = crossed(client().seq(CLIENT_NUMBER + 1).rst(), true);
    assertEquals(CLIENT_NUMBER + 1, own.seq());
    assertEquals(0, own.ack());
    Wire last = crossed(client().seq(CLIENT_NUMBER + 1).ack(number + 2L).rst(), true);
    assertEquals(SERVER_NUMBER + 2, last.ack());
  }

  @Test
  void shouldAnswerTheServersSynAckAgainWhenItsConfirmationWasLost() {
    Wire first = open(false);
    TcpLayer answer = server().syn().seq(SERVER_NUMBER).ack(CLIENT_NUMBER + 1).window(65_160);
    answer.mss(1_400).sackPermitted().timestamp(SERVER_STAMP + 1_000, CLIENT_STAMP + 5);
    Wire again = crossed(answer.nop().windowScale(5), false);
    assertEquals(first.seq(), again.seq());
    assertEquals(TcpLayer.ACK, again.flags());
    assertEquals(3, world.sentInside.size());
    assertEquals(SERVER_NUMBER + 1, new Wire(world.sentInside.get(2)).ack());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldQuoteTheServersNumbersInErrorsAboutItsSegments(boolean v6) {
    open(v6);
    byte[] sent =
        world
            .cross(
                server().seq(SERVER_NUMBER + 1).ack(CLIENT_NUMBER + 1).payload(1_200, 7).build(),
                false)
            .after();
    byte[] quoted = Arrays.copyOfRange(sent, 14, 14 + (v6 ? 100 : 28));
    var link =
        v6
            ? ethernet().ipv6("2a02:77::1", ProxyWorld.SERVER_6)
            : ethernet().ipv4("11.1.1.1", ProxyWorld.SERVER);
    byte[] error = link.packetTooBig(1_280, quoted).build();
    ProxyWorld.Judged judged = world.cross(error, true);
    assertEquals(Verdict.PASS, judged.verdict());
    byte[] after = judged.after();
    int at = 14 + (v6 ? 40 + 8 + 40 : 20 + 8 + 20) + 4;
    assertEquals(number + 1, ByteBuffer.wrap(error).getInt(at));
    assertEquals(SERVER_NUMBER + 1, ByteBuffer.wrap(after).getInt(at));
    int sum = v6 ? 58 + after.length - 54 : 0;
    int from = v6 ? 22 : 34;
    for (int k = from; k < after.length; k += 2) {
      sum += ByteBuffer.wrap(after).getShort(k) & 0xffff;
    }
    assertEquals(0xffff, (sum & 0xffff) + (sum >>> 16), "checksum of ICMP");
  }

  @Test
  void shouldResetBothWhenAServerDoesNotKeepWhatWasPromised() {
    open(false);
    ends = SynProxyTest.ends(false, 3);
    TcpLayer syn = client().syn().seq(CLIENT_NUMBER).mss(1_460).sackPermitted();
    byte[] offering = syn.timestamp(CLIENT_STAMP, 0).nop().windowScale(7).build();
    world.cross(offering, true);
    Wire greeting = new Wire(world.answers.getLast());
    TcpLayer ack = client().seq(CLIENT_NUMBER + 1).ack(greeting.seq() + 1L).nop().nop();
    world.cross(ack.timestamp(CLIENT_STAMP, greeting.options().stamp()).build(), true);
    TcpLayer answer = server().syn().seq(9).ack(CLIENT_NUMBER + 1).mss(1_400);
    Wire reset = crossed(answer, false);
    assertEquals(TcpLayer.RST | TcpLayer.ACK, reset.flags());
    assertEquals(greeting.seq() + 1, reset.seq());
    Wire toServer = new Wire(world.sentInside.getLast());
    assertEquals(TcpLayer.RST, toServer.flags());
    assertEquals(CLIENT_NUMBER + 1, toServer.seq());
    ends = SynProxyTest.ends(false, 5);
    world.cross(client().syn().seq(7).mss(1_460).timestamp(5, 0).build(), true);
    assertFalse(new Wire(world.answers.getLast()).options().stamps(), "never again");
  }

  @Test
  void shouldHoldBackWhatComesBeforeTheServerCanHearIt() {
    Pair pair = SynProxyTest.pair(world, SynProxyTest.ends(false, 1), Stack.LINUX, Stack.LINUX, 9);
    SynProxyTest.peace(world, Stack.LINUX);
    world.flood(1_000, 3_000);
    pair.server().mute = true;
    world.atMs(2_000, pair.client()::connect);
    world.run(2_035);
    long answered = world.worker.mitigations().get(0).ledger.challengesAnswered;
    Endpoints link = pair.client().ends;
    int number = last(world, TcpLayer.ACK).ack();
    TcpLayer data = link.tcp(ethernet(), 50, 9, true).seq(pair.client().iss + 1).ack(number);
    ProxyWorld.Judged judged = world.cross(data.payload(100, 1).build(), true);
    assertEquals(Verdict.CHALLENGE, judged.verdict());
    assertEquals("syn-flood-proof", judged.reason());
    assertEquals(answered, world.worker.mitigations().get(0).ledger.challengesAnswered);
  }

  private static Wire last(ProxyWorld world, int flags) {
    for (int k = world.judged.size() - 1; k >= 0; k--) {
      Wire wire = new Wire(world.judged.get(k).before());
      if (wire.flags() == flags && world.judged.get(k).fromOutside()) {
        return wire;
      }
    }
    throw new AssertionError("none");
  }

  @Test
  void shouldCountWhatItConsumesAsChallenged() {
    Pair pair = SynProxyTest.pair(world, SynProxyTest.ends(false, 1), Stack.LINUX, Stack.LINUX, 9);
    SynProxyTest.peace(world, Stack.LINUX);
    world.flood(1_000, 3_000);
    world.atMs(2_000, pair.client()::connect);
    world.run(9_000);
    pair.assertTalked();
    long challenged =
        world.judged.stream().filter(one -> one.verdict() == Verdict.CHALLENGE).count();
    long passed = world.judged.stream().filter(one -> one.verdict() == Verdict.PASS).count();
    assertEquals(world.judged.size(), challenged + passed);
    assertEquals(challenged, world.answers.size() + 1); // All SYNs, and the client's ACK.
    assertEquals(world.judged.size(), world.tally.offered());
    var v4 = world.worker.mitigations().get(0).ledger;
    var v6 = world.worker.mitigations().get(1).ledger;
    assertEquals(challenged, v4.challengedPackets + v6.challengedPackets);
    assertEquals(world.answers.size(), v4.challengesSent + v6.challengesSent);
    assertEquals(1, v4.challengesAnswered + v6.challengesAnswered);
    assertEquals(1, v4.synsReleased + v6.synsReleased);
  }

  @Test
  void shouldNeitherProxyNorRewriteWhatMayNotBeWritten(@TempDir Path folder) throws IOException {
    Pair pair =
        SynProxyTest.pair(world, SynProxyTest.ends(false, 1), Stack.LINUX, Stack.LINUX, 9_000);
    SynProxyTest.peace(world, Stack.LINUX);
    world.flood(1_000, 3_000);
    world.atMs(2_000, pair.client()::connect);
    world.run(9_000);
    Path file = folder.resolve("frames");
    List<ProxyWorld.Judged> all = world.judged;
    try (var out = Files.newOutputStream(file)) {
      for (ProxyWorld.Judged one : all) {
        out.write(one.before());
      }
    }
    List<String> verdicts = new ArrayList<>();
    for (Challenge rule : List.of(Challenge.PROXY, Challenge.SYMMETRIC)) {
      Worker worker = new Worker(new ProxyWorld(5, rule).policy);
      StringBuilder said = new StringBuilder();
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
          Arena arena = Arena.ofConfined()) {
        MemorySegment frames = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        long at = frames.address();
        PacketBatch batch = new PacketBatch(1);
        for (ProxyWorld.Judged one : all) {
          fill(batch, 0, at, one);
          batch.size = 1;
          new Parser().parse(batch);
          worker.process(batch);
          said.append(batch.verdict[0]).append(batch.reason[0]).append(' ');
          at += one.before().length;
        }
      }
      verdicts.add(said.toString());
    }
    assertEquals(verdicts.get(1), verdicts.get(0));
  }

  private static void fill(PacketBatch batch, int i, long address, ProxyWorld.Judged one) {
    batch.frameAddress[i] = address;
    batch.capturedLength[i] = one.before().length;
    batch.wireLength[i] = one.before().length;
    batch.timestampNs[i] = Scene.START_NS + one.timeNs();
    batch.interfaceId[i] = one.fromOutside() ? 0 : 1;
    batch.linkType[i] = LinkType.ETHERNET;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 256})
  void shouldJudgeAndRewriteAlikeWhateverTheBatches(int size) {
    world.loss = 0.1;
    world.jitterNs = 9_000_000;
    for (int n = 0; n < 30; n++) {
      Pair pair =
          SynProxyTest.pair(
              world, SynProxyTest.ends(n % 2 == 1, n), Stack.APPLE, Stack.LINUX, 9_000);
      world.atMs(2_000 + n * 30, pair.client()::connect);
    }
    SynProxyTest.peace(world, Stack.LINUX);
    world.flood(1_000, 5_000);
    world.run(20_000);
    Worker worker = new Worker(world.policy, ProxyTable.inMemory(1 << 10));
    PacketBatch batch = new PacketBatch(256);
    Parser parser = new Parser();
    List<ProxyWorld.Judged> all = world.judged;
    int proxied = 0;
    for (int from = 0; from < all.size(); from += size) {
      List<ProxyWorld.Judged> some = all.subList(from, Math.min(all.size(), from + size));
      try (Arena arena = Arena.ofConfined()) {
        for (int i = 0; i < some.size(); i++) {
          byte[] frame = some.get(i).before();
          MemorySegment memory = arena.allocate(frame.length);
          Memory.copy(frame, 0, memory.address(), frame.length);
          fill(batch, i, memory.address(), some.get(i));
        }
        batch.size = some.size();
        parser.parse(batch);
        worker.process(batch);
        for (int i = 0; i < some.size(); i++) {
          ProxyWorld.Judged one = some.get(i);
          byte[] after = new byte[one.before().length];
          Memory.copy(batch.frameAddress[i], after, 0, after.length);
          assertEquals(one.verdict(), Verdict.ofCode(batch.verdict[i]), new Wire(after)::toString);
          assertArrayEquals(one.after(), after, new Wire(after)::toString);
          proxied += Arrays.equals(one.before(), after) ? 0 : 1;
        }
      }
    }
    assertTrue(proxied > 300, "rewritten: " + proxied);
  }
}
