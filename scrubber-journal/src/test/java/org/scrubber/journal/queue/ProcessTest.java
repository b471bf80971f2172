package org.scrubber.journal.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.journal.JournalRecord;

/** What only another process shows: a kill in the middle, and what it asks the kernel for. */
final class ProcessTest {
  private static final String FOREVER = "1000000000";

  /** What a JVM loads before it asks for an address, or opens a socket of any kind. */
  private static final List<String> NETWORK =
      List.of(
          " java.net.InetAddress ",
          " java.net.Inet4Address ",
          " sun.nio.ch.Net ",
          " sun.nio.ch.NioSocketImpl ",
          " java.net.SocketImpl ",
          " java.net.DatagramSocket ");

  @TempDir Path folder;

  private static Process start(List<String> before, List<String> options, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.matches("--(add|enable|sun).*"))
        .forEach(command::add);
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(WritingProcess.class.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  @Test
  void shouldOpenAgainAfterAKillWithAllThatWasKept() throws Exception {
    Path journal = folder.resolve("journal");
    Process process = start(List.of(), List.of(), journal, FOREVER);
    long kept = 0;
    try (BufferedReader lines = process.inputReader()) {
      while (kept < 20_000) {
        kept = Long.parseLong(lines.readLine());
      }
      process.destroyForcibly();
      process.waitFor();
    }
    int written = Events.numbers(Events.in(journal)).size();
    assertTrue(written >= kept - 2, "kept " + kept + ", read " + written);
    try (Journal again = Journal.open(journal, Retention.DEFAULT)) {
      again.awaitOpened();
      assertNull(again.problem());
      new Events().offer(again.sink(), written, 1_000);
      assertTrue(Events.await(() -> again.kept() == 1_000), "kept " + again.kept());
    }
    List<JournalRecord> all = Events.in(journal);
    assertEquals(LongStream.range(0, written + 1_000).boxed().toList(), Events.numbers(all));
  }

  @Test
  void shouldLookUpNoNameAndOpenNoSocket() throws Exception {
    assertEquals(List.of(), network("-Dlook.up=false", "a"));
    assertTrue(network("-Dlook.up=true", "b").size() > 0, "the test sees no look-up");
  }

  private List<String> network(String option, String name) throws Exception {
    Process process =
        start(List.of(), List.of("-Xlog:class+load", option), folder.resolve(name), "1000");
    try (BufferedReader lines = process.inputReader()) {
      List<String> loaded =
          lines.lines().filter(line -> NETWORK.stream().anyMatch(line::contains)).toList();
      assertEquals(0, process.waitFor());
      return loaded;
    }
  }

  @Test
  void shouldSendNothing() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is not installed");
    Path trace = folder.resolve("trace");
    List<String> strace =
        List.of(
            "/usr/bin/strace",
            "-f",
            "--seccomp-bpf",
            "-e",
            "trace=connect,bind,sendto,sendmsg,sendmmsg",
            "-o",
            trace.toString());
    Process process = start(strace, List.of(), folder.resolve("journal"), "1000");
    process.getInputStream().readAllBytes();
    assumeTrue(process.waitFor() == 0, "strace may not look at processes here");
    assertTrue(Files.isRegularFile(trace));
    assertEquals(
        List.of(), Files.readAllLines(trace).stream().filter(l -> l.contains("AF_INET")).toList());
  }
}
