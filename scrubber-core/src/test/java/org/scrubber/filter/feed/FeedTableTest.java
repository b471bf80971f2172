package org.scrubber.filter.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.scrubber.policy.AddressList;
import org.scrubber.policy.AddressList.Action;
import org.scrubber.policy.AddressList.Direction;
import org.scrubber.policy.AddressSet;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.load.PolicyException;
import org.scrubber.policy.load.PolicyLoader;

/** Compiled lists, held against lists of prefixes that are gone through one by one. */
class FeedTableTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final String[] OBJECTS = {"one", "two"};

  private record Naive(AddressList list, List<Prefix> prefixes) {
    boolean holds(boolean outbound, int family, long high, long low, int object, long nowNs) {
      return list.direction().includes(outbound)
          && (list.object() == null || list.object().equals(OBJECTS[object]))
          && nowNs < list.untilNs()
          && prefixes.stream().anyMatch(prefix -> prefix.contains(family, high, low));
    }
  }

  private static Policy policy(List<AddressList> lists) throws PolicyException {
    Policy base =
        PolicyLoader.parse(
                "test",
                """
                version: 1
                objects:
                  one: { prefixes: [198.18.0.0/24] }
                  two: { prefixes: [198.18.1.0/24] }
                """,
                Path.of(""))
            .policy();
    return base.withLists(lists);
  }

  @Test
  void shouldAgreeWithGoingThroughAllListsAndLetAllowBeatBlockAndBlockBeatReport()
      throws PolicyException {
    SplittableRandom random = new SplittableRandom(20_261_130);
    for (int round = 0; round < 100; round++) {
      List<Naive> naive = new ArrayList<>();
      int count = random.nextInt(1, 9);
      for (int n = 0; n < count; n++) {
        naive.add(list(random, n));
      }
      Policy policy = policy(naive.stream().map(Naive::list).toList());
      boolean outbound = random.nextBoolean();
      FeedTable table = new FeedTable(policy, outbound);
      for (int n = 0; n < 200; n++) {
        Prefix address = prefix(random);
        int object = random.nextInt(2);
        long nowNs = random.nextInt(12) * SECOND_NS;
        int found = table.lookup(address.family(), address.high(), address.low(), object, nowNs);
        Naive expected = expected(naive, outbound, address, object, nowNs);
        assertEquals(expected == null ? 0 : naive.indexOf(expected) + 1, FeedTable.number(found));
        assertEquals(code(expected), FeedTable.action(found));
      }
    }
  }

  private static Naive expected(
      List<Naive> lists, boolean outbound, Prefix address, int object, long nowNs) {
    for (Action action : List.of(Action.ALLOW, Action.BLOCK, Action.REPORT)) {
      for (Naive one : lists) {
        if (one.list.action() == action
            && one.holds(
                outbound, address.family(), address.high(), address.low(), object, nowNs)) {
          return one;
        }
      }
    }
    return null;
  }

  private static int code(Naive one) {
    if (one == null) {
      return FeedTable.NOTHING;
    }
    return switch (one.list.action()) {
      case ALLOW -> FeedTable.ALLOW;
      case BLOCK -> FeedTable.BLOCK;
      case REPORT -> FeedTable.REPORT;
    };
  }

  private static Naive list(SplittableRandom random, int number) {
    List<Prefix> prefixes = new ArrayList<>();
    AddressSet.Builder set = AddressSet.builder();
    int count = random.nextInt(12);
    for (int n = 0; n < count; n++) {
      Prefix prefix = prefix(random);
      Prefix wide =
          Prefix.masked(
              prefix.family(), prefix.high(), prefix.low(), prefix.length() - random.nextInt(4));
      prefixes.add(wide);
      set.add(wide);
    }
    AddressList list =
        new AddressList(
            "list-" + number,
            Action.values()[random.nextInt(3)],
            Direction.values()[random.nextInt(3)],
            random.nextInt(3) == 0 ? OBJECTS[random.nextInt(2)] : null,
            random.nextInt(3) == 0 ? random.nextInt(12) * SECOND_NS : Long.MAX_VALUE,
            count,
            set.build());
    return new Naive(list, prefixes);
  }

  private static Prefix prefix(SplittableRandom random) {
    long tail = random.nextInt(48);
    return random.nextBoolean()
        ? new Prefix(4, 0, 0x0b00_0000L | tail, 32)
        : new Prefix(6, 0x2001_0db8L << 32, tail, 128);
  }

  @Test
  void shouldRefuseAListForAnObjectThatIsNotThere() throws PolicyException {
    AddressSet set = AddressSet.builder().add(Prefix.parse("11.0.0.0/8")).build();
    Policy policy =
        policy(
            List.of(
                new AddressList(
                    "feed", Action.BLOCK, Direction.IN, "three", Long.MAX_VALUE, 1, set)));
    assertThrows(IllegalArgumentException.class, () -> new FeedTable(policy, false));
  }
}
