package org.scrubber.filter;

import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.udp;

import org.junit.jupiter.api.Test;
import org.scrubber.policy.AccessRule;
import org.scrubber.policy.AddressList;
import org.scrubber.policy.AddressSet;
import org.scrubber.policy.Prefix;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

class AccessListsTest {
  private static final String NETWORK = "198.18.0.0/24";
  private static final String OTHER_HOST = "198.19.0.10";
  private static final long NEVER = Long.MAX_VALUE;

  private static AccessRule rule(
      boolean block, String source, String object, int protocol, int port, long untilNs) {
    return new AccessRule(block, Prefix.parse(source), object, protocol, port, untilNs, "");
  }

  private static AddressList list(boolean block, String prefix) {
    AddressSet set = AddressSet.builder().add(Prefix.parse(prefix)).build();
    return new AddressList("feed", block, 1, set);
  }

  private static Scene twoTenants() {
    return Scene.protecting(NETWORK).object("other", "198.19.0.0/24");
  }

  @Test
  void shouldBlockAndLetAllowBeatBlock() {
    Scene scene = twoTenants().rule(rule(true, "11.0.0.0/8", null, -1, -1, NEVER));
    scene.rule(rule(false, "11.22.0.0/16", null, -1, -1, NEVER));
    scene.send("blocked", udp("11.1.1.1", 1_000, HOST, 443, noise(1, 20)));
    scene.send("allowed", udp(VISITOR, 1_000, HOST, 443, noise(1, 20)));
    scene.send("neither", udp("12.1.1.1", 1_000, HOST, 443, noise(1, 20)));
    Outcome outcome = scene.run();
    outcome.of("blocked").isDropped("block-rule");
    outcome.of("allowed").passes();
    outcome.of("neither").passes();
  }

  @Test
  void shouldEndARuleAtItsExpiry() {
    long untilNs = Scene.START_NS + 5_000_000_000L;
    Scene scene = twoTenants().rule(rule(true, VISITOR, null, -1, -1, untilNs));
    scene.at(4_999).send("before", udp(VISITOR, 1_000, HOST, 443, noise(1, 20)));
    scene.at(5_000).send("after", udp(VISITOR, 1_000, HOST, 443, noise(1, 20)));
    Outcome outcome = scene.run();
    outcome.of("before").isDropped("block-rule");
    outcome.of("after").passes();
  }

  @Test
  void shouldKeepARuleToItsObjectProtocolAndPort() {
    Scene scene = twoTenants().rule(rule(true, VISITOR, "other", 6, 22, NEVER));
    scene.send("ssh", syn(VISITOR, 4_000, OTHER_HOST, 22, 1));
    scene.send("web", syn(VISITOR, 4_001, OTHER_HOST, 443, 1));
    scene.send("udp", udp(VISITOR, 4_002, OTHER_HOST, 22, noise(1, 20)));
    scene.send("tenant", syn(VISITOR, 4_003, HOST, 22, 1));
    Outcome outcome = scene.run();
    outcome.of("ssh").isDropped("block-rule");
    outcome.of("web").passes();
    outcome.of("udp").passes();
    outcome.of("tenant").passes();
  }

  @Test
  void shouldBlockWhatAFeedListsUnlessAnotherAllowsIt() {
    Scene scene = twoTenants().list(list(true, "11.0.0.0/8")).list(list(false, "11.22.33.0/24"));
    scene.send("listed", udp("11.1.1.1", 1_000, HOST, 443, noise(1, 20)));
    scene.send("allowed", udp(VISITOR, 1_000, HOST, 443, noise(1, 20)));
    Outcome outcome = scene.run();
    outcome.of("listed").isDropped("block-list");
    outcome.of("allowed").passes();
  }

  @Test
  void shouldLetARuleAllowWhatAFeedBlocks() {
    Scene scene = twoTenants().list(list(true, "11.0.0.0/8"));
    scene.rule(rule(false, VISITOR, null, -1, -1, NEVER));
    scene.send("allowed", udp(VISITOR, 1_000, HOST, 443, noise(1, 20)));
    scene.run().of("allowed").passes();
  }

  @Test
  void shouldPassAnAllowedSourceInTheMiddleOfAFlood() {
    Scene scene = twoTenants().rule(rule(false, VISITOR, null, -1, -1, NEVER));
    scene.at(0).every(1_000).send(2_000, "flood", n -> syn(source(n), port(n), HOST, 443, n));
    scene.at(500).every(10_000).send(100, "allowed", n -> syn(VISITOR, 2_000 + n, HOST, 443, n));
    Outcome outcome = scene.run();
    outcome.of("allowed").passes();
    outcome.of("flood").after(25).isChallenged("syn-flood-unproven-source");
  }

  @Test
  void shouldOnlyMarkWhereAnObjectMonitors() {
    Scene scene = Scene.protecting(NETWORK).monitoring();
    scene.rule(rule(true, VISITOR, null, -1, -1, NEVER));
    scene.send("blocked", udp(VISITOR, 1_000, HOST, 443, noise(1, 20)));
    scene.run().of("blocked").isOnlyMarked("block-rule");
  }
}
