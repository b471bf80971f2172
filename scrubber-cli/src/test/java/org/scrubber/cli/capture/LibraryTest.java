package org.scrubber.cli.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.captures.netns.Namespace;
import org.scrubber.cli.Main;

/** What becomes of libpcap, and of JNA beneath it, in a process of its own. */
@Timeout(120)
final class LibraryTest {
  private static final List<String> JOURNAL =
      List.of(
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** A library that nobody has. */
  private static final List<String> WITHOUT = List.of("-Dorg.pcap4j.core.pcapLibName=pcap-absent");

  private static final String MISSING =
      "libpcap is not installed: install the package libpcap (Debian and Ubuntu: libpcap0.8)";

  @TempDir Path directory;

  private String run(int expectedExitCode, List<String> flags, String... arguments)
      throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(Namespace.java(flags, Main.class, arguments))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(100, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    String said = Files.readString(output, StandardCharsets.UTF_8);
    assertEquals(expectedExitCode, process.exitValue(), said);
    return said;
  }

  @Test
  void shouldSayWhichPackageIsMissing() throws Exception {
    assertEquals("scrubber: " + MISSING + "\n", run(1, WITHOUT, "capture", "lo"));
  }

  @Test
  void shouldListInterfacesWithoutLibpcap() throws Exception {
    String said = run(0, WITHOUT, "interfaces");
    assertTrue(said.contains("\nlo "), said);
    assertTrue(said.endsWith("\nno capture from any: " + MISSING + "\n"), said);
  }

  /**
   * Its native half is written to disk and mapped when it loads: nobody else shall pay for that.
   */
  @Test
  void shouldLoadNothingOfJnaForOtherCommands() throws Exception {
    Path loaded = directory.resolve("loaded");
    List<String> flags = new ArrayList<>(JOURNAL);
    flags.add("-Xlog:class+load:file=" + loaded);
    String sample = Path.of("..", "captures", "belnet-afternoon.pcapng").toString();
    run(0, flags, "replay", "--journal", directory.resolve("journal").toString(), sample);
    List<String> foreign =
        Files.readAllLines(loaded).stream()
            .filter(line -> line.contains("com.sun.jna") || line.contains("org.pcap4j"))
            .toList();
    assertEquals(List.of(), foreign);
  }
}
