package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.classify.Vectors;
import org.scrubber.live.event.Attack;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Totals;
import org.scrubber.policy.Prefix;

class EventLineTest {
  private static final long TIME_NS = 1_791_234_567_891_000_000L;
  private static final String TIME = "2026-10-05T21:09:27.891Z ";
  private static final Attack ATTACK =
      new Attack(
          0,
          7,
          "shop",
          "syn-flood",
          List.of(Vectors.SYN_FLOOD, Vectors.ICMP_FLOOD),
          Prefix.parse("198.18.0.10/32"),
          1,
          TIME_NS,
          24_100,
          200,
          401_118,
          12,
          -1,
          443,
          0);

  private static void check(LiveEvent event, String... lines) {
    assertEquals(
        List.of(lines).stream().map(line -> TIME + line).toList(), EventLine.of(TIME_NS, event));
  }

  @Test
  void shouldSayHowItStarted() {
    check(
        new LiveEvent.Started(
            "shop.yaml",
            3,
            2,
            48_000_000,
            new LiveEvent.WarmUp(4_200_000_000L, false),
            List.of("outside: veth", "inside: veth")),
        "interface: outside: veth",
        "interface: inside: veth",
        "started: policy shop.yaml, 3 objects, 2 workers, 48.0 MB of state, warmed up in 4.2 s");
    check(
        new LiveEvent.Started(
            "shop.yaml", 1, 1, 48_000_000, new LiveEvent.WarmUp(0, true), List.of()),
        "started: policy shop.yaml, 1 object, 1 worker, 48.0 MB of state");
    check(
        new LiveEvent.Started(
            "shop.yaml", 1, 1, 48_000_000, new LiveEvent.WarmUp(512_000_000L, true), List.of()),
        "started: policy shop.yaml, 1 object, 1 worker, 48.0 MB of state, warmed up in 0.51 s only,"
            + " as an attack is being treated");
  }

  @Test
  void shouldSayWhatIsTreatedAndForHowLong() {
    String restored =
        "mitigation restored: shop syn-flood 198.18.0.10/32, raised 42 s ago, threshold 200 pps,"
            + " treats syn-flood icmp-flood";
    List<String> lines =
        EventLine.of(TIME_NS + 42_000_000_000L, new LiveEvent.Restored(ATTACK.at(0)));
    assertEquals(restored, lines.getFirst().substring(lines.getFirst().indexOf(' ') + 1));
    check(
        new LiveEvent.Raised(ATTACK),
        "mitigation raised: shop syn-flood 198.18.0.10/32, 24.1 kpps over 200 pps, treats"
            + " syn-flood icmp-flood");
    check(
        new LiveEvent.Raised(ATTACK.at(70)),
        "mitigation raised: shop syn-flood 198.18.0.10/32, a burst above 200 pps, treats"
            + " syn-flood icmp-flood");
    check(
        new LiveEvent.Changed(ATTACK),
        "mitigation changed: shop syn-flood 198.18.0.10/32, 24.1 kpps, threshold 200 pps, treats"
            + " syn-flood icmp-flood");
    check(
        new LiveEvent.Ended(ATTACK, 61_000_000_000L),
        "mitigation ended: shop syn-flood 198.18.0.10/32, after 61 s, dropped 401,118,"
            + " challenged 12 since it was raised first");
  }

  @Test
  void shouldSayHowAReloadWent() {
    check(
        new LiveEvent.Reloaded(
            "shop.yaml", 2, 35_000_000, List.of("what was known of 2 objects goes on")),
        "policy loaded: shop.yaml, 2 objects, in 35 ms; what was known of 2 objects goes on");
    check(
        new LiveEvent.ReloadRefused("shop.yaml:3:1: bad"),
        "policy refused, the old one stays: shop.yaml:3:1: bad");
  }

