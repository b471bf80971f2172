package org.scrubber.parse;

import java.math.BigInteger;
import java.util.Arrays;

/** Captured bytes from a place on, of which each is asked for before it is read. */
record CapturedBytes(byte[] all, int start) {
  /** The capture ends here: what follows is unknown. */
  static final class Unknown extends Exception {
    private static final long serialVersionUID = 1;
  }

  int u8(int at) throws Unknown {
    if (start + at >= all.length) {
      throw new Unknown();
    }
    return all[start + at] & 0xff;
  }

  int u16(int at) throws Unknown {
    return u8(at) * 256 + u8(at + 1);
  }

  int u32(int at) throws Unknown {
    return new BigInteger(1, slice(at, 4)).intValue();
  }

  long u64(int at) throws Unknown {
    return new BigInteger(1, slice(at, 8)).longValue();
  }

  byte[] slice(int at, int length) throws Unknown {
    if (start + at + length > all.length) {
      throw new Unknown();
    }
    return Arrays.copyOfRange(all, start + at, start + at + length);
  }

  CapturedBytes from(int at) {
    return new CapturedBytes(all, start + at);
  }

  boolean isEmpty() {
    return start >= all.length;
  }
}
