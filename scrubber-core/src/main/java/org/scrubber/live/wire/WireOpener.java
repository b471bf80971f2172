package org.scrubber.live.wire;

import java.io.IOException;
import java.util.List;
import org.scrubber.io.PacketWire;
import org.scrubber.io.netlink.LinkWatch;

/** Binds the interfaces; asked again when one was gone and may be back. */
public interface WireOpener {
  /**
   * Something became of the interfaces, or of what lies beneath.
   *
   * @param warning whether it may lose packets, now or when the run ends
   * @param text a line of it
   */
  record News(boolean warning, String text) {
    static News of(String text) {
      return new News(false, text);
    }

    static News warning(String text) {
      return new News(true, text);
    }
  }

  /**
   * Sees to it that no other run has the interfaces, from now until {@link #close}. Comes before
   * anything is made: a run that is refused here has touched nothing.
   *
   * @throws IOException with one line that says which one another run has
   */
  default void claim() throws IOException {}

  /**
   * Binds both interfaces, for as many workers as there are.
   *
   * @throws IOException with one line that says why not; nothing is left behind then
   */
  PacketWire open() throws IOException;

  /** Returns what became of the interfaces since this was last asked, in order. */
  default List<News> changes() {
    return List.of();
  }

  /** Tells whether packets would stop with the run though they are to pass then, as of then. */
  default boolean isBeneathLost() {
    return false;
  }

  /**
   * Returns how an interface is, as of when changes were last asked for; bound or not.
   *
   * @param side as in {@link org.scrubber.io.PacketLine}
   */
  default LinkWatch.State state(int side) {
    return LinkWatch.State.RUNNING;
  }

  /**
   * Removes what the first opening made and what would stay after it was closed: for a start that
   * came to nothing. What was there before stays.
   *
   * @throws IOException when the kernel refuses to
   */
  default void undo() throws IOException {}

  /** Watches the interfaces no more; what was opened is closed before. */
  default void close() {}
}
