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

  /** Option: the end of all options. */
  public static final int END_OF_OPTIONS = 0;

  /** Option: no operation, one byte without a length. */
  public static final int NO_OPERATION = 1;

  /** Option: maximum segment size, of 4 bytes. */
  public static final int SEGMENT_SIZE = 2;

  /** Option: window scale, of 3 bytes (RFC 7323). */
  public static final int WINDOW_SCALE = 3;

  /** Option: selective acknowledgements are permitted, of 2 bytes (RFC 2018). */
  public static final int SACK_PERMITTED = 4;

  /** Option: selective acknowledgement, pairs of sequence numbers. */
  public static final int SACK = 5;

  /** Option: time stamps, value and echo, of 10 bytes (RFC 7323). */
  public static final int TIMESTAMPS = 8;

  /** Option: MD5 signature (RFC 2385). */
  public static final int MD5_SIGNATURE = 19;

  /** Option: authentication (RFC 5925). */
  public static final int AUTHENTICATION = 29;

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
