package org.scrubber.filter.syn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.table.Hash;

class SourceBudgetsTest {
  private static final long MS = 1_000_000L;
  private static final long HOUR_NS = 3_600_000_000_000L;

  private final SourceBudgets sources = new SourceBudgets(1);
  private final PacketBatch batch = new PacketBatch(1);

  private PacketBatch from(long address, int port, long nowNs) {
    batch.family[0] = 4;
    batch.sourceLow[0] = address;
    batch.sourceHash[0] = Hash.mix(address, 1);
    batch.ports[0] = port << 16 | 443;
    batch.clockNs[0] = nowNs;
    return batch;
  }

  private PacketBatch from6(long high, long low) {
    from(low, 5_000, 0);
    batch.family[0] = 6;
    batch.sourceHigh[0] = high;
    return batch;
  }

  /** Counts how many of so many SYNs, one a millisecond from changing ports, are admitted. */
  private int admitted(int count, long beginMs, boolean known) {
    int admitted = 0;
    for (int n = 0; n < count; n++) {
      from(9, 20_000 + n % 64, (beginMs + n) * MS);
      admitted += sources.admits(batch, 0, known) ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void shouldBelieveAnAnswerForAnHour() {
    sources.answered(from(1, 1_000, 0), 0);
    assertTrue(sources.hasAnswered(from(1, 50_000, HOUR_NS - MS * 100), 0));
    assertFalse(sources.hasAnswered(from(1, 1_000, HOUR_NS + 100 * MS), 0));
    assertFalse(sources.hasAnswered(from(2, 1_000, 0), 0));
    assertFalse(sources.isKnownGood(from(1, 1_000, 0), 0));
  }

  @Test
  void shouldProveTheWholeNetworkOfAnIpv6Host() {
    sources.answered(from6(0x2a02_0001_0002_0003L, 4), 0);
    assertTrue(sources.hasAnswered(from6(0x2a02_0001_0002_0003L, 5), 0));
    assertFalse(sources.hasAnswered(from6(0x2a02_0001_0002_0004L, 4), 0));
  }

  @Test
  void shouldKnowForADayWhoConnectedInPeaceWhereOneSideIsSeen() {
    sources.completed(from(1, 1_000, 0), 0, true);
    sources.completed(from(2, 1_000, 0), 0, false);
    assertTrue(sources.isKnownGood(from(1, 1_000, 23 * HOUR_NS), 0));
    assertFalse(sources.isKnownGood(from(1, 1_000, 25 * HOUR_NS), 0));
    assertFalse(sources.isKnownGood(from(2, 1_000, 0), 0));
  }

  @Test
  void shouldBoundWhatAnAddressMayOpen() {
    assertEquals(64, admitted(1_000, 0, true), 3, "while over it, nothing more leaks through");
  }

  @Test
  void shouldTrustAnAnswerLessThanAHandshake() {
    assertEquals(16, admitted(1_000, 0, false), 2);
  }

  @Test
  void shouldNotCountWhatCompletes() {
    for (int n = 0; n < 5_000; n++) {
      from(9, 20_000 + n % 1_000, n * MS);
      assertTrue(sources.admits(batch, 0, true), "connection " + n);
      sources.completed(batch, 0, true);
    }
  }

  @Test
  void shouldKeepOpenTheBlockThatProvesItself() {
    int block = 30 << 10;
    batch.knowledge[0] = Knowledge.BOTH_DIRECTIONS_SEEN;
    sources.completed(from(9, block + 5, 0), 0, false);
    batch.knowledge[0] = 0;
    int mine = 0;
    int bots = 0;
    for (int n = 0; n < 4_000; n++) {
      bots += sources.admits(from(9, 40_000 + n % 1_000, n * MS), 0, true) ? 1 : 0;
      if (n % 200 == 0) {
        mine += sources.admits(from(9, block + 6 + n % 1_000, n * MS), 0, true) ? 1 : 0;
      }
    }
    assertEquals(20, mine);
    assertTrue(bots < 80, bots + " of the bot's");
  }
}
