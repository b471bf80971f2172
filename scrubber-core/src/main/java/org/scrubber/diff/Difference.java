package org.scrubber.diff;

import java.util.List;

/**
 * What another policy changes for some captures.
 *
 * @param captures as given
 * @param before name of the policy in force
 * @param after name of the other
 * @param packets packets in all captures
 * @param changed packets that pass under one policy and not the other, or are challenged under one
 *     and dropped under the other
 * @param newlyLost of them pass before and would be lost
 * @param newlyPassed of them are lost before and would pass
 * @param spokenForLost of the newly lost: of connections that are established or on which both
 *     sides have been talking, or asked for
 * @param spokenForFlows flows that they belong to, estimated
 * @param groups most packets first; those that lose what is spoken for before all others
 * @param warnings what is wrong with the captures, a line each; empty when they were read whole
 */
public record Difference(
    List<String> captures,
    String before,
    String after,
    long packets,
    long changed,
    long newlyLost,
    long newlyPassed,
    long spokenForLost,
    long spokenForFlows,
    List<Group> groups,
    List<String> warnings) {

  /**
   * Packets that change alike.
   *
   * @param object whose they are, by the policy that protects them; empty when none does
   * @param vector what they would belong to if they were an attack
   * @param from what became of them
   * @param fromReason code, empty when they passed
   * @param to what would become of them
   * @param toReason code, empty when they would pass
   * @param packets how many
   * @param bytes on the wire
   * @param spokenFor of those that would be lost: spoken for, as {@code spokenForLost} has it
   * @param samples the first of them
   */
  public record Group(
      String object,
      String vector,
      Outcome from,
      String fromReason,
      Outcome to,
      String toReason,
      long packets,
      long bytes,
      long spokenFor,
      List<Sample> samples) {}

  /**
   * A packet.
   *
   * @param frame its number over all captures, from 1
   * @param timeNs its time, ns since the epoch
   * @param source address, with its port
   * @param target address, with its port
   * @param protocol of IP, by name
   * @param wireBytes on the wire
   * @param spokenFor whether it would be lost and is spoken for
   */
  public record Sample(
      long frame,
      long timeNs,
      String source,
      String target,
      String protocol,
      int wireBytes,
      boolean spokenFor) {}

  /** Tells whether anybody would newly lose what looks legitimate. */
  public boolean isHarmful() {
    return spokenForLost > 0;
  }
}
