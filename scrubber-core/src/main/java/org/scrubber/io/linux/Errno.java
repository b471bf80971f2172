package org.scrubber.io.linux;

/** Error numbers of Linux (asm-generic/errno.h) that somebody here looks at. */
public final class Errno {
  /** Not permitted. */
  public static final int EPERM = 1;

  /** No such file. */
  public static final int ENOENT = 2;

  /** Interrupted by a signal. */
  public static final int EINTR = 4;

  /** No such device or address. */
  public static final int ENXIO = 6;

  /** Argument list too long; a full BPF map. */
  public static final int E2BIG = 7;

  /** Try again. */
  public static final int EAGAIN = 11;

  /** Out of memory. */
  public static final int ENOMEM = 12;

  /** Permission denied; of BPF: refused by the verifier. */
  public static final int EACCES = 13;

  /** Device or resource busy. */
  public static final int EBUSY = 16;

  /** Already there. */
  public static final int EEXIST = 17;

  /** No such device. */
  public static final int ENODEV = 19;

  /** Invalid argument. */
  public static final int EINVAL = 22;

  /** Out of room. */
  public static final int ENOSPC = 28;

  /** Result out of range; of XDP: the MTU is too large. */
  public static final int ERANGE = 34;

  /** The kernel has no such call. */
  public static final int ENOSYS = 38;

  /** Message too long. */
  public static final int EMSGSIZE = 90;

  /** Protocol option not available. */
  public static final int ENOPROTOOPT = 92;

  /** Operation not supported. */
  public static final int EOPNOTSUPP = 95;

  /** The address is in use. */
  public static final int EADDRINUSE = 98;

  /** The network is down. */
  public static final int ENETDOWN = 100;

  /** No buffer space; of AF_XDP: locked memory is used up. */
  public static final int ENOBUFS = 105;

  private Errno() {}

  /** Returns the words for an error number. */
  public static String text(int errno) {
    return switch (errno) {
      case EPERM -> "operation not permitted";
      case ENOENT -> "no such file";
      case EINTR -> "interrupted";
      case ENXIO -> "no such device or address";
      case E2BIG -> "argument list too long";
      case EAGAIN -> "try again";
      case ENOMEM -> "out of memory";
      case EACCES -> "permission denied";
      case EBUSY -> "device or resource busy";
      case EEXIST -> "already exists";
      case ENODEV -> "no such device";
      case EINVAL -> "invalid argument";
      case ENOSPC -> "no room left";
      case ERANGE -> "out of range";
      case ENOSYS -> "unknown to this kernel";
      case EMSGSIZE -> "message too long";
      case ENOPROTOOPT -> "option not available";
      case EOPNOTSUPP -> "not supported";
      case EADDRINUSE -> "address in use";
      case ENETDOWN -> "network is down";
      case ENOBUFS -> "no buffer space";
      default -> "error";
    };
  }
}
