package org.scrubber.cli.live;

import java.io.IOException;
import org.scrubber.live.LiveRun;
import org.scrubber.live.PolicySource;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.wire.BoundWires;
import org.scrubber.live.wire.WireOptions;

/** A live run as a process of its own: what signals do to it. */
public final class LiveProcess {
  private LiveProcess() {}

  /** Runs until SIGTERM, SIGINT, or the end of its time; SIGHUP loads the policy anew. */
  public static void run(
      LiveRun.Options options, PolicySource policies, WireOptions wire, LiveEvent.Listener listener)
      throws IOException {
    LiveRun run = new LiveRun(options, policies, new BoundWires(wire), listener);
    Signals.handle("HUP", run::reload);
    Signals.handle("TERM", run::stop);
    Signals.handle("INT", run::stop);
    run.run();
  }
}
