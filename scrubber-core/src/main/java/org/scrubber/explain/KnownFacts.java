package org.scrubber.explain;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.classify.Knowledge;
import org.scrubber.explain.Explanation.Known;

/** Puts the bits of {@link Knowledge} into words. */
final class KnownFacts {
  private record Fact(int bit, String code, String text) {}

  private static final List<Fact> FACTS =
      List.of(
          new Fact(
              Knowledge.BOTH_DIRECTIONS_SEEN,
              "both-directions",
              "both directions of the object's traffic are seen"),
          new Fact(Knowledge.KNOWN, "known", "its flow had been seen"),
          new Fact(Knowledge.SOLICITED, "solicited", "the target began the flow"),
          new Fact(Knowledge.ANSWERED, "answered", "the target has answered on the flow"),
          new Fact(Knowledge.FIRST_ANSWER, "first-answer", "it is the flow's first answer"),
          new Fact(Knowledge.SYN_STARTED, "syn-started", "the flow began with a SYN this way"),
          new Fact(Knowledge.ESTABLISHED, "established", "the connection is established"),
          new Fact(Knowledge.COMPLETES, "completes", "it completes the handshake"),
          new Fact(
              Knowledge.RETRANSMITTED_SYN,
              "retransmitted-syn",
              "it repeats an earlier SYN in time"),
          new Fact(
              Knowledge.PROVEN_SOURCE, "proven-source", "its address has proven itself before"),
          new Fact(
              Knowledge.ANSWERS_CHALLENGE, "answers-challenge", "it bears a challenge's number"),
          new Fact(Knowledge.MATURE, "mature", "the flow has run for more than a second"),
          new Fact(Knowledge.CONVERSING, "conversing", "both sides have been talking on the flow"),
          new Fact(Knowledge.INCOHERENT, "incoherent", "it does not go on where the flow was"),
          new Fact(Knowledge.PEER, "peer", "the object has dealt with its address within a day"),
          new Fact(Knowledge.TIER_ONE, "tier-one", "a reply that nobody expects across a border"),
          new Fact(Knowledge.SIGNED, "signed", "the payload bears a reflector's signature"),
          new Fact(Knowledge.OVERLAP, "overlap", "the fragment overlaps an earlier one"),
          new Fact(Knowledge.QUOTES_TCP, "quotes-tcp", "an ICMP error about TCP"),
          new Fact(Knowledge.QUOTES_UDP, "quotes-udp", "an ICMP error about UDP"),
          new Fact(Knowledge.WELL_FORMED, "well-formed", "the payload begins as QUIC does"),
          new Fact(Knowledge.OPENED_WELL, "opened-well", "the flow began as QUIC does"),
          new Fact(Knowledge.REGULAR, "regular", "its address came before the attack, as far away"),
          new Fact(Knowledge.ACQUAINTED, "acquainted", "its address was seen before, as far away"),
          new Fact(Knowledge.HOPS_DIFFER, "hops-differ", "its address was always another way off"),
          new Fact(Knowledge.OPENER, "opener", "the target opens connections itself"),
          new Fact(Knowledge.STEPS, "steps", "the connection has gone forward once"),
          new Fact(Knowledge.GOES_ON, "goes-on", "the connection has gone forward thrice"),
          new Fact(Knowledge.FOLLOWS_SYN_ACK, "follows-syn-ack", "it goes on after a SYN-ACK"),
          new Fact(Knowledge.LASTING, "lasting", "the flow has gone on, since the attack only"),
          new Fact(Knowledge.SENIOR, "senior", "the flow ran long before the attack"),
          new Fact(Knowledge.NEIGHBOUR, "neighbour", "it comes from the other end of the link"));

  private KnownFacts() {}

  /** Returns what the bits say, most telling first. */
  static List<Known> of(int knowledge) {
    List<Known> known = new ArrayList<>();
    for (Fact fact : FACTS) {
      if ((knowledge & fact.bit) != 0) {
        known.add(new Known(fact.code, fact.text));
      }
    }
    return List.copyOf(known);
  }
}
