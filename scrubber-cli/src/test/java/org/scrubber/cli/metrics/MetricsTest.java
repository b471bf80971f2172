package org.scrubber.cli.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.cli.top.CountedInstance;
import org.scrubber.counter.CounterReader;
import org.scrubber.counter.InstanceCounter;
import org.scrubber.counter.Readings;
import org.scrubber.io.netlink.LinkWatch;

final class MetricsTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");
  private static final Pattern DOCUMENTED = Pattern.compile("^\\| `(scrubber_[a-z_]+)` \\|.*");

  @TempDir Path directory;

  private Path counters() {
    return directory.resolve("eth0-eth1.counters");
  }

  private static long nowNs() {
    return Instant.now().toEpochMilli() * 1_000_000;
  }

  @Test
  void shouldWriteWhatAStrictReaderAccepts() throws IOException {
    try (CountedInstance instance = new CountedInstance(counters());
        CounterReader reader = CounterReader.open(counters())) {
      instance.count(300, 200, 100);
      instance.publish(nowNs());
      Map<String, StrictParser.Family> families = StrictParser.parse(Metrics.of(reader));
      assertEquals(600.0, families.get("scrubber_offered_packets_total").samples().get(Map.of()));
      Map<Map<String, String>, Double> verdicts = families.get("scrubber_packets_total").samples();
      assertEquals(200.0, verdicts.get(Map.of("verdict", "dropped")));
      assertEquals(600.0, verdicts.values().stream().mapToDouble(value -> value).sum());
      assertEquals(
          100.0,
          families
              .get("scrubber_reason_packets_total")
              .samples()
              .get(Map.of("reason", "syn-flood-unproven-source")));
      assertEquals(2, families.get("scrubber_object_offered_packets_total").samples().size());
      assertEquals(
          CountedInstance.START_NS / 1e9,
          families.get("scrubber_start_time_seconds").samples().get(Map.of()));
    }
  }

  @Test
  void shouldDocumentEveryMetricAndNoOther() throws IOException {
    try (CountedInstance instance = new CountedInstance(counters());
        CounterReader reader = CounterReader.open(counters())) {
      instance.publish(nowNs());
      TreeSet<String> documented = new TreeSet<>();
      for (String line : Files.readAllLines(DOCUMENT)) {
        var row = DOCUMENTED.matcher(line);
        if (row.matches()) {
          assertTrue(documented.add(row.group(1)), line);
        }
      }
      Map<String, StrictParser.Family> families = StrictParser.parse(Metrics.of(reader));
      assertEquals(new TreeSet<>(families.keySet()), documented);
      String text = Files.readString(DOCUMENT);
      families.forEach(
          (name, family) ->
              assertTrue(
                  text.contains("| `" + name + "` | " + family.type() + " | "),
                  () -> name + " is a " + family.type()));
    }
  }

  @Test
  void shouldEscapeWhatNamesMayHold() {
    Exposition out = new Exposition();
    out.family("a_total", "counter", "A \\ and\na line.");
    out.sample(1, "object", "x\"y\\z\nw");
    out.seconds(-1, "object", "b");
    assertEquals(
        """
        # HELP a_total A \\\\ and\\na line.
        # TYPE a_total counter
        a_total{object="x\\"y\\\\z\\nw"} 1
        a_total{object="b"} -0.000000001
        """,
        out.text());
  }

  @Test
  void shouldServeMetricsAndHealthAndNothingElse() throws Exception {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    CountedInstance instance = new CountedInstance(counters());
    try (MetricsServer server = MetricsServer.start(anyPort, counters());
        HttpClient client = HttpClient.newHttpClient()) {
      instance.count(5, 0, 0);
      instance.publish(nowNs());
      HttpResponse<String> metrics = get(client, server, "/metrics");
      assertEquals(200, metrics.statusCode());
      assertEquals(
          List.of("text/plain; version=0.0.4; charset=utf-8"),
          metrics.headers().allValues("content-type"));
      assertTrue(metrics.body().contains("\nscrubber_offered_packets_total 5\n"), metrics.body());
      assertEquals("running\n", get(client, server, "/health").body());
      instance.file().set(InstanceCounter.INSIDE_DOWN, Readings.of(LinkWatch.State.GONE));
      HttpResponse<String> cut = get(client, server, "/health");
      assertEquals(503, cut.statusCode());
      assertEquals("cut: eth1 is gone\n", cut.body());
      String links = get(client, server, "/metrics").body();
      assertTrue(
          links.contains("scrubber_interface_up{side=\"inside\",interface=\"eth1\"} 0\n"), links);
      assertTrue(
          links.contains("scrubber_interface_up{side=\"outside\",interface=\"eth0\"} 1\n"), links);
      instance.file().set(InstanceCounter.INSIDE_DOWN, 0);
      instance.file().set(InstanceCounter.BYPASS_OPEN, 1);
      HttpResponse<String> bypassed = get(client, server, "/health");
      assertEquals(503, bypassed.statusCode());
      assertEquals("bypassed: packets pass and nothing is judged\n", bypassed.body());
      instance.file().set(InstanceCounter.BYPASS_OPEN, 0);
      instance.file().set(InstanceCounter.BYPASS_LOST, 1);
      HttpResponse<String> beneath = get(client, server, "/health");
      assertEquals(200, beneath.statusCode());
      assertEquals(
          "running, but no bridge lies beneath, packets stop when the scrubber does\n",
          beneath.body());
      assertTrue(get(client, server, "/metrics").body().contains("\nscrubber_bypass_lost 1\n"));
      instance.file().set(InstanceCounter.BYPASS_LOST, 0);
      assertEquals(404, get(client, server, "/").statusCode());
      HttpRequest post =
          HttpRequest.newBuilder(at(server, "/metrics"))
              .POST(HttpRequest.BodyPublishers.ofString("x"))
              .build();
      assertEquals(405, client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode());
      instance.close();
      HttpResponse<String> ended = get(client, server, "/health");
      assertEquals(503, ended.statusCode());
      assertEquals("not running\n", ended.body());
      try (CountedInstance next = new CountedInstance(counters())) {
        next.count(7, 0, 0);
        next.publish(nowNs());
        String followed = get(client, server, "/metrics").body();
        assertTrue(followed.contains("\nscrubber_offered_packets_total 7\n"), followed);
      }
    }
  }

  private static URI at(MetricsServer server, String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }

  private static HttpResponse<String> get(HttpClient client, MetricsServer server, String path)
      throws Exception {
    HttpRequest request = HttpRequest.newBuilder(at(server, path)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void shouldSayInOneLineThatAPortIsTaken() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (CountedInstance instance = new CountedInstance(counters());
        MetricsServer first = MetricsServer.start(anyPort, instance.file().path())) {
      InetSocketAddress taken = first.address();
      IOException refusal =
          assertThrows(IOException.class, () -> MetricsServer.start(taken, counters()));
      assertEquals(
          "cannot listen on 127.0.0.1:" + taken.getPort() + ": Address already in use",
          refusal.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9469,127.0.0.1,9469",
    "[::1]:80,0:0:0:0:0:0:0:1,80",
    "0.0.0.0:0,0.0.0.0,0"
  })
  void shouldReadAnAddress(String text, String host, int port) {
    InetSocketAddress address = ListenAddress.parse(text);
    assertEquals(host, address.getAddress().getHostAddress());
    assertEquals(port, address.getPort());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "9469",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:65536",
        "127.0.0.1:-1",
        "localhost:80",
        "::1:80",
        "[::1]",
        "[127.0.0.1]x:1",
        "127.0.0.1/8:80",
        "[]:80",
        "1.2.3:80"
      })
  void shouldRefuseWhatIsNoAddress(String text) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> ListenAddress.parse(text));
    assertEquals(
        "\""
            + text
            + "\" is no address; expected ADDRESS:PORT, for example 127.0.0.1:9469 or"
            + " [::1]:9469",
        refusal.getMessage());
  }
}
