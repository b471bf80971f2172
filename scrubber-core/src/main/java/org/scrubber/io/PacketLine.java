package org.scrubber.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.scrubber.batch.PacketBatch;

/**
 * A bump in the wire: takes packets from an outside and an inside interface and sends each that
 * passed on to the other one.
 *
 * <p>A batch that was polled must be completed before the next poll; its frames lie in the line's
 * own memory, stay in place, and may be rewritten in between: their checksums are complete, so that
 * they can be corrected by what has changed. One thread, that of the worker. Nothing is allocated
 * per packet, and nothing throws but when an interface is gone for good.
 */
public interface PacketLine extends AutoCloseable {
  /** {@code interfaceId} of packets that came in from outside. */
  int OUTSIDE = 0;

  /** {@code interfaceId} of packets that came in from inside. */
  int INSIDE = 1;

  /**
   * Fills {@code batch} with packets that wait on either interface: control traffic first, then
   * from both sides in fair turns. Fills the columns that a {@link PacketSource} fills; link type
   * is Ethernet, and every packet of the batch has the time {@code nowNs}.
   *
   * @param nowNs the batch's one reading of the clock, ns since the epoch
   * @return packets in the batch; 0 when none wait
   * @throws IOException when an interface is gone
   */
  int poll(PacketBatch batch, long nowNs) throws IOException;

  /**
   * Sends every packet of the polled batch that passed, or that is only monitored, out of the other
   * interface, and takes back the frames of all others. A packet that finds no room to be sent is
   * counted and lost, control traffic last. The batch may be empty afterwards.
   */
  void complete(PacketBatch batch);

  /**
   * Queues a frame of the scrubber's own, copied from {@code frameAddress}.
   *
   * @param side {@link #OUTSIDE} or {@link #INSIDE}: where it leaves
   * @return false when there was no room: it is counted and lost
   */
  boolean send(int side, long frameAddress, int lengthBytes);

  /** Lets the kernel send what was queued; called once a duty cycle. */
  void flush();

  /** Waits until a packet has come in, at most {@code timeoutNs}. */
  void await(long timeoutNs);

  /**
   * Lets the kernel have all packets, or takes them back: over the bypass beneath they pass then,
   * and without one they stop. The watchdog's way around a stuck worker, so unlike all others this
   * is called by any thread, at any time while the line is open. What came in meanwhile is never
   * handed to the worker, as it has passed already. Repeated calls do no harm.
   *
   * @throws IOException when the kernel refuses; the line is then as it was
   */
  void standAside(boolean aside) throws IOException;

  /**
   * Returns a counter of one side, since the line was opened: what the kernel and the rings say.
   */
  long count(int side, LineCount count);

  /** Returns the table of verdicts that the kernel carries out for this line, or null. */
  default @Nullable Offload offload() {
    return null;
  }

  @Override
  void close();
}
