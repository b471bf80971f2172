package org.scrubber.live.wire;

import java.util.Locale;
import org.scrubber.bypass.BypassMode;

/**
 * How to bind two interfaces.
 *
 * @param outside name of the interface towards the Internet
 * @param inside name of the interface towards what is protected
 * @param io what drives them
 * @param offload what the kernel may do by itself
 * @param bypass what packets do when the scrubber does not take them
 * @param workers lines to hand out
 * @param frames frames of packet memory that each worker has; 0 for the usual
 * @param busyPoll look at the driver's queue from the worker's own calls
 */
public record WireOptions(
    String outside,
    String inside,
    Io io,
    Offload offload,
    BypassMode bypass,
    int workers,
    int frames,
    boolean busyPoll) {

  /** What drives the interfaces. */
  public enum Io {
    /** AF_XDP where it is to be had, else AF_PACKET. */
    AUTO,
    /** AF_XDP in the driver, or in the kernel's stack where the driver cannot. */
    XDP,
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

  /** What the kernel may do by itself. */
  public enum Offload {
    /** Nothing. */
    NONE,
    /** Drop what is settled. */
    DROP,
    /** Drop and pass what is settled. */
    FULL;

    /** Returns the word of the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
