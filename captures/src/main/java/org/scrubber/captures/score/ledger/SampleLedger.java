package org.scrubber.captures.score.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.score.gate.EngineGate;
import org.scrubber.captures.world.Crossing;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.Witness;
import org.scrubber.classify.Vectors;
import org.scrubber.report.Samples;

/** Notes what the packets truly are that the engine keeps as evidence. One thread. */
public final class SampleLedger implements Witness {
  private static final long EARLY_NS = 10_000_000_000L;

  private final EngineGate gate;
  private final long scoredFromNs;
  private final Truth[] truths = new Truth[Samples.CAPACITY];
  private final long[] timesNs = new long[Samples.CAPACITY];
  private final Map<Integer, Long> firstStoppedNs = new HashMap<>();

  /** Creates a ledger of an engine whose batches it will see. */
  public SampleLedger(EngineGate gate, Times times) {
    this.gate = gate;
    scoredFromNs = times.startNs();
  }

  /**
   * What is kept of one attack vector.
   *
   * @param early packets of it from the ten seconds after the first one that was stopped
   * @param kept packets from that time that are said to be of it
   * @param truly how many of those are
   * @param most packets of one series
   */
  public record Evidence(long early, long kept, long truly, int most) {}

  @Override
  public void packet(PacketBatch batch, int i, Crossing crossing) {
    Truth truth = crossing.truth;
    boolean attack = truth.kind() == Truth.Kind.ATTACK && crossing.timeNs >= scoredFromNs;
    if (attack && batch.verdict[i] != Verdict.PASS_CODE) {
      firstStoppedNs.putIfAbsent(truth.vector(), crossing.timeNs);
    }
    int place = gate.sampled(i);
    if (place >= 0) {
      truths[place] = truth;
      timesNs[place] = crossing.timeNs;
    }
  }

  /** Returns what is kept of each vector, by its number; after the run. */
  public List<Evidence> evidence(int vectors) {
    List<Evidence> all = new ArrayList<>();
    for (int vector = 0; vector < vectors; vector++) {
      long untilNs = firstStoppedNs.getOrDefault(vector, -EARLY_NS) + EARLY_NS;
      Evidence sum = new Evidence(0, 0, 0, 0);
      for (Samples.Series series : gate.samples().all()) {
        sum = add(sum, series, vector, untilNs);
      }
      all.add(sum);
    }
    return all;
  }

  /**
   * Adds what a series has from a vector's first ten seconds: later it may be another's of the same
   * name. It is said to be of a vector that a tenth of that is of.
   */
  private Evidence add(Evidence sum, Samples.Series series, int vector, long untilNs) {
    int own = 0;
    int kept = 0;
    long truly = 0;
    for (int n = 0; n < series.packets(); n++) {
      int place = gate.samples().place(series, n);
      if (timesNs[place] < untilNs - EARLY_NS || timesNs[place] > untilNs) {
        continue;
      }
      kept++;
      Truth truth = truths[place];
      if (truth.kind() == Truth.Kind.ATTACK) {
        boolean mine = truth.vector() == vector;
        own += mine ? 1 : 0;
        truly += mine || truth.traffic().equals(Vectors.name(series.vector())) ? 1 : 0;
      }
    }
    boolean said = series.number() != 0 && own > 0 && own * 10 >= kept;
    return new Evidence(
        sum.early + own,
        sum.kept + (said ? kept : 0),
        sum.truly + (said ? truly : 0),
        Math.max(sum.most, said ? series.packets() : 0));
  }
}
