package org.scrubber.io.pcap;

/**
 * The bytes of a capture that are in memory now, by absolute address. A decoder moves {@link
 * #position}; the input that owns the memory sets the rest. Used by one thread.
 */
final class Window {
  /** Address of the next byte to decode. */
  long position;

  /** Address after the last byte that may be read. */
  long limit;

  /** No record is begun at or after this address, so that what one batch takes stays bounded. */
  long softLimit = Long.MAX_VALUE;

  /** True when no byte will ever follow those before {@link #limit}. */
  boolean ended;
}
