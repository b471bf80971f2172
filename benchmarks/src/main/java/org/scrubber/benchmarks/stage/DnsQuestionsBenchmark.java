package org.scrubber.benchmarks.stage;

import java.util.function.Consumer;
import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.DnsQuestions;
import org.scrubber.table.QuestionTable;

/** What holding DNS answers against questions costs. */
public class DnsQuestionsBenchmark extends StageBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public DnsQuestionsBenchmark() {}

  @Override
  protected Consumer<PacketBatch> stage(Treated treated) {
    QuestionTable asked = new QuestionTable(1 << 16);
    return new DnsQuestions(asked, treated.policy().seed())::match;
  }
}
