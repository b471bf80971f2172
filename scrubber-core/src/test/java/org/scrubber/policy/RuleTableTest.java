package org.scrubber.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.policy.RuleTable.ALLOW;
import static org.scrubber.policy.RuleTable.BLOCK;
import static org.scrubber.policy.RuleTable.NO_RULE;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.scrubber.policy.load.Policies;
import org.scrubber.table.AllocatedBytes;

class RuleTableTest {
  private static final long NEVER = Long.MAX_VALUE;

  private static final List<ProtectedObject> OBJECTS =
      Policies.protecting(List.of(Prefix.parse("198.18.0.0/24"), Prefix.parse("198.18.1.0/24")))
          .objects();

  @Test
  void shouldSayNothingWithoutRules() {
    RuleTable table = RuleTable.of(List.of(), OBJECTS);
    assertTrue(table.isEmpty());
    assertEquals(NO_RULE, table.match(4, 0, 1, 0, 6, 80, 0));
  }

  @Test
  void shouldLetAllowBeatBlockWhateverTheLengths() {
    RuleTable table =
        RuleTable.of(
            List.of(
                rule(true, "10.0.0.0/8", null, -1, -1, NEVER),
                rule(false, "10.1.0.0/16", null, -1, -1, NEVER),
                rule(true, "10.1.1.0/24", null, -1, -1, NEVER)),
            OBJECTS);
    assertFalse(table.isEmpty());
    assertEquals(BLOCK, table.match(4, 0, 0x0a02_0000L, 0, 6, 80, 0));
    assertEquals(ALLOW, table.match(4, 0, 0x0a01_0200L, 0, 6, 80, 0));
    assertEquals(ALLOW, table.match(4, 0, 0x0a01_0101L, 0, 6, 80, 0));
    assertEquals(NO_RULE, table.match(4, 0, 0x0b01_0101L, 0, 6, 80, 0));
    assertEquals(NO_RULE, table.match(6, 0, 0x0a01_0101L, 0, 6, 80, 0));
    assertEquals(NO_RULE, table.match(0, 0, 0x0a01_0101L, 0, 6, 80, 0));
  }

  @Test
  void shouldHoldForItsObjectProtocolAndPortOnly() {
    RuleTable table =
        RuleTable.of(
            List.of(rule(false, "2001:db8::/32", OBJECTS.get(1).name(), 6, 5201, NEVER)), OBJECTS);
    long high = 0x2001_0db8_0000_0000L;
    assertEquals(ALLOW, table.match(6, high, 7, 1, 6, 5201, 0));
    assertEquals(NO_RULE, table.match(6, high, 7, 0, 6, 5201, 0));
    assertEquals(NO_RULE, table.match(6, high, 7, -1, 6, 5201, 0));
    assertEquals(NO_RULE, table.match(6, high, 7, 1, 17, 5201, 0));
    assertEquals(NO_RULE, table.match(6, high, 7, 1, 6, 5202, 0));
  }

  @Test
  void shouldEndAtItsExpiryInPacketTime() {
    RuleTable table = RuleTable.of(List.of(rule(true, "10.0.0.0/8", null, -1, -1, 1_000)), OBJECTS);
    assertEquals(BLOCK, table.match(4, 0, 0x0a00_0001L, 0, 6, 80, 999));
    assertEquals(NO_RULE, table.match(4, 0, 0x0a00_0001L, 0, 6, 80, 1_000));
  }

  @Test
  void shouldRefuseRuleForUnknownObject() {
    List<AccessRule> rules = List.of(rule(true, "10.0.0.0/8", "nobody", -1, -1, NEVER));
    assertThrows(IllegalArgumentException.class, () -> RuleTable.of(rules, OBJECTS));
  }

  @Test
  void shouldAgreeWithTryingEveryRule() {
    long seed = 0x5eed_0003L;
    Random random = new Random(seed);
    List<AccessRule> rules = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Prefix source =
          Prefix.masked(4, 0, 0x0a00_0000L | random.nextInt(1 << 10), 8 + random.nextInt(25));
      rules.add(
          new AccessRule(
              random.nextInt(4) != 0,
              source,
              random.nextInt(3) == 0 ? OBJECTS.get(random.nextInt(2)).name() : null,
              random.nextInt(3) == 0 ? 6 : -1,
              random.nextInt(2) == 0 ? random.nextInt(4) : -1,
              random.nextInt(1_000),
              ""));
    }
    RuleTable table = RuleTable.of(rules, OBJECTS);
    int[] seen = new int[3];
    for (int i = 0; i < 50_000; i++) {
      long low = 0x0a00_0000L | random.nextInt(1 << 10);
      int object = random.nextInt(3) - 1;
      int protocol = random.nextBoolean() ? 6 : 17;
      int port = random.nextInt(4);
      long nowNs = random.nextInt(1_000);
      int expected = NO_RULE;
      for (AccessRule rule : rules) {
        boolean holds =
            rule.source().contains(4, 0, low)
                && (rule.object() == null
                    || (object >= 0 && rule.object().equals(OBJECTS.get(object).name())))
                && (rule.protocol() == -1 || rule.protocol() == protocol)
                && (rule.port() == -1 || rule.port() == port)
                && nowNs < rule.untilNs();
        if (holds && expected != ALLOW) {
          expected = rule.block() ? BLOCK : ALLOW;
        }
      }
      seen[expected]++;
      assertEquals(expected, table.match(4, 0, low, object, protocol, port, nowNs), "seed " + seed);
    }
    assertTrue(seen[NO_RULE] > 0 && seen[ALLOW] > 0 && seen[BLOCK] > 0);
  }

  @Test
  void shouldAllocateNothingPerMatch() {
    RuleTable table =
        RuleTable.of(
            List.of(
                rule(true, "10.0.0.0/8", null, -1, -1, NEVER),
                rule(false, "10.1.0.0/16", null, 17, 53, NEVER)),
            OBJECTS);
    assertEquals(0, AllocatedBytes.of(() -> assertTrue(matches(table, 200_000) > 0)));
  }

  private static int matches(RuleTable table, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += table.match(4, 0, 0x0a00_0000L + ((long) (i & 3) << 16), 0, 17, 53, i);
    }
    return sum;
  }

  private static AccessRule rule(
      boolean block, String source, String object, int protocol, int port, long untilNs) {
    return new AccessRule(block, Prefix.parse(source), object, protocol, port, untilNs, "");
  }
}
