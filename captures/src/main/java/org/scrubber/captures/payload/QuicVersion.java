package org.scrubber.captures.payload;

import java.util.HexFormat;

/** The two versions of QUIC, with what differs between them in front of the handshake. */
public enum QuicVersion {
  /** RFC 9000 and 9001. */
  V1(
      1,
      "38762cf7f55934b34d179ae6a4c80cadccbb7f0a",
      "quic",
      0,
      "be0c690b9f66575a1d766b54e368c84e",
      "461599d35d632bf2239825bb"),
  /** RFC 9369: other salt, labels, keys and packet types, the same otherwise. */
  V2(
      0x6b3343cf,
      "0dede3def700a6db819381be6e269dcbf9bd2ed9",
      "quicv2",
      1,
      "8fb4b01b56ac48e260fbcbcead7ccc92",
      "d86969bc2d7c6d9990efb04a");

  private final int number;
  private final byte[] salt;
  private final String label;
  private final int typeShift;
  private final byte[] retryKey;
  private final byte[] retryNonce;

  QuicVersion(
      int number, String salt, String label, int typeShift, String retryKey, String retryNonce) {
    this.number = number;
    this.salt = HexFormat.of().parseHex(salt);
    this.label = label;
    this.typeShift = typeShift;
    this.retryKey = HexFormat.of().parseHex(retryKey);
    this.retryNonce = HexFormat.of().parseHex(retryNonce);
  }

  /** Returns the number that is in long headers. */
  public int number() {
    return number;
  }

  /** Returns the version of a number, or null. */
  public static QuicVersion of(int number) {
    return number == V1.number ? V1 : number == V2.number ? V2 : null;
  }

  /** Returns the first byte of an Initial packet, without protection and packet number length. */
  public int initial() {
    return type(0);
  }

  /** Returns the same of a 0-RTT packet. */
  public int zeroRtt() {
    return type(1);
  }

  /** Returns the same of a Handshake packet. */
  public int handshake() {
    return type(2);
  }

  /** Returns the same of a Retry packet. */
  public int retry() {
    return type(3);
  }

  private int type(int ofVersion1) {
    return 0xC0 | (ofVersion1 + typeShift & 3) << 4;
  }

  byte[] salt() {
    return salt.clone();
  }

  String label() {
    return label;
  }

  byte[] retryKey() {
    return retryKey.clone();
  }

  byte[] retryNonce() {
    return retryNonce.clone();
  }
}
