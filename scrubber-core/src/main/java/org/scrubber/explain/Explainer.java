package org.scrubber.explain;

import java.io.IOException;
import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Mitigation;
import org.scrubber.filter.Reason;
import org.scrubber.filter.Reasons;
import org.scrubber.io.PacketSource;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.parse.Malformed;
import org.scrubber.parse.ParseFlags;
import org.scrubber.parse.Parser;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;

/**
 * Replays a capture up to one frame, and explains that frame. The verdict is the one of a replay of
 * the whole capture: it depends on what came before the frame only. Use once, one thread.
 */
public final class Explainer {
  private final Policy policy;
  private final String capture;
  private final Worker worker;
  private final Parser parser = new Parser();
  private long firstNs = -1;

  /** Prepares an engine for a policy. */
  public Explainer(Policy policy, String capture) {
    this.policy = policy;
    this.capture = capture;
    this.worker = new Worker(policy);
  }

  /** Thrown when a capture has no frame of that number. */
  public static final class NoSuchFrame extends Exception {
    private static final long serialVersionUID = 1L;

    /** Packets that the capture has. */
    private final long packets;

    NoSuchFrame(long packets) {
      super("the capture has %,d packets".formatted(packets));
      this.packets = packets;
    }

    /** Returns how many packets the capture has. */
    public long packets() {
      return packets;
    }
  }

  /**
   * Explains a frame.
   *
   * @param frame from 1, as Wireshark counts
   * @throws IOException when the capture cannot be read
   * @throws NoSuchFrame when it ends before
   */
  public Explanation explain(long frame) throws IOException, NoSuchFrame {
    try (PacketSource source = CaptureFiles.open(List.of(capture))) {
      PacketBatch many = new PacketBatch();
      PacketBatch one = new PacketBatch(1);
      long read = 0;
      while (read < frame - 1) {
        PacketBatch batch = frame - 1 - read >= many.capacity ? many : one;
        int count = source.poll(batch);
        if (count < 0) {
          throw new NoSuchFrame(read);
        }
        note(batch, count);
        parser.parse(batch);
        worker.process(batch);
        read += count;
      }
      int count;
      do {
        count = source.poll(one);
      } while (count == 0);
      if (count < 0) {
        throw new NoSuchFrame(read);
      }
      note(one, count);
      parser.parse(one);
      FilterViews views = new FilterViews(policy, worker);
      worker.process(one, views);
      String link = source.interfaces().get(one.interfaceId[0]).name();
      return explanation(frame, one, link, views);
    }
  }

  private void note(PacketBatch batch, int count) {
    if (firstNs < 0 && count > 0) {
      firstNs = batch.timestampNs[0];
    }
  }

  private Explanation explanation(long frame, PacketBatch one, String link, FilterViews views) {
    int captured = one.capturedLength[0];
    return new Explanation(
        capture,
        frame,
        one.timestampNs[0],
        one.wireLength[0],
        captured,
        link,
        direction(one),
        Dissector.dissect(one.frameAddress[0], captured, one.linkType[0]),
        target(one),
        vector(one),
        KnownFacts.of(one.knowledge[0]),
        meters(one),
        treatment(one),
        views.views(),
        outcome(one));
  }

  /** What invariants and lists condemn is no longer classified: their reasons name it. */
  private static String vector(PacketBatch one) {
    Reason reason = Reasons.get(one.reason[0]);
    boolean always = reason != null && one.mitigation[0] < 0;
    int named = always ? Reasons.vector(reason) : Vectors.NONE;
    int vector = named == Vectors.NONE ? one.vector[0] : named;
    return vector == Vectors.NONE ? "" : Vectors.name(vector);
  }

  private List<Explanation.Meter> meters(PacketBatch one) {
    if (one.mitigation[0] >= 0 || one.verdict[0] != Verdict.PASS_CODE) {
      return List.of();
    }
    return worker.levels(one, 0).stream()
        .map(
            level ->
                new Explanation.Meter(
                    level.name(),
                    level.counted(),
                    level.packets(),
                    level.burst(),
                    level.thresholdPps()))
        .toList();
  }

  private String direction(PacketBatch one) {
    if (one.family[0] == 0) {
      return "not IP";
    }
    if (policy.anyTarget()) {
      return "no policy: whatever it goes to is protected";
    }
    boolean from = one.sourceObject[0] >= 0;
    boolean to = one.object[0] >= 0;
    if (from && to) {
      return "inside → inside";
    }
    if (to) {
      return "outside → inside";
    }
    return from ? "inside → outside" : "between others";
  }

  private Explanation.@org.jspecify.annotations.Nullable Target target(PacketBatch one) {
    int index = one.object[0];
    if (index < 0) {
      return null;
    }
    ProtectedObject object = policy.objects().get(index);
    String prefix =
        object.prefixes().stream()
            .filter(p -> p.contains(one.family[0], one.targetHigh[0], one.targetLow[0]))
            .max(java.util.Comparator.comparingInt(Prefix::length))
            .map(Prefix::toString)
            .orElse("");
    return new Explanation.Target(
        object.name(),
        prefix,
        object.profile(),
        object.mode() == Mode.MONITOR ? "monitor" : "enforce",
        worker.view().describe(index),
        one.timestampNs[0] - firstNs);
  }

  private Explanation.@org.jspecify.annotations.Nullable Treatment treatment(PacketBatch one) {
    int index = one.mitigation[0];
    if (index < 0) {
      return null;
    }
    Mitigation by = worker.mitigations().get(index);
    Prefix target = new Prefix(by.family, by.targetHigh, by.targetLow, by.targetLength);
    return new Explanation.Treatment(
        Vectors.name(by.vector),
        target.toString(),
        one.clockNs[0] - by.raisedNs,
        one.counter[0],
        one.threshold[0],
        by.pulses,
        by.signature.describe());
  }

  private static Explanation.Outcome outcome(PacketBatch one) {
    Reason reason = Reasons.get(one.reason[0]);
    String text = reason == null ? passed(one) : reason.text();
    String verdict =
        switch (one.verdict[0]) {
          case Verdict.DROP_CODE -> "DROP";
          case Verdict.CHALLENGE_CODE -> "CHALLENGE";
          default -> "PASS";
        };
    return new Explanation.Outcome(
        verdict,
        reason == null ? "" : reason.code(),
        text,
        one.counter[0],
        one.threshold[0],
        one.monitored[0] && reason != null);
  }

  private static String passed(PacketBatch one) {
    if (one.family[0] == 0) {
      boolean unreadable = (one.parseFlags[0] & ParseFlags.UNREADABLE_LINK) != 0;
      return unreadable ? "its link type cannot be read: unjudged" : "not IP: unjudged";
    }
    if (one.object[0] < 0) {
      if (one.listed[0] < 0) {
        return "goes out to a listed address: reported, and learned from";
      }
      return one.sourceObject[0] >= 0
          ? "goes out: learned from, and not judged"
          : "goes to no protected object";
    }
    if ((one.parseFlags[0] & ParseFlags.LINK_CONTROL) != 0) {
      return "control traffic of the link: never judged";
    }
    Malformed malformed = Malformed.values()[one.malformed[0]];
    String oddity =
        malformed == Malformed.NONE ? "" : "; " + malformed.text + ", which passes here";
    return "no filter condemned it" + oddity;
  }
}
