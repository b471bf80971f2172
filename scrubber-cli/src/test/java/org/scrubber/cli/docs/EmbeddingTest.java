package org.scrubber.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.batch.Verdict;
import org.scrubber.parse.Parser;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.load.Policies;
import org.scrubber.report.Report;

final class EmbeddingTest {
  private static final Path ROOT = Path.of("..");
  private static final String SAMPLE = ROOT.resolve("captures/udp-flood.pcapng").toString();
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void shouldQuoteCodeThatCompiles() throws IOException {
    String source =
        flat(Files.readString(Path.of("src/test/java/org/scrubber/cli/docs/Embedding.java")));
    Matcher blocks = BLOCK.matcher(Files.readString(ROOT.resolve("docs/embedding.md")));
    int count = 0;
    for (; blocks.find(); count++) {
      String quoted = flat(blocks.group(1));
      assertTrue(source.contains(quoted), "not in Embedding.java as it stands there:\n" + quoted);
    }
    assertEquals(3, count);
  }

  @Test
  void shouldReplayWithAPolicy() throws Exception {
    Path clean = directory.resolve("clean.pcapng");
    Path dropped = directory.resolve("dropped.pcapng");
    Report report = Embedding.replay(ROOT.resolve("captures/policy.yaml"), SAMPLE, clean, dropped);
    assertEquals("udp-flood", report.vectors().getFirst().vector());
    assertTrue(Files.size(clean) > 0);
    assertTrue(Files.size(dropped) > 0);
  }

  @Test
  void shouldJudgeBatchesByHand() throws IOException {
    StringBuilder log = new StringBuilder();
    Report report = Embedding.judge("198.18.0.0/22", List.of(SAMPLE), log);
    Report.Totals totals = report.totals();
    long lost = totals.dropped().packets() + totals.challenged().packets();
    assertTrue(lost > 0);
    assertEquals(lost, log.chars().filter(c -> c == '\n').count());
    Report.ReasonRow first = report.reasons().getFirst();
    assertTrue(log.toString().contains(first.firstFrame() + " " + first.code() + "\n"));
  }

  @Test
  void shouldJudgeOneFrameOfOnesOwn() {
    Worker worker = new Worker(Policies.protecting(List.of(Prefix.parse("198.18.0.0/22"))));
    // TCP from 192.0.2.1 to 198.18.0.10 port 443; the last byte but six is the data offset.
    String head = "020000000001" + "020000000002" + "0800";
    String ip = "45000028" + "00010000" + "40060000" + "c0000201" + "c612000a";
    String ports = "c00001bb" + "00000001" + "00000000";
    byte[] whole = HexFormat.of().parseHex(head + ip + ports + "5002ffff" + "00000000");
    byte[] broken = HexFormat.of().parseHex(head + ip + ports + "1002ffff" + "00000000");
    Parser parser = new Parser();
    assertEquals(Verdict.PASS, Embedding.judgeOne(parser, worker, whole, 1_000_000_000L));
    assertEquals(Verdict.DROP, Embedding.judgeOne(parser, worker, broken, 1_000_000_001L));
  }

  /** Indentation differs between a document and a class. */
  private static String flat(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
