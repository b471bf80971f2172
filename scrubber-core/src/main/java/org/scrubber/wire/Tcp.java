package org.scrubber.wire;

/** TCP header (RFC 9293): offsets from its start and flag bits. */
public final class Tcp {
  /** Header length without options. */
  public static final int MIN_HEADER_BYTES = 20;

  /** Offset of the sequence number. */
  public static final int SEQUENCE = 4;

  /** Offset of the acknowledgement number. */
  public static final int ACKNOWLEDGEMENT = 8;

  /** Offset of the byte whose upper half is the data offset in 32-bit words. */
  public static final int DATA_OFFSET = 12;

  /** Offset of the flags. */
  public static final int FLAGS = 13;

  /** Offset of the window. */
  public static final int WINDOW = 14;

  /** Offset of the checksum. */
  public static final int CHECKSUM = 16;

  /** Offset of the urgent pointer. */
  public static final int URGENT = 18;

  /** Most bytes of options. */
  public static final int MAX_OPTION_BYTES = 40;

  /** FIN. */
  public static final int FIN = 0x01;

  /** SYN. */
  public static final int SYN = 0x02;

  /** RST. */
  public static final int RST = 0x04;

  /** PSH. */
  public static final int PSH = 0x08;

  /** ACK. */
  public static final int ACK = 0x10;

  /** URG. */
  public static final int URG = 0x20;

  private Tcp() {}
}
