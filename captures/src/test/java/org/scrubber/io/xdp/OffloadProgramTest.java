package org.scrubber.io.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.cost.ProgramRun;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.io.OffloadScope;
import org.scrubber.io.PacketLine;
import org.scrubber.io.bpf.BpfMap;
import org.scrubber.io.bpf.BpfProgram;
import org.scrubber.io.linux.Capabilities;
import org.scrubber.io.linux.Interfaces;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.Privileges;
import org.scrubber.parse.Parser;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;

@EnabledIf("org.scrubber.captures.netns.Namespaces#available")
class OffloadProgramTest {
  private static final long MINUTE_NS = 60_000_000_000L;
  private static final String SOURCE = "203.0.113.5";
  private static final String TARGET = "198.18.0.10";

  private final PacketBatch batch = new PacketBatch();
  private BpfMap lanes;
  private BpfMap devices;
  private OffloadMaps maps;
  private OffloadTable table;
  private Heartbeat heartbeat;
  private BpfProgram dropping;
  private BpfProgram sending;

  @BeforeEach
  void load() throws IOException {
    lanes = new BpfMap("lanes", BpfMap.SOCKETS, 4, 4, 2 * SteeringProgram.MAX_QUEUES, 0);
    devices = new BpfMap("devices", BpfMap.DEVICES, 4, 4, 1, 0);
    devices.set(0, Interfaces.index("lo"));
    maps = new OffloadMaps(64);
    heartbeat = new Heartbeat(1);
    table = new OffloadTable(maps, 0, 1);
    table.resume();
    dropping = program(null);
    sending = program(devices);
  }

