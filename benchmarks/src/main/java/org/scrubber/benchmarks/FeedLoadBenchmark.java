package org.scrubber.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.scrubber.policy.AddressText;
import org.scrubber.policy.load.PolicyException;
import org.scrubber.policy.load.PolicyLoader;

/**
 * How long a policy takes to load whose one feed has a million entries, from its file to the
 * compiled set. Each time is one load; the first is that of a program that has just begun.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 5)
@Fork(2)
public class FeedLoadBenchmark {
  private static final int ENTRIES = 1_000_000;

  /** Format of the file; {@code -6} for IPv6, {@code -until} for deadlines. */
  @Param({
    "cidr",
    "cidr-6",
    "spamhaus-drop",
    "spamhaus-json",
    "firehol-netset",
    "csv",
    "csv-until",
    "csv-6-until"
  })
  public String kind = "cidr";

  private Path directory;
  private Path policy;

  /** Creates the state; the fields are set by JMH. */
  public FeedLoadBenchmark() {}

  /** Writes the feed and the policy. */
  @Setup
  public void write() throws IOException {
    directory = Files.createTempDirectory("feed");
    SplittableRandom random = new SplittableRandom(20_261_130);
    try (BufferedWriter writer = Files.newBufferedWriter(directory.resolve("feed"))) {
      writer.write(kind.startsWith("csv") ? "first_seen,dst_ip,port,until,note\n" : "");
      for (int i = 0; i < ENTRIES; i++) {
        writer.write(line(random, i));
      }
    }
    boolean csv = kind.startsWith("csv");
    String format = csv ? "csv" : kind.startsWith("spamhaus") ? "spamhaus-drop" : kind;
    format = format.equals("cidr-6") ? "cidr" : format;
    String columns = csv ? ", column: dst_ip" : "";
    columns += kind.endsWith("until") ? ", until-column: until" : "";
    policy = directory.resolve("scrubber.yaml");
    Files.writeString(
        policy,
        "version: 1\nobjects: { web: { prefixes: [198.18.0.0/15] } }\nlists:\n  - { file: feed,"
            + " format: %s%s, action: report, direction: both }\n".formatted(format, columns));
  }

  private String line(SplittableRandom random, int number) {
    String address =
        kind.contains("-6")
            ? AddressText.format(6, 0x2001L << 48 | random.nextLong() >>> 16, random.nextLong())
            : AddressText.format(4, 0, random.nextInt() & 0xffff_ffffL | 1L << 24);
    return switch (kind) {
      case "spamhaus-drop" -> address + " ; SBL" + number + "\n";
      case "spamhaus-json" ->
          "{\"cidr\":\"" + address + "\",\"sblid\":\"SBL" + number + "\",\"rir\":\"x\"}\n";
      case "csv", "csv-until", "csv-6-until" ->
          "\"2026-11-01 10:00:00\"," + address + ",443,2026-12-01T10:00:00Z,\"a, b\"\n";
      default -> address + "\n";
    };
  }

  /**
   * Loads the policy.
   *
   * @return how many entries it has
   */
  @Benchmark
  public int load() throws PolicyException {
    return PolicyLoader.load(policy).policy().lists().getFirst().entries();
  }

  /** Deletes the files. */
  @TearDown
  public void delete() throws IOException {
    Files.delete(directory.resolve("feed"));
    Files.delete(policy);
    Files.delete(directory);
  }
}
