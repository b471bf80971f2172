package org.scrubber.live.wire;

import java.util.Locale;
import org.scrubber.bypass.BypassMode;

/**
 * How to bind two interfaces.
 *
 * @param outside name of the interface towards the Internet
 * @param inside name of the interface towards what is protected
 * @param io what drives them
 * @param bypass what packets do when the scrubber does not take them
 * @param workers lines to hand out
 * @param frames frames of packet memory that each worker has; 0 for the usual
 * @param busyPoll look at the driver's queue from the worker's own calls
 * @param offload what the kernel may do by itself, with AF_XDP; packet sockets have nothing such
 */
public record WireOptions(
    String outside,
    String inside,
    Io io,
    BypassMode bypass,
    int workers,
    int frames,
    boolean busyPoll,
    Offload offload) {

  /** Bytes of a frame. */
  static final int FRAME_BYTES = 2_048;

  /** What the kernel may do by itself. */
  public enum Offload {
    /** Nothing. */
    NONE,
    /** Drop what is settled. */
    DROP,
    /** Drop what is settled, and send on what is settled and what is not IP. */
    FULL;

    /** Returns the word of the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What drives the interfaces. */
  public enum Io {
    /** AF_XDP where it is to be had, else packet sockets. */
    AUTO,
    /** AF_XDP in the driver, or in the kernel's stack where the driver cannot. */
    XDP,
    /** AF_XDP in the driver, and nothing else. */
    NATIVE,
    /** AF_XDP in the kernel's stack. */
    GENERIC,
    /** Packet sockets. */
    AFPACKET;

    /** Returns the word of the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
