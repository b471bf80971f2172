package org.scrubber.filter.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.NEIGHBOUR;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.synAck;
import static org.scrubber.scene.Packets.udp;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.policy.AddressList;
import org.scrubber.policy.AddressList.Action;
import org.scrubber.policy.AddressList.Direction;
import org.scrubber.policy.AddressSet;
import org.scrubber.policy.Prefix;
import org.scrubber.report.Contact;
import org.scrubber.report.Report;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

class DestinationsTest {
  private static final String NETWORK = "198.18.0.0/24";
  private static final String OTHER_HOST = "198.19.0.10";
  private static final String MASTER = "11.1.1.1";
  private static final long NEVER = Long.MAX_VALUE;

  private static AddressList list(Action action, Direction direction, String... prefixes) {
    return list(action, direction, null, NEVER, prefixes);
  }

  private static AddressList list(
      Action action, Direction direction, String object, long untilNs, String... prefixes) {
    AddressSet.Builder set = AddressSet.builder();
    for (String prefix : prefixes) {
      set.add(Prefix.parse(prefix));
    }
    String name = action + "-" + direction;
    return new AddressList(name, action, direction, object, untilNs, prefixes.length, set.build());
  }

  private static Scene twoTenants() {
    return Scene.protecting(NETWORK).object("other", "198.19.0.0/24");
  }

  @Test
  void shouldReportAHostThatCallsAListedAddress() {
    Scene scene = twoTenants().list(list(Action.REPORT, Direction.OUT, MASTER));
    scene.send("before", udp(HOST, 1_000, VISITOR, 443, noise(1, 20)));
    scene.at(100).send("call", syn(HOST, 1_000, MASTER, 443, 7));
    scene.at(200).send("answer", synAck(MASTER, 443, HOST, 1_000, 9, 8));
    scene.at(300).send("call", udp(HOST, 1_001, MASTER, 53, noise(1, 20)));
    scene.at(400).send("other", udp(OTHER_HOST, 1_000, MASTER, 443, noise(1, 30)));
    Outcome outcome = scene.run();
    outcome.of("call").passes();
    outcome.of("answer").passes();
    List<Contact> met = outcome.report().contacts();
    assertEquals(2, met.size());
    Contact first = met.getFirst();
    assertEquals("campus", first.object());
    assertEquals(HOST, first.host());
    assertEquals(MASTER, first.listed());
    assertEquals("REPORT-OUT", first.feed());
    assertEquals("out", first.direction());
    assertEquals("report", first.action());
    assertEquals(2, first.packets().packets());
    assertEquals(0, first.dropped());
    assertEquals(Scene.START_NS + 100_000_000, first.firstNs());
    assertEquals(Scene.START_NS + 300_000_000, first.lastNs());
    assertEquals(2, first.firstFrame());
    assertEquals("other", met.getLast().object());
    assertEquals(List.of(), outcome.report().reasons());
  }

  @Test
  void shouldDropACallWhereThePolicySaysSoAndNothingElse() {
    Scene scene = twoTenants().list(list(Action.BLOCK, Direction.OUT, MASTER, "11.9.0.0/16"));
    scene.send("call", syn(HOST, 1_000, MASTER, 443, 7));
    scene.send("call", udp(HOST, 1_000, "11.9.255.255", 443, noise(1, 20)));
    scene.send("beside", udp(HOST, 1_000, "11.1.1.2", 443, noise(1, 20)));
    scene.send("beside", udp(HOST, 1_000, "11.1.1.0", 443, noise(1, 20)));
    scene.send("back", udp(MASTER, 443, HOST, 1_000, noise(1, 20)));
    scene.send("others", udp(VISITOR, 443, MASTER, 1_000, noise(1, 20)));
    Outcome outcome = scene.run();
    outcome.of("call").isDropped("listed-destination");
    outcome.of("beside").passes();
    outcome.of("back").passes();
    outcome.of("others").passes();
    Report report = outcome.report();
    assertEquals(2, report.totals().dropped().packets());
    assertEquals("listed-destination", report.reasons().getFirst().code());
    assertEquals(2, report.contacts().size());
    assertEquals("block", report.contacts().getFirst().action());
    assertEquals(1, report.contacts().getFirst().dropped());
    assertEquals(1, report.untouchedObjects(), "the other tenant alone");
    assertEquals(List.of(), report.incidents());
  }

  @Test
  void shouldOnlyMarkACallWhereTheCallersObjectMonitors() {
    Scene scene = Scene.protecting(NETWORK).monitoring().object("other", "198.19.0.0/24");
    scene.list(list(Action.BLOCK, Direction.OUT, MASTER, OTHER_HOST, HOST));
    scene.send("call", syn(HOST, 1_000, MASTER, 443, 7));
    scene.send("within", syn(HOST, 1_000, OTHER_HOST, 443, 7));
    scene.send("enforced", syn(OTHER_HOST, 1_000, HOST, 443, 7));
    Outcome outcome = scene.run();
    outcome.of("call").isOnlyMarked("listed-destination");
    outcome.of("within").isOnlyMarked("listed-destination");
    outcome.of("enforced").isDropped("listed-destination");
    assertEquals(2, outcome.report().totals().monitored().packets());
    assertEquals(1, outcome.report().totals().dropped().packets());
  }

