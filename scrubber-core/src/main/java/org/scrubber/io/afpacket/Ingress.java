package org.scrubber.io.afpacket;

import java.io.IOException;
import org.scrubber.io.linux.LinuxException;

/**
 * Keeps the kernel from handling what two interfaces receive, after packet sockets have seen it.
 * Without it, a packet would pass twice: through us, and over the bridge beneath. The kernel
 * removes it with the process, however that ends. Of {@link #set} and {@link #close} any thread,
 * one at a time; all else is the worker's.
 */
interface Ingress extends AutoCloseable {
  /**
   * Prepares it for two interfaces; nothing is dropped yet. Where the kernel takes no program at
   * ingress (before Linux 6.6, or without CAP_BPF), it is made of nftables, and knows no {@link
   * #hasSigns signs of life}.
   *
   * @param links indices of the interfaces, by side
   * @param names of the interfaces, by side
   * @throws IOException when the kernel has neither
   */
  static Ingress open(int[] links, String[] names) throws IOException {
    try {
      return IngressProgram.open(links, names);
    } catch (LinuxException refused) {
      try {
        return IngressDrop.open(names);
      } catch (IOException failure) {
        failure.addSuppressed(refused);
        throw failure;
      }
    }
  }

  /** Drops from now on, or no more, on both interfaces at once. */
  void set(boolean dropping) throws IOException;

  /** Tells whether packets pass when the worker gives no sign of life for too long. */
  boolean hasSigns();

  /** Gives a sign of life for a side; at least every 100 ms while the worker works. */
  void giveSign(int side);

  /**
   * Tells whether packets of a side have begun to pass for want of a sign: until the next one, all
   * do.
   */
  boolean isPassing(int side);

  /** Returns how many packets of a side have passed for want of a sign. */
  long passed(int side);

  /** Returns for how long they have done so, ns. */
  long passingNs(int side);

  /** Returns how many packets of a side have passed while nothing was to be dropped. */
  long passedAside(int side);

  /**
   * Returns when the first of those came that have passed since the last sign, ns since the boot:
   * rather too early by some microseconds than too late.
   */
  long passedFromNs(int side);

  /** Returns when the last of them passed, ns since the boot. */
  long passedUntilNs(int side);

  @Override
  void close();
}
