package org.scrubber.io.xdp;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.Offload;
import org.scrubber.io.PacketLine;
import org.scrubber.io.bpf.LifeSign;
import org.scrubber.io.xsk.ConsumerRing;
import org.scrubber.io.xsk.PacketMemory;
import org.scrubber.io.xsk.ProducerRing;
import org.scrubber.io.xsk.XdpSocket;
import org.scrubber.wire.Memory;

/**
 * A line whose rings lie in memory of our own, and the kernel's part beside it: what is brought
 * comes in as over sockets, and what is sent can be looked at and leads nowhere. It needs no
 * privilege and no interface. One thread, the line's own.
 */
public final class PlainRings implements AutoCloseable {
  /** Frames of a line: enough for a batch in each direction and what the line lends. */
  private static final int FRAMES = 4_096;

  private static final int ENTRIES = 2_048;
  private static final int ENTRY_BYTES = 16;

  /** Producer, consumer and flags, in a cache line each. */
  private static final int HEAD_BYTES = 192;

  private static final int CONSUMER = 64;
  private static final int FLAGS = 128;
  private static final int SIDES = 2;
  private static final int MTU_BYTES = 1_500;

  private final Arena arena = Arena.ofShared();
  private final PacketMemory memory;
  private final Port[] ports = new Port[SIDES];
  private final XdpLine line;

  /** The kernel's ends of the rings of one side. */
  private final class Port {
    private final long dataAt = ring();
    private final long controlAt = ring();
    private final long fillAt = ring();
    private final long transmitAt = ring();
    private final long completionAt = ring();
    private final ProducerRing data = produce(dataAt);
    private final ProducerRing control = produce(controlAt);
    private final ConsumerRing fill = consume(fillAt);
    private final ConsumerRing transmit = consume(transmitAt);
    private final ProducerRing completion = produce(completionAt);

    private XdpQueue queue(int side) {
      Memory.putI32Le(transmitAt + FLAGS, ProducerRing.NEED_WAKEUP);
      return new XdpQueue(
          side,
          consume(dataAt),
          consume(controlAt),
          produce(fillAt),
          produce(transmitAt),
          consume(completionAt),
          XdpSocket.none(),
          XdpSocket.none());
    }

    private boolean bring(long frame, int lengthBytes, boolean isControl) {
      ProducerRing ring = isControl ? control : data;
      if (fill.available() == 0 || ring.room(1) == 0) {
        return false;
      }
      long offset = fill.completed(0) + PacketMemory.HEADROOM_BYTES;
      fill.release(1);
      Memory.copy(frame, memory.address() + offset, lengthBytes);
      ring.put(offset, lengthBytes, 0);
      ring.publish();
      return true;
    }

    private void carry() {
      int sent = transmit.available();
      for (int k = 0; k < sent; k++) {
        completion.put(transmit.address(k));
      }
      completion.publish();
      transmit.release(sent);
    }
  }

  /**
   * Makes a line of one queue a side.
   *
   * @param settled where its worker settles verdicts, or null for nowhere
   * @throws IOException when there is no memory
   */
  public PlainRings(@Nullable Offload settled) throws IOException {
    memory = new PacketMemory(FRAMES);
    XdpQueue[] queues = new XdpQueue[SIDES];
    for (int side = 0; side < SIDES; side++) {
      ports[side] = new Port();
      queues[side] = ports[side].queue(side);
    }
    line =
        new XdpLine(
            memory,
            new Lanes(null),
            queues,
            new String[] {"outside", "inside"},
            new int[] {MTU_BYTES, MTU_BYTES},
            ENTRIES,
            false,
            settled,
            null,
            null,
            new Heartbeat.OfWorker(arena.allocate((long) SIDES * LifeSign.BYTES, 8).address()));
  }

  private long ring() {
    return arena.allocate(HEAD_BYTES + (long) ENTRIES * ENTRY_BYTES, HEAD_BYTES / 3).address();
  }

  private static ProducerRing produce(long at) {
    return new ProducerRing(at, at + CONSUMER, at + FLAGS, at + HEAD_BYTES, ENTRIES);
  }

  private static ConsumerRing consume(long at) {
    return new ConsumerRing(at, at + CONSUMER, at + HEAD_BYTES, ENTRIES);
  }

  /** Returns the line; it is closed with this. */
  public PacketLine line() {
    return line;
  }

  /**
   * Brings a packet of one frame, for the line's next poll.
   *
   * @param side that it comes in from
   * @param frame its address; it is copied
   * @param lengthBytes at most {@link PacketMemory#FRAME_BYTES} less the headroom
   * @param isControl whether it comes by the control lane
   * @return false when the line has lent no frame for it
   */
  public boolean bring(int side, long frame, int lengthBytes, boolean isControl) {
    return ports[side].bring(frame, lengthBytes, isControl);
  }

  /** Returns how many frames wait to be sent on a side. */
  public int sent(int side) {
    return ports[side].transmit.available();
  }

  /** Returns the address of a frame that waits to be sent. */
  public long sentAddress(int side, int index) {
    return memory.address() + ports[side].transmit.address(index);
  }

  /** Returns the length in bytes of a frame that waits to be sent. */
  public int sentBytes(int side, int index) {
    return ports[side].transmit.lengthBytes(index);
  }

  /** Takes all frames that wait to be sent. */
  public void carry() {
    for (int side = 0; side < SIDES; side++) {
      ports[side].carry();
    }
  }

  @Override
  public void close() {
    line.close();
    arena.close();
  }
}
