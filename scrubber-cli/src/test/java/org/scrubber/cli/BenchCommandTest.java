package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.captures.bench.Kind;
import org.scrubber.captures.bench.Plan;

/** What the command prints; never how fast anything was. */
final class BenchCommandTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--quick --full | --quick and --full exclude each other",
        "--traffic flood | --traffic: \"flood\" is none of benign, syn-flood, udp-flood,"
            + " amplification, carpet, all, ipv6-half",
        "--flows 0 | --flows: 0 is out of range; expected 1 to 4194304",
        "--sources 0 | --sources: 0 is out of range; expected 1 to 4194304",
        "--batch 1025 | --batch: 1025 is out of range; expected 1 to 1024",
        "--workers 3 | --workers: 3 is out of range; expected 1 to 2",
        "--layout huge | --layout: \"huge\" is none of packed, slots",
        "--load 50 | --load needs --latency",
        "--latency 1s --load 100 | --load: 100 is out of range; expected 1 to 99",
        "--latency 1s --profile | --latency goes with none of --full, --profile and --workers",
      })
  void shouldRefuseAWrongBenchInOneLine(String arguments, String expected) {
    Shell.dry((Object[]) ("bench " + arguments).split(" "))
        .assertFailed(ExitCode.USAGE, expected + "; see scrubber bench --help");
  }

  @Test
  void shouldPrintATableOfAllTrafficWhenQuick() {
    String out = Shell.dry("bench", "--quick").assertOk().out();
    for (Kind kind : Kind.values()) {
      assertTrue(out.lines().anyMatch(line -> line.startsWith(kind.text() + ", 10 k flows ")), out);
    }
    for (String expected :
        List.of(
            "Per packet, on one core",
            "Share of line rate, one core",
            "10 Gbit/s are 14.88 Mpps of 64 B, 4.53 of 256 B, 3.27 of IMIX",
            "60 ns   33.6 ns",
            "67 ns   40.0 ns",
            "Java: ")) {
      assertTrue(out.contains(expected), expected + " in\n" + out);
    }
    assertFalse(out.contains("WRONG"), out);
    out.lines().forEach(line -> assertTrue(line.length() <= 120, line));
  }

  @Test
  void shouldPrintFiguresOfTwoWorkersAsJson() {
    String out =
        Shell.dry("bench", "--quick", "--traffic", "udp-flood", "--workers", "2", "--json")
            .assertOk()
            .out();
    assertTrue(out.startsWith("{\n  \"schema\": \"scrubber.bench/1\""), out);
    for (String field : List.of("p5Ns", "p25Ns", "allocatedBytes", "scaling", "attackDropped")) {
      assertTrue(out.contains("\"" + field + "\": "), field + " in\n" + out);
    }
    assertTrue(out.contains("\"right\": true"), out);
  }

  @Test
  void shouldSayWhereTheTimeGoes() {
    String out =
        Shell.dry(
                (Object[]) "bench --quick --traffic syn-flood --sources 40000 --profile".split(" "))
            .assertOk()
            .out();
    assertTrue(out.contains("Where the time goes: syn-flood, 10 k flows, 40 k sources"), out);
    assertTrue(out.lines().anyMatch(line -> line.startsWith("FlowTracker ")), out);
  }

  @Test
  void shouldSayHowLongBatchesTookAndWhatStoppedThem() {
    String out = Shell.dry("bench", "--quick", "--latency", "1s").assertOk().out();
    String times = "benign, 10 k flows +[0-9,]+( +[0-9,.]+){7}";
    String stops = "benign, 10 k flows +1\\.0 s +\\d+( +[0-9,.]+){2} +\\d+ +[0-9,.]+";
    for (String expected : List.of(times, stops)) {
      assertTrue(out.lines().anyMatch(line -> line.matches(expected)), out);
    }
    out.lines().forEach(line -> assertTrue(line.length() <= 120, line));
    String json =
        Shell.dry("bench", "--quick", "--latency", "100ms", "--load", "20", "--json")
            .assertOk()
            .out();
    assertTrue(json.startsWith("{\n  \"schema\": \"scrubber.bench.latency/1\""), json);
    assertTrue(json.contains("\"load\": 0.2"), json);
    assertTrue(json.contains("\"p99.9\": "), json);
  }

  @Test
  void shouldMeasureEveryFlowCountBatchAndLayoutInFull() {
    long settings = Plan.FULL.settings(List.of(Kind.BENIGN)).size();
    assertEquals(9, settings);
  }
}
