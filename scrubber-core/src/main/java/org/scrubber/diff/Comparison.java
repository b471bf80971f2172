package org.scrubber.diff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.batch.ColdPath;
import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Vectors;
import org.scrubber.io.PacketSource;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.parse.Parser;
import org.scrubber.policy.AddressText;
import org.scrubber.policy.Policy;
import org.scrubber.policy.ProtocolNames;
import org.scrubber.table.DistinctCounter;

/** Replays captures through two policies at once. One thread; use once. */
public final class Comparison {
  /** Packets of a group that are shown. */
  private static final int SAMPLES = 5;

  private final Policy before;
  private final Policy after;
  private final Side one;
  private final Side other;
  private final Map<Key, Sum> sums = new LinkedHashMap<>();
  private final DistinctCounter flows = new DistinctCounter();
  private long packets;
  private long spokenForLost;
  private List<String> warnings = List.of();

  private record Key(
      String object, int vector, Outcome from, String fromReason, Outcome to, String toReason) {}

  private static final class Sum {
    private final List<Difference.Sample> samples = new ArrayList<>();
    private long packets;
    private long bytes;
    private long spokenFor;
  }

  /** Prepares two engines. */
  public Comparison(Policy before, Policy after) {
    this.before = before;
    this.after = after;
    one = new Side(before);
    other = new Side(after);
  }

  /**
   * Replays the captures.
   *
   * @throws IOException when one cannot be read
   */
  public Difference of(List<String> captures) throws IOException {
    Parser parser = new Parser();
    PacketBatch batch = new PacketBatch();
    try (PacketSource source = CaptureFiles.open(captures)) {
      for (int count = source.poll(batch); count >= 0; count = source.poll(batch)) {
        parser.parse(batch);
        one.judge(batch);
        parser.parse(batch);
        other.judge(batch);
        compare(batch);
      }
      warnings = List.copyOf(source.warnings());
    }
    return difference(captures);
  }

  private void compare(PacketBatch batch) {
    for (int i = 0, size = batch.size; i < size; i++) {
      packets++;
      if (one.outcomeCode(i) != other.outcomeCode(i)) {
        note(batch, i);
      }
    }
  }

  @ColdPath("for packets that change, for a person")
  private void note(PacketBatch batch, int i) {
    Outcome from = one.outcome(i);
    Outcome to = other.outcome(i);
    boolean lost = from == Outcome.PASS;
    Side judge = lost ? other : one;
    String object = one.object(i).isEmpty() ? other.object(i) : one.object(i);
    Key key = new Key(object, judge.vector(i), from, one.reason(i), to, other.reason(i));
    Sum sum = sums.computeIfAbsent(key, any -> new Sum());
    boolean spokenFor = one.isSpokenFor(i) || other.isSpokenFor(i);
    sum.packets++;
    sum.bytes += batch.wireLength[i];
    if (lost && spokenFor) {
      sum.spokenFor++;
      spokenForLost++;
      flows.add(batch.flowHash[i]);
    }
    boolean telling = spokenFor && sum.spokenFor <= SAMPLES && lost;
    if (sum.samples.size() < SAMPLES) {
      sum.samples.add(sample(batch, i, lost && spokenFor));
    } else if (telling) {
      replace(sum.samples, sample(batch, i, true));
    }
  }

  /** What is spoken for is shown rather than what is not. */
  private static void replace(List<Difference.Sample> samples, Difference.Sample by) {
    for (int k = samples.size() - 1; k >= 0; k--) {
      if (!samples.get(k).spokenFor()) {
        samples.remove(k);
        samples.add(by);
        return;
      }
    }
  }

  private Difference.Sample sample(PacketBatch batch, int i, boolean spokenFor) {
    int family = batch.family[i];
    int ports = batch.ports[i];
    boolean ported = ProtocolNames.hasPorts(batch.protocol[i]) && ports != 0;
    return new Difference.Sample(
        packets,
        batch.timestampNs[i],
        end(family, batch.sourceHigh[i], batch.sourceLow[i], ported ? ports >>> 16 : -1),
        end(family, batch.targetHigh[i], batch.targetLow[i], ported ? ports & 0xffff : -1),
        ProtocolNames.nameOf(batch.protocol[i]),
        batch.wireLength[i],
        spokenFor);
  }

  private static String end(int family, long high, long low, int port) {
    String address = AddressText.format(family, high, low);
    if (port < 0) {
      return address;
    }
    return family == 6 ? "[" + address + "]:" + port : address + ":" + port;
  }

  private Difference difference(List<String> captures) {
    List<Difference.Group> groups = new ArrayList<>();
    long changed = 0;
    long lost = 0;
    long passed = 0;
    for (Map.Entry<Key, Sum> entry : sums.entrySet()) {
      Key key = entry.getKey();
      Sum sum = entry.getValue();
      changed += sum.packets;
      lost += key.from == Outcome.PASS ? sum.packets : 0;
      passed += key.to == Outcome.PASS ? sum.packets : 0;
      groups.add(
          new Difference.Group(
              key.object,
              key.vector == Vectors.NONE ? "" : Vectors.name(key.vector),
              key.from,
              key.fromReason,
              key.to,
              key.toReason,
              sum.packets,
              sum.bytes,
              sum.spokenFor,
              List.copyOf(sum.samples)));
    }
    groups.sort(
        Comparator.comparingLong((Difference.Group group) -> -group.spokenFor())
            .thenComparingLong(group -> -group.packets())
            .thenComparing(Difference.Group::object));
    return new Difference(
        captures,
        before.name(),
        after.name(),
        packets,
        changed,
        lost,
        passed,
        spokenForLost,
        spokenForLost == 0 ? 0 : Math.max(1, flows.estimate()),
        List.copyOf(groups),
        warnings);
  }
}
