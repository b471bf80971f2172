package org.scrubber.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.load.Policies;
import org.scrubber.report.Report;

/** Replays captures against the policy of a small host; a program of its own. */
final class ReplayProbe {
  private ReplayProbe() {}

  /** Arguments: workers, clean output, dropped output, captures. Prints the packets offered. */
  public static void main(String[] arguments) throws IOException {
    List<String> all = List.of(arguments);
    Report report =
        run(
            Integer.parseInt(all.get(0)),
            Path.of(all.get(1)),
            Path.of(all.get(2)),
            all.subList(3, all.size()));
    System.out.println("offered " + report.totals().offered().packets());
  }

  /** Replays and returns the report. */
  static Report run(int workers, Path clean, Path dropped, List<String> captures)
      throws IOException {
    return run(workers, clean, dropped, null, captures);
  }

  /** Replays, keeps evidence, and returns the report. */
  static Report run(
      int workers, Path clean, Path dropped, Path evidenceOrNull, List<String> captures)
      throws IOException {
    Replay.Options options =
        new Replay.Options(
            Policies.protecting(List.of(Prefix.parse("198.18.0.0/16"))),
            captures,
            clean,
            dropped,
            evidenceOrNull,
            workers);
    return new Replay(options).run((consumed, total, packets) -> {});
  }
}
