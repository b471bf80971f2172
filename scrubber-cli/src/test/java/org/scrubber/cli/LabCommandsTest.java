package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LabCommandsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "score A-02x9 | no scenario A-02x9; the nearest is A-02, Spoofed SYN flood in the style of"
            + " hping3; see scrubber score --help",
        "score --mode both A-02 | --mode: \"both\" is none of sym, asym, divert; see scrubber score"
            + " --help",
        "score --mode divert A-02 | --mode: none of these scenarios is played in mode DIVERT; see"
            + " scrubber score --help",
        "score --profile huge | --profile: \"huge\" is none of ci, nightly, lab; see scrubber score"
            + " --help",
        "score --jobs 0 A-02 | --jobs: 0 is out of range; expected 1 to 64; see scrubber score"
            + " --help",
        "score --warm-up -1 A-02 | --warm-up: -1 is out of range; expected 0 to 3600; see scrubber"
            + " score --help",
        "score --advance A-02 | --advance needs --ratchet; see scrubber score --help",
        "generate A-02 | missing required option: '--write=FILE'; see scrubber generate --help",
        "generate -w x.pcap | missing required parameter: 'SCENARIO'; see scrubber generate --help",
        "generate A-02 -w - | -w: - is not a file; a capture and its labels are written to files;"
            + " see scrubber generate --help",
        "generate --mode divert -w x.pcap A-02 | --mode: A-02 is not played in mode DIVERT; see"
            + " scrubber generate --help",
      })
  void shouldRefuseAWrongCommandInOneLine(String command, String expected) {
    Shell.dry((Object[]) command.split(" ")).assertFailed(ExitCode.USAGE, expected);
  }

  @Test
  void shouldRefuseARatchetThatIsNone() throws IOException {
    Path ratchet = Files.writeString(directory.resolve("ratchet.tsv"), "A-02\tSYM\n");
    Shell.dry("score", "--ratchet", ratchet, "A-02")
        .assertFailed(
            ExitCode.USAGE,
            "--ratchet: "
                + ratchet
                + ": line 1: expected scenario, mode, criterion, state, measured and why; see"
                + " scrubber score --help");
  }

  @Test
  void shouldSayThatTheRatchetIsMissing() {
    Path ratchet = directory.resolve("ratchet.tsv");
    Shell.dry("score", "--ratchet", ratchet, "A-02")
        .assertFailed(
            ExitCode.USAGE,
            "--ratchet: " + ratchet + ": cannot be read; see scrubber score --help");
  }

  @Test
  void shouldRefuseAnOutputThatCannotBeWrittenBeforeItPlays() {
    Path nowhere = directory.resolve("nowhere").resolve("board.md");
    Shell.dry("score", "A-02", "--write", nowhere)
        .assertFailed(ExitCode.INPUT_OUTPUT, nowhere + ": cannot be written");
  }

  @Test
  void shouldRefuseARatchetThatHoldsMoreThanIsPlayed() throws IOException {
    Path ratchet = directory.resolve("ratchet.tsv");
    Files.writeString(ratchet, "Z-99\tSYM\tG1 v1\tpass\t1\n");
    Shell.dry("score", "--ratchet", ratchet)
        .assertFailed(
            ExitCode.USAGE,
            "--ratchet: "
                + ratchet
                + ": must pass and is not played: Z-99 SYM; see scrubber score --help");
  }

  @Test
  void shouldScoreAndWriteADocumentAndARatchet() throws IOException {
    Path document = directory.resolve("scoreboard.md");
    Path ratchet = directory.resolve("ratchet.tsv");
    Object[] args = {
      "score",
      "A-15",
      "--mode",
      "sym",
      "--warm-up",
      "0",
      "--once",
      "--write",
      document,
      "--ratchet",
      ratchet,
      "--advance"
    };
    Shell first = Shell.dry(args).assertOk();
    assertTrue(first.out().contains("A-15  SYM  ci  seed 20210504"), first.out());
    assertTrue(first.out().contains("reached: A-15 SYM G1 v1"), first.out());
    String text = Files.readString(document);
    assertTrue(text.contains("scrubber score A-15 --mode sym --warm-up 0 --once"), text);
    assertTrue(text.contains("| G1 v1 | >= 0.999 | "), text);
    assertTrue(Files.readString(ratchet).contains("A-15\tSYM\tG1 v1\tpass\t"));
  }

  @Test
  void shouldFailWhenACriterionIsMissed() {
    Shell shell = Shell.dry("score", "A-30", "--warm-up", "0", "--once", "--json");
    assertEquals(ExitCode.MISSED, shell.exitCode());
    assertTrue(shell.out().startsWith("{"), shell.out());
    assertTrue(shell.out().contains("\"schema\" : \"scrubber.score/1\""), shell.out());
    assertFalse(shell.out().contains("\"digest"), shell.out());
  }

  @Test
  void shouldExplainTheLabWithinAHundredColumns() {
    for (String command : new String[] {"score", "generate"}) {
      String help = Shell.dry(command, "--help").assertOk().out();
      help.lines().forEach(line -> assertTrue(line.length() <= 100, line));
      assertTrue(help.contains("Exit codes:") && help.contains("Example"), help);
    }
  }
}
