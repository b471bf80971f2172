package org.scrubber.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.udp;

import org.junit.jupiter.api.Test;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

class MitigationsTest {
  private static String network(int n) {
    return "198.18." + n + ".0/24";
  }

  @Test
  void shouldStayBoundedWhenOneObjectOfManyPrefixesIsAttackedEverywhere() {
    String[] hosts = new String[200];
    for (int n = 0; n < hosts.length; n++) {
      hosts[n] = "198.18." + n + ".1/32";
    }
    Scene scene = Scene.protecting(hosts).at(0).every(100);
    scene.send(40_000, "flood", n -> syn(source(n), port(n), "198.18." + n % 200 + ".1", 80, n));
    Outcome outcome = scene.run();
    assertEquals(Mitigations.PER_OBJECT, outcome.mitigations().size());
    assertTrue(outcome.mitigations().refused > 0);
    assertTrue(outcome.report().warnings().getFirst().contains("could not raise a mitigation"));
  }

  @Test
  void shouldStayBoundedWhenThousandsOfTargetsAreAttacked() {
    Scene scene = Scene.protecting("10.0.0.0/32");
    for (int n = 1; n < 1_200; n++) {
      scene.object("o" + n, "10." + (n >> 8) + "." + (n & 255) + ".0/24");
    }
    scene.at(0).every(20);
    scene.send(
        60_000,
        "flood",
        n -> {
          int object = 1 + n % 1_199;
          String target = "10." + (object >> 8) + "." + (object & 255) + ".9";
          return syn(source(n), port(n), target, 80, n);
        });
    Outcome outcome = scene.run();
    assertEquals(Mitigations.CAPACITY, outcome.mitigations().size());
    assertTrue(outcome.mitigations().refused > 0);
    outcome.report();
  }

  @Test
  void shouldForgetTheOldestEndedMitigationFirst() {
    String[] hosts = new String[70];
    for (int n = 0; n < hosts.length; n++) {
      hosts[n] = "198.18." + n + ".1/32";
    }
    Scene scene = Scene.protecting(hosts);
    // Seventy pulses, a minute apart, each on another host: the list holds 64.
    for (int n = 0; n < hosts.length; n++) {
      String target = "198.18." + n + ".1";
      scene.at(n * 60_000L).every(1_000);
      scene.send(100, "pulse" + n, k -> udp(source(k), port(k), target, 80, noise(7, 50)));
    }
    Outcome outcome = scene.run();
    for (int n = 0; n < hosts.length; n++) {
      outcome.of("pulse" + n).after(25).isCondemned().under("udp-flood", "198.18." + n + ".1/32");
    }
    assertEquals(Mitigations.PER_OBJECT, outcome.mitigations().size());
    assertEquals(0, outcome.mitigations().refused);
    long forgotten = outcome.mitigations().forgotten;
    assertEquals(hosts.length - Mitigations.PER_OBJECT, forgotten);
    assertTrue(outcome.report().warnings().getFirst().contains(forgotten + " ended mitigations"));
  }

  @Test
  void shouldTreatTheLongestPrefixOfNestedObjects() {
    Scene scene =
        Scene.protecting("198.18.0.0/16")
            .limit(ThresholdKey.SYN_PPS, 100_000)
            .object("server", "198.18.0.10/32");
    scene.at(0).every(1_000);
    scene.send(500, "server", n -> syn(source(n), port(n), "198.18.0.10", 80, n));
    scene.send(500, "around", n -> syn(source(n), port(n), "198.18.0.11", 80, n));
    Outcome outcome = scene.run();
    outcome.of("server").after(25).isCondemned().under("syn-flood", "198.18.0.10/32");
    outcome.of("around").passes();
    assertEquals("server", outcome.report().vectors().getFirst().object());
  }

  @Test
  void shouldKeepTwoHundredObjectsApart() {
    Scene scene = Scene.protecting(network(0));
    for (int n = 1; n < 200; n++) {
      scene.object("tenant" + n, network(n));
      if (n % 2 == 1) {
        scene.monitoring();
      }
    }
    for (int n = 0; n < 200; n++) {
      String target = "198.18." + n + ".9";
      scene.at(n).every(1_000);
      String label = n % 10 >= 2 ? "calm" : n % 10 == 1 ? "monitored" : "enforced";
      int packets = n % 10 >= 2 ? 15 : 25;
      for (int k = 0; k < packets; k++) {
        scene.send(label + n, syn(source(n * 100 + k), port(k), target, 80, k));
      }
      if (n % 10 < 2) {
        scene.send(50, label, k -> syn(source(k), port(k), target, 80, k));
      }
    }
    Outcome outcome = scene.run();
    for (int n = 0; n < 200; n++) {
      if (n % 10 >= 2) {
        outcome.of("calm" + n).passes();
      }
    }
    outcome.of("enforced").isChallenged("syn-flood-unproven-source");
    outcome.of("monitored").isOnlyMarked("syn-flood-unproven-source");
    assertEquals(40, outcome.report().vectors().size());
  }
}
