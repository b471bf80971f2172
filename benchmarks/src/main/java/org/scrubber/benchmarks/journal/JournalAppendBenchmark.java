package org.scrubber.benchmarks.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.VectorTotals;
import org.scrubber.journal.RecordBuffer;
import org.scrubber.journal.queue.Journal;
import org.scrubber.journal.queue.Retention;

/** What an event costs until it is kept: offered on one thread, appended on the journal's. */
public class JournalAppendBenchmark extends NsBenchmark {
  private final RecordBuffer record = new RecordBuffer(0);
  private Path directory = Path.of("");
  private Journal journal;
  private long offered;

  /** Creates the state. */
  public JournalAppendBenchmark() {}

  /**
   * Opens a journal.
   *
   * @throws IOException when there is no directory for temporary files
   * @throws InterruptedException when the benchmark is ended
   */
  @Setup
  public void open() throws IOException, InterruptedException {
    directory = Files.createTempDirectory("scrubber-benchmark");
    journal = Journal.open(directory, Retention.DEFAULT);
    journal.awaitOpened();
  }

  /**
   * Offers a batch of records, and waits until they are kept.
   *
   * @return how many were offered so far
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long append() {
    long before = journal.kept() + journal.lost();
    for (int k = 0; k < BATCH; k++) {
      record.begin(EventType.VECTOR_TOTALS, k);
      record.put(VectorTotals.OBJECT, k).put(VectorTotals.OFFERED_PACKETS, offered++);
      record.sendTo(journal.sink());
    }
    while (journal.kept() + journal.lost() - before < BATCH) {
      Thread.onSpinWait();
    }
    return offered;
  }

  /**
   * Closes and deletes the journal.
   *
   * @throws IOException when it is gone
   */
  @TearDown
  public void delete() throws IOException {
    journal.close();
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }
}
