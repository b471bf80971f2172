package org.scrubber.captures.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.bypass.Bypass;
import org.scrubber.bypass.BypassMode;
import org.scrubber.io.afpacket.PacketSocketLine;
import org.scrubber.io.linux.Privileges;

@EnabledIf("org.scrubber.captures.netns.Namespaces#available")
class PrivilegesTest {
  @TempDir private Path directory;

  @Test
  void shouldKeepFourCapabilitiesInEveryThreadAndForwardWithThem() throws Exception {
    try (BumpBench bench = BumpBench.create("prv")) {
      Path said = directory.resolve("said");
      Process process = bench.box().startJava(said, List.of(), Modest.class, "an argument");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!Files.readString(said).contains("ready") && System.nanoTime() < end) {
        process.waitFor(50, TimeUnit.MILLISECONDS);
      }
      assertEquals("ready an argument\n", Files.readString(said));
      Outcome ping =
          bench.client().run("ping", "-c", "2", "-i", "0.1", "-W", "1", BumpBench.SERVER);
      assertTrue(ping.succeeded(), ping::output);

      int threads = 0;
      Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
      try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
        for (Path task : all) {
          threads++;
          for (String set : List.of("CapPrm", "CapEff", "CapBnd")) {
            assertEquals(Privileges.NEEDED, capabilities(task, set), task + " " + set);
          }
          assertEquals(1, number(task, "NoNewPrivs", 10));
        }
      }
      assertTrue(threads > 5, "threads: " + threads);
    }
  }

  private static long capabilities(Path task, String set) throws IOException {
    return number(task, set, 16);
  }

  private static long number(Path task, String field, int radix) throws IOException {
    for (String line : Files.readAllLines(task.resolve("status"))) {
      if (line.startsWith(field + ":")) {
        return Long.parseLong(line.substring(field.length() + 1).strip(), radix);
      }
    }
    throw new AssertionError(field + " is not in the status of " + task);
  }

  /** Gives up what it does not need, and forwards until it is ended. */
  static final class Modest {
    private Modest() {}

    public static void main(String[] args) throws Exception {
      Privileges.shed();
      try (Bypass bypass = Bypass.prepare(BypassMode.BRIDGE, BumpBench.OUTSIDE, BumpBench.INSIDE);
          LinePump pump =
              new LinePump(PacketSocketLine.open(BumpBench.OUTSIDE, BumpBench.INSIDE, 1 << 20))) {
        assertTrue(bypass.isFailOpen() && pump.packets() >= 0);
        System.out.println("ready " + args[0]);
        new CountDownLatch(1).await();
      }
    }
  }
}
