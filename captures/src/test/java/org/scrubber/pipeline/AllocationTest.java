package org.scrubber.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.scene.Packets.source;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.captures.large.LargeCapture;
import org.scrubber.journal.EventRing;
import org.scrubber.policy.AddressList;
import org.scrubber.policy.AddressList.Action;
import org.scrubber.policy.AddressList.Direction;
import org.scrubber.policy.AddressSet;
import org.scrubber.policy.Challenge;
import org.scrubber.policy.Prefix;
import org.scrubber.scene.Scene;

class AllocationTest {
  private static final long CAPTURE_PACKETS = 2_000_000;

  @Test
  void shouldAllocateNothingOverAMillionPacketsOfEverything() {
    Frames frames = new Frames(MixedStream.of(11, AllocationProbe.MIXED_PACKETS));
    assertEquals(0, AllocationProbe.bytes(frames));
  }

  @Test
  void shouldAllocateNothingWhileFeedsAreAskedAndContactsBooked() {
    Scene scene = MixedStream.of(12, AllocationProbe.MIXED_PACKETS);
    int second = (int) (Scene.START_NS / 1_000_000_000L);
    AddressSet.Builder set = AddressSet.builder();
    AddressSet.Builder blocked = AddressSet.builder();
    for (int n = 0; n < 4_000; n++) {
      set.add(Prefix.parse(source(n)), second + n % 100);
      if (n % 50 == 0) {
        blocked.add(Prefix.parse(source(n)));
      }
    }
    set.add(Prefix.parse("2a02::/16"));
    Direction both = Direction.BOTH;
    scene.list(new AddressList("r", Action.REPORT, both, null, Long.MAX_VALUE, 4_001, set.build()));
    scene.list(new AddressList("b", Action.BLOCK, both, null, Long.MAX_VALUE, 80, blocked.build()));
    Frames frames = new Frames(scene);
    assertEquals(0, AllocationProbe.bytes(frames));
    assertTrue(frames.worker().contacts().packets(true) > 1_000);
    assertTrue(frames.worker().contacts().packets(false) > 1_000);
  }

  @Test
  void shouldAllocateNothingWithoutEscapeAnalysisEither() throws Exception {
    Fork.Result result =
        Fork.run(List.of("-XX:-DoEscapeAnalysis", "-Xmx256m", AllocationProbe.class.getName()));
    assertEquals(0, result.exitCode(), result::output);
    String[] words = result.output().split(" ", -1);
    assertTrue(Long.parseLong(words[0]) >= 1_000_000, result::output);
    assertEquals("0", words[1], result::output);
  }

  @Test
  void shouldReplayMillionsOfPacketsWithoutACollector(@TempDir Path folder) throws Exception {
    Path capture = folder.resolve("large.pcap");
    LargeCapture.write(capture, CAPTURE_PACKETS, 3);
    Fork.Result result =
        Fork.run(
            List.of(
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:+UseEpsilonGC",
                "-Xmx256m",
                ReplayProbe.class.getName(),
                "3",
                folder.resolve("clean.pcap").toString(),
                folder.resolve("dropped.pcapng").toString(),
                capture.toString()));
    assertEquals(0, result.exitCode(), result::output);
    String last = result.output().lines().toList().getLast();
    assertEquals("offered " + CAPTURE_PACKETS, last, result::output);
  }

  @Test
  void shouldStayFlatUnderMillionsOfSpoofedSources() {
    SpoofedFlood flood = new SpoofedFlood(Scene.protecting("198.18.0.0/24").policy());
    long state = flood.worker().stateBytes();
    assertEquals(0, flood.allocatedBy(4_000_000));
    assertEquals(state, flood.worker().stateBytes());
    assertTrue(flood.condemned() > 3_900_000, () -> flood.condemned() + " condemned");
  }

  @Test
  void shouldAllocateNothingWhileEventsAreNoted() {
    EventRing ring = new EventRing(EventRing.DEFAULT_BYTES);
    SpoofedFlood flood = new SpoofedFlood(Scene.protecting("198.18.0.0/24").policy()).noting(ring);
    assertEquals(0, flood.allocatedBy(4_000_000));
    int noted = ring.drain((message, buffer, offset, length) -> {}, Integer.MAX_VALUE);
    assertTrue(noted > 50, () -> noted + " events");
  }

  @Test
  void shouldAllocateNothingWhileChallengesAreSentAndAnswered() {
    Scene scene = Scene.protecting("198.18.0.0/24").challenging(Challenge.ALWAYS);
    SpoofedFlood flood = new SpoofedFlood(scene.policy());
    // In less than the 3 s after which a look that never connects is dropped unanswered.
    assertEquals(0, flood.allocatedBy(2_500_000));
    assertTrue(flood.replied() > 2_000_000, () -> flood.replied() + " challenges");
    assertTrue(flood.released() > 20_000, () -> flood.released() + " released");
  }

  @Test
  void shouldAllocateNothingWhileConnectionsAreProxied() {
    Scene scene = Scene.protecting("198.18.0.0/24").challenging(Challenge.PROXY);
    ProxiedFlood flood = new ProxiedFlood(scene.policy());
    assertEquals(0, flood.allocatedBy(200_000));
    assertTrue(flood.opened() > 2_000, () -> flood.opened() + " opened");
    assertTrue(flood.translated() > 2_000, () -> flood.translated() + " translated");
  }
}
