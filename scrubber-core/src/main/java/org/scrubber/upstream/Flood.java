package org.scrubber.upstream;

import java.util.List;
import org.scrubber.policy.Prefix;

/**
 * A mitigation, as far as somebody upstream needs to know it.
 *
 * @param object name of the protected object
 * @param vectors ids of what is treated, see {@code classify.Vectors}
 * @param target where it goes
 * @param ratePps packets/s
 * @param thresholdPps packets/s that are no attack yet
 * @param sourcePort that all its packets have in common, or -1
 * @param targetPort that all its packets have in common, or -1
 * @param payloadBytes that all its packets have in common, or -1
 */
public record Flood(
    String object,
    List<Integer> vectors,
    Prefix target,
    long ratePps,
    long thresholdPps,
    int sourcePort,
    int targetPort,
    int payloadBytes) {
  /** Returns as much of it as these vectors are. */
  public Flood of(List<Integer> some) {
    return new Flood(
        object, some, target, ratePps, thresholdPps, sourcePort, targetPort, payloadBytes);
  }
}
