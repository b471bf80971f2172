package org.scrubber.captures.packet;

/** A header that can carry a part of its payload only: a fragment. */
interface Sliceable {
  /** Carries {@code lengthBytes} from {@code offsetBytes} on, with "more" when bytes remain. */
  PacketBuilder slice(int offsetBytes, int lengthBytes);

  /** Returns the bytes of the whole payload, known once built. */
  int wholeBytes();
}
