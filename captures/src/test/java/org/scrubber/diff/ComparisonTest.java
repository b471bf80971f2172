package org.scrubber.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.rawIp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.io.pcap.CaptureWriter;
import org.scrubber.policy.Policy;
import org.scrubber.policy.load.PolicyLoader;
import org.scrubber.wire.LinkType;

final class ComparisonTest {
  private static final String OUT = "203.0.113.7";
  private static final String IN = "198.18.0.10";
  private static final long BEGIN_NS = 1_620_126_000_000_000_000L;
  private static final long STEP_NS = 25_000_000L;
  private static final int PACKETS = 240;
  private static final String OPEN =
      "version: 1\nobjects:\n  office:\n    prefixes: [198.18.0.0/24]\n";
  private static final String BLOCKED =
      OPEN + "block:\n  - { source: 203.0.113.0/24, object: office, why: test }\n";

  @TempDir Path folder;
  private final Random random = new Random(1);

  /** A packet of a talk, by its number and way. */
  private interface Talk {
    PacketBuilder packet(int number, boolean in);
  }

  private Difference blocked(Talk talk, boolean answered) throws Exception {
    return blocked(talk, answered, PACKETS);
  }

  private Difference blocked(Talk talk, boolean answered, int packets) throws Exception {
    Path capture = folder.resolve("talk.pcapng");
    try (CaptureWriter writer = CaptureFiles.writer(capture)) {
      writer.interfaces(List.of(new CaptureInterface(0, LinkType.RAW, 0, "border")));
      for (int k = 0; k < packets; k++) {
        write(writer, 2 * k, talk.packet(k, true));
        if (answered) {
          write(writer, 2 * k + 1, talk.packet(k, false));
        }
      }
      writer.commit();
    }
    Policy before = policy("open.yaml", OPEN);
    Policy after = policy("blocked.yaml", BLOCKED);
    return new Comparison(before, after).of(List.of(capture.toString()));
  }

  private Policy policy(String name, String text) throws Exception {
    return PolicyLoader.load(Files.writeString(folder.resolve(name), text)).policy();
  }

  private static void write(CaptureWriter writer, int step, PacketBuilder packet)
      throws IOException {
    byte[] bytes = packet.build();
    writer.write(0, BEGIN_NS + step * STEP_NS, bytes, bytes.length, bytes.length);
  }

  private byte[] ciphertext(int most) {
    byte[] bytes = new byte[64 + random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }

  private PacketBuilder esp(int number, boolean in) {
    return rawIp()
        .ipv4(in ? OUT : IN, in ? IN : OUT)
        .esp(in ? 0x1111 : 0x2222, number + 1)
        .payload(ciphertext(800));
  }

  private PacketBuilder gre(int number, boolean in) {
    return rawIp()
        .ipv4(in ? OUT : IN, in ? IN : OUT)
        .gre()
        .ipv4("10.0.0.1", "10.0.0.2")
        .udp(1, number + 1);
  }

  private PacketBuilder wireGuard(int number, boolean in) {
    byte[] sealed = Arrays.copyOf(ciphertext(800), 16 * (1 + random.nextInt(50)));
    byte[] header = {4, 0, 0, 0, 17, 34, 51, (byte) (in ? 1 : 2), (byte) number, 0, 0, 0};
    return rawIp()
        .ipv4(in ? OUT : IN, in ? IN : OUT)
        .udp(in ? 41_000 : 51_820, in ? 51_820 : 41_000)
        .payload(ByteBuffer.allocate(16 + sealed.length).put(header).putInt(0).put(sealed).array());
  }

  @Test
  void shouldFindHarmInCuttingOffATunnel() throws Exception {
    for (Talk talk : List.<Talk>of(this::esp, this::wireGuard)) {
      Difference one = blocked(talk, true);
      assertTrue(one.isHarmful());
      assertEquals(PACKETS, one.newlyLost());
      assertTrue(one.spokenForLost() > PACKETS - 60, "spoken for: " + one.spokenForLost());
      assertEquals(1, one.spokenForFlows());
    }
  }

  @Test
  void shouldFindHarmInCuttingOffATunnelOnceBothSidesHaveSent() throws Exception {
    for (Talk talk : List.<Talk>of(this::esp, this::wireGuard, this::gre)) {
      Difference one = blocked(talk, true, 2);
      assertEquals(2, one.newlyLost());
      assertEquals(1, one.spokenForLost(), "all but the first, which nobody had answered");
      assertFalse(blocked(talk, true, 1).isHarmful(), "the answer came after it");
    }
  }

  @Test
  void shouldFindNoHarmInBlockingATunnelThatNobodyAnswers() throws Exception {
    for (Talk talk : List.<Talk>of(this::esp, this::gre)) {
      Difference one = blocked(talk, false);
      assertEquals(PACKETS, one.newlyLost());
      assertFalse(one.isHarmful(), one::toString);
    }
  }

  @Test
  void shouldTakeOfUdpNothingForATunnelThatOnlyBeginsLikeOne() throws Exception {
    Talk ping =
        (number, in) ->
            rawIp()
                .ipv4(in ? OUT : IN, in ? IN : OUT)
                .udp(in ? 4_000 : 19_132, in ? 19_132 : 4_000)
                .payload(new byte[] {1, 0, 0, 0, 0, 0, 0, 1, (byte) number});
    Difference one = blocked(ping, true, 3);
    assertEquals(3, one.newlyLost());
    assertFalse(one.isHarmful(), one::toString);
  }

  @Test
  void shouldFindNoHarmInBlockingAFloodThatIsAnswered() throws Exception {
    Talk repeated =
        (number, in) ->
            rawIp()
                .ipv4(in ? OUT : IN, in ? IN : OUT)
                .udp(in ? 4_000 : 27_015, in ? 27_015 : 4_000)
                .payload(in ? "getstatus getstatus" : "status " + number);
    Difference one = blocked(repeated, true);
    assertEquals(PACKETS, one.newlyLost());
    assertFalse(one.isHarmful(), one::toString);
    Talk spoofed =
        (number, in) -> {
          String source = "203.0.113." + number;
          int port = 1_024 + number * 37;
          return rawIp()
              .ipv4(in ? source : IN, in ? IN : source)
              .udp(in ? port : 53, in ? 53 : port)
              .payload(ciphertext(100));
        };
    one = blocked(spoofed, true);
    assertEquals(PACKETS, one.newlyLost());
    assertFalse(one.isHarmful(), one::toString);
  }
}
