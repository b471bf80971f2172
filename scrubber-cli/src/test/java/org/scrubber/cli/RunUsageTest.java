package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.bypass.BypassMode;
import org.scrubber.cli.render.Reports;
import org.scrubber.live.LiveRun;
import org.scrubber.live.PolicySource;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.wire.WireOptions;
import org.scrubber.pipeline.Replay;
import org.scrubber.policy.Policy;
import org.scrubber.report.Report;

/** What {@code scrubber run} makes of its command line. */
final class RunUsageTest {
  @TempDir Path directory;

  /** Notes what it is asked to run, loads the policy once, and ends. */
  private static final class Recorder implements Main.Engine {
    final List<Policy> policies = new ArrayList<>();
    LiveRun.Options options;
    WireOptions wire;
    IOException refusal;

    @Override
    public Report replay(Replay.Options ignored, Replay.ProgressListener progress) {
      return Reports.afternoon();
    }

    @Override
    public void live(
        LiveRun.Options how, PolicySource source, WireOptions where, LiveEvent.Listener listener)
        throws IOException {
      options = how;
      wire = where;
      policies.add(source.load());
      if (refusal != null) {
        throw refusal;
      }
    }
  }

  private final Recorder recorder = new Recorder();

  private Shell run(String arguments) {
    return Shell.with(recorder, (Object[]) ("run " + arguments).split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--inside b --protect 10.0.0.0/8 | missing required option: '--outside=IF'",
        "--outside a --protect 10.0.0.0/8 | missing required option: '--inside=IF'",
        "--outside a --inside a --protect 10.0.0.0/8 | --outside and --inside are the same"
            + " interface: a",
        "--outside a --inside b | what is inside is not known: give --policy or --protect",
        "--outside a --inside b --protect 10.0.0.0/8 --watch | --watch needs --policy",
        "--outside a --inside b --protect 10.0.0.0/8 --frames 7 | --frames: 7 is out of range;"
            + " expected 512 to 1048576",
        "--outside a --inside b --protect 10.0.0.1/8 | --protect: \"10.0.0.1/8\" has host bits set;"
            + " expected 10.0.0.0/8, or 10.0.0.1/32 for the one host",
        "--outside a --inside b --protect 10.0.0.0/8 --duration 5 | invalid value for option"
            + " '--duration': \"5\" is not a time; expected a number with ms, s, m or h, for"
            + " example 30s",
        "--outside a --inside b --protect 10.0.0.0/8 --io pcap | invalid value for option '--io':"
            + " expected one of auto, xdp, native, generic, afpacket, but was 'pcap'",
        "--outside a --inside b --protect 10.0.0.0/8 --counters /none/x | --counters: /none/x: its"
            + " directory does not exist; make it first",
        "--outside a --inside b --protect 10.0.0.0/8 --journal-days 5 | --journal-days needs"
            + " --journal",
        "--outside a --inside b --protect 10.0.0.0/8 --journal-mib 64 | --journal-mib needs"
            + " --journal",
        "--outside a --inside b --protect 10.0.0.0/8 --journal j --journal-days 0"
            + " | --journal-days: 0 is out of range; expected 1 to 3650",
        "--outside a --inside b --protect 198.51.100.0/24 --io afpacket --offload drop"
            + " | --offload drop needs AF_XDP, not --io afpacket",
        "--outside a --inside b --protect 10.0.0.0/8 --workers 0 | --workers: 0 is out of range;"
            + " expected 1 to 64",
        "--outside a --inside b --protect 10.0.0.0/8 --workers 2 --io afpacket | --workers 2 needs"
            + " AF_XDP, not --io afpacket",
        "--outside a --inside b --protect 10.0.0.0/8 --workers 2 --cpus 0 | --cpus: 1 given;"
            + " expected 2, one for each worker",
        "--outside a --inside b --protect 10.0.0.0/8 --cpus 1-0 | invalid value for option"
            + " '--cpus': \"1-0\" is no list of processors, each once; expected for example 2,3 or"
            + " 2-5",
        "--outside a --inside b --dura 5s | unknown option '--dura', did you mean --duration?",
      })
  void shouldRefuseAWrongRunInOneLine(String arguments, String expected) {
    run(arguments).assertFailed(ExitCode.USAGE, expected + "; see scrubber run --help");
    assertNull(recorder.options);
  }

