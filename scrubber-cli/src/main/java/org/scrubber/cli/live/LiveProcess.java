package org.scrubber.cli.live;

import java.io.IOException;
import org.scrubber.live.LiveRun;
import org.scrubber.live.PolicySource;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.wire.BoundWires;
import org.scrubber.live.wire.WireOptions;

/** A live run as a process of its own: what signals do to it. */
public final class LiveProcess {
  private static final int HANGUP = 1;
  private static final long NS_PER_MS = 1_000_000L;

  private LiveProcess() {}

  /** Runs until SIGTERM, SIGINT, or the end of its time; SIGHUP loads the policy anew. */
  public static void run(
      LiveRun.Options options, PolicySource policies, WireOptions wire, LiveEvent.Listener listener)
      throws IOException {
    LiveRun run = new LiveRun(options, policies, new BoundWires(wire), listener);
    if (Signals.isIgnored(HANGUP) && !options.watch()) {
      String said = "SIGHUP is ignored, as nohup has it: it loads no policy; --watch would";
      listener.hear(System.currentTimeMillis() * NS_PER_MS, new LiveEvent.Complaint(said));
    }
    Signals.handle("HUP", run::reload);
    Signals.handle("TERM", run::stop);
    Signals.handle("INT", run::stop);
    run.run();
  }
}
