package org.scrubber.cli.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.bench.Bench;
import org.scrubber.captures.bench.FrameLayout;
import org.scrubber.captures.bench.Kind;
import org.scrubber.captures.bench.Latency;
import org.scrubber.captures.bench.Machine;
import org.scrubber.captures.bench.Measurement;
import org.scrubber.captures.bench.Plan;
import org.scrubber.captures.bench.Setting;
import org.scrubber.captures.bench.Shares;
import org.scrubber.cli.ExitCode;
import org.scrubber.cli.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scrubber bench}: what a packet costs, from its bytes to its verdict. */
@Command(
    name = "bench",
    description = {
      "Measure what a packet costs on this machine, from its bytes to its verdict: CPU time of the"
          + " thread, with a policy of 200 objects and 5,000 prefixes, every filter on.",
      "",
      "Packets are made in memory, all of them distinct; nothing is sent. Takes some minutes, with"
          + " --quick some 20 s, with --full a quarter of an hour."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything was measured, fast or slow",
      "1:the recording of --profile could not be written, or packets met the wrong verdicts",
      "2:the command line is wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  scrubber bench --quick",
      "  scrubber bench --traffic udp-flood --profile",
      "  scrubber bench --latency 10m",
      "  scrubber bench --traffic benign --flows 4000000 --batch 128 --workers 2 --json"
    })
@SuppressWarnings("NullAway.Init") // The command line sets them.
public final class BenchCommand implements Callable<Integer> {
  private static final int MAX_WORKERS = 2;
  private static final int DEFAULT_LOAD = 50;
  private static final int MOST_LOAD = 99;

  @Spec private CommandSpec spec;
  @ParentCommand private Main main;

  @Option(names = "--quick", description = "Measure every kind of traffic for a moment only.")
  private boolean quick;

  @Option(
      names = "--full",
      description = "Measure longer, and with other numbers of flows, batches and layouts as well.")
  private boolean full;

  @Option(
      names = "--traffic",
      paramLabel = "NAME",
      description =
          "Measure this kind only: benign, syn-flood, udp-flood, amplification, carpet, all or"
              + " ipv6-half; repeatable.")
  private List<String> traffic = new ArrayList<>();

  @Option(
      names = "--flows",
      paramLabel = "N",
      description = "Established flows, 1 to 4194304. Default: 1000000, with --quick 10000.")
  private @Nullable Integer flows;

  @Option(
      names = "--sources",
      paramLabel = "N",
      description =
          "Sources that attacks come from, 1 to 4194304. Default: 4194304, and any address for a"
              + " SYN flood.")
  private @Nullable Integer sources;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Packets of a batch, 1 to 1024. Default: 256.")
  private @Nullable Integer batch;

  @Option(
      names = "--layout",
      paramLabel = "NAME",
      description = "How frames lie in memory: packed, or slots of 2 KiB. Default: packed.")
  private @Nullable String layout;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Workers, each on a thread of its own: 1 or 2.")
  private @Nullable Integer workers;

  @Option(
      names = "--latency",
      paramLabel = "DURATION",
      converter = org.scrubber.cli.live.Duration.class,
      description =
          "Play at a steady pace for so long, and say how long batches took, and what stopped the"
              + " virtual machine. Of benign traffic if --traffic names no other.")
  private @Nullable Long latencyNs;

  @Option(
      names = "--load",
      paramLabel = "PERCENT",
      description = "With --latency: share of what the worker can do, 1 to 99. Default: 50.")
  private @Nullable Integer load;

  @Option(
      names = "--profile",
      description = "Say, by samples of the flight recorder, what stages and classes take.")
  private boolean profile;