  private BpfProgram program(BpfMap others) throws IOException {
    OffloadProgram offload = new OffloadProgram(maps, others, PacketLine.OUTSIDE);
    byte[] code = SteeringProgram.assemble(lanes, offload, heartbeat, PacketLine.OUTSIDE);
    // The verifier must accept it from a process that has shed all other privileges.
    CompletableFuture<BpfProgram> loaded = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                Capabilities.keepOnly(Privileges.NEEDED);
                loaded.complete(BpfProgram.load("test", code));
              } catch (IOException | RuntimeException failure) {
                loaded.completeExceptionally(failure);
              }
            });
    return loaded.join();
  }

  @AfterEach
  void close() {
    sending.close();
    dropping.close();
    maps.close();
    heartbeat.close();
    devices.close();
    lanes.close();
  }

  private static byte[] udp(String source, int sourcePort, String target, int targetPort) {
    return ethernet().ipv4(source, target).udp(sourcePort, targetPort).payload("offload").build();
  }

  private PacketBatch parsed(byte[] frame) {
    long address = batch.frames(2048).address();
    Memory.copy(frame, 0, address, frame.length);
    batch.size = 1;
    batch.frameAddress[0] = address;
    batch.capturedLength[0] = frame.length;
    batch.wireLength[0] = frame.length;
    batch.interfaceId[0] = PacketLine.OUTSIDE;
    batch.linkType[0] = LinkType.ETHERNET;
    new Parser().parse(batch);
    return batch;
  }

  private int drop(OffloadScope scope, byte[] frame) {
    return table.drop(scope, parsed(frame), 0, MINUTE_NS, false);
  }

  private static int verdict(BpfProgram program, byte[] frame) throws LinuxException {
    return ProgramRun.of(program, frame, 1).verdict();
  }

  private void expect(int verdict, byte[] frame) throws IOException {
    assertEquals(verdict, verdict(dropping, frame));
  }

  @Test
  void shouldDropWhatTheScopeNamesAndNothingElse() throws IOException {
    byte[] packet = udp(SOURCE, 53, TARGET, 4000);
    byte[] otherTargetPort = udp(SOURCE, 53, TARGET, 4001);
    byte[] otherSourcePort = udp(SOURCE, 54, TARGET, 4000);
    byte[] otherTarget = udp(SOURCE, 53, "198.18.0.11", 4000);
    byte[] otherSource = udp("203.0.113.6", 53, TARGET, 4000);
    byte[][] others = {otherTargetPort, otherSourcePort, otherTarget, otherSource};
    // Which of the others each scope covers as well.
    int[] covered = {0b0000, 0b0001, 0b0010, 0b0011, 0b0111};
    for (OffloadScope scope : OffloadScope.values()) {
      expect(ProgramRun.PASS, packet);
      int slot = drop(scope, packet);
      assertNotEquals(OffloadTable.NONE, slot);
      expect(ProgramRun.DROP, packet);
      for (int k = 0; k < others.length; k++) {
        boolean same = (covered[scope.ordinal()] >> k & 1) != 0;
        expect(same ? ProgramRun.DROP : ProgramRun.PASS, others[k]);
      }
      assertEquals(1 + Integer.bitCount(covered[scope.ordinal()]), table.packets(slot));
      table.remove(slot);
      expect(ProgramRun.PASS, packet);
    }
    assertEquals(0, table.size());
  }

  @Test
  void shouldFindTheNarrowestEntryFirst() throws IOException {
    byte[] packet = udp(SOURCE, 53, TARGET, 4000);
    drop(OffloadScope.SOURCE, packet);
    table.pass(parsed(packet), 0, MINUTE_NS);
    assertEquals(ProgramRun.REDIRECT, verdict(sending, packet));
    assertEquals(ProgramRun.DROP, verdict(sending, udp(SOURCE, 53, TARGET, 4001)));
    // Where nothing can be sent on, such an entry is left to the worker.
    expect(ProgramRun.PASS, packet);
  }

  @Test
  void shouldCountPacketsAndBytes() throws IOException {
    byte[] packet = udp(SOURCE, 53, TARGET, 4000);
    int slot = drop(OffloadScope.FLOW, packet);
    for (int k = 0; k < 10; k++) {
      expect(ProgramRun.DROP, packet);
    }
    assertEquals(10, table.packets(slot));
    assertEquals(10L * packet.length, table.bytes(slot));
    assertEquals(10, maps.total(PacketLine.OUTSIDE, OffloadMaps.DROPPED));
    assertEquals(10L * packet.length, maps.total(PacketLine.OUTSIDE, OffloadMaps.DROPPED_BYTES));
    assertEquals(0, maps.total(PacketLine.INSIDE, OffloadMaps.DROPPED));
  }

  @Test
  void shouldLookThroughTagsAndKnowIpv6() throws IOException {
    byte[] six = ethernet().ipv6("2001:db8::1", "2001:db8::2").udp(1, 2).payload("offload").build();
    drop(OffloadScope.FLOW, six);
    expect(ProgramRun.DROP, six);
    drop(OffloadScope.FLOW, udp(SOURCE, 53, TARGET, 4000));
    expect(
        ProgramRun.DROP,
        ethernet()
            .serviceVlan(5)
            .vlan(7)
            .ipv4(SOURCE, TARGET)
            .udp(53, 4000)
            .payload("tagged")
            .build());
  }

  @Test
  void shouldLeaveTheTurningPointsOfConnectionsToTheWorker() throws IOException {
    byte[] data = ethernet().ipv4(SOURCE, TARGET).tcp(4000, 80).ack(1).payload("offload").build();
    byte[] syn = ethernet().ipv4(SOURCE, TARGET).tcp(4000, 80).syn().build();
    byte[] fin = ethernet().ipv4(SOURCE, TARGET).tcp(4000, 80).fin().ack(1).build();
    byte[] rst = ethernet().ipv4(SOURCE, TARGET).tcp(4000, 80).rst().build();
    drop(OffloadScope.FLOW, data);
    expect(ProgramRun.DROP, data);
    for (byte[] turning : new byte[][] {syn, fin, rst}) {
      expect(ProgramRun.PASS, turning);
    }
    table.drop(OffloadScope.FLOW, parsed(data), 0, MINUTE_NS, true);
    for (byte[] turning : new byte[][] {syn, fin, rst}) {
      expect(ProgramRun.DROP, turning);
    }
  }

  @Test
  void shouldLookAtWhatHasExpiredUntilItIsRenewedOrRemoved() throws IOException {
    byte[] packet = udp(SOURCE, 53, TARGET, 4000);
    int expired = table.drop(OffloadScope.FLOW, parsed(packet), 0, -1, false);
    expect(ProgramRun.PASS, packet);
    assertEquals(1, table.size());
    table.remove(expired);
    assertEquals(0, table.size());
    int slot = drop(OffloadScope.FLOW, packet);
    expect(ProgramRun.DROP, packet);
    assertEquals(1, table.packets(slot));
  }

  @Test
  void shouldExtendAnEntryAndKeepItsCounters() throws IOException {
    byte[] packet = udp(SOURCE, 53, TARGET, 4000);
    int slot = drop(OffloadScope.FLOW, packet);
    expect(ProgramRun.DROP, packet);
    assertEquals(slot, drop(OffloadScope.FLOW, packet));
    expect(ProgramRun.DROP, packet);
    assertEquals(2, table.packets(slot));
    assertEquals(1, table.size());
  }

  @Test
  void shouldRefuseMoreThanItsCapacity() throws IOException {
    for (int port = 1; port <= 64; port++) {
      assertNotEquals(OffloadTable.NONE, drop(OffloadScope.FLOW, udp(SOURCE, port, TARGET, 4000)));
    }
    byte[] oneTooMany = udp(SOURCE, 65, TARGET, 4000);
    assertEquals(OffloadTable.NONE, drop(OffloadScope.FLOW, oneTooMany));
    expect(ProgramRun.PASS, oneTooMany);
    assertNotEquals(OffloadTable.NONE, drop(OffloadScope.FLOW, udp(SOURCE, 7, TARGET, 4000)));
    assertEquals(64, table.size());
  }

  @Test
  void shouldSettleNothingWhileSuspended() throws IOException {
    byte[] packet = udp(SOURCE, 53, TARGET, 4000);
    drop(OffloadScope.FLOW, packet);
    table.suspend();
    expect(ProgramRun.PASS, packet);
    drop(OffloadScope.PAIR, packet);
    expect(ProgramRun.PASS, packet);
    table.resume();
    expect(ProgramRun.DROP, packet);
  }

  @Test
  void shouldLeaveFragmentsToTheWorkerUnlessNoPortIsNamed() throws IOException {
    PacketBuilder whole = ethernet().ipv4(SOURCE, TARGET).udp(53, 4000).payload(new byte[600]);
    drop(OffloadScope.FLOW, udp(SOURCE, 53, TARGET, 4000));
    for (byte[] fragment : whole.buildFragments(256)) {
      expect(ProgramRun.PASS, fragment);
    }
    drop(OffloadScope.PAIR, udp(SOURCE, 53, TARGET, 4000));
    for (byte[] fragment : whole.buildFragments(256)) {
      expect(ProgramRun.DROP, fragment);
    }
  }

  @Test
  void shouldSendOnOnlyWithAWholeChecksum() throws IOException {
    byte[] six = ethernet().ipv6("2001:db8::1", "2001:db8::2").udp(1, 2).payload("offload").build();
    for (byte[] packet : new byte[][] {udp(SOURCE, 53, TARGET, 4000), six}) {
      table.pass(parsed(packet), 0, MINUTE_NS);
      assertEquals(ProgramRun.REDIRECT, verdict(sending, packet));
      byte[] partial = Checksums.leftToHardware(packet);
      assertEquals(ProgramRun.PASS, verdict(sending, partial));
    }
    assertEquals(2, maps.total(PacketLine.OUTSIDE, OffloadMaps.PASSED));
  }

  @Test
  void shouldSendOnWhatIsNotIp() throws IOException {
    byte[] arp = new byte[60];
    arp[12] = 0x08;
    arp[13] = 0x06;
    assertEquals(ProgramRun.REDIRECT, verdict(sending, arp));
    expect(ProgramRun.PASS, arp);
    byte[] labelled = new byte[60];
    labelled[12] = (byte) 0x88;
    labelled[13] = 0x47;
    assertEquals(ProgramRun.PASS, verdict(sending, labelled));
    assertTrue(maps.total(PacketLine.OUTSIDE, OffloadMaps.PASSED) == 1);
  }
}
