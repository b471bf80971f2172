package org.scrubber.explain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Evidence;
import org.scrubber.detect.Meters;
import org.scrubber.explain.Explanation.Counter;
import org.scrubber.explain.Explanation.FilterView;
import org.scrubber.filter.AccessLists;
import org.scrubber.filter.Filter;
import org.scrubber.filter.Reason;
import org.scrubber.filter.Reasons;
import org.scrubber.filter.feed.Destinations;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;

/** Notes what each filter makes of a batch of one packet. Use once. */
final class FilterViews implements Worker.Listener {
  private static final String NONE_OF_ITS = "-";

  private final Policy policy;
  private final Worker worker;
  private final List<FilterView> views = new ArrayList<>();
  private boolean survived = true;

  /** Creates an empty list of views for a policy, and the worker that judges by it. */
  FilterViews(Policy policy, Worker worker) {
    this.policy = policy;
    this.worker = worker;
  }

  @Override
  public void judged(Filter filter, PacketBatch batch) {
    String name = name(filter);
    if (filter instanceof Destinations && survived) {
      destination(name, batch);
      return;
    }
    if (batch.object[0] < 0) {
      add(name, NONE_OF_ITS, "");
      return;
    }
    if (!survived) {
      add(name, "not asked", "");
      return;
    }
    survived = batch.survivorCount > 0;
    if (survived) {
      passed(name, batch);
    } else if (batch.verdict[0] == Verdict.PASS_CODE) {
      add(name, "pass", "by rule: no later filter is asked");
    } else {
      boolean challenge = batch.verdict[0] == Verdict.CHALLENGE_CODE;
      Reason reason = Reasons.get(batch.reason[0]);
      String why = condemned(batch, reason);
      views.add(new FilterView(name, challenge ? "challenge" : "drop", why, rate(batch)));
    }
  }

  private void add(String name, String outcome, String why) {
    views.add(new FilterView(name, outcome, why, null));
  }

  /** The only filter that is asked about what goes out. */
  private void destination(String name, PacketBatch batch) {
    if (batch.sourceObject[0] < 0) {
      add(name, NONE_OF_ITS, "");
    } else if (batch.listed[0] >= 0) {
      add(name, "pass", "");
    } else if (batch.verdict[0] == Verdict.PASS_CODE) {
      add(name, "pass", "reported: its target is on " + list(batch));
    } else {
      survived = false;
      add(name, "drop", condemned(batch, Destinations.LISTED));
    }
  }

  private String list(PacketBatch batch) {
    return policy.lists().get(Math.abs(batch.listed[0]) - 1).name();
  }

  /** Returns a view for each filter, in order. */
  List<FilterView> views() {
    return List.copyOf(views);
  }

  /** AckFlood becomes ack-flood. */
  static String name(Filter filter) {
    return filter
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(java.util.Locale.ROOT);
  }

  private String condemned(PacketBatch batch, Reason reason) {
    String words = reason.text() + " [" + reason.code() + "]";
    boolean byList = reason.equals(AccessLists.BLOCK_LIST) || reason.equals(Destinations.LISTED);
    if (byList && batch.listed[0] != 0) {
      return words + ": " + list(batch);
    }
    Counter rate = rate(batch);
    return rate == null ? words : words + "; " + words(rate);
  }

  /** Returns the rate that the mitigation holds against its threshold; null when it holds none. */
  private static @Nullable Counter rate(PacketBatch batch) {
    return batch.threshold[0] > 0 ? new Counter("pps", batch.counter[0], batch.threshold[0]) : null;
  }

  /** Returns the fullest bucket that the packet's target is counted in; null for none. */
  private @Nullable Counter bucket(PacketBatch batch) {
    Meters.Level fullest = null;
    for (Meters.Level one : worker.levels(batch, 0)) {
      if (fullest == null || one.packets() * fullest.burst() > fullest.packets() * one.burst()) {
        fullest = one;
      }
    }
    return fullest == null
        ? null
        : new Counter(
            fullest.name() + ": " + fullest.counted(), fullest.packets(), fullest.burst());
  }

  private static String words(Counter counter) {
    boolean rate = counter.counted().equals("pps");
    String packets = counter.value() == 1 ? "%,d packet" : "%,d packets";
    String format = rate ? "%,d pps against %,d" : packets + " in the bucket of %,d";
    return format.formatted(counter.value(), counter.threshold());
  }

  private void passed(String name, PacketBatch batch) {
    int vector = batch.vector[0];
    if (name.equals("access-lists") && batch.listed[0] > 0) {
      add(name, "pass", "reported: its source is on " + list(batch));
      return;
    }
    boolean treated = batch.mitigation[0] >= 0;
    boolean its = name.equals(judgeOf(vector)) || treated && name.equals(judgeOf(treated(batch)));
    if (!its) {
      add(name, isInvariant(name) ? "pass" : NONE_OF_ITS, "");
      return;
    }
    boolean spoken = Evidence.speaksFor(vector, batch.knowledge[0]);
    Counter counter = treated ? rate(batch) : bucket(batch);
    // A bucket that is over, and yet nothing is raised: its packets come from too few.
    boolean few = counter != null && counter.value() > counter.threshold();
    String untreated =
        few ? "over, but from fewer sources than a flood must have" : "below all thresholds";
    String otherwise = treated ? "within what may pass" : untreated;
    String why = spoken ? "something speaks for it" : otherwise;
    why += spoken && !treated ? "; nothing is treated" : "";
    String counted = counter == null ? "" : "; " + words(counter);
    views.add(new FilterView(name, "pass", why + counted, counter));
  }

  /** Returns the vector of the mitigation that covers the packet. */
  private int treated(PacketBatch batch) {
    return worker.mitigations().get(batch.mitigation[0]).vector;
  }

  private static boolean isInvariant(String name) {
    return switch (name) {
      case "invariants", "access-lists", "neighbours", "destinations", "fragments" -> true;
      default -> false;
    };
  }

  /** Returns the filter that judges a vector, or an empty text. */
  static String judgeOf(int vector) {
    if (Vectors.isAmplification(vector)) {
      return "amplification";
    }
    return switch (vector) {
      case Vectors.SYN_FLOOD -> "syn-flood";
      case Vectors.SYNACK_REFLECTION, Vectors.ACK_FLOOD, Vectors.RST_FLOOD, Vectors.FIN_FLOOD ->
          "out-of-state";
      case Vectors.UDP_FLOOD -> "udp-flood";
      case Vectors.ICMP_FLOOD -> "icmp-flood";
      case Vectors.FRAGMENT_FLOOD -> "fragments";
      case Vectors.GRE_FLOOD, Vectors.ESP_FLOOD, Vectors.PROTOCOL_FLOOD -> "protocol-flood";
      default -> "";
    };
  }
}
