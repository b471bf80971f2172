package org.scrubber.io.linux;

import java.io.IOException;

/** A call of the kernel failed; says which, and the error number. */
public final class LinuxException extends IOException {
  private static final long serialVersionUID = 1;
  private final int errno;

  /** Says what was tried, and {@code errno}. */
  public LinuxException(String what, int errno) {
    super(what + ": " + Errno.text(errno) + " (errno " + errno + ")");
    this.errno = errno;
  }

  /** Returns the error number, one of {@link Errno}. */
  public int errno() {
    return errno;
  }

  /**
   * Returns a result that is no error.
   *
   * @param what what was tried, for the message
   * @throws LinuxException when {@code result} is a negated error number
   */
  public static int check(String what, int result) throws LinuxException {
    if (result < 0) {
      throw new LinuxException(what, -result);
    }
    return result;
  }

  /**
   * Returns a result that is no error.
   *
   * @param what what was tried, for the message
   * @throws LinuxException when {@code result} is a negated error number, -4095..-1
   */
  public static long check(String what, long result) throws LinuxException {
    if (result < 0 && result >= -4095) {
      throw new LinuxException(what, (int) -result);
    }
    return result;
  }
}
