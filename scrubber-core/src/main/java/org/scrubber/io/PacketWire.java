package org.scrubber.io;

import java.io.IOException;
import java.util.List;

/**
 * Two interfaces, bound, and the lines of the workers between them.
 *
 * <p>After it was opened packets still go the kernel's own way; {@link #start} takes them, {@link
 * #stop} gives them back, and so does {@link #close} or the end of the process. Any thread; each
 * line belongs to its worker, which must have let go of it before the wire is closed.
 */
public interface PacketWire extends AutoCloseable {
  /** Returns the lines, one for each worker. */
  List<? extends PacketLine> lines();

  /** Takes packets from now on. */
  void start() throws IOException;

  /**
   * Lets packets go the kernel's own way from now on. What has been received already stays with the
   * lines.
   */
  void stop() throws IOException;

  /** Returns how each interface is driven, outside and inside, and then what one should know. */
  List<String> report();

  /** Returns what loses packets, or may, a line each. */
  default List<String> warnings() {
    return List.of();
  }

  /** Closes the lines and gives up the interfaces. */
  @Override
  void close();
}
