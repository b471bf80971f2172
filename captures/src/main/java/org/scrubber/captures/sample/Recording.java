package org.scrubber.captures.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.scrubber.captures.packet.PacketBuilder;

/**
 * Collects the frames of one capture in any order and gives them back in order of time.
 *
 * <p>Frames before the start or after the end are left out, so that conversations may begin before
 * and go on behind the capture. Frames at the same time keep the order in which they were added. A
 * safety interlock refuses frames from outside to any target but the test networks.
 */
public final class Recording {
  private static final long OUTSIDE_ROUTER = 0x02_00_00_00_00_01L;
  private static final long INSIDE_ROUTER = 0x02_00_00_00_00_02L;
  private static final int ETHERNET_BYTES = 14;

  /** Frames up to this length are kept whole: headers, questions, short answers. */
  private static final int WHOLE_FRAME_BYTES = 200;

  private final long startNs;
  private final long endNs;
  private final int snapLengthBytes;
  private final List<Frame> frames = new ArrayList<>();

  /**
   * A frame with its ground truth.
   *
   * @param timestampNs since the epoch
   * @param bytes the captured part
   * @param wireLengthBytes length on the wire
   * @param label ground truth
   */
  public record Frame(long timestampNs, byte[] bytes, int wireLengthBytes, Label label) {}

  /**
   * Starts a recording.
   *
   * @param startNs since the epoch, inclusive
   * @param durationNs of the capture
   * @param snapLengthBytes bytes kept of a frame of more than 200 bytes; shorter ones stay whole
   */
  public Recording(long startNs, long durationNs, int snapLengthBytes) {
    this.startNs = startNs;
    this.endNs = startNs + durationNs;
    this.snapLengthBytes = snapLengthBytes;
  }

  /** Returns the first moment of the capture, ns since the epoch. */
  public long startNs() {
    return startNs;
  }

  /** Returns the end of the capture, ns since the epoch, exclusive. */
  public long endNs() {
    return endNs;
  }

  /** Returns the link layer of frames that come from outside. */
  public static PacketBuilder fromOutside() {
    return PacketBuilder.ethernet().between(OUTSIDE_ROUTER, INSIDE_ROUTER);
  }

  /** Returns the link layer of frames that come from inside. */
  public static PacketBuilder fromInside() {
    return PacketBuilder.ethernet().between(INSIDE_ROUTER, OUTSIDE_ROUTER);
  }

  /**
   * Adds a frame from outside, whole.
   *
   * @throws IllegalArgumentException when its target is outside 198.18.0.0/15 and 2001:db8::/32
   */
  public void addInbound(long timestampNs, byte[] frame, Label label) {
    if (!isTestTarget(frame)) {
      throw new IllegalArgumentException(
          "refused: the target is neither in 198.18.0.0/15 nor in 2001:db8::/32");
    }
    add(timestampNs, frame, label);
  }

  /** Adds a frame from inside, whole. */
  public void addOutbound(long timestampNs, byte[] frame, Label label) {
    add(timestampNs, frame, label);
  }

  /** Returns the frames in order of time. */
  public List<Frame> frames() {
    List<Frame> sorted = new ArrayList<>(frames);
    sorted.sort(Comparator.comparingLong(Frame::timestampNs));
    return sorted;
  }

  private void add(long timestampNs, byte[] frame, Label label) {
    if (timestampNs >= startNs && timestampNs < endNs) {
      int kept = frame.length <= WHOLE_FRAME_BYTES ? frame.length : snapLengthBytes;
      byte[] captured = Arrays.copyOf(frame, Math.min(frame.length, kept));
      frames.add(new Frame(timestampNs, captured, frame.length, label));
    }
  }

  private static boolean isTestTarget(byte[] frame) {
    int etherType = (frame[12] & 0xFF) << 8 | frame[13] & 0xFF;
    if (etherType == 0x86DD) {
      int target = ETHERNET_BYTES + 24;
      return frame[target] == 0x20
          && frame[target + 1] == 0x01
          && frame[target + 2] == 0x0D
          && frame[target + 3] == (byte) 0xB8;
    }
    int target = ETHERNET_BYTES + 16;
    return etherType == 0x0800 && frame[target] == (byte) 198 && (frame[target + 1] & 0xFE) == 18;
  }
}
