package org.scrubber.captures.packet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** An IPv4 header: time to live 64, identification 0, no flags, unless told otherwise. */
public final class Ipv4Layer extends PacketBuilder implements Sliceable {
  private static final int HEADER_BYTES = 20;
  private static final int CHECKSUM_OFFSET = 10;

  private final byte[] source;
  private final byte[] target;
  private final ByteArrayOutputStream options = new ByteArrayOutputStream();
  private int version = 4;
  private int typeOfService;
  private int id;
  private int ttl = 64;
  private boolean dontFragment;
  private boolean reservedFlag;
  private boolean moreFragments;
  private int sliceOffsetBytes;
  private int sliceLengthBytes = -1;
  private int wholeBytes;
  private int protocol = -1;
  private int totalLength = -1;
  private int headerWords = -1;
  private boolean badChecksum;

  Ipv4Layer(PacketBuilder outer, byte[] source, byte[] target) {
    super(outer);
    this.source = source.clone();
    this.target = target.clone();
  }

  /** Sets the time to live, 0..255. */
  public Ipv4Layer ttl(int hops) {
    ttl = hops;
    return this;
  }

  /** Sets the identification, 0..65535. */
  public Ipv4Layer id(int identification) {
    id = identification;
    return this;
  }

  /** Sets the type-of-service byte. */
  public Ipv4Layer typeOfService(int value) {
    typeOfService = value;
    return this;
  }

  /** Sets the "don't fragment" flag. */
  public Ipv4Layer df() {
    dontFragment = true;
    return this;
  }

  /** Sets the reserved flag, which must be zero (RFC 791). */
  public Ipv4Layer reservedFlag() {
    reservedFlag = true;
    return this;
  }

  /** Sets the "more fragments" flag whatever follows. */
  public Ipv4Layer moreFragments() {
    moreFragments = true;
    return this;
  }

  /** Sets the protocol number by hand, for payloads that are no layer. */
  public Ipv4Layer protocol(int number) {
    protocol = number;
    return this;
  }

  /** Appends header options; the header is padded with zeros to full words. */
  public Ipv4Layer options(int... bytes) {
    for (int value : bytes) {
      options.write(value);
    }
    return this;
  }

  /**
   * Sends only a part of the payload: a fragment, with "more fragments" when bytes remain.
   *
   * @param offsetBytes multiple of 8
   * @param lengthBytes bytes at most
   */
  @Override
  public Ipv4Layer slice(int offsetBytes, int lengthBytes) {
    sliceOffsetBytes = offsetBytes;
    sliceLengthBytes = lengthBytes;
    return this;
  }

  /** Sends the payload whole but claims that it begins at this offset, a multiple of 8. */
  public Ipv4Layer fragmentOffset(int offsetBytes) {
    sliceOffsetBytes = offsetBytes;
    sliceLengthBytes = -1;
    return this;
  }

  /** Makes the header checksum wrong. */
  public Ipv4Layer badIpChecksum() {
    badChecksum = true;
    return this;
  }

  /** Claims another total length, bytes. */
  public Ipv4Layer totalLength(int bytes) {
    totalLength = bytes;
    return this;
  }

  /** Claims another header length, in words of 4 bytes, 0..15. */
  public Ipv4Layer ihl(int words) {
    headerWords = words;
    return this;
  }

  /** Claims another version, 0..15. */
  public Ipv4Layer version(int number) {
    version = number;
    return this;
  }

  @Override
  public int wholeBytes() {
    return wholeBytes;
  }

  @Override
  int etherType() {
    return 0x0800;
  }

  @Override
  int ipProtocol() {
    return 4;
  }

  @Override
  byte[] pseudoAddresses() {
    return ByteBuffer.allocate(8).put(source).put(target).array();
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
    byte[] header = header(inner, part.length, more);
    int checksum = InternetChecksum.of(header) ^ (badChecksum ? 0x5555 : 0);
    ByteBuffer.wrap(header).putShort(CHECKSUM_OFFSET, (short) checksum);
    return ByteBuffer.allocate(header.length + part.length).put(header).put(part).array();
  }

  private byte[] header(PacketBuilder inner, int bodyBytes, boolean more) {
    int headerBytes = HEADER_BYTES + (options.size() + 3) / 4 * 4;
    int number = protocol >= 0 ? protocol : inner == null ? 255 : inner.ipProtocol();
    int flags = (reservedFlag ? 0x8000 : 0) | (dontFragment ? 0x4000 : 0) | (more ? 0x2000 : 0);
    return ByteBuffer.allocate(headerBytes)
        .put((byte) (version << 4 | (headerWords >= 0 ? headerWords : headerBytes / 4)))
        .put((byte) typeOfService)
        .putShort((short) (totalLength >= 0 ? totalLength : headerBytes + bodyBytes))
        .putShort((short) id)
        .putShort((short) (flags | sliceOffsetBytes / 8))
        .put((byte) ttl)
        .put((byte) number)
        .putShort((short) 0)
        .put(source)
        .put(target)
        .put(options.toByteArray())
        .array();
  }
}
