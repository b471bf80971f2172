package org.scrubber.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.classify.Wire.SECOND_NS;
import static org.scrubber.wire.PacketBytes.counting;
import static org.scrubber.wire.PacketBytes.hex;
import static org.scrubber.wire.PacketBytes.icmp;
import static org.scrubber.wire.PacketBytes.ipv4;
import static org.scrubber.wire.PacketBytes.ipv6;
import static org.scrubber.wire.PacketBytes.ipv6HopLimit;
import static org.scrubber.wire.PacketBytes.tcp;
import static org.scrubber.wire.PacketBytes.udp;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.Frames;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.parse.Parser;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Policy;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.policy.load.Policies;
import org.scrubber.table.AllocatedBytes;
import org.scrubber.wire.LinkType;

class ClassifierTest {
  private static final Policy NESTED =
      Wire.protecting("198.51.100.0/24", "198.51.100.128/25", "2001:db8:5::/48");
  private static final byte[] DATAGRAM = udp(1_000, 2_000, counting(8));

  private final Classifier classifier = new Classifier(new Objects(NESTED));

  private PacketBatch classify(byte[]... packets) {
    PacketBatch batch = Frames.whole(LinkType.RAW, packets);
    new Parser().parse(batch);
    classifier.classify(batch);
    return batch;
  }

  private long[] clock(long... timesNs) {
    PacketBatch batch = new PacketBatch(timesNs.length);
    batch.size = timesNs.length;
    System.arraycopy(timesNs, 0, batch.timestampNs, 0, timesNs.length);
    classifier.classify(batch);
    return batch.clockNs.clone();
  }

  @Test
  void shouldStartTheClockAtTheFirstPacket() {
    assertArrayEquals(
        new long[] {0, 5, SECOND_NS},
        clock(
            1_700_000_000L * SECOND_NS,
            1_700_000_000L * SECOND_NS + 5,
            1_700_000_001L * SECOND_NS));
    assertArrayEquals(new long[] {2 * SECOND_NS}, clock(1_700_000_002L * SECOND_NS));
  }

  @Test
  void shouldHoldTheClockForPacketsOutOfOrder() {
    long[] clock =
        clock(10 * SECOND_NS, 12 * SECOND_NS, 11 * SECOND_NS, 10 * SECOND_NS, 13 * SECOND_NS);
    assertArrayEquals(
        new long[] {0, 2 * SECOND_NS, 2 * SECOND_NS, 2 * SECOND_NS, 3 * SECOND_NS}, clock);
  }

  @Test
  void shouldGoOnFromWhereItWasWhenTimeIsSetBack() {
    long[] clock = clock(10 * SECOND_NS, 20 * SECOND_NS, 3, 3 + SECOND_NS, 2 + SECOND_NS);
    assertArrayEquals(
        new long[] {0, 10 * SECOND_NS, 10 * SECOND_NS, 11 * SECOND_NS, 11 * SECOND_NS}, clock);
  }

  @Test
  void shouldNotRunAwayWhenTwoInterfacesClocksDiffer() {
    long last = 0;
    for (int i = 0; i < 1_000; i++) { // One clock is an hour behind; a packet a millisecond.
      long late = i % 2 == 0 ? 0 : 3_600 * SECOND_NS;
      last = clock(10_000 * SECOND_NS + i * 1_000_000L - late)[0];
    }
    assertEquals(999 * 1_000_000L, last, 2 * 1_000_000L);
  }

  @Test
  void shouldFollowPausesAndFilesOneAfterTheOther() {
    assertEquals(100 * SECOND_NS, clock(SECOND_NS, 101 * SECOND_NS)[1]);
    assertEquals(100 * SECOND_NS, clock(50 * SECOND_NS)[0]); // Another file.
    assertEquals(110 * SECOND_NS, clock(60 * SECOND_NS)[0]);
    assertEquals(110 * SECOND_NS, clock(20 * SECOND_NS)[0]); // And another.
    assertEquals(111 * SECOND_NS, clock(21 * SECOND_NS)[0]);
  }

  @Test
  void shouldNeverLetTheClockGoBackWhateverTheTimes() {
    Random random = new Random(0x5eed_c10cL);
    long before = 0;
    for (int i = 0; i < 10_000; i++) {
      long time = random.nextInt(3) == 0 ? random.nextLong() : random.nextInt() * 10L;
      long now = clock(time)[0];
      assertTrue(now >= before, "packet " + i);
      before = now;
    }
  }

  @Test
  void shouldFindObjectAndPrefixOfTargetAndSource() {
    PacketBatch batch =
        classify(
            ipv4("192.0.2.1", "198.51.100.2", 17, DATAGRAM),
            ipv4("192.0.2.1", "198.51.100.200", 17, DATAGRAM),
            ipv4("198.51.100.200", "192.0.2.1", 17, DATAGRAM),
            ipv4("198.51.100.2", "198.51.100.200", 17, DATAGRAM),
            ipv6("2001:db8::1", "2001:db8:5::2", 17, DATAGRAM),
            ipv4("192.0.2.1", "203.0.113.1", 17, DATAGRAM));
    assertArrayEquals(new int[] {0, 1, -1, 1, 2, -1}, batch.object);
    assertArrayEquals(new int[] {0, 1, -1, 1, 2, -1}, batch.targetPrefix);
    assertArrayEquals(new int[] {-1, -1, 1, 0, -1, -1}, batch.sourceObject);
    assertArrayEquals(new int[] {0, 1, 3, 4}, Arrays.copyOf(batch.survivors, batch.survivorCount));
  }

