package org.scrubber.captures.attack.udp;

import java.nio.charset.StandardCharsets;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Frame;

/** Queries for names that do not exist: twelve random characters in front of a zone. */
public final class DnsQueries {
  private static final byte[] ALPHABET =
      "abcdefghijklmnopqrstuvwxyz0123456789".getBytes(StandardCharsets.US_ASCII);
  private static final byte[][] ZONES = {zone("university"), zone("taxes")};
  private static final byte[] EDNS = {0, 0, 41, 4, (byte) 0xd0, 0, 0, 0, 0, 0, 0};
  private static final int LABEL_BYTES = 12;
  private static final int PORT = 53;

  private DnsQueries() {}

  private static byte[] zone(String name) {
    String labels = (char) name.length() + name + (char) "example".length() + "example\0";
    return labels.getBytes(StandardCharsets.US_ASCII);
  }

  /** Writes one as a resolver forwards it: iterative, with EDNS. */
  public static void byResolver(Frame frame, Shot shot) {
    shot.ip(frame, shot.ttl(64), shot.id(), false).udp(shot.clientPort(), PORT);
    question(frame, shot.random, 0x0000, 1);
    frame.bytes(EDNS);
  }

  /** Writes one as a bot sends it: recursion desired, no EDNS. */
  public static void byBot(Frame frame, Shot shot) {
    shot.ip(frame, shot.ttl(64), shot.id(), false).udp(shot.anyPort(), PORT);
    question(frame, shot.random, 0x0100, 0);
  }

  private static void question(Frame frame, RandomStream random, int flags, int additional) {
    frame.u16(random.below(1 << 16)).u16(flags).u16(1).u32(0).u16(additional).u8(LABEL_BYTES);
    for (int i = 0; i < LABEL_BYTES; i++) {
      frame.u8(ALPHABET[random.below(ALPHABET.length)]);
    }
    frame.bytes(ZONES[random.below(ZONES.length)]).u16(1).u16(1);
  }
}
