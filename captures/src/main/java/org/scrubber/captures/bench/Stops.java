package org.scrubber.captures.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * How often and how long the virtual machine had all threads stop, by the flight recorder.
 *
 * @param safepoints how often
 * @param longestToReachNs longest that it took until all had stopped, ns
 * @param longestStopNs longest that all stood still, ns, reaching it included
 * @param collections garbage collections
 * @param longestPauseNs longest pause of any of them, ns
 */
public record Stops(
    long safepoints,
    long longestToReachNs,
    long longestStopNs,
    long collections,
    long longestPauseNs) {
  private static final String REACHED = "jdk.SafepointStateSynchronization";
  private static final String BEGIN = "jdk.SafepointBegin";
  private static final String END = "jdk.SafepointEnd";
  private static final String COLLECTION = "jdk.GarbageCollection";

  /** Field of the events that belong together. */
  private static final String NUMBER = "safepointId";

  /** Begins to watch. */
  static Watch watch() {
    return new Watch();
  }

  /** A time in which stops are noted. */
  static final class Watch implements AutoCloseable {
    private final Recording recording = new Recording();

    private Watch() {
      for (String event : new String[] {REACHED, BEGIN, END, COLLECTION}) {
        recording.enable(event).withThreshold(Duration.ZERO).withoutStackTrace();
      }
      recording.start();
    }

    /** Returns what there was until now. */
    Stops stop() {
      recording.stop();
      try {
        Path file = Files.createTempFile("scrubber-stops", ".jfr");
        try {
          recording.dump(file);
          return read(file);
        } finally {
          Files.delete(file);
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public void close() {
      recording.close();
    }
  }

  private static Stops read(Path file) throws IOException {
    long safepoints = 0;
    long toReachNs = 0;
    long stopNs = 0;
    long collections = 0;
    long pauseNs = 0;
    Map<Long, Long> begunNs = new HashMap<>();
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        long startNs = Instant.EPOCH.until(event.getStartTime(), ChronoUnit.NANOS);
        long endNs = startNs + event.getDuration().toNanos();
        switch (event.getEventType().getName()) {
          case REACHED -> toReachNs = Math.max(toReachNs, endNs - startNs);
          case BEGIN -> {
            safepoints++;
            begunNs.put(event.getLong(NUMBER), startNs);
          }
          case END -> {
            long from = begunNs.getOrDefault(event.getLong(NUMBER), startNs);
            stopNs = Math.max(stopNs, endNs - from);
          }
          default -> {
            collections++;
            pauseNs = Math.max(pauseNs, event.getDuration("longestPause").toNanos());
          }
        }
      }
    }
    return new Stops(safepoints, toReachNs, stopNs, collections, pauseNs);
  }
}
