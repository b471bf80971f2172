package org.scrubber.captures.attack.tcp;

import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.attack.tool.Tool;
import org.scrubber.captures.payload.TlsRecords;
import org.scrubber.captures.world.Frame;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;
import org.scrubber.wire.Tcp;

/**
 * Connections that are really opened, to use up the server's: with a TLS hello that all bots share
 * and then half a minute of silence, or slow ones that send a byte every 5 s. A vector's rate is
 * that of new connections.
 */
public final class ConnectionFlood implements Tool {
  private static final int HELLO_BYTES = 517;
  private static final long IDLE_NS = 30_000_000_000L;
  private static final long SLOW_NS = 5_000_000_000L;
  private static final int SLOW_BYTES = 24;

  private final World world;
  private final Stream stream;
  private final int vector;
  private final boolean slow;
  private final byte[] hello;

  /**
   * Creates the tool of a vector of that number.
   *
   * @param slow true for those that send a byte at a time
   */
  public ConnectionFlood(World world, Stream stream, int vector, boolean slow) {
    this.world = world;
    this.stream = stream;
    this.vector = vector;
    this.slow = slow;
    hello = TlsRecords.clientHello(stream.random(), "www.example", HELLO_BYTES);
  }

  @Override
  public void write(Frame frame, Shot shot) {
    Truth truth = new Truth(Truth.Kind.ATTACK, vector, shot.tenant, "syn-flood");
    new Bot(stream, shot, truth, slow ? null : hello).call(world, frame, shot);
  }

  private static final class Bot extends Caller {
    private static final int TALK = FIRST_OWN;
    private static final int END = FIRST_OWN + 1;

    private final byte[] hello;
    private int sentBytes;

    Bot(Stream stream, Shot shot, Truth truth, byte[] hello) {
      super(stream, shot, truth);
      this.hello = hello;
    }

    @Override
    void connected(World world) {
      world.at(stream, world.nowNs() + (hello == null ? SLOW_NS : 100_000), this, TALK);
    }

    @Override
    void actOwn(World world, int code) {
      Frame frame = world.frame(true);
      if (code == END) {
        segment(frame, Tcp.RST, sentBytes, 0);
      } else if (hello == null) {
        // Every second time, the window is closed.
        segment(frame, Tcp.PSH | Tcp.ACK, sentBytes, (sentBytes & 1) * 502).u8('a' + sentBytes);
        sentBytes++;
      } else {
        segment(frame, Tcp.PSH | Tcp.ACK, 0, 502).bytes(hello);
        sentBytes = hello.length;
      }
      world.emit(truth, 0, this, code);
      if (code == TALK) {
        boolean again = hello == null && sentBytes < SLOW_BYTES;
        world.at(stream, world.nowNs() + (again ? SLOW_NS : IDLE_NS), this, again ? TALK : END);
      }
    }
  }
}