  @Test
  void shouldSayWhatItBeginsWith() {
    check(
        new LiveEvent.StateRestored(List.of("as of 2.1 s ago, this start included, 16 objects")),
        "state: as of 2.1 s ago, this start included, 16 objects");
    check(new LiveEvent.Complaint("disk full"), "warning: disk full");
  }

  @Test
  void shouldSayWhatInterfacesDo() {
    check(new LiveEvent.LinkChanged("eth0 has no carrier"), "link: eth0 has no carrier");
    check(
        new LiveEvent.LineLost("interface eth0 is gone"),
        "interfaces lost: interface eth0 is gone; trying again");
    check(new LiveEvent.LineBack(List.of("eth0: veth")), "interfaces back: eth0: veth");
  }

  @Test
  void shouldSayWhenPacketsGoPastTheWorkers() {
    check(
        new LiveEvent.BypassOpened(1, 290_000_000),
        "bypass opened: worker 1 has not run for 0.29 s; packets pass unjudged");
    check(new LiveEvent.BypassClosed(1_200_000_000), "bypass closed after 1.2 s");
    check(
        new LiveEvent.StoodStill(4_000_000_000L, 1_234, 56),
        "stood still for 4.0 s, as a whole (stopped, frozen, or without a processor): 1,234 packets"
            + " went past unjudged, 56 waited and came late");
    check(new LiveEvent.BypassFailed("why"), "bypass could not be turned: why");
  }

  @Test
  void shouldProposeWhatToAskForUpstream() {
    check(
        new LiveEvent.Overloaded(true, 1_200_000, 300_000, 20_000, List.of(ATTACK.flood())),
        "overload: offered 1.2 Mpps, lost 300.0 kpps, shed 20.0 kpps",
        "propose upstream (text): to 198.18.0.10/32 tcp to port 443 SYN: limit to 128,000 bytes/s"
            + " (costs new connections above the rate)",
        "propose upstream (text): to 198.18.0.10/32 icmp: limit to 1,024,000 bytes/s (costs pings"
            + " and path-MTU discovery above the rate)",
        "propose upstream (exabgp): route { match { destination 198.18.0.10/32; protocol =6;"
            + " destination-port =443; tcp-flags syn; } then { rate-limit 128000; } }",
        "propose upstream (exabgp): route { match { destination 198.18.0.10/32; protocol =1; } then"
            + " { rate-limit 1024000; } }",
        "propose upstream (bird): route flow4 { dst 198.18.0.10/32; proto = 6; dport = 443; tcp"
            + " flags 0x02/0x12; } { bgp_ext_community.add((generic, 0x80060000, 0x47fa0000)); };",
        "propose upstream (bird): route flow4 { dst 198.18.0.10/32; proto = 1; } {"
            + " bgp_ext_community.add((generic, 0x80060000, 0x497a0000)); };",
        "as a last resort (text): to 198.18.0.10/32: blackhole (costs all that is wanted there, and"
            + " saves the others)",
        "as a last resort (exabgp; put your blackhole's next hop for 192.0.2.1): route"
            + " 198.18.0.10/32 next-hop 192.0.2.1 community [ 65535:666 ];",
        "as a last resort (bird): route 198.18.0.10/32 blackhole { bgp_community.add((65535, 666));"
            + " };");
    check(
        new LiveEvent.Overloaded(false, 1_200_000, 300_000, 20_000, List.of()),
        "overload goes on: offered 1.2 Mpps, lost 300.0 kpps, shed 20.0 kpps");
    check(
        new LiveEvent.OverloadEnded(12_000_000_000L, 3_000, 40),
        "overload ended, lasted 12 s: lost 3,000, shed 40");
  }

  @Test
  void shouldEndWithCountsThatAddUp() {
    check(
        new LiveEvent.Stopped(
            60_000_000_000L,
            new Totals(1_000_000, 700_000, 200_000, 100_000, 1_000_000, 5, 6, 7, 8)),
        "stopped after 60 s: offered 1,000,000, passed 700,000, dropped 200,000, challenged"
            + " 100,000; lost before 5, after 6");
  }
}
