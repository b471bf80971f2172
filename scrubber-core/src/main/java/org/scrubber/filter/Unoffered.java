package org.scrubber.filter;

import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Vectors;
import org.scrubber.parse.ParseFlags;
import org.scrubber.policy.LinkGuard;
import org.scrubber.policy.Policy;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.policy.Service;
import org.scrubber.wire.Protocols;

/**
 * Drops, where an object says that it has no more than its services, what nobody asked for and
 * nobody offers: UDP to other ports, fragments where no service fragments, other protocols.
 *
 * <p>Needs no flood, so that one stays out from its first packet. Only where both directions are
 * seen. Not TCP, whose closed ports answer for themselves; not replies of reflectors, which have
 * rules of their own; and of hosts that the object has talked with, neither tunnels nor fragments,
 * which may come before their first.
 */
public final class Unoffered implements Filter {
  /** Neither asked for nor offered. */
  public static final Reason UNOFFERED =
      new Reason(
          34, "unoffered", "neither asked for nor to a service of an object that has no more");

  private static final int ASKED_FOR =
      Knowledge.SOLICITED | Knowledge.ANSWERED | Knowledge.NEIGHBOUR;

  /** Questions asked before we looked may still be answered in this time. */
  private static final long WARM_UP_NS = 30_000_000_000L;

  /** QUIC never comes in fragments (RFC 9000, 14). */
  private static final int QUIC_PORT = 443;

  private final Service[][] services;
  private final boolean[] fragments;
  private final boolean idle;

  /** Creates the filter for a policy. */
  public Unoffered(Policy policy) {
    List<ProtectedObject> objects = policy.objects();
    services = new Service[objects.size()][];
    fragments = new boolean[objects.size()];
    boolean any = false;
    for (int object = 0; object < services.length; object++) {
      ProtectedObject one = objects.get(object);
      boolean closed = one.guard() == LinkGuard.SERVICES && !one.services().isEmpty();
      services[object] = closed ? one.services().toArray(Service[]::new) : new Service[0];
      fragments[object] = one.services().stream().anyMatch(Unoffered::mayFragment);
      any |= closed;
    }
    idle = !any;
  }

  private static boolean mayFragment(Service service) {
    return service.protocol() == Protocols.UDP
        && (service.lowPort() != QUIC_PORT || service.highPort() != QUIC_PORT);
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
      if (condemns(batch, i)) {
        Judgement.drop(batch, i, UNOFFERED);
      } else {
        survivors[kept++] = i;
      }
    }
    batch.survivorCount = kept;
  }

  private boolean condemns(PacketBatch batch, int i) {
    Service[] offered = services[batch.object[i]];
    int protocol = batch.protocol[i];
    int knowledge = batch.knowledge[i];
    if (offered.length == 0
        || protocol == Protocols.TCP
        || (knowledge & ASKED_FOR) != 0
        || (knowledge & Knowledge.BOTH_DIRECTIONS_SEEN) == 0
        || batch.clockNs[i] < WARM_UP_NS
        || Vectors.isAmplification(batch.vector[i])) {
      return false;
    }
    boolean peer = (knowledge & Knowledge.PEER) != 0;
    if ((batch.parseFlags[i] & ParseFlags.LATER_FRAGMENT) != 0) {
      return !peer && protocol == Protocols.UDP && !fragments[batch.object[i]];
    }
    if (peer && protocol != Protocols.UDP) {
      return false;
    }
    boolean ported = protocol == Protocols.UDP;
    if (ported && batch.transportOffset[i] < 0) {
      return false; // Not captured: nothing can be said.
    }
    return !isOffered(offered, protocol, ported ? batch.ports[i] & 0xffff : -1);
  }

  private static boolean isOffered(Service[] offered, int protocol, int portOrNone) {
    for (int k = 0; k < offered.length; k++) {
      Service one = offered[k];
      boolean port = portOrNone < 0 || portOrNone >= one.lowPort() && portOrNone <= one.highPort();
      if (one.protocol() == protocol && port) {
        return true;
      }
    }
    return false;
  }
}
