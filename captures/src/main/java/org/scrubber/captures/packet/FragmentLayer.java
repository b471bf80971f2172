package org.scrubber.captures.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** An IPv6 fragment header. */
public final class FragmentLayer extends PacketBuilder implements Sliceable {
  private static final int NUMBER = 44;

  private final int identification;
  private boolean moreFragments;
  private int sliceOffsetBytes;
  private int sliceLengthBytes = -1;
  private int wholeBytes;
  private int nextHeader = -1;

  FragmentLayer(PacketBuilder outer, int identification) {
    super(outer);
    this.identification = identification;
  }

  /**
   * Sends only a part of the payload, with "more fragments" when bytes remain.
   *
   * @param offsetBytes multiple of 8
   * @param lengthBytes bytes at most
   */
  @Override
  public FragmentLayer slice(int offsetBytes, int lengthBytes) {
    sliceOffsetBytes = offsetBytes;
    sliceLengthBytes = lengthBytes;
    return this;
  }

  /** Sends the payload whole but claims that it begins at this offset, a multiple of 8. */
  public FragmentLayer fragmentOffset(int offsetBytes) {
    sliceOffsetBytes = offsetBytes;
    sliceLengthBytes = -1;
    return this;
  }

  /** Sets the "more fragments" flag whatever follows. */
  public FragmentLayer moreFragments() {
    moreFragments = true;
    return this;
  }

  /** Sets the next header by hand, for payloads that are no layer. */
  public FragmentLayer nextHeader(int next) {
    nextHeader = next;
    return this;
  }

  @Override
  public int wholeBytes() {
    return wholeBytes;
  }

  @Override
  int ipProtocol() {
    return NUMBER;
  }

  @Override
  byte[] encode(PacketBuilder inner, byte[] body) {
    wholeBytes = body.length;
    byte[] part = body;
    if (sliceLengthBytes >= 0) {
      int end = Math.min(body.length, sliceOffsetBytes + sliceLengthBytes);
      part = Arrays.copyOfRange(body, Math.min(sliceOffsetBytes, end), end);
    }
    boolean remains = sliceLengthBytes >= 0 && sliceOffsetBytes + part.length < wholeBytes;
    boolean more = moreFragments || remains;
    int next = nextHeader >= 0 ? nextHeader : inner == null ? 59 : inner.ipProtocol();
    return ByteBuffer.allocate(8 + part.length)
        .put((byte) next)
        .put((byte) 0)
        .putShort((short) (sliceOffsetBytes / 8 * 8 | (more ? 1 : 0)))
        .putInt(identification)
        .put(part)
        .array();
  }
}
