package org.scrubber.detect;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Vectors;

/**
 * Which knowledge speaks for a packet: such packets are neither counted nor treated as an attack.
 */
public final class Evidence {
  private static final int SOLICITED = Knowledge.SOLICITED;
  private static final int OPENED = SOLICITED | Knowledge.PROVEN_SOURCE | Knowledge.NEIGHBOUR;
  private static final int IN_STATE =
      SOLICITED
          | Knowledge.ESTABLISHED
          | Knowledge.SYN_STARTED
          | Knowledge.ANSWERED
          | Knowledge.MATURE
          | Knowledge.GOES_ON
          | Knowledge.NEIGHBOUR;
  private static final int RUNNING = SOLICITED | Knowledge.ANSWERED | Knowledge.MATURE;

  /** Clients repeat a SYN after 1, 3 and 7 s (RFC 6298); what goes on for longer counts again. */
  private static final long PATIENCE_NS = 8_000_000_000L;

  private Evidence() {}

  /** Tells whether something speaks for a packet that would belong to the vector. */
  public static boolean speaksFor(int vector, int knowledge) {
    int needed =
        switch (vector) {
          case Vectors.SYN_FLOOD -> OPENED;
          case Vectors.ACK_FLOOD, Vectors.FIN_FLOOD -> IN_STATE;
          case Vectors.RST_FLOOD -> Knowledge.KNOWN;
          case Vectors.UDP_FLOOD -> SOLICITED | Knowledge.NEIGHBOUR | conversing(knowledge);
          case Vectors.GRE_FLOOD, Vectors.ESP_FLOOD, Vectors.PROTOCOL_FLOOD -> RUNNING;
          case Vectors.ICMP_FLOOD -> SOLICITED | Knowledge.CONVERSING;
          default -> SOLICITED;
        };
    return (knowledge & needed) != 0;
  }

  /** Tells whether a TCP segment's sender began the flow with a SYN that nobody has confirmed. */
  public static boolean mayFollowChallenge(PacketBatch batch, int i) {
    int began = batch.knowledge[i] & (Knowledge.SYN_STARTED | Knowledge.ESTABLISHED);
    int vector = batch.vector[i];
    return began == Knowledge.SYN_STARTED
        && vector >= Vectors.ACK_FLOOD
        && vector <= Vectors.FIN_FLOOD;
  }

  /** Tells whether a SYN repeats one of the last seconds, as clients do that wait for an answer. */
  static boolean asksAgain(PacketBatch batch, int i) {
    return (batch.knowledge[i] & Knowledge.RETRANSMITTED_SYN) != 0
        && batch.flowAgeNs[i] < PATIENCE_NS;
  }

  /** Tells whether a UDP packet belongs to the opening of its flow, of which one was counted. */
  static boolean isOfOpening(int knowledge) {
    return (knowledge & (Knowledge.STEPS | Knowledge.INCOHERENT)) == Knowledge.STEPS;
  }

  /** A conversation speaks for a packet that goes on with it, not for one that repeats itself. */
  private static int conversing(int knowledge) {
    int goesOn = Knowledge.CONVERSING | Knowledge.GOES_ON;
    return (knowledge & Knowledge.INCOHERENT) == 0 ? goesOn : 0;
  }

  /** Tells whether a packet opens a flow or does not continue it, as flood tools do. */
  public static boolean opensOrStrays(int knowledge) {
    return (knowledge & Knowledge.KNOWN) == 0 || (knowledge & Knowledge.INCOHERENT) != 0;
  }

  /** Tells whether a packet goes on in a flow that was answered, or ran before the attack. */
  public static boolean isRunning(int knowledge) {
    return (knowledge & (Knowledge.ANSWERED | Knowledge.MATURE)) != 0
        && (knowledge & Knowledge.INCOHERENT) == 0;
  }

  /**
   * Tells whether the object knows the source, or the flow has gone on as its protocol does: enough
   * for a fair share.
   */
  public static boolean isFamiliar(int knowledge) {
    boolean known = (knowledge & (Knowledge.PEER | Knowledge.REGULAR)) != 0;
    boolean goesOn =
        (knowledge & (Knowledge.OPENED_WELL | Knowledge.LASTING)) != 0
            && (knowledge & Knowledge.INCOHERENT) == 0;
    return known || goesOn;
  }

  /** Tells whether a flow ran long before the attack, and the answers to it take another way. */
  public static boolean ranBeforeOneWay(int knowledge) {
    int looked = Knowledge.SENIOR | Knowledge.BOTH_DIRECTIONS_SEEN | Knowledge.INCOHERENT;
    return (knowledge & looked) == Knowledge.SENIOR;
  }
}
