package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.FloodKind;

/** Linux's own TCP meets each form of the challenge during a flood that looks like it. */
@EnabledIf("org.scrubber.cli.live.LiveBench#available")
@Timeout(120)
@Tag("long")
final class ChallengeInNamespacesTest {
  private static final int CLIENTS = 40;

  /** Where nothing is sent, each waits for its retransmission. */
  private static final int PATIENT_CLIENTS = 3;

  private static final int TRIES = 2;

  /** A client that has waited for its retransmission took longer, one that had not did not. */
  private static final double RETRANSMISSION_MS = 900;

  private static final String OFF = "thresholds: { syn-pps: 200 }\nchallenge: off";

  @TempDir Path directory;
  private LiveBench live;
  private int nextAddress;

  @Test
  void shouldLetRealClientsConnectUnderEachFormOfTheChallenge() throws Exception {
    try (LiveBench opened = new LiveBench("chal", directory)) {
      live = opened;
      live.serve(1);
      live.addSources(2 * TRIES * CLIENTS + CLIENTS + PATIENT_CLIENTS);
      Process process =
          live.run("--policy", live.policy(OFF).toString(), "--metrics", "127.0.0.1:9469");
      measure("no attack", CLIENTS);
      Process flood =
          live.flood(4_000, 60, FloodKind.SYN, BumpBench.SERVER, FloodKind.SYN, BumpBench.SERVER6);
      live.await("mitigation raised: server syn-flood", 2);
      Connects waiting = measure("challenge: off", PATIENT_CLIENTS);
      assertTrue(waiting.quantileMs(0.5) > RETRANSMISSION_MS, waiting.toString());
      assertEquals(0, live.metric("scrubber_challenges_sent_total"));
      change(process, "symmetric", 1);
      change(process, "proxy", 2);
      flood.destroy();
      flood.waitFor();
      live.end(process);
    }
  }

  private void change(Process process, String form, int reload) throws IOException {
    live.policy(OFF.replace("off", form));
    live.signal("HUP", process);
    live.await("policy loaded: ", reload);
    if (live.said().contains("bypass opened")) {
      live.await("bypass closed"); // The machine was busy: nothing is challenged until then.
    }
    double answered = 0;
    // While the machine has no time for the worker, the bridge beneath challenges nobody.
    for (int tries = 0; tries < TRIES && answered < 2 * CLIENTS * 0.9; tries++) {
      double before = live.metric("scrubber_challenges_answered_total");
      Connects cold = measure("challenge: " + form, CLIENTS);
      assertTrue(cold.quantileMs(0.5) < RETRANSMISSION_MS, form + ": " + cold);
      answered = live.metric("scrubber_challenges_answered_total") - before;
    }
    assertTrue(
        answered >= 2 * CLIENTS * 0.9,
        form + " was answered " + answered + " times: " + live.said());
  }

  /** Connects from so many new addresses of each family, and again; returns the first ones. */
  private Connects measure(String what, int clients) throws IOException {
    int from = nextAddress;
    nextAddress += clients;
    Connects both = new Connects(0, new double[0]);
    for (boolean v6 : new boolean[] {false, true}) {
      List<String> sources =
          IntStream.range(from, from + clients).mapToObj(k -> LiveBench.source(v6, k)).toList();
      String url = v6 ? LiveBench.SMALL6 : LiveBench.SMALL;
      Connects cold = Connects.of(live.client(), directory, url, sources);
      Connects again = Connects.of(live.client(), directory, url, sources);
      String family = v6 ? ", IPv6" : ", IPv4";
      Figures.note(what + family + ", cold", cold);
      Figures.note(what + family + ", again", again);
      assertEquals(clients, cold.succeeded(), what + family + ", cold: " + cold);
      assertEquals(clients, again.succeeded(), what + family + ", again: " + again);
      both = both.plus(cold);
    }
    return both;
  }
}
