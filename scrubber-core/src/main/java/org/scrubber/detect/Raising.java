package org.scrubber.detect;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Objects;
import org.scrubber.classify.Vectors;

/**
 * Raises mitigations: for a host, for its network, or for the policy's prefix, each the narrowest
 * that does. Allocation-free; one thread.
 */
final class Raising {
  /** More hosts than this under the same vector in one prefix are one carpet. */
  private static final int MAX_HOSTS = 8;

  /** A remembered vector comes back when its bucket is a quarter full. */
  private static final int MEMORY_SHARE = 4;

  /** More networks than this under the same vector in one prefix are one carpet of the prefix. */
  private static final int MAX_NETWORKS = 4;

  private final Objects objects;
  private final Mitigations mitigations;
  private final Meters meters;

  /** How long before the packet that has raised a mitigation its attack began; else 0. */
  long leadNs;

  /** Creates it over meters that are aimed at the packet when it is asked to raise. */
  Raising(Objects objects, Mitigations mitigations, Meters meters) {
    this.objects = objects;
    this.mitigations = mitigations;
    this.meters = meters;
  }

  /** Returns the ended mitigation of a vector that covers the packet's target, or -1. */
  int dormant(PacketBatch batch, int i, int vector) {
    return mitigations.find(
        batch.object[i],
        vector,
        Mitigation.DORMANT,
        batch.family[i],
        batch.targetHigh[i],
        batch.targetLow[i]);
  }

  /** Counts a suspect packet at all its levels; returns the mitigation that it raises, or -1. */
  int weigh(PacketBatch batch, int i, int vector, int counted) {
    int family = batch.family[i];
    boolean remembered =
        mitigations.concerns(batch.object[i], vector) && isRemembered(batch, i, vector);
    int share = remembered ? MEMORY_SHARE : 1;
    meters.aim(batch, i, counted);
    int bursts = meters.learn(batch.clockNs[i]);
    if (bursts > 0) {
      mitigations.breadth.note(counted, batch.object[i], batch.clockNs[i]);
      mitigations.breadth.source(counted, batch.sourceHash[i], batch.clockNs[i]);
    }
    boolean port = meters.over(batch, i, Meters.PORT, share);
    boolean few = meters.over(batch, i, Meters.FEW, share);
    boolean host = meters.over(batch, i, Meters.HOST, share);
    if (port || few || host) {
      meters.relieve(Meters.HOST, batch.clockNs[i]);
      return asking(host(batch, i, vector, meters.pps(Meters.HOST)), counted);
    }
    boolean network = meters.over(batch, i, Meters.NETWORK, share);
    boolean prefix = meters.over(batch, i, Meters.PREFIX, share);
    if (!network && !prefix) {
      return bursts > 0 ? asking(together(batch, i, vector, counted, bursts), counted) : -1;
    }
    if (meters.isMostOf(Meters.HOST, network ? Meters.NETWORK : Meters.PREFIX, batch.clockNs[i])) {
      meters.relieve(Meters.HOST, batch.clockNs[i]);
      return asking(host(batch, i, vector, meters.pps(Meters.HOST)), counted);
    }
    // Most of what fills the prefix may be one network's, which then is enough to treat.
    network |= meters.isMostOf(Meters.NETWORK, Meters.PREFIX, batch.clockNs[i]);
    int length = network ? Meters.networkLength(family) : objects.lengthOf(batch.targetPrefix[i]);
    long pps = meters.pps(network ? Meters.NETWORK : Meters.PREFIX);
    if (network) {
      meters.relieve(Meters.NETWORK, batch.clockNs[i]);
    }
    return asking(carpet(batch, i, vector, pps, length), counted);
  }

  /** Lets answers speak for what was raised, when it was raised by questions alone. */
  private int asking(int index, int counted) {
    if (index >= 0) {
      boolean questions =
          counted == Vectors.SYN_FLOOD
              || counted == Limits.UDP_FLOWS
              || counted == Vectors.ACK_FLOOD;
      mitigations.get(index).weighAnswers(questions);
    }
    return index;
  }

