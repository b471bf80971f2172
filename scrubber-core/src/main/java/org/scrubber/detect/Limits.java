package org.scrubber.detect;

import java.util.List;
import org.scrubber.classify.Reflectors;
import org.scrubber.classify.Vectors;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.policy.Service;
import org.scrubber.policy.Thresholds;
import org.scrubber.table.SpreadTable;

/**
 * The thresholds of all objects, compiled for the packet path. Immutable.
 *
 * <p>A threshold of R packets/s is a bucket that leaks R packets/s and overflows at {@link
 * #burst(long)} packets.
 */
final class Limits {
  /** Rates are held against windows of 100 ms. */
  static final long WINDOW_NS = 100_000_000L;

  /** Least packets before anything is raised: below that, a rate means nothing. */
  static final int MIN_BURST = 20;

  /** What always-on filters drop is a flood from here on, packets/s; below, it is background. */
  static final int STANDING_PPS = 100;

  /** Pseudo-vector for UDP packets that open a flow or repeat themselves; it raises UDP_FLOOD. */
  static final int UDP_FLOWS = Vectors.CARPET_BOMBING;

  private final long[][] pps;
  private final Thresholds[] thresholds;
  private final int[] minSpread;
  private final Service[][] rated;
  private final Service[][] offered;
  private final boolean[][] allowed;

  Limits(List<ProtectedObject> objects) {
    pps = new long[objects.size()][Vectors.COUNT];
    thresholds = new Thresholds[objects.size()];
    minSpread = new int[objects.size()];
    rated = new Service[objects.size()][];
    offered = new Service[objects.size()][];
    allowed = new boolean[objects.size()][Reflectors.names().size()];
    for (int object = 0; object < objects.size(); object++) {
      ProtectedObject one = objects.get(object);
      thresholds[object] = one.thresholds();
      fill(pps[object], allowed[object], one);
      int minSources = one.thresholds().minSources();
      minSpread[object] = minSources > 1 ? SpreadTable.expectedBits(minSources) : 0;
      offered[object] = one.services().toArray(Service[]::new);
      rated[object] =
          one.services().stream().filter(service -> service.pps() > 0).toArray(Service[]::new);
    }
  }

  private static void fill(long[] pps, boolean[] allows, ProtectedObject object) {
    Thresholds t = object.thresholds();
    pps[Vectors.SYN_FLOOD] = t.synPps();
    pps[Vectors.SYNACK_REFLECTION] = t.synAckPps();
    pps[Vectors.ACK_FLOOD] = t.ackPps();
    pps[Vectors.RST_FLOOD] = t.rstPps();
    pps[Vectors.FIN_FLOOD] = t.rstPps();
    pps[Vectors.UDP_FLOOD] = t.udpPps();
    pps[UDP_FLOWS] = t.udpFlowPps();
    pps[Vectors.ICMP_FLOOD] = t.icmpPps();
    pps[Vectors.FRAGMENT_FLOOD] = t.fragmentPps();
    pps[Vectors.GRE_FLOOD] = t.protocolPps();
    pps[Vectors.ESP_FLOOD] = t.protocolPps();
    pps[Vectors.PROTOCOL_FLOOD] = t.protocolPps();
    List<String> names = Reflectors.names();
    for (int id = 0; id < names.size(); id++) {
      allows[id] = object.allowedReflectors().contains(names.get(id));
      pps[Vectors.FIRST_AMPLIFICATION + id] = allows[id] ? t.udpFlowPps() : t.amplificationPps();
    }
  }

  /** Returns a host's threshold in packets/s; 0 when the vector is not counted. */
  long pps(int object, int vector) {
    return pps[object][vector];
  }

  /** Returns the burst that a threshold allows, packets: a window's worth, at least MIN_BURST. */
  static long burst(long pps) {
    return Math.max(MIN_BURST, pps * WINDOW_NS / 1_000_000_000L);
  }

  /** Returns the burst of a lower threshold, for when several objects rise at once, packets. */
  static long lowBurst(long pps) {
    return Math.max(MIN_BURST / 2, pps * WINDOW_NS / 1_000_000_000L);
  }

  /** Returns the thresholds of an object. */
  Thresholds thresholds(int object) {
    return thresholds[object];
  }

  /**
   * Tells whether an object offers what a packet asks for; one that names no services offers all.
   */
  boolean offers(int object, int protocol, int port) {
    Service[] services = offered[object];
    return services.length == 0 || find(services, protocol, port) >= 0;
  }

  /** Tells whether an object names what a packet asks for among its services. */
  boolean names(int object, int protocol, int port) {
    return find(offered[object], protocol, port) >= 0;
  }

  /** Tells whether an object allows the replies of an amplification vector. */
  boolean allows(int object, int vector) {
    return allowed[object][vector - Vectors.FIRST_AMPLIFICATION];
  }

  /** Returns which service with a rate of its own a packet goes to: an index, or -1. */
  int service(int object, int protocol, int port) {
    return find(rated[object], protocol, port);
  }

  /** Returns the services with a rate of their own. */
  Service[] rated(int object) {
    return rated[object];
  }

  /** Returns how many objects there are. */
  int objectCount() {
    return pps.length;
  }

  private static int find(Service[] services, int protocol, int port) {
    for (int k = 0; k < services.length; k++) {
      Service one = services[k];
      if (one.protocol() == protocol && port >= one.lowPort() && port <= one.highPort()) {
        return k;
      }
    }
    return -1;
  }

  /**
   * Returns the bits of a {@link SpreadTable} that a flood must have set; 0 when one source is
   * enough.
   */
  int minSpread(int object) {
    return minSpread[object];
  }
}
