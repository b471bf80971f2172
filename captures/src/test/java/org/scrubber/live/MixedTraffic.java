package org.scrubber.live;

import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.ack;
import static org.scrubber.scene.Packets.dnsAnswer;
import static org.scrubber.scene.Packets.dnsQuestion;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.synAck;
import static org.scrubber.scene.Packets.udp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.io.PacketLine;

/**
 * Calls, connections and questions of a host, and from some time on three floods of it by sources
 * that stay the same: the same packets each time, from a seed.
 */
final class MixedTraffic {
  /** When the floods begin. */
  static final long ATTACK_MS = 2_000;

  /** When all ends. */
  static final long END_MS = 8_000;

  /** Questions, each of which is answered. */
  static final int QUESTIONS = (int) (END_MS / 50 - 4);

  private static final int FIRST_ASKING_PORT = 20_000;
  private static final int DNS = 53;
  private static final int BOTS = 20;
  private static final int REFLECTORS = 10;
  private static final int STRAYS = 10;

  /** A packet to be sent, from which side and when. */
  record Cue(long timeUs, int side, byte[] frame, boolean attack) {}

  private final List<Cue> cues = new ArrayList<>();
  private final Random random;

  private MixedTraffic(long seed) {
    random = new Random(seed);
  }

  /** Returns all packets by their times. */
  static List<Cue> of(long seed) {
    MixedTraffic traffic = new MixedTraffic(seed);
    traffic.calls();
    traffic.connections();
    traffic.questions();
    traffic.floods();
    traffic.cues.sort(Comparator.comparingLong(Cue::timeUs));
    return traffic.cues;
  }

  private void add(long timeUs, int side, PacketBuilder packet, boolean attack) {
    cues.add(new Cue(timeUs, side, packet.build(), attack));
  }

  /** The host begins them; two of them are fast. */
  private void calls() {
    for (int call = 0; call < 12; call++) {
      long everyUs = call < 2 ? 3_000 : 20_000;
      int n = 0;
      for (long us = 20_000 + call * 700L; us < END_MS * 1_000; us += everyUs) {
        int id = call << 20 | n++;
        add(
            us,
            PacketLine.INSIDE,
            udp(HOST, 30_000 + call, peer(call), 4_000, noise(id, 80)),
            false);
        add(
            us + 1_500,
            PacketLine.OUTSIDE,
            udp(peer(call), 4_000, HOST, 30_000 + call, noise(~id, 160)),
            false);
      }
    }
  }

  private static String peer(int call) {
    return source(1_000 + call);
  }

  private void connections() {
    for (int number = 0; number < 6; number++) {
      String client = source(2_000 + number);
      int port = 50_000 + number;
      long us = 50_000 + number * 1_300L;
      int mine = 1_000 + number;
      int theirs = 7_000 + number;
      add(us, PacketLine.OUTSIDE, syn(client, port, HOST, 443, mine), false);
      add(us += 1_000, PacketLine.INSIDE, synAck(HOST, 443, client, port, theirs, ++mine), false);
      add(us += 1_000, PacketLine.OUTSIDE, ack(client, port, HOST, 443, mine, ++theirs, 0), false);
      long everyUs = number < 2 ? 4_000 : 30_000;
      for (us += 1_000; us < END_MS * 1_000; us += everyUs) {
        add(us, PacketLine.OUTSIDE, ack(client, port, HOST, 443, mine, theirs, 100), false);
        mine += 100;
        add(us + 800, PacketLine.INSIDE, ack(HOST, 443, client, port, theirs, mine, 300), false);
        theirs += 300;
      }
    }
  }

  /** The host asks reflectors that flood it as well; see {@link #answer}. */
  private void questions() {
    for (int n = 0; n < QUESTIONS; n++) {
      byte[] question = dnsQuestion(n);
      add(
          100_000 + n * 50_000L,
          PacketLine.INSIDE,
          udp(HOST, FIRST_ASKING_PORT + n, reflector(n % REFLECTORS), DNS, question),
          false);
    }
  }

  /** Returns what a reflector answers a frame with, or null when it is no question. */
  static byte @Nullable [] answer(byte[] frame) {
    boolean asks = frame.length > 42 && frame[23] == 17 && frame[36] == 0 && frame[37] == DNS;
    return asks ? answer(((frame[34] & 0xff) << 8 | frame[35] & 0xff) - FIRST_ASKING_PORT) : null;
  }

  /** Returns the answer to a question, by its number. */
  static byte[] answer(int n) {
    String resolver = reflector(n % REFLECTORS);
    return udp(resolver, DNS, HOST, FIRST_ASKING_PORT + n, dnsAnswer(n, 120)).build();
  }

  private static String reflector(int n) {
    return source(3_000 + n);
  }

  private void floods() {
    for (long us = ATTACK_MS * 1_000; us < END_MS * 1_000; us += 5_000) {
      for (int bot = 0; bot < BOTS; bot++) {
        // As tools do, each sends the same again and again, but for its middle.
        byte[] junk = noise(bot, 300);
        System.arraycopy(noise(random.nextInt(), 40), 0, junk, 100, 40);
        int port = 6_000 + bot;
        attack(us, udp(source(4_000 + bot), port, HOST, 9_999, junk));
      }
      if (us % 10_000 == 0) {
        for (int n = 0; n < REFLECTORS; n++) {
          byte[] answer = dnsAnswer(random.nextInt(1 << 16), 900);
          attack(us, udp(reflector(n), 53, HOST, 1_024 + random.nextInt(60_000), answer));
        }
        for (int n = 0; n < STRAYS; n++) {
          int sequence = random.nextInt();
          attack(us, ack(source(5_000 + n), 7_000 + n, HOST, 443, sequence, random.nextInt(), 60));
        }
      }
    }
  }

  private void attack(long us, PacketBuilder packet) {
    add(us + random.nextInt(4_900), PacketLine.OUTSIDE, packet, true);
  }
}
