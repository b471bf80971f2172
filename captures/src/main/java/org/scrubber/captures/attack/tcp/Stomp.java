package org.scrubber.captures.attack.tcp;

import java.util.Arrays;
import org.scrubber.captures.attack.tool.Nature;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.attack.tool.Tool;
import org.scrubber.captures.world.Frame;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;
import org.scrubber.wire.Tcp;

/**
 * Mirai's "stomp": every bot completes one real handshake, and then floods its connection with
 * segments whose data offset announces options where there is only random data; about one in a
 * hundred looks like options all the same. The handshakes themselves look like anybody's.
 */
public final class Stomp implements Tool {
  private static final int PAYLOAD_BYTES = 768;
  private static final int DATA_OFFSET_WORDS = 8;
  private static final int ANNOUNCED_OPTION_BYTES = 4 * DATA_OFFSET_WORDS - Tcp.MIN_HEADER_BYTES;

  private final World world;
  private final Stream stream;
  private final int vector;
  private final byte[] garbage = new byte[ANNOUNCED_OPTION_BYTES];
  private Bot[] bots = new Bot[1 << 12];

  /** Creates the tool of a vector of that number. */
  public Stomp(World world, Stream stream, int vector) {
    this.world = world;
    this.stream = stream;
    this.vector = vector;
  }

  @Override
  public void write(Frame frame, Shot shot) {
    int member = shot.member;
    if (member >= bots.length) {
      bots = Arrays.copyOf(bots, 2 * member);
    }
    Bot bot = bots[member];
    if (bot == null) {
      Truth.Kind kind = Truth.Kind.AMBIGUOUS;
      bot = new Bot(stream, shot, new Truth(kind, vector, shot.tenant, "stomp-handshake"));
      bots[member] = bot;
      shot.nature = Nature.AMBIGUOUS;
      bot.call(world, frame, shot);
      return;
    }
    bot.segment(frame, Tcp.PSH | Tcp.ACK, bot.sentBytes, shot.random.below(1 << 16));
    bot.sentBytes += PAYLOAD_BYTES - ANNOUNCED_OPTION_BYTES;
    for (int i = 0; i < garbage.length; i++) {
      garbage[i] = (byte) shot.random.nextInt();
    }
    frame.options(garbage).random(shot.random, PAYLOAD_BYTES - ANNOUNCED_OPTION_BYTES);
  }

  private static final class Bot extends Caller {
    private int sentBytes;

    Bot(Stream stream, Shot shot, Truth truth) {
      super(stream, shot, truth);
    }

    @Override
    void connected(World world) {}

    @Override
    void actOwn(World world, int code) {}
  }
}
