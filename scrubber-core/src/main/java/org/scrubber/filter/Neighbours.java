package org.scrubber.filter;

import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.parse.ParseFlags;
import org.scrubber.policy.LinkGuard;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Profile;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.wire.Protocols;

/**
 * Drops what only the neighbour on a router's own link may send: packets whose TTL is 255 have
 * crossed no router (RFC 5082), and a router's link has two addresses in one /31 or /30.
 *
 * <p>Single-hop BFD with another TTL goes towards every object of profile infrastructure, since no
 * receiver may accept it (RFC 5881, 5); all else only where the policy says so. Always on,
 * stateless.
 */
public final class Neighbours implements Filter {
  /** BGP or BFD with a TTL below 255. */
  public static final Reason FORWARDED =
      new Reason(32, "gtsm-forwarded", "BGP or BFD that a router has forwarded");

  /** Anything else on a strict link. */
  public static final Reason STRICT =
      new Reason(33, "strict-link", "not BGP, BFD or an ICMP error of the link's neighbour");

  private static final int UNFORWARDED = 255;
  private static final int BGP_PORT = 179;
  private static final int BFD_PORT = 3_784;
  private static final int BFD_ECHO_PORT = 3_785;
  private static final int MICRO_BFD_PORT = 6_784;

  private final LinkGuard[] guards;
  private final boolean[] infrastructure;
  private final boolean[] links;
  private final boolean idle;

  /** Creates the filter for a policy. */
  public Neighbours(Policy policy) {
    List<ProtectedObject> objects = policy.objects();
    guards = objects.stream().map(ProtectedObject::guard).toArray(LinkGuard[]::new);
    infrastructure = new boolean[guards.length];
    links = new boolean[guards.length];
    boolean any = false;
    for (int object = 0; object < guards.length; object++) {
      infrastructure[object] = objects.get(object).profile().equals(Profile.INFRASTRUCTURE.text());
      links[object] = guards[object] == LinkGuard.GTSM || guards[object] == LinkGuard.STRICT;
      any |= infrastructure[object] || links[object];
    }
    idle = !any;
  }

  @Override
  public void apply(PacketBatch batch) {
    if (idle) {
      return;
    }
    int[] survivors = batch.survivors;
    int kept = 0;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      LinkGuard guard = guards[batch.object[i]];
      boolean bfd = isBfd(batch, i);
      boolean link = infrastructure[batch.object[i]] || links[batch.object[i]];
      boolean bgp = link && isBgp(batch, i);
      boolean guarded = bfd && link || bgp && links[batch.object[i]];
      if (link && (bfd || bgp) && isFromNeighbour(batch, i)) {
        batch.knowledge[i] |= Knowledge.NEIGHBOUR;
      }
      if (guarded && batch.timeToLive[i] != UNFORWARDED) {
        Judgement.drop(batch, i, FORWARDED);
      } else if (guard == LinkGuard.STRICT && !isNeighbourly(batch, i, bfd)) {
        Judgement.drop(batch, i, STRICT);
      } else {
        survivors[kept++] = i;
      }
    }
    batch.survivorCount = kept;
  }

  private static boolean isNeighbourly(PacketBatch batch, int i, boolean bfd) {
    boolean error = (batch.parseFlags[i] & ParseFlags.ICMP_ERROR) != 0;
    return (bfd || error || isBgp(batch, i)) && isOnLink(batch, i);
  }

  private static boolean isBgp(PacketBatch batch, int i) {
    int ports = batch.ports[i];
    return batch.protocol[i] == Protocols.TCP
        && batch.transportOffset[i] >= 0
        && (ports >>> 16 == BGP_PORT || (ports & 0xffff) == BGP_PORT);
  }

  private static boolean isBfd(PacketBatch batch, int i) {
    int port = batch.ports[i] & 0xffff;
    return batch.protocol[i] == Protocols.UDP
        && (port == BFD_PORT || port == BFD_ECHO_PORT || port == MICRO_BFD_PORT);
  }

  /** Tells whether a packet comes from the other end of its target's own link. */
  static boolean isFromNeighbour(PacketBatch batch, int i) {
    return batch.timeToLive[i] == UNFORWARDED && isOnLink(batch, i);
  }

  /** Tells whether source and target are different addresses of one /31 or /30 (/127, /126). */
  private static boolean isOnLink(PacketBatch batch, int i) {
    long difference = batch.sourceLow[i] ^ batch.targetLow[i];
    return batch.sourceHigh[i] == batch.targetHigh[i] && difference != 0 && difference >>> 2 == 0;
  }
}