  @Test
  void shouldRunWithWhatIsUsual() {
    run("--outside a --inside b --protect 198.51.100.0/24").assertOk();
    assertEquals(
        new WireOptions(
            "a",
            "b",
            WireOptions.Io.AUTO,
            BypassMode.BRIDGE,
            1,
            0,
            false,
            WireOptions.Offload.DROP),
        recorder.wire);
    assertEquals("a", recorder.options.outside());
    assertEquals("b", recorder.options.inside());
    assertEquals(1, recorder.options.workers());
    assertTrue(recorder.options.warmUp());
    assertEquals(0, recorder.options.durationNs());
    assertTrue(recorder.options.counters().endsWith("a-b.counters"));
  }

  @Test
  void shouldRunAsItIsAsked() throws IOException {
    Path policy = directory.resolve("p.yaml");
    Files.writeString(
        policy, "version: 1\nobjects:\n  shop: { prefixes: [198.18.0.0/22], profile: web }\n");
    run("--outside a --inside b --policy "
            + policy
            + " --watch --io afpacket"
            + " --bypass none --frames 8192 --busy-poll --no-warm-up --duration 90s"
            + " --counters none --state "
            + directory.resolve("state"))
        .assertOk();
    assertEquals(
        new WireOptions(
            "a",
            "b",
            WireOptions.Io.AFPACKET,
            BypassMode.NONE,
            1,
            8192,
            true,
            WireOptions.Offload.NONE),
        recorder.wire);
    assertTrue(recorder.options.watch() && recorder.options.busyPoll());
    assertEquals(90_000_000_000L, recorder.options.durationNs());
    assertNull(recorder.options.counters());
    assertEquals(directory.resolve("state"), recorder.options.state());
    assertEquals("shop", recorder.policies.getFirst().objects().getFirst().name());
  }

  @Test
  void shouldKeepTheSeedThatItHasDrawnWithTheState() {
    String state = " --state " + directory.resolve("state");
    run("--outside a --inside b --protect 198.51.100.0/24" + state).assertOk();
    run("--outside a --inside b --protect 198.51.100.0/24" + state).assertOk();
    run("--outside a --inside b --protect 198.51.100.0/24").assertOk();
    long first = recorder.policies.get(0).seed();
    assertEquals(first, recorder.policies.get(1).seed());
    assertTrue(first != recorder.policies.get(2).seed(), "another where none is kept");
  }

  @Test
  void shouldSayWhatIsWrongWithThePolicyAndTouchNothing() throws IOException {
    Path policy = directory.resolve("p.yaml");
    Files.writeString(policy, "version: 2\n");
    run("--outside a --inside b --policy " + policy)
        .assertFailed(
            ExitCode.USAGE,
            policy + ":1:10: version: \"2\" is not a version that this program reads; expected 1");
  }

  @Test
  void shouldNotReplayWithAJournalThatCannotBe() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "no directory");
    Path nowhere = directory.resolve("none").resolve("journal");
    Object[] missing = ("replay x.pcap --journal " + nowhere).split(" ");
    Shell.with(recorder, missing)
        .assertFailed(ExitCode.INPUT_OUTPUT, nowhere + ": no such file or directory");
    Object[] taken = ("replay x.pcap --journal " + file).split(" ");
    Shell.with(recorder, taken)
        .assertFailed(ExitCode.INPUT_OUTPUT, file + ": exists and is no directory");
    assertFalse(Files.exists(nowhere.getParent()));
  }

  @Test
  void shouldPassOnWhyAnInterfaceCannotBeHad() {
    recorder.refusal = new IOException("bind to queue 0 of a: another XDP socket has it");
    run("--outside a --inside b --protect 198.51.100.0/24")
        .assertFailed(ExitCode.INPUT_OUTPUT, "bind to queue 0 of a: another XDP socket has it");
  }
}