  /** Raises a mitigation for an object that rises with others, though not above its threshold. */
  private int together(PacketBatch batch, int i, int vector, int counted, int bursts) {
    long now = batch.clockNs[i];
    boolean host = meters.overLow(now);
    // One-way, what rises everywhere at once may well be answers that everybody has asked for.
    boolean oneWay = (batch.knowledge[i] & Knowledge.BOTH_DIRECTIONS_SEEN) == 0;
    if (oneWay || !mitigations.breadth.isBroad(counted, now)) {
      return -1;
    }
    if (host) {
      return host(batch, i, vector, meters.lowPps(Meters.HOST));
    }
    int scope = objects.lengthOf(batch.targetPrefix[i]);
    boolean single = scope == (batch.family[i] == 4 ? 32 : 128);
    return bursts < 2 || single
        ? -1
        : carpet(batch, i, vector, meters.lowPps(Meters.PREFIX), scope);
  }

  private boolean isRemembered(PacketBatch batch, int i, int vector) {
    int index = dormant(batch, i, vector);
    return index >= 0
        && mitigations.get(index).returnsEasily()
        && batch.clockNs[i] - mitigations.get(index).endedNs < Mitigations.MEMORY_NS;
  }

  /** Raises a mitigation for the packet's target, or for what is around it when there are many. */
  int host(PacketBatch batch, int i, int vector, long pps) {
    int object = batch.object[i];
    int family = batch.family[i];
    int prefix = batch.targetPrefix[i];
    int length = family == 4 ? 32 : 128;
    if (mitigations.active(object, vector, prefix, length) >= MAX_HOSTS) {
      int network = Meters.networkLength(family);
      long high = maskHigh(family, batch.targetHigh[i], network);
      long low = maskLow(family, batch.targetLow[i], network);
      boolean together = mitigations.areWithin(object, vector, prefix, length, high, low, network);
      mitigations.end(object, vector, prefix, length, batch.clockNs[i]);
      int scope = objects.lengthOf(prefix);
      boolean narrow = objects.anyTarget || together;
      return carpet(batch, i, vector, pps, narrow ? Math.max(scope, network) : scope);
    }
    int index = dormant(batch, i, vector);
    if (index < 0 || mitigations.get(index).targetLength != length) {
      long high = batch.targetHigh[i];
      long low = batch.targetLow[i];
      index = mitigations.enter(object, vector, family, high, low, length, prefix);
    }
    return raise(index, vector, pps, batch.clockNs[i]);
  }

  /** Raises one mitigation for a whole prefix, whatever its vectors. */
  int carpet(PacketBatch batch, int i, int vector, long pps, int atLength) {
    int object = batch.object[i];
    int prefix = batch.targetPrefix[i];
    int scope = objects.lengthOf(prefix);
    int network = Meters.networkLength(batch.family[i]);
    int length = atLength;
    if (network > scope && !objects.anyTarget) {
      boolean many = mitigations.active(object, vector, prefix, network) >= MAX_NETWORKS;
      length = many ? scope : atLength;
      if (length == scope) {
        mitigations.end(object, vector, prefix, network, batch.clockNs[i]);
      }
    }
    int family = batch.family[i];
    long high = maskHigh(family, batch.targetHigh[i], length);
    long low = maskLow(family, batch.targetLow[i], length);
    int index = mitigations.findTarget(object, Vectors.CARPET_BOMBING, family, high, low, length);
    if (index < 0) {
      index = mitigations.enter(object, Vectors.CARPET_BOMBING, family, high, low, length, prefix);
    }
    return raise(index, vector, pps, batch.clockNs[i]);
  }

  private int raise(int index, int vector, long pps, long nowNs) {
    if (index >= 0) {
      long allPps = meters.allPps(vector, pps);
      mitigations.raise(index, vector, pps, allPps, meters.quietPps(vector), nowNs);
      leadNs = meters.riseNs(nowNs);
    }
    return index;
  }

  private static long maskHigh(int family, long high, int length) {
    return family == 4 || length >= 64 ? high : length == 0 ? 0 : high & -1L << 64 - length;
  }

  private static long maskLow(int family, long low, int length) {
    if (family == 4) {
      return length == 0 ? 0 : low & 0xffff_ffffL << 32 - length & 0xffff_ffffL;
    }
    return length <= 64 ? 0 : length == 128 ? low : low & -1L << 128 - length;
  }
}
