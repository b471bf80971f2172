package org.scrubber.captures.score.ledger;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.scrubber.captures.world.Attempt;

/**
 * How attempts to be served went that began during the attack (in a benign scenario: at any time
 * after the warm-up). One thread; keeps 4 bytes for each success.
 */
public final class AttemptLedger {
  /** No attempt takes longer to fail; one that begins later may not be decided at the end. */
  private static final long UNDECIDED_NS = 10_000_000_000L;

  private final Times times;
  private final long fromNs;
  private final long toNs;
  private final Map<Attempt.Kind, Outcome> kinds = new EnumMap<>(Attempt.Kind.class);
  private final Map<String, Outcome> groups = new TreeMap<>();
  private final Map<String, Outcome> classes = new HashMap<>();
  private final Causes failures = new Causes();

  AttemptLedger(Times times) {
    this(times, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Counts only what begins between two times, ns of the world: while the scrubber is there. */
  AttemptLedger(Times times, long fromNs, long toNs) {
    this.times = times;
    this.fromNs = fromNs;
    this.toNs = toNs;
    for (Attempt.Kind kind : Attempt.Kind.values()) {
      kinds.put(kind, new Outcome());
    }
  }

  void count(Attempt attempt) {
    if (times.phase(attempt.startNs()) != Phase.DURING
        || attempt.startNs() > times.endNs() - UNDECIDED_NS
        || attempt.startNs() < fromNs
        || attempt.startNs() >= toNs) {
      return;
    }
    kinds.get(attempt.kind()).count(attempt);
    String traffic = attempt.truth().traffic();
    classes.computeIfAbsent(traffic, name -> new Outcome()).count(attempt);
    String own = traffic + " " + attempt.truth().tenant();
    classes.computeIfAbsent(own, name -> new Outcome()).count(attempt);
    if (!attempt.group().isEmpty()) {
      groups.computeIfAbsent(attempt.group(), name -> new Outcome()).count(attempt);
    }
    if (attempt.tookNs() < 0) {
      failures.count(attempt.truth().traffic() + " × " + attempt.kind());
    }
  }

  /** Returns how attempts of a kind went. */
  public Outcome of(Attempt.Kind kind) {
    return kinds.get(kind);
  }

  /** Returns how those of each group of clients went, by name. */
  public Map<String, Outcome> groups() {
    return groups;
  }

  /** Returns how those of a class of traffic went. */
  public Outcome of(String traffic) {
    return classes.getOrDefault(traffic, Outcome.NONE);
  }

  /** Returns how those of a class of traffic went that a tenant has, by its number. */
  public Outcome of(String traffic, int tenant) {
    return of(traffic + " " + tenant);
  }

  /** Returns which classes failed. */
  public Causes failures() {
    return failures;
  }

  /** How attempts of one kind went. */
  public static final class Outcome {
    /** That of nobody. */
    public static final Outcome NONE = new Outcome();

    private int[] tookMicros = new int[64];
    private int[] extraMicros = new int[64];
    private int succeeded;
    private long failed;

    void count(Attempt attempt) {
      if (attempt.tookNs() < 0) {
        failed++;
        return;
      }
      if (succeeded == tookMicros.length) {
        tookMicros = Arrays.copyOf(tookMicros, succeeded * 2);
        extraMicros = Arrays.copyOf(extraMicros, succeeded * 2);
      }
      tookMicros[succeeded] = (int) (attempt.tookNs() / 1_000);
      extraMicros[succeeded++] = (int) ((attempt.tookNs() - attempt.usualNs()) / 1_000);
    }

    /** Returns how many there were. */
    public long count() {
      return succeeded + failed;
    }

    /** Returns how many succeeded within a time, ns, or that of a path which alone takes longer. */
    public long within(long limitNs) {
      long count = 0;
      for (int k = 0; k < succeeded; k++) {
        boolean inTime = tookMicros[k] * 1_000L <= limitNs || extraMicros[k] <= 0;
        count += inTime ? 1 : 0;
      }
      return count;
    }

    /**
     * Adds the times beyond the usual of those that succeeded, microseconds, to others.
     *
     * @param others what was gathered so far
     */
    public int[] extraMicros(int[] others) {
      int[] all = Arrays.copyOf(others, others.length + succeeded);
      System.arraycopy(extraMicros, 0, all, others.length, succeeded);
      return all;
    }
  }
}
