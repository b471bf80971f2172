package org.scrubber.captures.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Generates all sample captures with their labels. The same seed gives the same bytes, on every
 * machine.
 */
public final class SampleGenerator {
  /** Seed of all streams, unless told otherwise. */
  public static final long MASTER_SEED = 20210504L;

  /** Bytes kept of a frame of more than 200 bytes: the headers, and the payload's beginning. */
  public static final int SNAP_LENGTH_BYTES = 112;

  private static final Instant START = Instant.parse("2021-05-04T11:00:00Z");
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private SampleGenerator() {}

  /**
   * Writes all samples.
   *
   * @param arguments the directory, and optionally the bytes kept of a frame, and a sample's name
   * @throws IOException when a file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 1) {
      throw new IllegalArgumentException("usage: SampleGenerator DIRECTORY [SNAPLENGTH [NAME]]");
    }
    int snapLengthBytes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : SNAP_LENGTH_BYTES;
    for (Sample sample : samples()) {
      if (arguments.length < 3 || arguments[2].equals(sample.name())) {
        write(Path.of(arguments[0]), sample, MASTER_SEED, snapLengthBytes);
      }
    }
  }

  /** Returns all samples. */
  public static List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    samples.add(BelnetAfternoon.sample());
    samples.addAll(FamilySamples.samples());
    return samples;
  }

  /** Returns the frames of a sample. */
  public static Recording record(Sample sample, long masterSeed, int snapLengthBytes) {
    long startNs = START.getEpochSecond() * NS_PER_SECOND;
    Recording recording =
        new Recording(startNs, sample.durationSeconds() * NS_PER_SECOND, snapLengthBytes);
    sample.traffic().accept(new Stage(sample.name(), masterSeed, recording));
    return recording;
  }

  /**
   * Writes a sample and its labels into a directory, which is made when there is none.
   *
   * @throws IOException when a file cannot be written
   */
  public static void write(Path directory, Sample sample, long masterSeed, int snapLengthBytes)
      throws IOException {
    Files.createDirectories(directory);
    Recording recording = record(sample, masterSeed, snapLengthBytes);
    SampleFiles.write(directory, sample.name(), recording);
  }
}
