package org.scrubber.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything a replay has to say, as data; text and JSON are two renderings of it.
 *
 * @param captures the inputs
 * @param policy name of the policy in force
 * @param totals packets and bytes by verdict; the four add up
 * @param objects one row an object with traffic, most offered first
 * @param vectors one row a mitigation, by start
 * @param incidents one an object under attack, by start
 * @param contacts who met whom that a feed lists, calls of hosts first, most packets first
 * @param reasons one row a reason for a drop or challenge, most packets first
 * @param topSources most-dropped sources
 * @param topTargets most-dropped targets
 * @param topPorts most-dropped target ports, as protocol/port
 * @param untouchedObjects objects without any drop or challenge
 * @param warnings what the reader of the report should know, a line each
 * @param firstPacketNs time of the first packet, ns since the epoch, or -1 when there was none
 * @param lastPacketNs time of the last packet
 * @param elapsedNs wall-clock time of the run
 */
public record Report(
    List<Capture> captures,
    String policy,
    Totals totals,
    List<ObjectRow> objects,
    List<VectorRow> vectors,
    List<Incident> incidents,
    List<Contact> contacts,
    List<ReasonRow> reasons,
    List<TopRow> topSources,
    List<TopRow> topTargets,
    List<TopRow> topPorts,
    int untouchedObjects,
    List<String> warnings,
    long firstPacketNs,
    long lastPacketNs,
    long elapsedNs) {
  /** Returns the report with {@code more} warnings before its own. */
  public Report withWarnings(List<String> more) {
    List<String> all = new ArrayList<>(more);
    all.addAll(warnings);
    return new Report(
        captures,
        policy,
        totals,
        objects,
        vectors,
        incidents,
        contacts,
        reasons,
        topSources,
        topTargets,
        topPorts,
        untouchedObjects,
        all,
        firstPacketNs,
        lastPacketNs,
        elapsedNs);
  }

  /** An input: its name as given, packets, and bytes on the wire. */
  public record Capture(String name, long packets, long bytes) {}

  /** Packets and bytes (on the wire) of one verdict. */
  public record Count(long packets, long bytes) {}

  /**
   * Packets by verdict. {@code offered = passed + dropped + challenged}; {@code monitored} is the
   * part of {@code passed} that would have been dropped or challenged in enforce mode; {@code
   * unjudged} the part of {@code passed} that was not IP or had a link type that cannot be read.
   */
  public record Totals(
      Count offered,
      Count passed,
      Count dropped,
      Count challenged,
      Count monitored,
      Count unjudged) {}

  /**
   * One protected object.
   *
   * @param view what was seen of it: "symmetric", "asymmetric" (only inbound), "mid-stream", or
   *     "unknown"
   * @param baselines what is normal for it, by vector
   */
  public record ObjectRow(
      String name,
      String profile,
      String mode,
      String view,
      Count offered,
      Count passed,
      Count dropped,
      Count challenged,
      Count monitored,
      List<BaselineRow> baselines) {}

  /**
   * What is normal for one vector of an object: the rate of packets that nothing speaks for.
   *
   * @param name vector, udp-flow, or service
   * @param hostPps of the busiest host, packets/s
   * @param objectPps of all hosts together
   * @param usable whether 3 minutes were learned
   * @param thresholdPps a host's threshold as the policy has it
   * @param effectivePps a host's threshold in force, or that would be if it were learned
   */
  public record BaselineRow(
      String name,
      long hostPps,
      long objectPps,
      boolean usable,
      long thresholdPps,
      long effectivePps) {}

  /**
   * One mitigation, or what an always-on filter stopped of one vector. What was offered, when and
   * how fast is the same as in {@link Incident.Vector}.
   *
   * @param vector kebab-case name, for example dns-amplification
   * @param target prefix under treatment, for example 198.18.0.10/32
   * @param startNs first packet of the vector, as far as it can be known
   * @param stopNs its last packet, not that of the hold
   * @param ended whether it was over before the capture was
   * @param peakPps highest sum of packets over a second
   * @param peakBps highest sum of bits over a second
   * @param meanPps mean over start..stop
   * @param meanBps mean bit/s over start..stop
   * @param offered packets that nothing speaks for, whatever became of them
   * @param dropped dropped, or that would have been
   * @param challenged challenged, or that would have been
   * @param sources distinct sources; an estimate above 100
   * @param spoofed whether the sources look spoofed
   * @param signature what the flood looks like, or empty
   * @param raisedBy counter against threshold that raised it, in words
   * @param monitored true when the object only monitors
   * @param firstFrame Wireshark frame number of the first packet it judged
   * @param challenges what became of those that were sent; in a replay, would have been
   */
  public record VectorRow(
      String object,
      String vector,
      String target,
      long startNs,
      long stopNs,
      boolean ended,
      long peakPps,
      long peakBps,
      long meanPps,
      long meanBps,
      Count offered,
      Count dropped,
      Count challenged,
      long sources,
      boolean spoofed,
      String signature,
      String raisedBy,
      boolean monitored,
      long firstFrame,
      Challenges challenges) {}

  /**
   * The challenges of a mitigation.
   *
   * @param sent to the sources of challenged packets, at most one for each
   * @param answered by a source that thereby is proven
   * @param released packets that were sent on because of an answer
   */
  public record Challenges(long sent, long answered, long released) {
    /** Where there were none. */
    public static final Challenges NONE = new Challenges(0, 0, 0);
  }

  /** One reason, with the frame number (over all inputs, from 1) where it first occurred. */
  public record ReasonRow(String code, String text, Count packets, long firstFrame) {}

  /** One of the most frequent values among dropped packets; {@code packets} is a lower bound. */
  public record TopRow(String value, long packets) {}
}
