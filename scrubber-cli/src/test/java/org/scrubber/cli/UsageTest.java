package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.pipeline.Replay;

final class UsageTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replay --clena x a.pcap | unknown option '--clena', did you mean --clean?",
        "replay --drop=x a.pcap | unknown option '--drop=x', did you mean --dropped?",
        "replay --xyzzy a.pcap | unknown option '--xyzzy'",
        "replay -j a.pcap | unknown option '-j'",
        "replay | missing required parameter: 'CAPTURE'",
        "replay --policy | missing required parameter for option '--policy' (FILE)",
        "replay --workers 0 a.pcap | --workers: 0 is out of range; expected 1 to 64",
        "replay --workers 65 a.pcap | --workers: 65 is out of range; expected 1 to 64",
        "replay --workers two a.pcap | invalid value for option '--workers': 'two' is not a whole"
            + " number",
        "replay - - | standard input (-) can be read only once",
        "replay --clean - a.pcap | --clean: - is not a file; captures are written to files only",
        "replay --dropped /dev/stdout a.pcap | --dropped: /dev/stdout is not a file; captures are"
            + " written to files only",
        "replay --clean= a.pcap | --clean needs the name of a file",
        "replay --evidence= a.pcap | --evidence needs the name of a directory",
      })
  void shouldRefuseAWrongReplayInOneLine(String command, String expected) {
    Shell.dry((Object[]) command.split(" "))
        .assertFailed(ExitCode.USAGE, expected + "; see scrubber replay --help");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "repaly a.pcap | unknown command 'repaly', did you mean replay?; see scrubber --help",
        "--verison | unknown option '--verison', did you mean --version?; see scrubber --help",
        "check | missing required parameter: 'POLICY'; see scrubber check --help",
        "check a b | unexpected argument 'b'; see scrubber check --help",
        "policy | a command is missing: init or profiles; see scrubber policy --help",
        "bypass | a command is missing: open, close or status; see scrubber bypass --help",
        "bypass open --outside a | missing required option: '--inside=IF'; see scrubber bypass open"
            + " --help",
        "policy show | unknown command 'show'; see scrubber policy --help",
      })
  void shouldRefuseAWrongCommandInOneLine(String command, String expected) {
    Shell.dry((Object[]) command.split(" ")).assertFailed(ExitCode.USAGE, expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "capture",
        "interfaces",
        "top",
        "doctor",
        "bypass open",
        "replay",
        "explain",
        "events",
        "report",
        "diff",
        "check",
        "policy init",
        "score",
        "bench",
        "generate"
      })
  void shouldShowHelpWithoutHoles(String command) {
    Shell shell = Shell.dry((Object[]) (command + " --help").split(" ")).assertOk();
    assertTrue(shell.out().startsWith("Usage: scrubber " + command + " "), shell.out());
    assertFalse(shell.out().contains("null") || shell.out().contains("${"), shell.out());
  }

  @Test
  void shouldNameTheCommandsWhenNoneIsGiven() {
    Shell shell = Shell.dry();
    assertEquals(ExitCode.USAGE, shell.exitCode());
    assertTrue(shell.err().startsWith("scrubber: a command is missing: replay, "), shell.err());
    assertTrue(shell.err().endsWith(" or help; see scrubber --help\n"), shell.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "198.51.100.0/33 | \"198.51.100.0/33\" has no valid prefix length; expected 0 to 32 after"
            + " the slash, for example /24",
        "198.51.100.7/24 | \"198.51.100.7/24\" has host bits set; expected 198.51.100.0/24, or"
            + " 198.51.100.7/32 for the one host",
      })
  void shouldRefuseAWrongPrefixToProtect(String prefix, String expected) {
    Shell.dry("replay", "--protect", prefix, "a.pcap")
        .assertFailed(ExitCode.USAGE, "--protect: " + expected + "; see scrubber replay --help");
  }

  @Test
  void shouldRefuseToReplaceAnInputByAnOutput() throws IOException {
    Path capture = Files.createFile(directory.resolve("a.pcap"));
    Path link = Files.createSymbolicLink(directory.resolve("link.pcap"), capture);
    for (String option : List.of("--clean", "--dropped")) {
      Shell.dry("replay", option, link, "b.pcap", capture)
          .assertFailed(
              ExitCode.USAGE,
              "%s: %s is the same file as the capture %s; see scrubber replay --help"
                  .formatted(option, link, capture));
    }
  }

  @Test
  void shouldRefuseOneFileForBothOutputs() {
    Path clean = directory.resolve("x.pcapng");
    Path same = directory.resolve(".").resolve("x.pcapng");
    Shell.dry("replay", "--clean", clean, "--dropped", same, "a.pcap")
        .assertFailed(
            ExitCode.USAGE,
            "--clean and --dropped are the same file: " + clean + "; see scrubber replay --help");
  }

  @Test
  void shouldHandTheEngineWhatWasAsked() {
    Path clean = directory.resolve("c.pcapng");
    Path dropped = directory.resolve("d.pcapng");
    Object[] args = {
      "replay",
      "--protect",
      "198.51.100.0/24",
      "--protect",
      "2001:db8::/32",
      "--clean",
      clean,
      "--dropped",
      dropped,
      "--evidence",
      directory,
      "--workers",
      "64",
      "a.pcap",
      "-",
      "b.pcapng.gz"
    };
    Replay.Options options = Shell.dry(args).assertOk().replay();
    assertEquals(List.of("a.pcap", "-", "b.pcapng.gz"), options.captures());
    assertEquals(clean, options.cleanOrNull());
    assertEquals(dropped, options.droppedOrNull());
    assertEquals(directory, options.evidenceOrNull());
    assertEquals(64, options.workers());
    assertEquals(
        List.of("198.51.100.0/24", "2001:db8::/32"),
        options.policy().objects().stream().map(o -> o.prefixes().getFirst().toString()).toList());
  }

  @Test
  void shouldProtectWhateverTheCaptureHoldsWithoutAPolicy() {
    Replay.Options options = Shell.dry("replay", "a.pcap").assertOk().replay();
    assertTrue(options.policy().anyTarget());
    boolean alone = Runtime.getRuntime().availableProcessors() == 1;
    assertEquals(alone ? 1 : 3, options.workers());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "help",
        "replay --help",
        "run --help",
        "capture --help",
        "interfaces --help",
        "help replay",
        "check --help",
        "policy --help",
        "policy init --help",
        "policy profiles --help",
        "completion --help"
      })
  void shouldExplainEachCommandWithinAHundredColumns(String command) {
    String help = Shell.dry((Object[]) command.split(" ")).assertOk().out();
    assertTrue(help.startsWith("Usage: scrubber"), help);
    help.lines().forEach(line -> assertTrue(line.length() <= 100, line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "replay --help", "run --help", "capture --help", "check --help"})
  void shouldListExitCodesAndExamples(String command) {
    String help = Shell.dry((Object[]) command.split(" ")).assertOk().out();
    assertTrue(help.contains("Exit codes:"), help);
    assertTrue(help.contains("Example"), help);
    assertTrue(help.contains("  2   "), help);
  }

  @Test
  void shouldGiveTheVersionOfTheBuild() {
    String version = Shell.dry("--version").assertOk().out();
    assertTrue(version.matches("scrubber \\d+\\.\\d+\\.\\d+ \\(Java 25[^,]*, .+\\)\\R"), version);
  }

  @Test
  void shouldCompleteCommandsAndOptionsInBash() {
    String script = Shell.dry("completion").assertOk().out();
    assertTrue(script.startsWith("#!/usr/bin/env bash"), script);
    assertTrue(script.contains("--protect"), "options");
    assertTrue(script.contains("_complete_scrubber"), "entry point");
  }
}
