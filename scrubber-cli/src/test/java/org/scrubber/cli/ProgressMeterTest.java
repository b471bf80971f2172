package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.scrubber.cli.render.Style;

final class ProgressMeterTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal =
      new Terminal(
          OutputStream.nullOutputStream(),
          new PrintStream(err, true, StandardCharsets.UTF_8),
          true,
          Style.PLAIN,
          false);
  private long nowNs = 7;

  @Test
  void shouldStayInvisibleInAShortRun() {
    try (ProgressMeter meter = new ProgressMeter(terminal, () -> nowNs)) {
      meter.progress(1_000_000, 2_000_000, 10);
      nowNs += ProgressMeter.DELAY_NS - 1;
      meter.progress(2_000_000, 2_000_000, 20);
    }
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void shouldShowBytesAndPacketsInALongRunAndClearTheLine() {
    try (ProgressMeter meter = new ProgressMeter(terminal, () -> nowNs)) {
      nowNs += ProgressMeter.DELAY_NS;
      meter.progress(1_000_000, 2_000_000, 1_234);
    }
    String shown = err.toString(StandardCharsets.UTF_8);
    assertTrue(shown.contains("replay"), shown);
    assertTrue(shown.contains("1/2 MB"), shown);
    assertTrue(shown.contains("1,234 packets"), shown);
    assertTrue(shown.endsWith("\r" + " ".repeat(ProgressMeter.WIDTH) + "\r"), "a free line");
    assertFalse(shown.contains("\n"), "no line is left behind");
  }

  @Test
  void shouldNotNeedATotal() {
    try (ProgressMeter meter = new ProgressMeter(terminal, () -> nowNs)) {
      nowNs += ProgressMeter.DELAY_NS;
      meter.progress(3_000_000, -1, 5);
    }
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("3/? MB"));
  }
}
