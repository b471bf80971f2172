package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.scrubber.state.Carrier;
import org.scrubber.state.Inventory;
import org.scrubber.state.Lasting;

/** What a table holds is the same after it was carried into another one. */
class LastingTablesTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long NOW_NS = 5_000 * SECOND_NS;

  /** Carries everything from one piece of state to another, through memory. */
  private static void carry(Lasting from, Lasting to) {
    Carrier carrier = new Carrier();
    carrier.measure();
    from.carry(carrier, 0);
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocate(carrier.bytes(), 8).address();
      for (int place = 0; place < from.places(); place++) {
        carrier.save(address);
        from.carry(carrier, place);
        carrier.restore(address);
        if (from.places() == to.places()) {
          to.carry(carrier, place);
        } else {
          assertTrue(to.adopt(carrier, place, from.places()));
        }
      }
      to.restored();
    }
  }

  private record Flow(int flags, int packets, int initiator, int responder, long ageNs) {
    static Flow of(FlowTable table, long hash) {
      int slot = table.find(hash, NOW_NS);
      return slot < 0
          ? null
          : new Flow(
              table.flags(slot),
              table.packets(slot, false),
              table.initiatorNote(slot),
              table.responderNote(slot),
              table.ageNs(slot, NOW_NS));
    }
  }

  private static Map<Long, Flow> fill(FlowTable table, int count) {
    Random random = new Random(3);
    List<Long> hashes = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      long hash = Hash.mix(n, 77);
      hashes.add(hash);
      long nowNs = NOW_NS - 20 * SECOND_NS + n * SECOND_NS / 100;
      int slot = table.insert(hash, FlowTable.BEGUN_BY_SYN, nowNs);
      for (int packets = random.nextInt(6); slot >= 0 && packets >= 0; packets--) {
        table.record(slot, false, nowNs);
      }
      if (slot >= 0 && random.nextBoolean()) {
        table.record(slot, true, nowNs);
        table.flags(slot, FlowTable.ESTABLISHED, 0);
      }
      if (slot >= 0) {
        table.initiatorNote(slot, n);
        table.responderNote(slot, -n);
      }
    }
    Map<Long, Flow> flows = new HashMap<>();
    hashes.forEach(hash -> flows.put(hash, Flow.of(table, hash)));
    flows.values().removeIf(flow -> flow == null);
    return flows;
  }

  @Test
  void shouldKeepEveryFlowInATableOfTheSameSizeAndInALargerOne() {
    FlowTable table = new FlowTable(1 << 10);
    Map<Long, Flow> flows = fill(table, 900);
    assertTrue(flows.size() > 700, flows.size() + " flows");
    for (int capacity : new int[] {1 << 10, 1 << 11, 1 << 14}) {
      FlowTable other = new FlowTable(capacity);
      carry(table, other);
      flows.forEach((hash, flow) -> assertEquals(flow, Flow.of(other, hash), "of " + capacity));
    }
  }

  @Test
  void shouldKeepEstablishedFlowsFirstInASmallerTable() {
    FlowTable table = new FlowTable(1 << 10);
    Map<Long, Flow> flows = fill(table, 900);
    FlowTable smaller = new FlowTable(1 << 8);
    carry(table, smaller);
    List<Long> kept =
        flows.keySet().stream().filter(hash -> smaller.find(hash, NOW_NS) >= 0).toList();
    kept.forEach(hash -> assertEquals(flows.get(hash), Flow.of(smaller, hash)));
    assertTrue(kept.size() > 250, kept.size() + " of 256 places");
    long established = flows.values().stream().filter(LastingTablesTest::isEstablished).count();
    assertTrue(established > 300, established + " established");
    long keptToo = kept.stream().filter(hash -> isEstablished(flows.get(hash))).count();
    assertTrue(keptToo > 245, keptToo + " of 256 places");
  }

  private static boolean isEstablished(Flow flow) {
    return (flow.flags() & FlowTable.ESTABLISHED) != 0;
  }

  @Test
  void shouldKeepEveryProofInATableOfTheSameSizeAndInALargerOne() {
    SourceTable table = new SourceTable(1 << 8);
    for (int n = 0; n < 150; n++) {
      table.prove(Hash.mix(n, 5), NOW_NS - n * SECOND_NS);
    }
    for (int capacity : new int[] {1 << 8, 1 << 9, 1 << 13}) {
      SourceTable other = new SourceTable(capacity);
      carry(table, other);
      for (int n = 0; n < 300; n++) {
        boolean proven = table.isProven(Hash.mix(n, 5), NOW_NS);
        assertEquals(proven, other.isProven(Hash.mix(n, 5), NOW_NS), n + " of " + capacity);
      }
    }
  }

  @Test
  void shouldKeepTheLatestProofsInASmallerTable() {
    SourceTable table = new SourceTable(1 << 9);
    for (int n = 0; n < 256; n++) {
      table.prove(Hash.mix(n, 5), NOW_NS - n * SECOND_NS);
    }
    SourceTable smaller = new SourceTable(1 << 6);
    carry(table, smaller);
    int latest = 0;
    int oldest = 0;
    for (int n = 0; n < 32; n++) {
      latest += smaller.isProven(Hash.mix(n, 5), NOW_NS) ? 1 : 0;
      oldest += smaller.isProven(Hash.mix(255 - n, 5), NOW_NS) ? 1 : 0;
    }
    assertEquals(32, latest);
    assertTrue(oldest < 8, oldest + " of the oldest");
  }

  @Test
  void shouldKeepEverySynThatWaits() {
    SynTable table = new SynTable(1 << 8);
    for (int n = 0; n < 150; n++) {
      int slot = table.enter(Hash.mix(n, 9), n, NOW_NS - n * 10_000_000L);
      for (int which = 0; slot >= 0 && which < SynTable.NOTES; which++) {
        table.note(slot, which, n * 10L + which);
      }
    }
    for (int capacity : new int[] {1 << 8, 1 << 11}) {
      SynTable other = new SynTable(capacity);
      carry(table, other);
      for (int n = 0; n < 150; n++) {
        long hash = Hash.mix(n, 9);
        int here = table.find(hash, NOW_NS);
        int there = other.find(hash, NOW_NS);
        assertEquals(here >= 0, there >= 0);
        if (here >= 0) {
          assertEquals(n, other.sequence(there));
          assertEquals(table.ageNs(here, NOW_NS), other.ageNs(there, NOW_NS));
          assertEquals(n * 10L + 5, other.note(there, 5));
        }
      }
    }
    SynTable smaller = new SynTable(1 << 4);
    carry(table, smaller);
    for (int n = 0; n < 8; n++) {
      assertTrue(smaller.find(Hash.mix(n, 9), NOW_NS) >= 0, "the latest stay: " + n);
    }
  }

  @Test
  void shouldKeepRatesPeersLooksAndSpreads() {
    RateTable rates = new RateTable(1 << 6);
    PeerTable peers = new PeerTable(1 << 6);
    FingerprintTable looks = new FingerprintTable(1 << 6);
    SpreadTable spreads = new SpreadTable(1 << 6);
    HostRates hosts = new HostRates(1 << 6);
    for (int n = 1; n <= 400; n++) {
      long key = Hash.mix(n % 40, 1) | 1;
      rates.count(key, 1_000_000, 50_000_000, NOW_NS);
      peers.see(key, n % 4 == 0 ? 60 : 61, NOW_NS - 100 * SECOND_NS + n * SECOND_NS / 4);
      looks.seen(key, NOW_NS);
      spreads.add(key, Hash.mix(n, 2), false);
      hosts.count(key, NOW_NS);
    }
    peers.deal(Hash.mix(3, 1) | 1, 60, NOW_NS);
    looks.completed(Hash.mix(3, 1) | 1, NOW_NS);
    RateTable rates2 = new RateTable(1 << 6);
    PeerTable peers2 = new PeerTable(1 << 6);
    FingerprintTable looks2 = new FingerprintTable(1 << 6);
    SpreadTable spreads2 = new SpreadTable(1 << 6);
    HostRates hosts2 = new HostRates(1 << 6);
    carry(rates.lasting(), rates2.lasting());
    carry(peers.lasting(), peers2.lasting());
    carry(looks.lasting(), looks2.lasting());
    carry(spreads.lasting(), spreads2.lasting());
    carry(hosts.lasting(), hosts2.lasting());
    for (int n = 0; n < 40; n++) {
      long key = Hash.mix(n, 1) | 1;
      assertEquals(rates.level(key, NOW_NS), rates2.level(key, NOW_NS));
      int place = peers.find(key, NOW_NS);
      assertEquals(place, peers2.find(key, NOW_NS));
      if (place >= 0) {
        assertEquals(peers.isDealtWith(place), peers2.isDealtWith(place));
        assertEquals(peers.isRegular(place, 61), peers2.isRegular(place, 61));
      }
      assertEquals(looks.completes(key, NOW_NS), looks2.completes(key, NOW_NS));
      assertEquals(spreads.add(key, 0, false), spreads2.add(key, 0, false));
      assertEquals(hosts.count(key, NOW_NS), hosts2.count(key, NOW_NS));
    }
    assertTrue(looks2.completes(Hash.mix(3, 1) | 1, NOW_NS));
  }

  @Test
  void shouldKeepQuestionsAndFragments() {
    QuestionTable asked = new QuestionTable(1 << 4);
    FragmentTable fragments = new FragmentTable(1 << 4);
    for (int n = 0; n < 40; n++) {
      asked.ask(Hash.mix(n, 1), n, NOW_NS);
      fragments.first(fragments.slot(Hash.mix(n, 1), 0, n, NOW_NS), n);
    }
    QuestionTable asked2 = new QuestionTable(1 << 4);
    Inventory from = new Inventory();
    Inventory to = new Inventory();
    asked.list(from);
    asked2.list(to);
    for (int k = 0; k < from.items().size(); k++) {
      carry(from.items().get(k).state(), to.items().get(k).state());
    }
    FragmentTable fragments2 = new FragmentTable(1 << 4);
    carry(fragments.lasting(), fragments2.lasting());
    int known = 0;
    for (int n = 0; n < 40; n++) {
      long key = Hash.mix(n, 1);
      boolean isAsked = asked.isAsked(key, n, NOW_NS);
      known += isAsked ? 1 : 0;
      assertEquals(isAsked, asked2.isAsked(key, n, NOW_NS));
    }
    assertEquals(16, known);
    assertEquals(asked.isComplete(NOW_NS), asked2.isComplete(NOW_NS), "some were pushed out");
    long last = Hash.mix(39, 1);
    assertEquals(39, fragments2.first(fragments2.slot(last, 0, 39, NOW_NS)));
  }

  @Test
  void shouldKeepWhatACounterWasShown() {
    DistinctCounter counter = new DistinctCounter();
    for (int n = 0; n < 5_000; n++) {
      counter.add(Hash.mix(n, 4));
    }
    DistinctCounter other = new DistinctCounter();
    carry((One) counter::carry, (One) other::carry);
    assertEquals(counter.estimate(), other.estimate());
  }

  private interface One extends Lasting {
    void carry(Carrier carrier);

    @Override
    default int places() {
      return 1;
    }

    @Override
    default void carry(Carrier carrier, int place) {
      carry(carrier);
    }
  }
}
