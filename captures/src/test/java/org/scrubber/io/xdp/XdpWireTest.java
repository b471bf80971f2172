package org.scrubber.io.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.captures.netns.BumpBench;

@EnabledIf("org.scrubber.captures.netns.Namespaces#available")
class XdpWireTest {
  private static final XdpOptions OPTIONS = XdpOptions.of("outside", "inside");

  private static String refusal(BumpBench bench, XdpOptions options) {
    IOException refused =
        assertThrows(IOException.class, () -> bench.box().call(() -> XdpWire.open(options)));
    String message = String.valueOf(refused.getMessage());
    assertFalse(message.contains("\n"), message);
    assertFalse(isAttached(bench), message);
    return message;
  }

  private static boolean isAttached(BumpBench bench) {
    return bench.box().require("ip", "link").contains("prog/xdp");
  }

  @Test
  void shouldRefuseInOneLineAndLeaveNothingBehind() {
    try (BumpBench bench = BumpBench.create("wire", 2)) {
      assertEquals("there is no interface eth7", refusal(bench, XdpOptions.of("eth7", "inside")));
      assertEquals("there is no interface eth7", refusal(bench, XdpOptions.of("outside", "eth7")));
      assertEquals(
          "outside and inside are the same interface, inside",
          refusal(bench, XdpOptions.of("inside", "inside")));
      assertTrue(
          refusal(bench, with(4, 1, 4096))
              .startsWith("interface outside has 2 receive queues, not 4 (ethtool -L"));
      assertEquals(
          "3 workers need as many queues, and outside has 2 (ethtool -L outside combined 3)",
          refusal(bench, with(0, 3, 4096)));
      assertEquals("100 frames are too few for 4 queues: 1024", refusal(bench, with(0, 1, 100)));
    }
  }

  private static XdpOptions with(int queues, int workers, int frames) {
    return new XdpOptions(
        "outside",
        "inside",
        queues,
        workers,
        XdpOptions.Mode.AUTO,
        frames,
        0,
        XdpOptions.Offload.NONE,
        XdpOptions.DEFAULT_OFFLOAD_ENTRIES);
  }

  @Test
  void shouldRefuseAnInterfaceThatHasAnotherProgram() throws Exception {
    try (BumpBench bench = BumpBench.create("wire");
        XdpWire first = bench.box().call(() -> XdpWire.open(OPTIONS))) {
      assertEquals(2, first.report().size());
      for (XdpOptions.Mode mode : XdpOptions.Mode.values()) {
        IOException refused =
            assertThrows(
                IOException.class, () -> bench.box().call(() -> XdpWire.open(OPTIONS.with(mode))));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith("interface outside has another XDP program"), message);
      }
      assertTrue(isAttached(bench));
    }
  }

  @Test
  void shouldDetachWhenClosed() throws Exception {
    try (BumpBench bench = BumpBench.create("wire")) {
      try (XdpWire wire = bench.box().call(() -> XdpWire.open(OPTIONS))) {
        assertTrue(isAttached(bench));
        assertTrue(
            wire.report().getFirst().contains("outside: veth, XDP native, copy, 1 queue"),
            wire.report()::toString);
      }
      assertFalse(isAttached(bench));
    }
  }

  @Test
  void shouldDetachWhenTheProcessIsKilled(@TempDir Path folder) throws Exception {
    try (BumpBench bench = BumpBench.create("wire")) {
      Path output = folder.resolve("output.txt");
      Process process = bench.box().startJava(output, List.of(), Holder.class);
      for (int k = 0; k < 200 && !Files.readString(output).contains("attached"); k++) {
        assertFalse(process.waitFor(100, TimeUnit.MILLISECONDS), () -> read(output));
      }
      assertTrue(isAttached(bench));
      process.destroyForcibly().waitFor();
      for (int k = 0; k < 50 && isAttached(bench); k++) {
        bench.box().run("sleep", "0.1");
      }
      assertFalse(isAttached(bench));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      return failure.toString();
    }
  }

  /** Holds a wire until it is killed. */
  static final class Holder {
    /** Attaches and waits. */
    public static void main(String[] arguments) throws Exception {
      XdpWire wire = XdpWire.open(OPTIONS);
      wire.start();
      System.out.println("attached " + wire.report());
      Thread.currentThread().join();
    }
  }
}
