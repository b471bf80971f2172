package org.scrubber.io.pcap;

import java.io.IOException;
import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.CaptureInterface;

/**
 * Writes a capture that appears whole or not at all: under a temporary name in the target's
 * directory until {@link #commit} renames it. A target that is no regular file (standard output, a
 * pipe, a device) is written directly.
 *
 * <p>The same calls give the same bytes. Used by one thread; {@code write} allocates nothing in
 * steady state. After an exception only {@link #close} is of use.
 */
public interface CaptureWriter extends AutoCloseable {
  /** No verdict is stored with the packet. */
  int NO_VERDICT = -1;

  /** Most captured bytes of one frame. */
  int MAX_FRAME_BYTES = Decoder.MAX_FRAME_BYTES;

  /** Most bytes of a comment; the rest is cut off. */
  int MAX_COMMENT_BYTES = 0xfff0;

  /**
   * Says what the interface ids of packets mean. The list may grow later, as that of a {@link
   * org.scrubber.io.PacketSource} does; each interface is declared with its first packet.
   */
  void interfaces(List<CaptureInterface> interfaces);

  /**
   * Writes a packet of a batch.
   *
   * @param index of the packet in {@code batch}
   * @param commentAddress address of a UTF-8 comment
   * @param commentLengthBytes 0 for none; classic pcap has no comments and ignores it
   * @param verdictCode a code of {@link org.scrubber.batch.Verdict}, stored as the XDP action that
   *     does the same (pass: XDP_PASS, drop: XDP_DROP, challenge: XDP_TX), or {@link #NO_VERDICT};
   *     ignored by classic pcap
   * @throws IOException when the medium fails, or classic pcap meets a second link type
   */
  void write(
      PacketBatch batch, int index, long commentAddress, int commentLengthBytes, int verdictCode)
      throws IOException;

  /**
   * Writes a packet from the heap, for generators and tests.
   *
   * @param interfaceId index into {@link #interfaces}
   * @param timestampNs since the epoch, not negative
   * @param capturedLength first bytes of {@code frame} to write, 0..{@link #MAX_FRAME_BYTES}
   * @param wireLength bytes on the wire
   */
  void write(int interfaceId, long timestampNs, byte[] frame, int capturedLength, int wireLength)
      throws IOException;

  /** Writes what is buffered and lets the target appear, replacing one that exists. */
  void commit() throws IOException;

  /** Closes; without {@link #commit} before, nothing remains. */
  @Override
  void close() throws IOException;
}
