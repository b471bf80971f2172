package org.scrubber.cli.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.scrubber.cli.ExitCode;
import org.scrubber.cli.Main;
import org.scrubber.cli.OutputFiles;
import org.scrubber.cli.Protection;
import org.scrubber.cli.Terminal;
import org.scrubber.cli.journal.JournalOptions;
import org.scrubber.cli.journal.ReplayRecording;
import org.scrubber.cli.live.Duration;
import org.scrubber.cli.render.JsonReport;
import org.scrubber.cli.render.Quantity;
import org.scrubber.cli.render.TextReport;
import org.scrubber.io.pcap4j.CaptureRefusal;
import org.scrubber.io.pcap4j.CaptureSettings;
import org.scrubber.pipeline.Replay;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Policy;
import org.scrubber.policy.load.LoadedPolicy;
import org.scrubber.policy.load.PolicyException;
import org.scrubber.report.Report;
import org.scrubber.wire.LinkType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scrubber capture}: watches an interface, and says what the scrubber would have done. */
@Command(
    name = "capture",
    description = {
      "Watch an interface through libpcap: judge every packet as replay does, and say at the end"
          + " what would have been dropped.",
      "",
      "Nothing is dropped, held up or sent: all objects are in monitor mode, whatever the policy"
          + " says. It ends with Ctrl-C, --count or --duration, and the report follows. Needs root,"
          + " or the capability NET_RAW; scrubber interfaces says what there is to capture from."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the capture ended as it was told to, whatever it has seen",
      "1:the interface cannot be captured from, or an output not be written",
      "2:the command line, the filter or the policy is wrong, or there is no such interface"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  scrubber capture eth0",
      "  scrubber capture eth0 --policy scrubber.yaml --duration 10m -w seen.pcapng",
      "  scrubber capture any --filter 'udp and not port 53' --count 1000 --json"
    })
public final class CaptureCommand implements Callable<Integer> {
  /** A disk that pauses must not hold up what judges; without it, one thread idles at less cost. */
  private static final int WITH_OUTPUT = 3;

  private static final int MAX_BUFFER_MIB = 1_024;

  @Spec private CommandSpec spec;
  @ParentCommand private Main main;

  @Parameters(
      paramLabel = "IFACE",
      description = "The interface, or any for all of them; both directions are seen.")
  private String interfaceName;

  @Option(
      names = {"-w", "--write"},
      paramLabel = "FILE",
      description =
          "Write every packet here: pcapng, in which those that would be lost carry a comment that"
              + " says why, or plain pcap if the name ends in .pcap. Replaces FILE at the end.")
  private Path output;

  @Mixin private Protection protection;

  @Option(
      names = "--filter",
      paramLabel = "BPF",
      defaultValue = "",
      description = "Capture only what matches, in the language of tcpdump; see pcap-filter(7).")
  private String filter;

