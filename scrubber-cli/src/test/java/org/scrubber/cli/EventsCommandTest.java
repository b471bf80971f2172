package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventsCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SAMPLE = "../captures/belnet-afternoon.pcapng";
  private static final Path TSHARK = Path.of("/usr/bin/tshark");
  private static final String POLICY = "../captures/policy.yaml";

  @TempDir static Path folder;
  private static Path journal;
  private static JsonNode report;

  @BeforeAll
  static void replay() throws IOException {
    journal = folder.resolve("journal");
    Shell shell =
        Shell.run("replay", SAMPLE, "--policy", POLICY, "--json", "--journal", journal).assertOk();
    report = JSON.readTree(shell.out());
  }

  private static List<JsonNode> events(Object... more) throws IOException {
    List<Object> words = new ArrayList<>(List.of("events", "--journal", journal, "--json"));
    words.addAll(List.of(more));
    List<JsonNode> events = new ArrayList<>();
    for (String line : Shell.run(words.toArray()).assertOk().out().lines().toList()) {
      events.add(JSON.readTree(line));
    }
    return events;
  }

  private static long sum(List<JsonNode> events, String object, String field) {
    return events.stream()
        .filter(one -> one.get("object").asText().equals(object))
        .mapToLong(one -> one.get(field).asLong())
        .sum();
  }

  @Test
  void shouldSumUpToTheReportByObject() throws IOException {
    List<JsonNode> totals = events("--type", "totals");
    for (String kind : List.of("offered", "passed", "dropped", "challenged", "monitored")) {
      String packets = kind + "Packets";
      assertEquals(report.at("/totals/" + kind + "/packets").asLong(), sum(totals, "", packets));
      assertEquals(
          report.at("/totals/" + kind + "/bytes").asLong(), sum(totals, "", kind + "Bytes"));
      for (JsonNode object : report.get("objects")) {
        String name = object.get("name").asText();
        assertEquals(object.at("/" + kind + "/packets").asLong(), sum(totals, name, packets), name);
      }
    }
  }

  @Test
  void shouldSumUpToTheReportByVector() throws IOException {
    List<JsonNode> totals = events("--type", "vector-totals", "--object", "tax-portal");
    for (JsonNode row : report.get("vectors")) {
      if (row.get("object").asText().equals("tax-portal")) {
        String vector = row.get("vector").asText();
        long dropped =
            totals.stream()
                .filter(one -> one.get("vector").asText().equals(vector))
                .mapToLong(one -> one.get("droppedPackets").asLong())
                .sum();
        assertEquals(row.at("/dropped/packets").asLong(), dropped, vector);
      }
    }
  }

  @Test
  void shouldTellWhatWasRaisedAndEnded() throws IOException {
    List<JsonNode> notes = events("--type", "mitigation", "--object", "vaccine-booking");
    assertEquals(2, notes.size());
    assertEquals(1, notes.getFirst().get("state").asInt());
    assertEquals("raised", notes.getFirst().get("stateName").asText());
    assertEquals("ended", notes.getLast().get("stateName").asText());
    assertEquals("198.18.4.10/32", notes.getFirst().get("target").asText());
    assertEquals(3, notes.getLast().get("state").asInt());
    assertEquals(2_149, notes.getLast().get("challengedPackets").asLong());
    assertTrue(notes.getLast().get("signature").asText().contains("window 512"));
  }

  @Test
  void shouldSampleEachVectorWithinBounds() throws IOException {
    List<JsonNode> samples = events("--type", "sample", "--object", "tax-portal");
    long floods =
        samples.stream().filter(one -> one.get("vector").asText().equals("udp-flood")).count();
    assertTrue(floods >= 50 && floods <= 1_000, "samples: " + floods);
    assertTrue(samples.stream().allMatch(one -> one.get("frame").asText().length() > 50));
  }

  @Test
  void shouldWriteTheSamplesOfEachMitigationAsACapture() throws IOException {
    Path samples = folder.resolve("samples");
    String said =
        Shell.run("events", "--journal", journal, "--samples-to", samples).assertOk().out();
    List<Path> files;
    try (Stream<Path> found = Files.list(samples)) {
      files = found.sorted().toList();
    }
    assertTrue(files.contains(samples.resolve("tax-portal-udp-flood-1.pcapng")), files::toString);
    long packets = 0;
    for (Path file : files) {
      String json = Shell.run("replay", file, "--json").assertOk().out();
      packets += JSON.readTree(json).at("/totals/offered/packets").asLong();
    }
    assertEquals(events("--type", "sample").size(), packets);
    assertEquals(
        "wrote %s: %,d packets in %d captures\n".formatted(samples, packets, files.size()), said);
  }

  @Test
  void shouldSayOfEachSampleWhyItWasStopped() throws Exception {
    assumeTrue(Files.isExecutable(TSHARK), "tshark is not installed");
    Path samples = folder.resolve("commented");
    Shell.run("events", "--journal", journal, "--samples-to", samples).assertOk();
    assertComments(
        samples.resolve("tax-portal-udp-flood-1.pcapng"),
        "dropped: .+ \\[udp-flood-(signature|unsolicited)], vector udp-flood, object tax-portal,"
            + " mitigation 2 raised by ([1-9][0-9.]* k?pps over 50 pps \\()?a burst of more than 20"
            + " packets(\\)| above 50 pps)");
    assertComments(
        samples.resolve("vaccine-booking-syn-flood-1.pcapng"),
        "would challenge: SYN of an unproven source during a SYN flood"
            + " \\[syn-flood-unproven-source], vector syn-flood, object vaccine-booking, mitigation"
            + " 1 raised by a burst of more than 20 packets above 100 pps");
    assertComments(
        samples.resolve("vaccine-booking-bogon-source-1.pcapng"),
        "dropped: source address that cannot come from the Internet \\[bogon-source],"
            + " vector bogon-source, object vaccine-booking");
  }

  @Test
  void shouldSayTheSameInTheEvidenceOfAReplay() throws Exception {
    assumeTrue(Files.isExecutable(TSHARK), "tshark is not installed");
    Path evidence = folder.resolve("evidence");
    Shell.run("replay", SAMPLE, "--policy", POLICY, "--evidence", evidence).assertOk();
    assertComments(
        evidence.resolve("tax-portal-udp-flood-1.pcapng"),
        "dropped: .+ \\[udp-flood-(signature|unsolicited)], vector udp-flood, object tax-portal,"
            + " rate (([1-9][0-9]{2,}|[5-9][0-9]) pps, threshold 50 pps"
            + "|([1-9]|[1-4][0-9]|50) pps,"
            + " mitigation raised by a burst of more than 20 packets above 50 pps)");
    assertComments(
        evidence.resolve("vaccine-booking-bogon-source-1.pcapng"),
        "dropped: source address that cannot come from the Internet \\[bogon-source],"
            + " vector bogon-source, object vaccine-booking");
  }

  private static void assertComments(Path file, String expected) throws Exception {
    Path output = folder.resolve("comments");
    Process process =
        new ProcessBuilder(
                TSHARK.toString(), "-r", file.toString(), "-T", "fields", "-e", "frame.comment")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "tshark does not end");
    assertEquals(0, process.exitValue());
    List<String> comments = Files.readAllLines(output);
    assertFalse(comments.isEmpty(), file::toString);
    for (String comment : comments) {
      assertTrue(comment.matches(expected), () -> file + ": " + comment);
    }
  }

  @Test
  void shouldNameSamplesOfNoVectorByTheirReason() throws IOException {
    Path samples = folder.resolve("named");
    Shell.run("events", "--journal", journal, "--samples-to", samples).assertOk();
    List<String> files;
    try (Stream<Path> found = Files.list(samples)) {
      files = found.map(file -> file.getFileName().toString()).toList();
    }
    assertTrue(files.contains("vaccine-booking-bogon-source-1.pcapng"), files::toString);
    assertTrue(files.stream().noneMatch(file -> file.contains("-none-")), files::toString);
    String events = Shell.run("events", "--journal", journal, "--type", "sample").assertOk().out();
    assertTrue(events.contains("sample of bogon-source: "), events);
    assertFalse(events.contains("sample of none"), events);
  }

  @Test
  void shouldWriteSamplesToANewDirectoryAlone() {
    Shell.run("events", "--journal", journal, "--samples-to", folder)
        .assertFailed(ExitCode.INPUT_OUTPUT, folder + ": exists and is no empty directory");
    Shell.run("events", "--journal", journal, "--samples-to", folder.resolve("x"), "--follow")
        .assertFailed(
            ExitCode.USAGE,
            "--samples-to goes with --journal, --since and --object alone;"
                + " see scrubber events --help");
  }

  @Test
  void shouldHoldTheIncidentsOfTheReport() throws IOException {
    List<JsonNode> incidents = events("--type", "incident");
    for (JsonNode expected : report.get("incidents")) {
      JsonNode last =
          incidents.stream()
              .filter(one -> one.get("id").equals(expected.get("id")))
              .reduce((before, after) -> after)
              .orElseThrow();
      assertEquals(expected.get("packets"), last.get("packets"));
      assertEquals(expected.get("peakPps"), last.get("peakPps"));
      assertEquals(expected.get("campaignId"), last.get("campaign"));
    }
  }

  @Test
  void shouldShowVectorsOfIncidentsAsTheirObjects() throws IOException {
    List<JsonNode> all = events("--type", "incident-vector");
    List<JsonNode> own = events("--type", "incident-vector", "--object", "tax-portal");
    assertTrue(own.size() > 5 && own.size() < all.size(), own.size() + " of " + all.size());
    assertTrue(own.stream().allMatch(one -> one.get("object").asText().equals("tax-portal")));
    List<String> ids =
        events("--type", "incident", "--object", "tax-portal").stream()
            .map(one -> one.get("id").asText())
            .toList();
    assertTrue(own.stream().allMatch(one -> ids.contains(one.get("incident").asText())));
    assertTrue(all.stream().noneMatch(one -> one.get("object").asText().isEmpty()));
    String text =
        Shell.run("events", "--journal", journal, "--type", "incident-vector").assertOk().out();
    assertTrue(text.lines().noneMatch(line -> line.contains("Z - ")), text);
  }

  @Test
  void shouldGiveWordsForStatesAndKinds() throws IOException {
    assertEquals("replay", events("--type", "run").getFirst().get("kindName").asText());
    for (JsonNode one : events("--type", "incident")) {
      assertTrue(
          List.of("low", "medium", "high", "critical").contains(one.get("severityName").asText()));
    }
  }

  @Test
  void shouldNameTheTypesThatItAccepts() {
    String help = Shell.run("events", "--help").assertOk().out().replaceAll("\\s+", " ");
    Shell wrong = Shell.run("events", "--journal", journal, "--type", "nosuch");
    assertEquals(ExitCode.USAGE, wrong.exitCode());
    String types = wrong.err().replaceAll(".*expected (.*); see.*\\s", "$1");
    assertTrue(types.contains("contact, evidence-content"), types);
    assertTrue(help.contains("Only these, of " + types + "."), help);
  }

  @Test
  void shouldLeaveOutWhatWasMeasuredUnlessAskedForIt() throws IOException {
    Shell plain = Shell.run("events", "--journal", journal);
    assertEquals(ExitCode.OK, plain.exitCode());
    assertTrue(plain.out().contains("mitigation raised: udp-flood"), plain.out());
    for (String measured :
        List.of("sample of", "second:", "second of", "top source", "capacity:")) {
      assertFalse(plain.out().contains(measured), measured);
    }
    long shown = plain.out().lines().count();
    Shell all = Shell.run("events", "--journal", journal, "--all").assertOk();
    assertEquals("", all.err());
    assertEquals(events().size(), all.out().lines().count());
    long leftOut = all.out().lines().count() - shown;
    assertTrue(shown < 100 && leftOut > 1_000, shown + " of " + leftOut);
    assertTrue(
        plain
            .err()
            .matches(
                "(?s).*left out %,d events of measurements and repetitions \\(.*[0-9,]+ totals, .*\\); --all shows them, --type some\\s*"
                    .formatted(leftOut)),
        plain.err());
    assertEquals("", Shell.run("events", "--journal", journal, "--type", "run").assertOk().err());
    Shell.run("events", "--journal", journal, "--all", "--type", "run")
        .assertFailed(ExitCode.USAGE, "--all and --type go apart; see scrubber events --help");
  }

  @Test
  void shouldNameRateAndThresholdBesideEachSampleOfAMitigation() {
    String samples =
        Shell.run("events", "--journal", journal, "--type", "sample", "--object", "parliament")
            .assertOk()
            .out();
    List<String> lines =
        samples.lines().filter(line -> line.contains("memcached-amplification")).toList();
    assertFalse(lines.isEmpty());
    for (String line : lines) {
      boolean always = line.contains("never-legitimate");
      assertTrue(
          always
              || line.matches(".*, mitigation [0-9]+ raised by .*burst of more than 20 packets.*"),
          line);
    }
  }

  @Test
  void shouldTakeTimesAsFeedsWriteThem() throws IOException {
    int expected = events("--since", "2021-05-04T11:01:10Z").size();
    assertTrue(expected > 0);
    assertEquals(expected, events("--since", "2021-05-04 11:01:10").size());
    assertEquals(expected, events("--since", "2021-05-04T11:01:10").size());
    assertEquals(expected, events("--since", "2021-05-04 13:01:10+02:00").size());
    assertEquals(events().size(), events("--since", "2021-05-04").size());
  }

  @Test
  void shouldShowALineAnEventAndOnlyWhatIsWanted() {
    String all = Shell.run("events", "--journal", journal, "--all").assertOk().out();
    String some =
        Shell.run(
                "events",
                "--journal",
                journal,
                "--all",
                "--since",
                "2021-05-04T11:01:00Z",
                "--object",
                "university")
            .assertOk()
            .out();
    assertTrue(all.contains("mitigation raised: dns-amplification of 198.18.0.10/32"), all);
    assertTrue(some.lines().allMatch(line -> line.contains(" university ")), some);
    assertTrue(some.lines().allMatch(line -> line.compareTo("2021-05-04T11:01:00") >= 0));
    assertTrue(some.lines().count() < all.lines().count());
    assertEquals("", Shell.run("events", "--journal", journal, "--since", "1d").assertOk().out());
  }

  @Test
  void shouldAddToAJournal(@TempDir Path other) throws IOException {
    Path twice = other.resolve("twice");
    for (int k = 0; k < 2; k++) {
      Shell.run("replay", "../captures/udp-flood.pcapng", "--journal", twice).assertOk();
    }
    String out = Shell.run("events", "--journal", twice, "--type", "run").assertOk().out();
    assertEquals(2, out.lines().count());
  }

  @Test
  void shouldFollowWhatAnotherRunAdds(@TempDir Path other) throws Exception {
    Path followed = other.resolve("followed");
    String capture = "../captures/udp-flood.pcapng";
    Shell.run("replay", capture, "--journal", followed).assertOk();
    CompletableFuture<Shell> following = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () ->
                    following.complete(
                        Shell.run(
                            "events", "--journal", followed, "--type", "run,end", "--follow")));
    Shell.run("replay", capture, "--journal", followed).assertOk();
    LockSupport.parkNanos(1_000_000_000L);
    thread.interrupt();
    String out = following.get(20, TimeUnit.SECONDS).out();
    assertEquals(4, out.lines().count(), out);
  }

  @Test
  void shouldSayWhatIsWrongInOneLine(@TempDir Path other) {
    Shell.run("events", "--journal", other.resolve("none"))
        .assertFailed(1, other.resolve("none") + ": no such journal");
    Shell.run("events", "--journal", other).assertFailed(1, other + ": holds no journal");
    Shell.run("events", "--journal", journal, "--since", "noon")
        .assertFailed(
            2,
            "--since: \"noon\" is no time; expected one as 2026-11-22T11:00:00Z,"
                + " \"2026-11-22 11:00:00\" or 2026-11-22, or 30s, 10m, 2h, 1d; see scrubber events"
                + " --help");
    Shell.run("events", "--journal", journal, "--object", "nosuch")
        .assertFailed(
            2,
            "--object: the journal has no object \"nosuch\"; expected one of tax-portal,"
                + " vaccine-booking, parliament, university, hospital, hospital-vpn, research,"
                + " resolver, link-net; see scrubber events --help");
  }
}
