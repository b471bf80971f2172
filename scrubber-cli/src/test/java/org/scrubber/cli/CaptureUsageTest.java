package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.cli.capture.CaptureRun;
import org.scrubber.cli.render.Captured;
import org.scrubber.cli.render.Reports;
import org.scrubber.cli.render.Schemas;
import org.scrubber.io.pcap4j.CaptureSettings;
import org.scrubber.pipeline.Replay;
import org.scrubber.policy.Mode;
import org.scrubber.report.Report;
import org.scrubber.wire.LinkType;

/** What {@code scrubber capture} makes of its command line, and of what it has captured. */
final class CaptureUsageTest {
  @TempDir Path directory;

  /** Notes what it is asked to capture, and has found what every test finds. */
  private static final class Recorder implements Main.Engine {
    Replay.Options options;
    CaptureSettings settings;

    @Override
    public Report replay(Replay.Options ignored, Replay.ProgressListener progress) {
      return Reports.monitored();
    }

    @Override
    public CaptureRun.Result capture(
        Replay.Options what, CaptureSettings how, Consumer<Integer> begun) {
      options = what;
      settings = how;
      begun.accept(LinkType.ETHERNET);
      return new CaptureRun.Result(
          Reports.monitored(),
          new Captured(how.interfaceName(), LinkType.ETHERNET, how.filter(), 12_000, 34, 5));
    }
  }

  private final Recorder recorder = new Recorder();

  private Shell capture(Object... arguments) {
    Object[] words = new Object[arguments.length + 1];
    words[0] = "capture";
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    return Shell.with(recorder, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--json | missing required parameter: 'IFACE'",
        "lo eth0 | unexpected argument 'eth0'",
        "lo --count 0 | --count: 0 is out of range; expected 1 or more",
        "lo --count many | invalid value for option '--count': 'many' is not a whole number",
        "lo --duration 5 | invalid value for option '--duration': \"5\" is not a time; expected a"
            + " number with ms, s, m or h, for example 30s",
        "lo --snaplen 63 | --snaplen: 63 is out of range; expected 64 to 262144",
        "lo --buffer-mib 2048 | --buffer-mib: 2048 is out of range; expected 1 to 1024",
        "lo -w - | --write: - is not a file; captures are written to files only",
        "lo -w= | --write needs the name of a file",
        "lo --protect 10.0.0.1/8 | --protect: \"10.0.0.1/8\" has host bits set; expected"
            + " 10.0.0.0/8, or 10.0.0.1/32 for the one host",
        "lo --fliter udp | unknown option '--fliter', did you mean --filter?",
      })
  void shouldRefuseAWrongCaptureInOneLine(String arguments, String expected) {
    capture((Object[]) arguments.split(" "))
        .assertFailed(ExitCode.USAGE, expected + "; see scrubber capture --help");
    assertNull(recorder.settings);
  }

  @Test
  void shouldCaptureEverythingUntilItIsToldToEnd() {
    Shell shell = capture("eth0");
    assertEquals("scrubber: capturing on eth0 (Ethernet); Ctrl-C ends it\n", shell.err());
    assertEquals(CaptureSettings.all("eth0"), recorder.settings);
    assertEquals(List.of("eth0"), recorder.options.captures());
    assertNull(recorder.options.cleanOrNull());
    assertNull(recorder.options.droppedOrNull());
  }

  @Test
  void shouldCaptureAsItIsAsked() {
    Path file = directory.resolve("seen.pcapng");
    capture(
        "eth0",
        "-w",
        file,
        "--filter",
        "udp and port 53",
        "--count",
        7,
        "--duration",
        "2m",
        "--snaplen",
        128,
        "--no-promiscuous",
        "--buffer-mib",
        2);
    assertEquals(
        new CaptureSettings("eth0", "udp and port 53", 128, false, 2 << 20, 7, 120_000_000_000L),
        recorder.settings);
    assertEquals(file, recorder.options.cleanOrNull());
  }

  @Test
  void shouldOnlyWatchWhateverThePolicySays() {
    capture("eth0", "--protect", "198.51.100.0/24");
    assertEquals(1, recorder.options.policy().objects().size());
    assertEquals(Mode.MONITOR, recorder.options.policy().objects().getFirst().mode());
  }

  @Test
  void shouldSayAtTheEndWhatAReplaySaysAndWhatLibpcapCounts() {
    String out = capture("eth0", "--protect", "198.51.100.0/24").out();
    assertTrue(out.contains("captured in "), out);
    assertFalse(out.contains("read in "), out);
    assertTrue(out.contains("monitored"), out);
    assertTrue(
        out.contains(
            "\nlibpcap: 12,000 received, 34 dropped by the kernel, 5 dropped by the interface\n"),
        out);
    assertTrue(
        out.endsWith("nothing was dropped: a capture only watches; scrubber run acts\n"), out);
  }

  @Test
  void shouldPrintTheJsonOfAReplayWithLibpcapsCounts() throws IOException {
    Shell shell = capture("eth0", "--json", "--filter", "udp");
    JsonNode json = new ObjectMapper().readTree(shell.out());
    Schemas.assertConforms(Path.of("..", "docs", "report.schema.json"), json);
    assertEquals("eth0", json.get("live").get("interface").asText());
    assertEquals("udp", json.get("live").get("filter").asText());
    assertEquals(34, json.get("live").get("kernelDropped").asLong());
  }
}
