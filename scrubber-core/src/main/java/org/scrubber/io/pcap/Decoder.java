package org.scrubber.io.pcap;

import org.scrubber.batch.PacketBatch;
import org.scrubber.wire.Memory;

/**
 * Turns the bytes of one capture file into batch columns, whatever medium they come from.
 *
 * <p>Nothing in a file makes it throw: a record that is cut or damaged ends the file with a
 * warning. Used by one thread; allocates only for interfaces and warnings.
 */
abstract sealed class Decoder permits PcapDecoder, PcapngDecoder {
  /** Most captured bytes of one frame; a larger record length means a damaged file. */
  static final int MAX_FRAME_BYTES = 1 << 20;

  /** Most bytes of a record that must be in the window at once, headers and options included. */
  static final int MAX_RECORD_BYTES = 2 << 20;

  /**
   * Latest timestamp (in the year 2116, after all that a classic pcap can say): later ones are
   * clamped to it, so that sums of two times do not overflow.
   */
  static final long MAX_TIMESTAMP_NS = Long.MAX_VALUE / 2;

  /** File name as the user gave it, for warnings. */
  final String name;

  final CaptureCatalog catalog;

  /** Byte order of the file, or of the section just now. */
  boolean bigEndian;

  /** Packets decoded so far. */
  long packets;

  private boolean done;
  private boolean warned;

  Decoder(String name, CaptureCatalog catalog) {
    this.name = name;
    this.catalog = catalog;
  }

  /**
   * Appends packets to {@code batch} from index {@code count} on, and moves the window behind the
   * last whole record. Stops when the batch is full, the window's soft limit is reached, bytes are
   * lacking, or the file is over ({@link #done}). Does not set {@code batch.size}.
   *
   * @return the number of packets in the batch
   */
  abstract int decode(Window window, PacketBatch batch, int count);

  /** Returns whether the file is over: at its end, cut, or damaged. */
  final boolean done() {
    return done;
  }

  /** Returns whether a warning has told that the file was not read to its end. */
  final boolean warned() {
    return warned;
  }

  /** Ends the file: {@code leftBytes} bytes do not make a whole record. */
  final void end(long leftBytes) {
    done = true;
    if (leftBytes > 0) {
      warned = true;
      catalog.warn(
          "%s: cut in the middle of packet %d; the last %d %s ignored"
              .formatted(name, packets + 1, leftBytes, leftBytes == 1 ? "byte was" : "bytes were"));
    }
  }

  /** Ends the file at a record that contradicts itself. */
  final void damaged(String what) {
    done = true;
    warned = true;
    catalog.warn(
        "%s: damaged after packet %d (%s); the rest was ignored".formatted(name, packets, what));
  }

  final int i32(long address) {
    return bigEndian ? Memory.i32(address) : Memory.i32Le(address);
  }

  final int u16(long address) {
    return bigEndian ? Memory.u16(address) : Memory.u16Le(address);
  }
}