  @Test
  void shouldKeepAListToItsObjectAndItsTime() {
    long untilNs = Scene.START_NS + 5_000_000_000L;
    Scene scene = twoTenants().list(list(Action.BLOCK, Direction.OUT, "campus", untilNs, MASTER));
    scene.send("call", udp(HOST, 1_000, MASTER, 443, noise(1, 20)));
    scene.send("other", udp(OTHER_HOST, 1_000, MASTER, 443, noise(1, 20)));
    scene.at(4_999).send("call", udp(HOST, 1_000, MASTER, 443, noise(1, 20)));
    scene.at(5_000).send("late", udp(HOST, 1_000, MASTER, 443, noise(1, 20)));
    Outcome outcome = scene.run();
    outcome.of("call").isDropped("listed-destination");
    outcome.of("other").passes();
    outcome.of("late").passes();
  }

  @Test
  void shouldLetEachEntryExpireByPacketTime() {
    int second = (int) (Scene.START_NS / 1_000_000_000L) + 3;
    AddressSet set =
        AddressSet.builder()
            .add(Prefix.parse(MASTER), second)
            .add(Prefix.parse("11.1.1.2"), second + 2)
            .build();
    Scene scene =
        twoTenants()
            .list(new AddressList("timed", Action.BLOCK, Direction.BOTH, null, NEVER, 2, set));
    scene.at(2_999).send("before", udp(HOST, 1_000, MASTER, 443, noise(1, 20)));
    scene.at(2_999).send("in", udp(MASTER, 1_000, HOST, 443, noise(1, 20)));
    scene.at(3_000).send("after", udp(HOST, 1_000, MASTER, 443, noise(1, 20)));
    scene.at(3_000).send("after", udp(MASTER, 1_001, HOST, 443, noise(1, 20)));
    scene.at(4_000).send("longer", udp(HOST, 1_000, "11.1.1.2", 443, noise(1, 20)));
    scene.at(5_000).send("after", udp(HOST, 1_000, "11.1.1.2", 443, noise(1, 20)));
    Outcome outcome = scene.run();
    outcome.of("before").isDropped("listed-destination");
    outcome.of("in").isDropped("block-list");
    outcome.of("longer").isDropped("listed-destination");
    outcome.of("after").passes();
  }

  @Test
  void shouldReportWhoComesInWithoutSparingHimAndLetAllowBeatIt() {
    Scene scene = twoTenants().list(list(Action.REPORT, Direction.BOTH, "11.0.0.0/8"));
    scene.list(list(Action.ALLOW, Direction.BOTH, "11.22.0.0/16"));
    scene.send("visit", udp(MASTER, 1_000, HOST, 443, noise(1, 20)));
    scene.send("allowed", udp(VISITOR, 1_000, HOST, 443, noise(1, 20)));
    scene.send("allowed", udp(NEIGHBOUR, 1_000, VISITOR, 443, noise(1, 20)));
    scene.at(0).every(1_000).send(500, "flood", n -> udp(MASTER, n, HOST, n, noise(n, 40)));
    Outcome outcome = scene.run();
    outcome.of("visit").passes();
    outcome.of("allowed").passes();
    List<Contact> met = outcome.report().contacts();
    assertEquals(1, met.size());
    assertEquals("in", met.getFirst().direction());
    assertEquals(501, met.getFirst().packets().packets());
    assertEquals(500 - outcome.of("flood").passed(), met.getFirst().dropped());
  }

  @Test
  void shouldKeepTheLatestCallsAndSayHowManyGaveWay() {
    Scene scene = twoTenants().list(list(Action.REPORT, Direction.BOTH, "11.0.0.0/8"));
    scene
        .every(10)
        .send(20_000, "in", n -> udp("11.1." + n / 250 + "." + n % 250, 9, HOST, 9, noise(1, 9)));
    scene
        .every(10)
        .send(10_000, "out", n -> udp(HOST, 9, "11.2." + n / 250 + "." + n % 250, 9, noise(1, 9)));
    scene
        .every(10)
        .send(20_000, "in", n -> udp("11.3." + n / 250 + "." + n % 250, 9, HOST, 9, noise(1, 9)));
    Report report = scene.run().report();
    assertEquals(Contacts.CAPACITY, report.contacts().size());
    long calls = report.contacts().stream().filter(one -> one.direction().equals("out")).count();
    assertTrue(calls > Contacts.CAPACITY - 40, () -> calls + " calls"); // Few sets get less than 8.
    assertEquals(
        "%,d contacts with listed addresses made room for others and are not listed"
            .formatted(50_000 - Contacts.CAPACITY),
        report.warnings().getFirst());
  }
}
