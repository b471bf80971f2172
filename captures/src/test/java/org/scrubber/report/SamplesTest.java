package org.scrubber.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.classify.Vectors;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.io.pcap.CaptureWriter;
import org.scrubber.parse.Parser;
import org.scrubber.pipeline.Worker;
import org.scrubber.scene.Packets;
import org.scrubber.scene.Scene;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;

class SamplesTest {
  private static final String HOST = "198.18.0.10";

  private final Samples samples = new Samples();

  /** Plays a scene packet by packet; its flood is all that could be stopped. */
  private void play(Scene scene) {
    Worker worker = new Worker(scene.policy());
    Tally tally = new Tally(scene.policy().objects().size(), 1, worker.mitigations());
    Parser parser = new Parser();
    PacketBatch batch = new PacketBatch(1);
    List<byte[]> frames = scene.frames();
    long[] times = scene.timesNs();
    for (int n = 0; n < times.length; n++) {
      try (Arena arena = Arena.ofConfined()) {
        byte[] frame = frames.get(n);
        MemorySegment memory = arena.allocate(frame.length);
        Memory.copy(frame, 0, memory.address(), frame.length);
        batch.size = 1;
        batch.frameAddress[0] = memory.address();
        batch.capturedLength[0] = frame.length;
        batch.wireLength[0] = frame.length;
        batch.timestampNs[0] = times[n];
        batch.interfaceId[0] = 0;
        batch.linkType[0] = LinkType.ETHERNET;
        parser.parse(batch);
        worker.process(batch);
        samples.update(batch, worker.mitigations());
        tally.update(batch, 0);
      }
    }
  }

  private static Scene flood(int packets, long everyUs) {
    return Scene.protecting("198.18.0.0/24")
        .at(1_000)
        .every(everyUs)
        .send(packets, "flood", SamplesTest::udp);
  }

  private static PacketBuilder udp(int n) {
    return Packets.udp(Packets.source(n), Packets.port(n), HOST, 80, Packets.noise(n, 512));
  }

  private static PacketBuilder land() {
    return Packets.udp(HOST, 80, HOST, 80, new byte[20]);
  }

  @Test
  void shouldSampleFirstTenSecondsOfVectorAndLookAgainInTheNext() {
    play(flood(40_000, 500));
    List<Samples.Series> all = samples.all();
    assertEquals(1, all.size());
    assertEquals(Vectors.UDP_FLOOD, all.getFirst().vector());
    assertEquals(256 + 64, all.getFirst().packets());
  }

  @Test
  void shouldLookAtAnotherShapeOfTheSameVectorAsAtAFlood() {
    Scene scene = flood(60_000, 500);
    scene.at(16_000).every(2_000);
    scene.send(
        6_000,
        "second",
        n -> Packets.udp(Packets.source(n), Packets.port(n), HOST, 80, Packets.noise(n, 1_000)));
    play(scene);
    List<Samples.Series> all = samples.all();
    assertEquals(2, all.size(), all.toString());
    assertTrue(all.stream().allMatch(one -> one.vector() == Vectors.UDP_FLOOD), all.toString());
    assertTrue(all.stream().allMatch(one -> one.packets() >= 256), all.toString());
  }

  @Test
  void shouldSampleEveryPulse() {
    Scene scene = Scene.protecting("198.18.0.0/24");
    for (int pulse = 0; pulse < 20; pulse++) {
      scene.at(1_000 + pulse * 100_000L).every(500);
      scene.send(2_000, "pulse", n -> udp(n));
    }
    play(scene);
    assertEquals(Samples.MOST, samples.all().getFirst().packets());
  }

  @Test
  void shouldKeepWhatIsDroppedAllTheTimeApartFromAFlood() {
    Scene scene = Scene.protecting("198.18.0.0/24");
    for (int minute = 0; minute < 200; minute++) {
      scene.at(minute * 60_000L).send("background", land());
    }
    scene.at(200 * 60_000L).every(500).send(20_000, "flood", n -> land());
    play(scene);
    List<Samples.Series> all = samples.all();
    assertEquals(2, all.size());
    assertTrue(all.getFirst().number() < 0, all.toString());
    assertEquals(256, all.getFirst().packets());
    assertEquals(64, all.getLast().packets());
  }

  @Test
  void shouldTakeTheRoomOfWhatHasLongBeenAtRest() {
    // Each hour another host: what is kept of seven hundred floods does not fit beside each other.
    Scene scene = Scene.protecting("198.18.0.0/16");
    for (int hour = 0; hour < 700; hour++) {
      String host = "198.18." + hour / 200 + "." + (1 + hour % 200);
      scene.at(hour * 3_600_000L).every(25);
      scene.send(
          120,
          "flood",
          n -> Packets.udp(Packets.source(n), Packets.port(n), host, 80, Packets.noise(n, 40)));
    }
    play(scene);
    assertEquals(0, samples.refused);
    List<Samples.Series> all = samples.all();
    assertTrue(all.stream().mapToInt(Samples.Series::packets).sum() <= Samples.CAPACITY);
    long newest = all.stream().mapToLong(Samples.Series::number).max().orElseThrow();
    Samples.Series last = all.stream().filter(s -> s.number() == newest).findFirst().orElseThrow();
    assertTrue(last.packets() >= 50, last::toString);
    long places = all.stream().flatMapToInt(s -> places(s)).distinct().count();
    assertEquals(all.stream().mapToInt(Samples.Series::packets).sum(), places);
  }

  private java.util.stream.IntStream places(Samples.Series series) {
    return java.util.stream.IntStream.range(0, series.packets()).map(n -> samples.place(series, n));
  }

  @Test
  void shouldKeepSomeOfShortestFlood() {
    play(flood(4_000, 25)); // A tenth of a second.
    assertTrue(samples.all().getFirst().packets() >= 50, samples.all().toString());
  }

  @Test
  void shouldWriteWhatItKeptWithPayloadCut(@TempDir Path folder) throws IOException {
    Scene flood = flood(4_000, 500);
    play(flood);
    Path file = folder.resolve("evidence.pcapng");
    try (CaptureWriter writer = CaptureFiles.writer(file)) {
      writer.interfaces(List.of(new CaptureInterface(0, LinkType.ETHERNET, 0, "outside")));
      samples.write(samples.all().getFirst(), writer, new PacketComment(flood.policy()));
      writer.commit();
    }
    long expected = samples.all().getFirst().packets() * (14L + 20 + 8 + Samples.PAYLOAD_BYTES);
    long size = Files.size(file);
    assertTrue(size > expected && size < expected + 220L * Samples.MOST, Long.toString(size));
  }

  @Test
  void shouldNotMixWhatIsOfOthers() {
    Scene scene = Scene.protecting("198.18.0.0/24").at(1_000).every(500);
    scene.send(2_000, "udp", SamplesTest::udp);
    scene.send(2_000, "land", n -> land());
    scene.send(2_000, "syn", n -> Packets.syn(Packets.source(n), Packets.port(n), HOST, 443, n));
    play(scene);
    List<Samples.Series> all = samples.all();
    long pairs = all.stream().map(one -> one.number() + " " + one.vector()).distinct().count();
    assertEquals(all.size(), pairs, all.toString());
    assertTrue(all.stream().anyMatch(one -> one.vector() == Vectors.SYN_FLOOD), all.toString());
    assertTrue(all.stream().allMatch(one -> one.number() != 0 || one.packets() <= 64));
  }
}
