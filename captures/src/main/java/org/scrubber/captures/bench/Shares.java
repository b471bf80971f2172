package org.scrubber.captures.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * Which stage and which class takes how much of the time, by samples of the flight recorder.
 *
 * <p>A sample is the stack of the worker's thread at a moment, taken every {@link #SAMPLING}. It
 * counts for the stage that the worker was in, and for the class of the engine that was on top.
 *
 * @param samples how many samples the shares are of
 * @param stages share of each stage, in the order of the shares
 * @param classes share of each class by its simple name, in the order of the shares
 */
public record Shares(long samples, List<Share> stages, List<Share> classes) {
  /** Time between two samples. */
  public static final Duration SAMPLING = Duration.ofMillis(1);

  private static final String SAMPLE = "jdk.ExecutionSample";
  private static final String LANE = Lane.class.getName();
  private static final String WORKER = "org.scrubber.pipeline.Worker";
  private static final String OURS = "org.scrubber.";

  /**
   * A part of the time.
   *
   * @param name simple name of a class
   * @param share 0 to 1
   */
  public record Share(String name, double share) {}

  /** Work that may be interrupted. */
  public interface Work<T> {
    /** Does it. */
    T run() throws InterruptedException;
  }

  /**
   * What was found, and what the work returned.
   *
   * @param result of the work
   * @param shares of its time
   */
  public record Sampled<T>(T result, Shares shares) {}

  /**
   * Samples while something works.
   *
   * @throws IOException when the recording cannot be kept in the directory for temporary files
   */
  public static <T> Sampled<T> of(Work<T> work) throws IOException, InterruptedException {
    Path file = Files.createTempFile("scrubber-bench", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(SAMPLE).withPeriod(SAMPLING);
      recording.start();
      T result = work.run();
      recording.stop();
      recording.dump(file);
      return new Sampled<>(result, read(file));
    } finally {
      Files.delete(file);
    }
  }

  private static Shares read(Path file) throws IOException {
    Map<String, Long> stages = new TreeMap<>();
    Map<String, Long> classes = new TreeMap<>();
    long samples = 0;
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        if (!event.getEventType().getName().equals(SAMPLE) || event.getStackTrace() == null) {
          continue;
        }
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        String stage = stage(frames);
        if (stage != null) {
          samples++;
          stages.merge(stage, 1L, Long::sum);
          classes.merge(top(frames), 1L, Long::sum);
        }
      }
    }
    return new Shares(samples, ordered(stages, samples), ordered(classes, samples));
  }

  /** Returns what the lane or the worker has called, or null when it was judging nothing. */
  private static @Nullable String stage(List<RecordedFrame> frames) {
    String called = "";
    for (RecordedFrame frame : frames) {
      RecordedMethod method = frame.getMethod();
      String type = method.getType().getName();
      if (type.equals(LANE)) {
        return isTimed(frames) ? simple(called.isEmpty() ? type : called) : null;
      }
      if (type.equals(WORKER) && !called.isEmpty()) {
        return simple(called);
      }
      called = type;
    }
    return null;
  }

  /** Tells whether the lane was judging, and neither warming up nor checking. */
  private static boolean isTimed(List<RecordedFrame> frames) {
    boolean judging = false;
    for (RecordedFrame frame : frames) {
      RecordedMethod method = frame.getMethod();
      if (method.getType().getName().equals(LANE)) {
        String name = method.getName();
        judging |= name.equals("judge") || name.equals("one");
        if (name.equals("warmUp") || name.equals("check")) {
          return false;
        }
      }
    }
    return judging;
  }

  private static String top(List<RecordedFrame> frames) {
    for (RecordedFrame frame : frames) {
      String type = frame.getMethod().getType().getName();
      if (type.startsWith(OURS)) {
        return simple(type);
      }
    }
    return "?";
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  private static List<Share> ordered(Map<String, Long> counts, long samples) {
    return counts.entrySet().stream()
        .map(entry -> new Share(entry.getKey(), (double) entry.getValue() / samples))
        .sorted((a, b) -> Double.compare(b.share(), a.share()))
        .toList();
  }
}