  @Test
  void shouldLetLinkControlAndWhatIsNotIpPassUntouched() {
    byte[] solicitation = icmp(135, 0, 0, counting(16));
    PacketBatch batch =
        classify(
            ipv6HopLimit(255, "2001:db8:5::1", "2001:db8:5::2", 58, solicitation),
            ipv6HopLimit(64, "2001:db8::1", "2001:db8:5::2", 58, solicitation),
            hex("00 01 02 03"));
    assertEquals(1, batch.survivorCount);
    assertEquals(1, batch.survivors[0]);
    assertEquals(-1, batch.object[2]);
  }

  @Test
  void shouldGiveBothDirectionsOfFlowOneHash() {
    PacketBatch batch =
        classify(
            ipv4("192.0.2.1", "198.51.100.2", 17, udp(7, 8, counting(4))),
            ipv4("198.51.100.2", "192.0.2.1", 17, udp(8, 7, counting(9))),
            ipv4("198.51.100.2", "192.0.2.1", 17, udp(7, 8, counting(9))),
            ipv4("192.0.2.1", "198.51.100.2", 17, udp(7, 9, counting(4))),
            ipv4("192.0.2.1", "198.51.100.2", 6, tcp(7, 8, 0, 0, 2, counting(0))),
            ipv4("192.0.2.2", "198.51.100.2", 17, udp(7, 8, counting(4))));
    assertEquals(batch.flowHash[0], batch.flowHash[1]);
    for (int other = 2; other < 6; other++) {
      assertNotEquals(batch.flowHash[0], batch.flowHash[other], "packet " + other);
    }
    assertEquals(batch.sourceHash[0], batch.targetHash[1]);
    assertNotEquals(batch.sourceHash[0], batch.targetHash[0]);
  }

  @Test
  void shouldGiveEchoRequestAndReplyOneHash() {
    PacketBatch batch =
        classify(
            ipv4("192.0.2.1", "198.51.100.2", 1, icmp(8, 0, 77, counting(8))),
            ipv4("198.51.100.2", "192.0.2.1", 1, icmp(0, 0, 77, counting(8))),
            ipv4("192.0.2.1", "198.51.100.2", 1, icmp(8, 0, 78, counting(8))));
    assertEquals(batch.flowHash[0], batch.flowHash[1]);
    assertNotEquals(batch.flowHash[0], batch.flowHash[2]);
  }

  @Test
  void shouldClearWhatThePacketBeforeLeftInTheBatch() {
    PacketBatch batch = classify(ipv4("192.0.2.1", "198.51.100.2", 17, DATAGRAM));
    batch.verdict[0] = Verdict.DROP_CODE;
    batch.reason[0] = 3;
    batch.mitigation[0] = 4;
    batch.knowledge[0] = -1;
    batch.vector[0] = 9;
    batch.flowSlot[0] = 8;
    batch.reflector[0] = 2;
    batch.counter[0] = 5;
    batch.threshold[0] = 6;
    classifier.classify(batch);
    assertEquals(Verdict.PASS_CODE, batch.verdict[0]);
    assertEquals(0, batch.reason[0]);
    assertEquals(-1, batch.mitigation[0]);
    assertEquals(0, batch.knowledge[0]);
    assertEquals(Vectors.NONE, batch.vector[0]);
    assertEquals(-1, batch.flowSlot[0]);
    assertEquals(-1, batch.reflector[0]);
    assertEquals(0, batch.counter[0]);
    assertEquals(0, batch.threshold[0]);
  }

  @Test
  void shouldMarkPacketsToObjectsThatOnlyMonitor() {
    ProtectedObject one = NESTED.objects().get(0);
    ProtectedObject watched =
        new ProtectedObject(
            "watched",
            one.prefixes(),
            one.profile(),
            one.thresholds(),
            one.services(),
            one.allowedReflectors(),
            one.spoofExceptions(),
            Mode.MONITOR);
    Policy base = Policies.protecting(List.of());
    Policy policy = base.withObjects(List.of(watched));
    PacketBatch batch =
        Frames.whole(
            LinkType.RAW,
            ipv4("192.0.2.1", "198.51.100.2", 17, DATAGRAM),
            ipv4("198.51.100.2", "192.0.2.1", 17, DATAGRAM));
    new Parser().parse(batch);
    new Classifier(new Objects(policy)).classify(batch);
    assertTrue(batch.monitored[0]);
    assertFalse(batch.monitored[1]);
  }

  @Test
  void shouldAllocateNothing() {
    PacketBatch batch = classify(ipv4("192.0.2.1", "198.51.100.2", 17, DATAGRAM), DATAGRAM);
    long allocated =
        AllocatedBytes.of(
            () -> {
              for (int i = 0; i < 50_000; i++) {
                classifier.classify(batch);
              }
            });
    assertEquals(0, allocated);
  }
}