  @Option(names = "--count", paramLabel = "N", description = "End after N packets.")
  private Long count;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Duration.class,
      description = "End after this time, for example 30s, 10m or 2h.")
  private Long durationNs;

  @Option(
      names = "--snaplen",
      paramLabel = "BYTES",
      description = "Keep no more of each packet, 64 to 262144; ${DEFAULT-VALUE} if not given.")
  private int snapLengthBytes = CaptureSettings.MAX_SNAP_LENGTH;

  @Option(
      names = "--no-promiscuous",
      description = "Take only what is for this machine, where the interface sees more.")
  private boolean notPromiscuous;

  @Option(
      names = "--buffer-mib",
      paramLabel = "N",
      description =
          "Room in the kernel for packets that wait to be read, 1 to 1024 MiB; ${DEFAULT-VALUE} if"
              + " not given.")
  private int bufferMib = CaptureSettings.DEFAULT_BUFFER_BYTES >> 20;

  @Mixin private JournalOptions journal;

  @Option(
      names = "--json",
      description = "Print the report as JSON instead of text, and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws IOException, PolicyException {
    requireUsable();
    LoadedPolicy loaded = protection.policy(spec.commandLine());
    Policy policy = loaded.policy().withMode(Mode.MONITOR);
    int workers = output == null ? 1 : WITH_OUTPUT;
    List<String> names = List.of(interfaceName);
    try (ReplayRecording recording = new ReplayRecording(journal, true, false, names)) {
      Replay.Options options =
          new Replay.Options(policy, names, output, null, null, workers, recording.recording());
      CaptureRun.Result result = main.engine().capture(options, settings(), this::begun);
      recording.finish();
      List<String> warnings = new ArrayList<>(loaded.warnings());
      warnings.addAll(recording.warnings());
      print(result, warnings, recording);
    } catch (CaptureRefusal refusal) {
      if (refusal.isUsage()) {
        throw usage(refusal);
      }
      throw refusal;
    }
    return ExitCode.OK;
  }

  private CaptureSettings settings() {
    return new CaptureSettings(
        interfaceName,
        filter,
        snapLengthBytes,
        !notPromiscuous,
        bufferMib << 20,
        count == null ? 0 : count,
        durationNs == null ? 0 : durationNs);
  }

  private void begun(int linkType) {
    String ends = count == null && durationNs == null ? "; Ctrl-C ends it" : "";
    main.terminal()
        .complain("capturing on " + interfaceName + " (" + linkName(linkType) + ")" + ends);
  }

  private static String linkName(int linkType) {
    return switch (linkType) {
      case LinkType.ETHERNET -> "Ethernet";
      case LinkType.LINUX_SLL, LinkType.LINUX_SLL2 -> "Linux cooked";
      case LinkType.RAW, LinkType.IPV4, LinkType.IPV6 -> "raw IP";
      case LinkType.NULL, LinkType.LOOP -> "loopback";
      case LinkType.PPP, LinkType.PPP_HDLC -> "PPP";
      default -> "link type " + linkType;
    };
  }

  private void print(CaptureRun.Result result, List<String> warnings, ReplayRecording recording)
      throws IOException {
    Report report = result.report().withWarnings(warnings);
    Terminal terminal = main.terminal();
    if (json) {
      terminal.print(JsonReport.render(report, result.captured()));
      return;
    }
    List<String> closing = new ArrayList<>();
    closing.add(result.captured().line());
    closing.addAll(recording.closing());
    if (output != null) {
      closing.add(
          "wrote "
              + output
              + ": "
              + Quantity.counted(report.totals().offered().packets(), "packet"));
    }
    if (protection.isGiven()) {
      closing.add("nothing was dropped: a capture only watches; scrubber run acts");
    } else {
      closing.add("sharper rules: say what is inside with --protect CIDR or --policy FILE");
    }
    terminal.print(TextReport.renderCaptured(report, closing, terminal.style()));
  }

  private void requireUsable() throws IOException {
    requireRange("--count", count == null ? 1 : count, 1, Long.MAX_VALUE);
    requireRange("--snaplen", snapLengthBytes, 64, CaptureSettings.MAX_SNAP_LENGTH);
    requireRange("--buffer-mib", bufferMib, 1, MAX_BUFFER_MIB);
    journal.require(spec.commandLine());
    String problem = output == null ? "" : OutputFiles.problem(output);
    if (!problem.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--write" + problem);
    }
  }

  private void requireRange(String option, long value, long least, long most) {
    if (value < least || value > most) {
      String range = most == Long.MAX_VALUE ? least + " or more" : least + " to " + most;
      throw new ParameterException(
          spec.commandLine(), option + ": " + value + " is out of range; expected " + range);
    }
  }

  private ParameterException usage(CaptureRefusal refusal) {
    String option = refusal.reason() == CaptureRefusal.Reason.WRONG_FILTER ? "--filter: " : "";
    return new ParameterException(spec.commandLine(), option + refusal.getMessage());
  }
}
