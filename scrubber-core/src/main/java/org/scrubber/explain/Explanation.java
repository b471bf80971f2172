package org.scrubber.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one frame of a capture is, what was known of it, and what each filter made of it.
 *
 * @param frame number in the capture, from 1, as Wireshark counts
 * @param timeNs packet time, ns since the epoch
 * @param wireBytes length on the wire
 * @param capturedBytes bytes of it in the capture
 * @param direction words: which way it goes, as far as the policy tells
 * @param layers headers from the outside in, those within tunnels with them
 * @param object whose the target is; null when nobody's
 * @param vector class of attack that it would belong to; empty for none
 * @param knowledge what was known of its flow and source before it, in words
 * @param meters how full the buckets of its target were; empty when it falls under a mitigation
 * @param mitigation the mitigation that it falls under; null for none
 * @param filters every filter in order
 * @param verdict what became of it
 */
public record Explanation(
    String capture,
    long frame,
    long timeNs,
    int wireBytes,
    int capturedBytes,
    String interfaceName,
    String direction,
    List<Layer> layers,
    @org.jspecify.annotations.Nullable Target object,
    String vector,
    List<Known> knowledge,
    List<Meter> meters,
    @org.jspecify.annotations.Nullable Treatment mitigation,
    List<FilterView> filters,
    Outcome verdict) {

  /** A header: its protocol, and its fields in words. */
  public record Layer(String protocol, String fields) {}

  /** Protected object of the target. */
  public record Target(
      String name, String prefix, String profile, String mode, String view, long sinceFirstNs) {}

  /** Something that was known before the packet: a code in kebab-case, and a sentence. */
  public record Known(String code, String text) {}

  /**
   * A bucket of the detector: what is counted, how many packets it holds, how many it takes until a
   * mitigation is raised, and the rate at which it empties.
   */
  public record Meter(String level, String counted, long packets, long burst, long thresholdPps) {}

  /** The mitigation that covers the packet. */
  public record Treatment(
      String vector,
      String target,
      long raisedAgoNs,
      long ratePps,
      long thresholdPps,
      int pulses,
      String signature) {}

  /**
   * What a filter made of the packet.
   *
   * @param outcome {@code pass}, {@code drop}, {@code challenge}, {@code -} when the packet is none
   *     of its, or {@code not asked} when an earlier one had condemned the packet
   * @param counter what the filter looks at; null when it has none, or did not look
   */
  public record FilterView(String filter, String outcome, String why, @Nullable Counter counter) {}

  /**
   * A counter that a filter holds against a threshold.
   *
   * @param counted what is counted: {@code pps} under a mitigation, else the bucket and what it
   *     holds packets of
   * @param value packets/s, or packets in the bucket
   * @param threshold what it is held against: packets/s, or packets that the bucket takes
   */
  public record Counter(String counted, long value, long threshold) {}

  /**
   * What became of the packet.
   *
   * @param verdict {@code PASS}, {@code DROP} or {@code CHALLENGE}
   * @param reason code; empty when it passed
   * @param monitored true when the object only monitors, so that it passed all the same
   */
  public record Outcome(
      String verdict,
      String reason,
      String text,
      long counterPps,
      long thresholdPps,
      boolean monitored) {}
}
