package org.scrubber.cli.journal;

import java.util.HashMap;
import java.util.Map;
import org.scrubber.cli.render.RaisedBy;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.MitigationNote;
import org.scrubber.journal.Fields.Sample;
import org.scrubber.journal.JournalRecord;

/** By what rates mitigations were raised, for what is said of packets that they stopped. */
final class Raisings {
  private record Key(int run, int worker, long number) {}

  private record Rate(long ratePps, long thresholdPps, long burst) {}

  private final Map<Key, Rate> rates = new HashMap<>();
  private int run;

  /** Learns from a record; all of a journal come in order. */
  void note(JournalRecord record) {
    if (record.type() == EventType.RUN) {
      run++;
    } else if (record.type() == EventType.MITIGATION) {
      Key key = new Key(run, record.worker(), record.get(MitigationNote.NUMBER));
      Rate rate =
          new Rate(
              record.get(MitigationNote.RATE_PPS),
              record.get(MitigationNote.THRESHOLD_PPS),
              record.get(MitigationNote.BURST));
      rates.putIfAbsent(key, rate);
    }
  }

  /**
   * Returns the mitigation of a sample with the rate or the burst by which it was raised, after a
   * comma; empty where there is none, or it is not noted.
   *
   * @param ofRun number of the run that the sample is of, from 1
   */
  String of(int ofRun, JournalRecord sample) {
    long number = sample.get(Sample.MITIGATION);
    Rate rate = rates.get(new Key(ofRun, sample.worker(), number));
    return rate == null
        ? ""
        : ", mitigation %d raised by %s"
            .formatted(number, RaisedBy.words(rate.ratePps, rate.thresholdPps, rate.burst));
  }
}
