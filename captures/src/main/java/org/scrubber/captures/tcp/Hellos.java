package org.scrubber.captures.tcp;

import org.scrubber.captures.payload.TlsRecords;
import org.scrubber.captures.random.RandomStream;

/**
 * How TLS messages begin. ClientHellos are taken from a few dozen that are made in advance: more
 * than a third fit one segment, the others offer a post-quantum key and take two.
 */
public final class Hellos {
  private static final int EACH = 16;
  private static final int SMALL_PERCENT = 35;
  private static final byte[][] SMALL = new byte[EACH][];
  private static final byte[][] LARGE = new byte[EACH][];
  private static final int LARGEST_RECORD_BYTES = 16_384;
  private static final int HEADER_BYTES = 5;

  /** A ServerHello's record header and the beginning of the message. */
  private static final byte[] SERVER = {22, 3, 3, 0, 122, 2, 0, 0, 118, 3, 3};

  static {
    RandomStream random = new RandomStream(0x7415);
    for (int k = 0; k < EACH; k++) {
      SMALL[k] = TlsRecords.clientHello(random, "www.example.be", random.between(517, 700));
      LARGE[k] = TlsRecords.clientHello(random, "www.example.be", random.between(1_700, 1_900));
    }
  }

  private Hellos() {}

  /** Returns a ClientHello; shared, not to be changed. */
  public static byte[] client(RandomStream random) {
    byte[][] some = random.chance(SMALL_PERCENT) ? SMALL : LARGE;
    return some[random.below(EACH)];
  }

  /** Returns how a server's first flight begins; shared, not to be changed. */
  public static byte[] server() {
    return SERVER;
  }

  /** Returns how an encrypted message of so many bytes in all begins. */
  public static byte[] record(int messageBytes) {
    int length = Math.min(LARGEST_RECORD_BYTES, messageBytes - HEADER_BYTES);
    return new byte[] {23, 3, 3, (byte) (length >>> 8), (byte) length};
  }
}
