package org.scrubber.benchmarks;

import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Classifier;
import org.scrubber.classify.Objects;
import org.scrubber.filter.AccessLists;
import org.scrubber.filter.Filter;
import org.scrubber.filter.feed.Destinations;
import org.scrubber.parse.Parser;
import org.scrubber.policy.AddressList;
import org.scrubber.policy.AddressList.Action;
import org.scrubber.policy.AddressList.Direction;
import org.scrubber.policy.AddressSet;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.load.Policies;

/**
 * What asking a feed costs a packet: parsing and classifying it, and the filter of its direction,
 * with no list, and with one of a thousand or a million scattered hosts, with a deadline each or
 * without. A million distinct frames go between 65,536 hosts inside and random addresses outside,
 * of which one in 1,500 is listed by a million entries.
 */
public class FeedBenchmark extends NsBenchmark {
  /** Entries of the list; none for no list. */
  @Param({"0", "1000", "1000000"})
  public int entries;

  /** Which way packets go: in or out. */
  @Param({"in", "out"})
  public String direction = "in";

  /** Whether each entry has a deadline. */
  @Param({"false", "true"})
  public boolean expiring;

  private final PacketBatch batch = new PacketBatch();
  private final Parser parser = new Parser();
  private Classifier classifier;
  private Filter filter;
  private Visits traffic;

  /** Creates the state; the fields are set by JMH. */
  public FeedBenchmark() {}

  /** Draws the entries, and builds the frames. */
  @Setup
  public void build() {
    boolean out = direction.equals("out");
    traffic = new Visits(out);
    Policy policy = policy(out ? Direction.OUT : Direction.IN);
    Objects objects = new Objects(policy);
    classifier = new Classifier(objects);
    filter = out ? new Destinations(policy, objects) : new AccessLists(policy);
  }

  private Policy policy(Direction way) {
    Policy base = Policies.protecting(List.of(Prefix.parse(Visits.PROTECTED)));
    SplittableRandom random = new SplittableRandom(20_261_130);
    AddressSet.Builder set = AddressSet.builder();
    for (int i = 0; i < entries; i++) {
      int until = expiring ? 2_000_000_000 + random.nextInt(1_000_000) : AddressSet.FOR_EVER;
      set.add4(random.nextInt(), 32, until);
    }
    AddressList list =
        new AddressList("feed", Action.REPORT, way, null, Long.MAX_VALUE, entries, set.build());
    return base.withLists(entries == 0 ? List.of() : List.of(list));
  }

  /**
   * Fills a batch, parses and classifies it, and has it judged by the lists.
   *
   * @return something of the last packet, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(PacketBatch.DEFAULT_CAPACITY)
  public long judge() {
    traffic.fill(batch);
    parser.parse(batch);
    classifier.classify(batch);
    filter.apply(batch);
    return (long) batch.survivorCount + batch.listed[0];
  }

  /** Frees the frames. */
  @TearDown
  public void free() {
    traffic.close();
  }
}
