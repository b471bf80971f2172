package org.scrubber.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.scrubber.policy.Policy;
import org.scrubber.policy.load.Policies;
import org.scrubber.policy.load.PolicyLoader;

/** Runs every real capture through the engine in one JVM, and holds the documented table to it. */
class RealCapturesTest {
  private static final Path POLICY = Path.of("..", "policies", "small-host.yaml");
  private static final Path TABLE = Path.of("..", "docs", "real-captures.md");

  /** Set to rewrite the documented table instead of comparing with it. */
  private static final String UPDATE = "scrubber.update-docs";

  private static List<RealCapture> captures;

  @BeforeAll
  static void readManifest() throws Exception {
    Path folder = RealCapture.folder();
    if (!Files.isDirectory(folder)) {
      System.out.println("skipped: no real captures at " + folder);
    }
    assumeTrue(Files.isDirectory(folder), "no real captures at " + folder);
    captures = RealCapture.all();
  }

  private static Stream<RealCapture> ofKind(String kind) {
    return captures.stream().filter(one -> one.kind().equals(kind));
  }

  @Test
  void shouldDropFloodsAndAmplificationsAndSpareTheRest() throws Exception {
    Policy base = PolicyLoader.load(POLICY).policy();
    List<String> failures = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    for (RealCapture capture : ofKind("attack").toList()) {
      Policy policy = Policies.withProtected(base, Judged.attacked(capture));
      Judged judged = Judged.of(capture, policy);
      Expectation expected = Expectation.of(capture.attackType());
      boolean gate = expected.gated() && capture.attackPackets() >= 1_000;
      boolean held =
          judged.share('A') >= 0.95
              && judged.share('B') <= 0.01
              && expected.isNamedIn(judged.vectors);
      rows.add(RealTable.attack(capture, judged, gate));
      if (gate && !held) {
        failures.add(capture.name() + " leaks " + judged.leaks.stream().limit(20).toList());
      }
      assertEquals(capture.packets(), judged.packets, capture.name());
    }
    compare("attacks", RealTable.ATTACKS_HEAD, rows);
    assertEquals(List.of(), failures);
  }

  @Test
  void shouldPassBenignCapturesWithoutPolicy() throws Exception {
    List<String> rows = new ArrayList<>();
    List<String> unexplained = new ArrayList<>();
    long packets = 0;
    long lost = 0;
    for (RealCapture capture : ofKind("benign").toList()) {
      Judged judged = Judged.of(capture, Policies.forCapture());
      assertEquals(capture.packets(), judged.packets, capture.name());
      packets += judged.packets;
      lost += judged.drops.size();
      for (String drop : judged.drops) {
        rows.add(RealTable.benign(capture, drop));
        if (capture.anomalies().isEmpty()) {
          unexplained.add(capture.name() + ": " + drop);
        }
      }
    }
    rows.add(
        "| all %,d captures | | %d of %,d packets | |"
            .formatted(ofKind("benign").count(), lost, packets));
    compare("benign", RealTable.BENIGN_HEAD, rows);
    assertEquals(List.of(), unexplained);
    assertTrue(lost * 10_000 <= packets, lost + " of " + packets);
  }

  @Test
  void shouldCountEveryPacketOfMalformedAndOddFormats() throws Exception {
    List<String> rows = new ArrayList<>();
    for (String kind : List.of("malformed", "format")) {
      long packets = 0;
      long lost = 0;
      long notIp = 0;
      int files = 0;
      int refused = 0;
      for (RealCapture capture : ofKind(kind).toList()) {
        if (capture.isCompressedOtherwise()) {
          refused++;
          continue;
        }
        Judged judged = Judged.of(capture, Policies.forCapture());
        assertEquals(capture.packets(), judged.packets, capture.name());
        assertEquals(0, judged.lostNotIp, capture.name());
        files++;
        packets += judged.packets;
        lost += judged.drops.size();
        notIp += judged.notIp;
      }
      rows.add(
          "| %s | %,d | %,d | %,d | %,d | %,d |"
              .formatted(kind, files, packets, notIp, lost, refused));
    }
    compare("formats", RealTable.FORMATS_HEAD, rows);
  }

  private static void compare(String section, String head, List<String> rows) throws Exception {
    String table = head + String.join("\n", rows) + "\n";
    System.out.println(table);
    if (Boolean.getBoolean(UPDATE)) {
      RealTable.replace(TABLE, section, table);
    }
    assertEquals(
        table,
        RealTable.section(TABLE, section),
        "docs/real-captures.md is out of date: run again with -D" + UPDATE + "=true");
  }
}
