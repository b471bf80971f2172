package org.scrubber.cli.live;

import java.time.Instant;
import org.scrubber.cli.Terminal;
import org.scrubber.live.event.LiveEvent;

/** Writes what happens to standard error, a line each. */
public final class LiveLog implements LiveEvent.Listener {
  private static final long SECOND_NS = 1_000_000_000L;

  private final Terminal terminal;

  /** Writes to a terminal. */
  public LiveLog(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void hear(long timeNs, LiveEvent event) {
    EventLine.of(timeNs, event).forEach(this::print);
  }

  /** Writes what the operator should know of a policy. */
  void warn(String line) {
    say("warning: " + line);
  }

  /** Writes a line of this moment. */
  void say(String line) {
    Instant now = Instant.now();
    print(EventLine.line(now.getEpochSecond() * SECOND_NS + now.getNano(), line));
  }

  private synchronized void print(String line) {
    terminal.err().print(line + "\n");
    terminal.err().flush();
  }
}
