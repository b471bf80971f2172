package org.scrubber.cli.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.scrubber.captures.netns.Namespace;

/**
 * New connections that curl has tried one after the other.
 *
 * @param tried how many
 * @param connectMs how long each that got its answer took to connect, in order of size
 */
record Connects(int tried, double[] connectMs) {
  /** What curl is patient for, seconds. */
  private static final int PATIENCE = 8;

  /** Opens a connection for each of these addresses of a client. */
  static Connects of(Namespace client, Path directory, String url, List<String> sources)
      throws IOException {
    return of(client, directory, url, sources, PATIENCE, false);
  }

  /** Opens a connection for each of these addresses at the same time; gives up after 3 s. */
  static Connects atOnce(Namespace client, Path directory, String url, List<String> sources)
      throws IOException {
    return of(client, directory, url, sources, 3, true);
  }

  private static Connects of(
      Namespace client,
      Path directory,
      String url,
      List<String> sources,
      int patience,
      boolean parallel)
      throws IOException {
    StringBuilder configuration = new StringBuilder();
    for (String source : sources) {
      configuration
          .append(configuration.isEmpty() ? "" : "next\n")
          .append("url = \"%s\"\ninterface = \"%s\"\n".formatted(url, source))
          .append("silent\noutput = /dev/null\nno-keepalive\nmax-time = %d\n".formatted(patience))
          .append("header = \"Connection: close\"\n")
          .append("write-out = \"%{http_code} %{time_connect}\\n\"\n");
    }
    if (parallel) {
      configuration.append("parallel\n");
    }
    Path file = directory.resolve("curl.conf");
    Files.writeString(file, configuration);
    String said =
        client
            .run(Duration.ofSeconds(5L + sources.size() * 2L), "curl", "-K", file.toString())
            .output();
    double[] found =
        said.lines()
            .filter(line -> line.startsWith("200 "))
            .mapToDouble(line -> Double.parseDouble(line.substring(4)) * 1_000)
            .sorted()
            .toArray();
    return new Connects(sources.size(), found);
  }

  /** Returns how many got their answer. */
  int succeeded() {
    return connectMs.length;
  }

  /** Returns the time that this share of those that succeeded took at most, ms. */
  double quantileMs(double share) {
    if (connectMs.length == 0) {
      return Double.NaN;
    }
    return connectMs[(int) Math.ceil(share * connectMs.length) - 1];
  }

  /** Returns these and others together. */
  Connects plus(Connects other) {
    double[] all = Arrays.copyOf(connectMs, connectMs.length + other.connectMs.length);
    System.arraycopy(other.connectMs, 0, all, connectMs.length, other.connectMs.length);
    Arrays.sort(all);
    return new Connects(tried + other.tried, all);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d of %d, p50 %.1f ms, p99 %.1f ms",
        succeeded(),
        tried,
        quantileMs(0.5),
        quantileMs(0.99));
  }
}
