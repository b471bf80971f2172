package org.scrubber.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.cli.ExitCode;
import org.scrubber.cli.Main;
import org.scrubber.cli.Terminal;
import org.scrubber.cli.render.Schemas;
import org.scrubber.cli.render.Style;
import org.scrubber.counter.CounterDirectory;

final class TopCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long NOW = CountedInstance.START_NS;

  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... words) {
    PrintStream complaints = new PrintStream(err, true, StandardCharsets.UTF_8);
    return Main.run(words, new Terminal(out, complaints, false, Style.PLAIN, false));
  }

  private String error() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "top x --counters y | NAME and --counters say the same; give one of them",
        "top x --interval 0.1 | --interval: 0.1 is out of range; expected 0.2 to 3600 seconds",
        "top x --interval NaN | --interval: NaN is out of range; expected 0.2 to 3600 seconds",
        "top x --interval s | invalid value for option '--interval': 's' is not a number",
        "top x | standard output is no terminal; use --once or --json",
      })
  void shouldRefuseAWrongCommandInOneLine(String command, String expected) {
    assertEquals(ExitCode.USAGE, run(command.split(" ")));
    assertEquals("scrubber: " + expected + "; see scrubber top --help\n", error());
  }

  @Test
  void shouldSayWhatIsWrongWithAFile() throws IOException {
    Path file = directory.resolve("a");
    assertEquals(ExitCode.INPUT_OUTPUT, run("top", "--once", "--counters", file.toString()));
    assertEquals("scrubber: " + file + ": no such file or directory\n", error());
    err.reset();
    Files.writeString(file, "hello");
    assertEquals(ExitCode.INPUT_OUTPUT, run("top", "--once", file.toString()));
    assertEquals("scrubber: " + file + ": is no counter file\n", error());
  }

  @Test
  void shouldPrintARunningProcessOnceAndSayWhenItIsGone() throws Exception {
    Path counters = directory.resolve("eth0-eth1.counters");
    Process process = rehearse(counters);
    try {
      assertEquals(0, run("top", "--once", "--interval", "0.5", counters.toString()), error());
      String text = out.toString(StandardCharsets.UTF_8);
      assertTrue(text.contains("eth0 - eth1   policy "), text);
      assertTrue(text.contains("\noffered "), text);
      assertTrue(text.contains("\nuniversity "), text);
      out.reset();
      assertEquals(0, run("top", "--once", "--json", "--interval", "1", counters.toString()));
      JsonNode glance = JSON.readTree(out.toByteArray());
      Schemas.assertConforms(Path.of("..", "docs", "top.schema.json"), glance);
      assertEquals("running", glance.at("/instance/life").asText());
      assertEquals(process.pid(), glance.at("/instance/pid").asLong());
      JsonNode totals = glance.at("/totals");
      assertTrue(totals.at("/offered/packets").asLong() > 0, totals.toString());
      assertEquals(
          totals.at("/offered/packets").asLong(),
          totals.at("/passed/packets").asLong()
              + totals.at("/dropped/packets").asLong()
              + totals.at("/challenged/packets").asLong());
      assertTrue(totals.at("/offered/packetsPerSecond").asDouble() > 0, totals.toString());
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertTrue(Files.exists(counters), "nobody has tidied up");
    awaitSilence();
    out.reset();
    assertEquals(ExitCode.INPUT_OUTPUT, run("top", "--once", counters.toString()));
    String last = out.toString(StandardCharsets.UTF_8);
    assertTrue(last.startsWith("the instance has ended: process " + process.pid()), last);
  }

  /** Until then, it might be a process that cannot be seen from here. */
  private static void awaitSilence() {
    Watch.pause(org.scrubber.counter.CounterReader.SILENCE_NS);
  }

  private Process rehearse(Path counters) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx200m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "--enable-native-access=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            Rehearsal.class.getName(),
            counters.toString(),
            "../captures/policy.yaml",
            "../captures/belnet-afternoon.pcapng",
            "60",
            "10"));
    Process process = new ProcessBuilder(command).inheritIO().start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!Files.exists(counters) && System.nanoTime() < deadline && process.isAlive()) {
      Watch.pause(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return process;
  }

  @Test
  void shouldFindInstancesByNameOrAlone() throws IOException {
    CounterDirectory place = new CounterDirectory(directory, directory, "", "root", "");
    assertEquals(
        "no instance is running here; scrubber run starts one, --counters FILE names its file",
        refusal("", place));
    Path first = place.file("eth0", "eth1");
    try (CountedInstance one = new CountedInstance(first)) {
      one.publish(NOW);
      assertAttached("", place, first);
      assertAttached("eth0-eth1", place, first);
      assertEquals(
          "eth7-eth8: no such file, and no instance of that name; there is eth0-eth1",
          refusal("eth7-eth8", place));
      try (CountedInstance two = new CountedInstance(place.file("eth2", "eth/3"))) {
        two.publish(NOW);
        assertEquals(
            "several instances are running; there is eth0-eth1, eth2-eth_3", refusal("", place));
        assertAttached("eth2-eth_3", place, two.file().path());
      }
    }
  }

  @Test
  void shouldFindTheInstanceOfItsOwnNetworkNamespace() throws IOException {
    CounterDirectory machine = new CounterDirectory(directory, directory, "", "root", "");
    CounterDirectory red = new CounterDirectory(directory, directory, "", "root", "4026532001");
    CounterDirectory blue = new CounterDirectory(directory, directory, "", "root", "4026532002");
    Path first = machine.file("eth0", "eth1");
    Path second = red.file("eth0", "eth1");
    assertTrue(second.endsWith("scrubber/eth0-eth1@4026532001.counters"), second.toString());
    try (CountedInstance one = new CountedInstance(first);
        CountedInstance two = new CountedInstance(second)) {
      one.publish(NOW);
      two.publish(NOW);
      for (String name : List.of("", "eth0-eth1")) {
        assertAttached(name, machine, first);
        assertAttached(name, red, second);
      }
      assertAttached("eth0-eth1@4026532001", blue, second);
      assertEquals(
          "several instances are running; there is eth0-eth1, eth0-eth1@4026532001",
          refusal("", blue));
    }
  }

  private static void assertAttached(String name, CounterDirectory place, Path file)
      throws IOException {
    try (Attachment attachment = Attachment.to(name, place, NOW)) {
      assertEquals(file, attachment.reader().path());
    }
  }

  private static String refusal(String name, CounterDirectory place) {
    return org.junit.jupiter.api.Assertions.assertThrows(
            IOException.class, () -> Attachment.to(name, place, NOW).close())
        .getMessage();
  }

  @Test
  void shouldPrefixNothingToTheDefaultDirectory() {
    CounterDirectory user =
        new CounterDirectory(directory, directory.resolve("shm"), directory + "/user", "jo", "");
    assertTrue(user.file("a", "b").endsWith("scrubber/a-b.counters"), user.toString());
    assertFalse(Files.exists(user.file("a", "b")));
  }
}
