package org.scrubber.captures.attack.udp;

import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.attack.tool.Tool;
import org.scrubber.captures.payload.QuicInitial;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Frame;

/** First packets of QUIC connections that nobody wants. */
public final class QuicFlood {
  private static final int BYTES = 1_200;
  private static final int VALID_KINDS = 256;
  private static final int SHORTEST_ID = 8;
  private static final int LONGEST_ID = 20;
  private static final int VERSION_1 = 1;

  private QuicFlood() {}

  /** Writes one of version 1 that looks right but that nobody can decrypt. */
  public static void undecryptable(Frame frame, Shot shot) {
    shot.ip(frame, shot.ttl(64), 0, true).udp(shot.clientPort(), shot.targetPort);
    header(frame, shot.random, VERSION_1);
  }

  /** Writes one of a version that does not exist, which asks for an answer with those that do. */
  public static void unknownVersion(Frame frame, Shot shot) {
    int random = shot.random.nextInt();
    int greased = random & 0xf0f0_f0f0 | 0x0a0a_0a0a;
    int version = shot.random.chance(50) ? greased : 0xff00_0000 | random & 0xff;
    shot.ip(frame, shot.ttl(64), 0, true).udp(shot.clientPort(), shot.targetPort);
    header(frame, shot.random, version);
  }

  private static void header(Frame frame, RandomStream random, int version) {
    int idBytes = random.between(SHORTEST_ID, LONGEST_ID);
    frame.u8(0xc0 | random.below(16)).u32(version).u8(idBytes).random(random, idBytes);
    int rest = BYTES - 1 - 4 - 1 - idBytes - 1 - 1 - 2;
    frame.u8(0).u8(0).u16(0x4000 | rest).random(random, rest);
  }

  /** Returns a tool that sends valid ones: a server can decrypt each. */
  public static Tool valid(RandomStream random) {
    byte[][] packets = new byte[VALID_KINDS][];
    for (int k = 0; k < packets.length; k++) {
      packets[k] = QuicInitial.client(random, random.bytes(SHORTEST_ID), "www.example", BYTES);
    }
    return (frame, shot) -> {
      shot.ip(frame, shot.ttl(64), 0, true).udp(shot.clientPort(), shot.targetPort);
      frame.bytes(packets[shot.random.below(VALID_KINDS)]);
    };
  }
}
