package org.scrubber.captures.packet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** A TCP header; options are kept in the order in which they are added. */
public final class TcpLayer extends PacketBuilder {
  /** Flag bit: no more data from the sender. */
  public static final int FIN = 0x01;

  /** Flag bit: synchronise sequence numbers. */
  public static final int SYN = 0x02;

  /** Flag bit: reset the connection. */
  public static final int RST = 0x04;

  /** Flag bit: push data to the application. */
  public static final int PSH = 0x08;

  /** Flag bit: the acknowledgement number is valid. */
  public static final int ACK = 0x10;

  /** Flag bit: the urgent pointer is valid. */
  public static final int URG = 0x20;

  private static final int HEADER_BYTES = 20;
  private static final int CHECKSUM_OFFSET = 16;
  private static final int PROTOCOL = 6;

  private final int sourcePort;
  private final int targetPort;
  private final ByteArrayOutputStream options = new ByteArrayOutputStream();
  private int sequence;
  private int acknowledgement;
  private int flags;
  private int window = 65535;
  private int urgentPointer;
  private int dataOffset = -1;
  private boolean badChecksum;

  TcpLayer(PacketBuilder outer, int sourcePort, int targetPort) {
    super(outer);
    this.sourcePort = sourcePort;
    this.targetPort = targetPort;
  }

  /** Adds the SYN flag. */
  public TcpLayer syn() {
    return flags(flags | SYN);
  }

  /** Adds the FIN flag. */
  public TcpLayer fin() {
    return flags(flags | FIN);
  }

  /** Adds the RST flag. */
  public TcpLayer rst() {
    return flags(flags | RST);
  }

  /** Adds the PSH flag. */
  public TcpLayer psh() {
    return flags(flags | PSH);
  }

  /** Adds the ACK flag with this acknowledgement number, modulo 2^32. */
  public TcpLayer ack(long number) {
    acknowledgement = (int) number;
    return flags(flags | ACK);
  }

  /** Sets the acknowledgement number but not the flag, as some flood tools do. */
  public TcpLayer ackNumber(long number) {
    acknowledgement = (int) number;
    return this;
  }

  /** Sets all flags at once, 0..255. */
  public TcpLayer flags(int bits) {
    flags = bits;
    return this;
  }

  /** Sets the sequence number, modulo 2^32. */
  public TcpLayer seq(long number) {
    sequence = (int) number;
    return this;
  }

  /** Sets the window, 0..65535, unscaled. */
  public TcpLayer window(int bytes) {
    window = bytes;
    return this;
  }

  /** Adds the URG flag with this pointer. */
  public TcpLayer urgent(int pointer) {
    urgentPointer = pointer;
    return flags(flags | URG);
  }

  /** Appends the maximum segment size option. */
  public TcpLayer mss(int bytes) {
    return options(2, 4, bytes >>> 8, bytes);
  }

  /** Appends "SACK permitted". */
  public TcpLayer sackPermitted() {
    return options(4, 2);
  }

  /** Appends a timestamp option. */
  public TcpLayer timestamp(int value, int echo) {
    options(8, 10, value >>> 24, value >>> 16, value >>> 8, value);
    return options(echo >>> 24, echo >>> 16, echo >>> 8, echo);
  }

  /** Appends a no-operation option. */
  public TcpLayer nop() {
    return options(1);
  }

  /** Appends the window scale option, 0..14. */
  public TcpLayer windowScale(int shift) {
    return options(3, 3, shift);
  }

  /** Appends raw option bytes; the header is padded with zeros to full words. */
  public TcpLayer options(int... bytes) {
    for (int value : bytes) {
      options.write(value);
    }
    return this;
  }

  /** Claims another header length, in words of 4 bytes, 0..15. */
  public TcpLayer dataOffset(int words) {
    dataOffset = words;
    return this;
  }

  /** Makes the checksum wrong. */
  public TcpLayer badChecksum() {
    badChecksum = true;
    return this;
  }

  @Override
  int ipProtocol() {
    return PROTOCOL;
  }

  @Override
  byte[] encode(PacketBuilder inner, byte[] body) {
    int headerBytes = HEADER_BYTES + (options.size() + 3) / 4 * 4;
    ByteBuffer segment =
        ByteBuffer.allocate(headerBytes + body.length)
            .putShort((short) sourcePort)
            .putShort((short) targetPort)
            .putInt(sequence)
            .putInt(acknowledgement)
            .put((byte) ((dataOffset >= 0 ? dataOffset : headerBytes / 4) << 4))
            .put((byte) flags)
            .putShort((short) window)
            .putShort((short) 0)
            .putShort((short) urgentPointer)
            .put(options.toByteArray())
            .put(headerBytes, body);
    int checksum = transportChecksum(PROTOCOL, segment.array()) ^ (badChecksum ? 0x5555 : 0);
    return segment.putShort(CHECKSUM_OFFSET, (short) checksum).array();
  }
}
