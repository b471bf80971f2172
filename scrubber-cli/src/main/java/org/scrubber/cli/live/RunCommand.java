package org.scrubber.cli.live;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.scrubber.bypass.BypassMode;
import org.scrubber.cli.ExitCode;
import org.scrubber.cli.Main;
import org.scrubber.cli.Protection;
import org.scrubber.cli.Terminal;
import org.scrubber.cli.Version;
import org.scrubber.cli.journal.JournalOptions;
import org.scrubber.cli.machine.InterfaceOptions;
import org.scrubber.cli.metrics.ListenAddress;
import org.scrubber.counter.CounterDirectory;
import org.scrubber.live.LiveRun;
import org.scrubber.live.wire.WireOptions;
import org.scrubber.policy.load.PolicyException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scrubber run}: a bump in the wire between two interfaces, until it is told to end. */
@Command(
    name = "run",
    description = {
      "Scrub live: forward between two interfaces what is clean, drop and challenge the rest.",
      "",
      "Needs root, or the capabilities NET_ADMIN, NET_RAW, BPF and IPC_LOCK; scrubber doctor says"
          + " what this machine lacks. What happens is written to standard error, a line each, with"
          + " times in UTC. SIGHUP loads the policy anew, SIGTERM and Ctrl-C end the run; no packet"
          + " is lost by either."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it was told to end, or its time was over",
      "1:an interface cannot be had, or a file not be written; nothing was left behind",
      "2:the command line or the policy is wrong; nothing was touched",
      "70:it failed (a bug); packets go on over the bypass"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  scrubber run --outside eth0 --inside eth1 --policy scrubber.yaml",
      "  scrubber run --outside eth0 --inside eth1 --protect 198.51.100.0/24 --duration 60s",
      "  systemctl reload scrubber"
    })
public final class RunCommand implements Callable<Integer> {
  private static final int MIN_FRAMES = 512;
  private static final int MAX_FRAMES = 1 << 20;
  private static final int MAX_WORKERS = 64;

  @Spec private CommandSpec spec;
  @ParentCommand private Main main;

  @Mixin private InterfaceOptions interfaces;

  @Mixin private Protection protection;

  @Option(
      names = "--watch",
      description =
          "Load the policy anew whenever its file, or a feed that it names, changes, as SIGHUP"
              + " does.")
  private boolean watch;

  @Option(
      names = "--io",
      paramLabel = "HOW",
      defaultValue = "auto",
      description =
          "What drives the interfaces: xdp (AF_XDP, in the driver where it can), native (AF_XDP in"
              + " the driver or not at all), generic (AF_XDP in the kernel's stack), afpacket"
              + " (packet sockets), or auto, the first that is to be had; ${DEFAULT-VALUE} if not"
              + " given.")
  private WireOptions.Io io;

  @Option(
      names = "--offload",
      paramLabel = "WHAT",
      description =
          "What the kernel may do by itself, with AF_XDP: none; drop, what a mitigation drops again"
              + " and again, as long as it lasts; full, also forward what is established and not"
              + " attacked. drop if not given; packet sockets have none.")
  private WireOptions.Offload offload;

