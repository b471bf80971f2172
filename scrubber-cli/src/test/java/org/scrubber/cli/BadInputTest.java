package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be used costs one clear line, the right exit code, and leaves nothing behind. */
final class BadInputTest {
  @TempDir Path directory;
  private Path outputs;

  @BeforeEach
  void makeRoomForOutputs() throws IOException {
    outputs = Files.createDirectory(directory.resolve("outputs"));
  }

  @Test
  void shouldRefuseAFileWithTheWrongMagic() throws IOException {
    Path notes = Files.writeString(directory.resolve("notes.pcap"), "This is not a capture.\n");
    assertRefused(ExitCode.INPUT_OUTPUT, notes, replay(notes));
  }

  @Test
  void shouldRefuseAnEmptyFile() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty.pcap"));
    assertRefused(ExitCode.INPUT_OUTPUT, empty, replay(empty));
  }

  @Test
  void shouldRefuseADirectory() {
    assertRefused(ExitCode.INPUT_OUTPUT, directory, replay(directory));
  }

  @Test
  void shouldRefuseAMissingFile() {
    Path missing = directory.resolve("missing.pcap");
    assertRefused(ExitCode.INPUT_OUTPUT, missing, replay(missing));
  }

  @Test
  void shouldRefuseABadFileAfterAGoodOneBeforeAnyWork() throws IOException {
    Path missing = directory.resolve("missing.pcap");
    assertRefused(ExitCode.INPUT_OUTPUT, missing, replay(capture(), missing));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--clean", "--dropped"})
  void shouldRefuseAnOutputInAMissingDirectory(String option) throws IOException {
    Path output = directory.resolve("no-such-directory").resolve("c.pcapng");
    Shell shell = Shell.run("replay", option, output, capture());
    assertRefused(ExitCode.INPUT_OUTPUT, output, shell);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--clean", "--dropped"})
  void shouldRefuseAnOutputThatIsADirectory(String option) throws IOException {
    Shell shell = Shell.run("replay", option, outputs, capture());
    assertRefused(ExitCode.INPUT_OUTPUT, outputs, shell);
  }

  @Test
  void shouldNotBeginTheFirstOutputWhenTheSecondCannotBeWritten() throws IOException {
    Path clean = outputs.resolve("c.pcapng");
    Path dropped = directory.resolve("no-such-directory").resolve("d.pcapng");
    Shell shell = Shell.run("replay", "--clean", clean, "--dropped", dropped, capture());
    assertRefused(ExitCode.INPUT_OUTPUT, dropped, shell);
  }

  @Test
  void shouldKeepAnExistingOutputWhenTheRunFails() throws IOException {
    Path clean = Files.writeString(outputs.resolve("c.pcapng"), "precious");
    Shell shell = Shell.run("replay", "--clean", clean, directory.resolve("missing.pcap"));
    assertEquals(ExitCode.INPUT_OUTPUT, shell.exitCode());
    assertEquals("precious", Files.readString(clean));
    assertEquals(Set.of("c.pcapng"), names(outputs));
  }

  @Test
  void shouldLeaveOnlyCompleteOutputsBehind() throws IOException {
    Path clean = outputs.resolve("c.pcapng");
    Path dropped = outputs.resolve("d.pcapng");
    Shell.run("replay", "--clean", clean, "--dropped", dropped, capture()).assertOk();
    assertEquals(Set.of("c.pcapng", "d.pcapng"), names(outputs));
    assertTrue(Files.size(clean) > 0);
  }

  @Test
  void shouldRefuseAValueOfTheWrongType() throws IOException {
    assertPolicyRefused("objects:\n  web:\n    prefixes: 5\n", 3, 15, "objects.web.prefixes", "5");
  }

  @Test
  void shouldRefuseAnUnknownKey() throws IOException {
    assertPolicyRefused(
        "objects:\n  web:\n    prefixes: [198.51.100.0/24]\n    profil: web\n",
        4,
        5,
        "profil",
        "profile");
  }

  @Test
  void shouldRefuseTheSamePrefixInTwoObjects() throws IOException {
    assertPolicyRefused(
        "objects:\n  a:\n    prefixes: [198.51.100.0/24]\n  b:\n    prefixes: [198.51.100.0/24]\n",
        5,
        16,
        "198.51.100.0/24",
        "objects.a");
  }

  @Test
  void shouldRefuseAThresholdOutOfRange() throws IOException {
    assertPolicyRefused(
        "objects:\n  a:\n    prefixes: [198.51.100.0/24]\n    thresholds: { syn-pps: 0 }\n",
        4,
        28,
        "objects.a.thresholds.syn-pps",
        "0");
  }

  @Test
  void shouldRefuseAMissingPolicy() {
    Path missing = directory.resolve("missing.yaml");
    assertRefused(ExitCode.USAGE, missing, Shell.run("check", missing));
  }

  /** Both commands that read a policy say the same, where it is wrong and about what. */
  private void assertPolicyRefused(String yaml, int line, int column, String... words)
      throws IOException {
    Path policy = Files.writeString(directory.resolve("p.yaml"), "version: 1\n" + yaml);
    Path clean = outputs.resolve("c.pcapng");
    Shell check = Shell.run("check", policy);
    Shell replay = Shell.run("replay", "--policy", policy, "--clean", clean, capture());
    assertRefused(ExitCode.USAGE, policy, check);
    assertRefused(ExitCode.USAGE, policy, replay);
    assertEquals(check.err(), replay.err());
    String place = "scrubber: %s:%d:%d: ".formatted(policy, line + 1, column);
    assertTrue(check.err().startsWith(place), place + " is not in " + check.err());
    for (String word : List.of(words)) {
      assertTrue(check.err().contains(word), word + " is not in " + check.err());
    }
  }

  private Shell replay(Path... captures) {
    Object[] args = new Object[captures.length + 5];
    args[0] = "replay";
    args[1] = "--clean";
    args[2] = outputs.resolve("c.pcapng");
    args[3] = "--dropped";
    args[4] = outputs.resolve("d.pcapng");
    System.arraycopy(captures, 0, args, 5, captures.length);
    return Shell.run(args);
  }

  private void assertRefused(int exitCode, Path culprit, Shell shell) {
    assertEquals(1, shell.err().lines().count(), shell.err());
    assertTrue(shell.err().startsWith("scrubber: " + culprit + ":"), shell.err());
    assertFalse(shell.err().contains("Exception"), shell.err());
    assertEquals(exitCode, shell.exitCode());
    assertEquals("", shell.out());
    assertEquals(Set.of(), names(outputs));
  }

  /** A classic pcap of one ARP request. */
  private Path capture() throws IOException {
    int frameBytes = 42;
    ByteBuffer pcap = ByteBuffer.allocate(24 + 16 + frameBytes).order(ByteOrder.LITTLE_ENDIAN);
    pcap.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
    pcap.putInt(65_535).putInt(1);
    pcap.putInt(1_795_345_200).putInt(0).putInt(frameBytes).putInt(frameBytes);
    pcap.position(pcap.position() + 12).order(ByteOrder.BIG_ENDIAN).putShort((short) 0x0806);
    return Files.write(directory.resolve("good.pcap"), pcap.array());
  }

  private static Set<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
