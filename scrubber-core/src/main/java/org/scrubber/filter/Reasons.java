package org.scrubber.filter;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.classify.Vectors;
import org.scrubber.filter.feed.Destinations;

/** Every reason there is, by id. */
public final class Reasons {
  /** Ids are below this. */
  public static final int COUNT = 128;

  private static final Reason[] BY_ID = new Reason[COUNT];

  static {
    List<Reason> all =
        new ArrayList<>(
            List.of(
                Invariants.LAND,
                Invariants.BOGON_SOURCE,
                Invariants.SPOOFED_OWN_PREFIX,
                Fragments.OVERLAP,
                AccessLists.BLOCK_RULE,
                AccessLists.BLOCK_LIST,
                Destinations.LISTED,
                Neighbours.FORWARDED,
                Neighbours.STRICT,
                SynFlood.UNPROVEN_SYN,
                SynFlood.CHALLENGED_FLOW,
                SynFlood.SIGNATURE,
                SynFlood.PROOF,
                Amplification.NEVER_LEGITIMATE,
                Amplification.UNSOLICITED,
                Amplification.FLOOD,
                OutOfState.SYNACK,
                OutOfState.ACK,
                OutOfState.RST,
                OutOfState.FIN,
                UdpFlood.SIGNATURE,
                UdpFlood.UNSOLICITED,
                UdpFlood.OVER_SHARE,
                IcmpFlood.FLOOD,
                IcmpFlood.BACKSCATTER,
                Fragments.FLOOD,
                ProtocolFlood.GRE,
                ProtocolFlood.ESP,
                ProtocolFlood.OTHER,
                Overload.MONITORED,
                Overload.ATTACK,
                Overload.STRANGER,
                Overload.SHARE,
                Unoffered.UNOFFERED));
    Reason[] malformed = Invariants.malformedReasons();
    for (int k = 1; k < malformed.length; k++) {
      all.add(malformed[k]);
    }
    for (Reason reason : all) {
      assert BY_ID[reason.id()] == null : reason + " and " + BY_ID[reason.id()];
      BY_ID[reason.id()] = reason;
    }
  }

  private Reasons() {}

  /**
   * Returns a reason by its id, as stored in {@code PacketBatch.reason}; null for 0 or unused ids.
   */
  public static Reason get(int id) {
    return BY_ID[id];
  }

  /** Returns all reasons by ascending id. */
  public static List<Reason> all() {
    return java.util.Arrays.stream(BY_ID).filter(java.util.Objects::nonNull).toList();
  }

  /**
   * Returns the vector that a reason of an always-on filter stands for, or {@link Vectors#NONE}
   * when the packet's own vector names it.
   */
  public static int vector(Reason reason) {
    if (reason.equals(Invariants.LAND)) {
      return Vectors.LAND;
    }
    if (reason.equals(Invariants.BOGON_SOURCE)) {
      return Vectors.BOGON_SOURCE;
    }
    if (reason.equals(Invariants.SPOOFED_OWN_PREFIX)) {
      return Vectors.SPOOFED_INTERNAL;
    }
    if (reason.equals(AccessLists.BLOCK_RULE)
        || reason.equals(AccessLists.BLOCK_LIST)
        || reason.equals(Destinations.LISTED)
        || reason.equals(Neighbours.FORWARDED)
        || reason.equals(Neighbours.STRICT)) {
      return Vectors.BLOCKED;
    }
    if (reason.equals(Fragments.OVERLAP) || reason.code().startsWith("malformed-fragment")) {
      return Vectors.FRAGMENT_MALFORMED;
    }
    if (reason.code().startsWith("malformed-tcp")) {
      return Vectors.TCP_MALFORMED;
    }
    return reason.code().startsWith("malformed-") ? Vectors.MALFORMED : Vectors.NONE;
  }
}