  @Option(names = "--json", description = "Print the figures as JSON, and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Setting> settings = settings();
    Machine machine = Machine.here();
    if (latencyNs != null) {
      return latency(machine, settings, latencyNs);
    }
    boolean progress = main.terminal().interactive();
    List<Measurement> measured = new ArrayList<>();
    List<Shares> shares = new ArrayList<>();
    Bench.rehearse(settings.getFirst());
    for (Setting setting : settings) {
      if (progress) {
        main.terminal().complain("measuring " + BenchText.name(setting));
      }
      if (profile) {
        Shares.Sampled<Measurement> sampled = Shares.of(() -> Bench.measure(setting));
        measured.add(sampled.result());
        shares.add(sampled.shares());
      } else {
        measured.add(Bench.measure(setting));
      }
    }
    main.terminal()
        .print(
            json
                ? BenchJson.render(machine, measured, shares)
                : BenchText.render(machine, measured, shares, main.terminal().style()));
    boolean right = measured.stream().allMatch(one -> one.outcome().isRight(one.setting().kind()));
    return right ? ExitCode.OK : ExitCode.MISSED;
  }

  private int latency(Machine machine, List<Setting> settings, long atLeastNs) throws IOException {
    double share = (load == null ? DEFAULT_LOAD : load) / 100.0;
    List<Latency> measured = new ArrayList<>();
    Bench.rehearse(settings.getFirst());
    for (Setting setting : settings) {
      measured.add(Latency.measure(setting, share, Duration.ofNanos(atLeastNs)));
    }
    main.terminal()
        .print(
            json
                ? LatencyReport.json(machine, measured)
                : LatencyReport.text(machine, measured, main.terminal().style()));
    return ExitCode.OK;
  }

  private List<Setting> settings() {
    if (quick && full) {
      throw usage("--quick and --full exclude each other");
    }
    if (latencyNs != null && (full || profile || workers != null)) {
      throw usage("--latency goes with none of --full, --profile and --workers");
    }
    if (latencyNs == null && load != null) {
      throw usage("--load needs --latency");
    }
    checkRange("--load", load, MOST_LOAD);
    Plan plan = quick ? Plan.QUICK : full ? Plan.FULL : Plan.USUAL;
    List<Kind> all = latencyNs == null ? List.of(Kind.values()) : List.of(Kind.BENIGN);
    List<Kind> kinds = traffic.isEmpty() ? all : traffic.stream().map(this::kind).toList();
    checkRange("--flows", flows, Setting.MAX_FLOWS);
    checkRange("--sources", sources, Setting.SOURCES);
    checkRange("--batch", batch, PacketBatch.MAX_CAPACITY);
    checkRange("--workers", workers, MAX_WORKERS);
    FrameLayout frames = layout == null ? null : layout(layout);
    return plan.settings(kinds).stream()
        .map(one -> flows == null ? one : one.withFlows(flows))
        .map(one -> sources == null ? one : one.withSources(sources))
        .map(one -> batch == null ? one : one.withBatch(batch))
        .map(one -> frames == null ? one : one.withLayout(frames))
        .map(one -> workers == null ? one : one.withWorkers(workers))
        .filter(one -> latencyNs == null || one.workers() == 1)
        .distinct()
        .toList();
  }

  private void checkRange(String option, @Nullable Integer value, int most) {
    if (value != null && (value < 1 || value > most)) {
      throw usage(option + ": " + value + " is out of range; expected 1 to " + most);
    }
  }

  private Kind kind(String name) {
    return Arrays.stream(Kind.values())
        .filter(one -> one.text().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                usage(
                    none(
                        "--traffic",
                        name,
                        Arrays.stream(Kind.values())
                            .map(Kind::text)
                            .collect(Collectors.joining(", ")))));
  }

  private FrameLayout layout(String name) {
    return Arrays.stream(FrameLayout.values())
        .filter(one -> one.text().equals(name))
        .findFirst()
        .orElseThrow(() -> usage(none("--layout", name, "packed, slots")));
  }

  private static String none(String option, String given, String known) {
    return "%s: \"%s\" is none of %s".formatted(option, given, known);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
