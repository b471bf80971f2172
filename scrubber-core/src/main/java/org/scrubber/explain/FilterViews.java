package org.scrubber.explain;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Evidence;
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
  private final List<FilterView> views = new ArrayList<>();
  private boolean survived = true;

  /** Creates an empty list of views for a policy. */
  FilterViews(Policy policy) {
    this.policy = policy;
  }

  @Override
  public void judged(Filter filter, PacketBatch batch) {
    String name = name(filter);
    if (filter instanceof Destinations && survived) {
      destination(name, batch);
      return;
    }
    if (batch.object[0] < 0) {
      views.add(new FilterView(name, NONE_OF_ITS, ""));
      return;
    }
    if (!survived) {
      views.add(new FilterView(name, "not asked", ""));
      return;
    }
    survived = batch.survivorCount > 0;
    if (survived) {
      views.add(passed(name, batch));
    } else if (batch.verdict[0] == Verdict.PASS_CODE) {
      views.add(new FilterView(name, "pass", "by rule: no later filter is asked"));
    } else {
      boolean challenge = batch.verdict[0] == Verdict.CHALLENGE_CODE;
      Reason reason = Reasons.get(batch.reason[0]);
      views.add(new FilterView(name, challenge ? "challenge" : "drop", condemned(batch, reason)));
    }
  }

  /** The only filter that is asked about what goes out. */
  private void destination(String name, PacketBatch batch) {
    if (batch.sourceObject[0] < 0) {
      views.add(new FilterView(name, NONE_OF_ITS, ""));
    } else if (batch.listed[0] >= 0) {
      views.add(new FilterView(name, "pass", ""));
    } else if (batch.verdict[0] == Verdict.PASS_CODE) {
      views.add(new FilterView(name, "pass", "reported: its target is on " + list(batch)));
    } else {
      survived = false;
      views.add(new FilterView(name, "drop", condemned(batch, Destinations.LISTED)));
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
    return batch.threshold[0] > 0
        ? "%s; %,d pps against %,d".formatted(words, batch.counter[0], batch.threshold[0])
        : words;
  }

  private FilterView passed(String name, PacketBatch batch) {
    int vector = batch.vector[0];
    if (name.equals("access-lists") && batch.listed[0] > 0) {
      return new FilterView(name, "pass", "reported: its source is on " + list(batch));
    }
    if (!name.equals(judgeOf(vector))) {
      return new FilterView(name, isInvariant(name) ? "pass" : NONE_OF_ITS, "");
    }
    boolean treated = batch.mitigation[0] >= 0;
    boolean spoken = Evidence.speaksFor(vector, batch.knowledge[0]);
    String why;
    if (!treated) {
      why = spoken ? "something speaks for it; nothing is treated" : "below all thresholds";
    } else {
      String rate = "%,d pps against %,d".formatted(batch.counter[0], batch.threshold[0]);
      why = (spoken ? "something speaks for it; " : "within what may pass; ") + rate;
    }
    return new FilterView(name, "pass", why);
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