  @Option(
      names = "--bypass",
      paramLabel = "WHAT",
      defaultValue = "bridge",
      description =
          "What packets do when the scrubber does not take them: bridge, they pass over a bridge"
              + " beneath, which stays when the run ends; none, they stop. ${DEFAULT-VALUE} if not"
              + " given.")
  private BypassMode bypass;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "0",
      description = "Frames of 2,048 bytes for packets, 512 to 1,048,576; 8,192 if not given.")
  private int frames;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Worker threads, with AF_XDP; as many receive queues are needed on each interface. Each"
              + " has a share of the inside networks with tables of its own, and hands over what"
              + " belongs to another one. ${DEFAULT-VALUE} if not given.")
  private int workers;

  @Option(
      names = "--cpus",
      paramLabel = "LIST",
      converter = Processors.Converter.class,
      description =
          "Pin the workers to these processors, one each, for example 2,3 or 2-5; not pinned if"
              + " not given.")
  private Processors cpus = Processors.NONE;

  @Option(
      names = "--busy-poll",
      description = "Never wait for packets: keep a processor busy all the time.")
  private boolean busyPoll;

  @Option(
      names = "--no-warm-up",
      description =
          "Take packets at once. Without it the packet path is compiled first, on made-up traffic,"
              + " which takes seconds, on busy processors a quarter of a minute; what is beneath"
              + " passes packets meanwhile.")
  private boolean noWarmUp;

  @Option(
      names = "--counters",
      paramLabel = "FILE",
      description =
          "Count in this file, which scrubber top reads; none for no file. Its directory must be"
              + " there. If not given, one in /run/scrubber that is named by the interfaces.")
  private Path counters;

  @Option(
      names = "--metrics",
      paramLabel = "ADDRESS:PORT",
      converter = ListenAddress.Converter.class,
      description =
          "Serve the counters to Prometheus at http://ADDRESS:PORT/metrics, and /health beside"
              + " them.")
  private InetSocketAddress metrics;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Keep what is known (flows, proofs, baselines, mitigations) in this directory, at most 5"
              + " s old, and begin with what an earlier run has left there. DIR is made.")
  private Path state;

  @Mixin private JournalOptions journal;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Duration.class,
      description = "End after this time, for example 30s, 10m or 2h.")
  private Long durationNs;

  @Override
  public Integer call() throws IOException, PolicyException {
    requireUsable();
    Terminal terminal = main.terminal();
    LiveLog log = new LiveLog(terminal);
    FilePolicySource policies =
        new FilePolicySource(
            protection.policyFile(),
            protection.prefixes(spec.commandLine()),
            new Seed(state),
            log::warn);
    WireOptions wire =
        new WireOptions(
            interfaces.outside(),
            interfaces.inside(),
            io,
            bypass,
            workers,
            frames,
            busyPoll,
            offload());
    List<String> names = List.of(interfaces.outside(), interfaces.inside());
    try (Scrape scrape = Scrape.open(metrics, counters(), log);
        LiveRecording recording = new LiveRecording(journal, names, log, scrape)) {
      main.engine().live(options(recording), policies, wire, recording);
    } catch (FilePolicySource.WrongPolicyException e) {
      throw e.policy();
    }
    return ExitCode.OK;
  }

  private LiveRun.Options options(LiveRecording recording) throws IOException {
    return new LiveRun.Options(
        Version.number(),
        interfaces.outside(),
        interfaces.inside(),
        workers,
        cpus.list(),
        busyPoll,
        watch,
        !noWarmUp,
        durationNs == null ? 0 : durationNs,
        counters(),
        state,
        recording);
  }

  private void requireUsable() throws IOException {
    requireWorkers();
    journal.require(spec.commandLine());
    if (interfaces.outside().equals(interfaces.inside())) {
      throw usage("--outside and --inside are the same interface: " + interfaces.outside());
    }
    if (!protection.isGiven()) {
      throw usage("what is inside is not known: give --policy or --protect");
    }
    if (watch && protection.policyFile() == null) {
      throw usage("--watch needs --policy");
    }
    requireDirectoryOfCounters();
    if (metrics != null && counters() == null) {
      throw usage("--metrics shows what is counted in a file, and --counters is none");
    }
    if (io == WireOptions.Io.AFPACKET && offload != null && offload != WireOptions.Offload.NONE) {
      throw usage("--offload " + offload + " needs AF_XDP, not --io afpacket");
    }
    if (frames != 0 && (frames < MIN_FRAMES || frames > MAX_FRAMES)) {
      throw usage("--frames: " + frames + " is out of range; expected 512 to 1048576");
    }
  }

  private void requireDirectoryOfCounters() {
    if (counters == null || counters.toString().equals("none")) {
      return;
    }
    Path directory = counters.toAbsolutePath().normalize().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw usage("--counters: " + counters + ": its directory does not exist; make it first");
    }
  }

  private void requireWorkers() throws IOException {
    if (workers < 1 || workers > MAX_WORKERS) {
      throw usage("--workers: " + workers + " is out of range; expected 1 to " + MAX_WORKERS);
    }
    if (workers > 1 && io == WireOptions.Io.AFPACKET) {
      throw usage("--workers " + workers + " needs AF_XDP, not --io afpacket");
    }
    String wrong = cpus.problem(workers);
    if (!wrong.isEmpty()) {
      throw usage("--cpus: " + wrong);
    }
  }

  /** Packet sockets have nothing such; where they are the fall-back, it is left out and said. */
  private WireOptions.Offload offload() {
    if (io == WireOptions.Io.AFPACKET) {
      return WireOptions.Offload.NONE;
    }
    return offload == null ? WireOptions.Offload.DROP : offload;
  }

  private Path counters() {
    if (counters == null) {
      return CounterDirectory.system().file(interfaces.outside(), interfaces.inside());
    }
    return counters.toString().equals("none") ? null : counters;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
