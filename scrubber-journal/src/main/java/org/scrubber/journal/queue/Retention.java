package org.scrubber.journal.queue;

/**
 * How much of a journal is kept. Whole files are deleted, oldest first; there is one for every ten
 * minutes of the machine's clock in which anything happened.
 *
 * @param maxBytes size of all files at most; when the newest alone is larger, events are lost until
 *     the next one begins
 * @param maxAgeNs age of a file's last event at most
 * @param reserveBytes left free on the disk: with less, events are lost, and the disk is not filled
 */
public record Retention(long maxBytes, long maxAgeNs, long reserveBytes) {
  private static final long DAY_NS = 86_400_000_000_000L;

  /** 4 GiB, 90 days, and 256 MiB left free. */
  public static final Retention DEFAULT = new Retention(4L << 30, 90 * DAY_NS, 256L << 20);

  /** Checks that there is room for anything. */
  public Retention {
    if (maxBytes < 1 << 20 || maxAgeNs <= 0 || reserveBytes < 0) {
      throw new IllegalArgumentException(
          "a journal keeps 1 MiB or more, for longer than no time at all");
    }
  }
}
