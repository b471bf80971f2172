package org.scrubber.parse;

import java.util.Arrays;

/** Reads TCP options one after the other, as slowly and plainly as can be. */
final class ReferenceOptions {
  private ReferenceOptions() {}

  static boolean fit(byte[] options) {
    if (options.length == 0 || options[0] == 0) {
      return true;
    }
    if (options[0] == 1) {
      return fit(Arrays.copyOfRange(options, 1, options.length));
    }
    int length = options.length < 2 ? 0 : options[1] & 0xff;
    boolean own =
        switch (options[0]) {
          case 2 -> length == 4;
          case 3 -> length == 3;
          case 4 -> length == 2;
          case 5 -> length % 8 == 2 && length > 2;
          case 8 -> length == 10;
          default -> length >= 2;
        };
    return own
        && length <= options.length
        && fit(Arrays.copyOfRange(options, length, options.length));
  }
}
