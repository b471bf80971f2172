package org.scrubber.io.xdp;

/**
 * How to open an {@link XdpWire}.
 *
 * @param outside name of the interface towards the attackers
 * @param inside name of the interface towards what is protected
 * @param queues receive queues that each interface must have, or 0 for as many as it has
 * @param workers lines to hand out; queue {@code q} goes to line {@code q % workers}
 * @param mode where the program is attached
 * @param frames frames of 2,048 bytes that each line has
 * @param busyPollUs how long a call may look at the driver's queue, microseconds; 0 is not at all
 * @param offload what the kernel may do without us
 * @param offloadEntries most entries of the offload table
 */
public record XdpOptions(
    String outside,
    String inside,
    int queues,
    int workers,
    Mode mode,
    int frames,
    int busyPollUs,
    Offload offload,
    int offloadEntries) {
  /** Frames of a line unless told otherwise. */
  public static final int DEFAULT_FRAMES = 8192;

  /** Entries of the offload table unless told otherwise. */
  public static final int DEFAULT_OFFLOAD_ENTRIES = 1 << 16;

  /** Fewest frames that each queue of each side needs. */
  static final int MIN_QUEUE_FRAMES = 256;

  /** Where the XDP program runs. */
  public enum Mode {
    /** In the driver where it can, else as {@link #GENERIC}. */
    AUTO,
    /** In the driver. */
    NATIVE,
    /** In the kernel's stack, with any driver; slower. */
    GENERIC
  }

  /** What the kernel may do without us. */
  public enum Offload {
    /** Nothing. */
    NONE,
    /** Drop what is settled. */
    DROP,
    /** Drop what is settled, and send on what is settled and what is not IP. */
    FULL
  }

  /** Returns what is usual: all queues, one worker, no offload. */
  public static XdpOptions of(String outside, String inside) {
    return new XdpOptions(
        outside, inside, 0, 1, Mode.AUTO, DEFAULT_FRAMES, 0, Offload.NONE, DEFAULT_OFFLOAD_ENTRIES);
  }

  /** Returns these with another mode. */
  public XdpOptions with(Mode other) {
    return new XdpOptions(
        outside, inside, queues, workers, other, frames, busyPollUs, offload, offloadEntries);
  }

  /** Returns these with another offload. */
  public XdpOptions with(Offload other) {
    return new XdpOptions(
        outside, inside, queues, workers, mode, frames, busyPollUs, other, offloadEntries);
  }
}
