package org.scrubber.live.event;

import java.util.List;
import org.scrubber.policy.Prefix;
import org.scrubber.upstream.Flood;

/**
 * A mitigation as the conductor sees it.
 *
 * @param worker which worker treats it
 * @param number tells it from others of the worker
 * @param object name of the protected object
 * @param vector what it is named by
 * @param treated ids of all vectors that it treats
 * @param target what is treated
 * @param pulses how often it was raised
 * @param raisedNs when it was last raised, ns since the epoch
 * @param ratePps packets/s that nothing speaks for
 * @param thresholdPps packets/s that raised it
 * @param dropped packets so far
 * @param challenged packets so far
 * @param sourcePort that all its packets have in common, or -1
 * @param targetPort that all its packets have in common, or -1
 * @param payloadBytes that all its packets have in common, or -1
 */
public record Attack(
    int worker,
    long number,
    String object,
    String vector,
    List<Integer> treated,
    Prefix target,
    int pulses,
    long raisedNs,
    long ratePps,
    long thresholdPps,
    long dropped,
    long challenged,
    int sourcePort,
    int targetPort,
    int payloadBytes) {
  /** Returns the same at another rate. */
  public Attack at(long pps) {
    return new Attack(
        worker,
        number,
        object,
        vector,
        treated,
        target,
        pulses,
        raisedNs,
        pps,
        thresholdPps,
        dropped,
        challenged,
        sourcePort,
        targetPort,
        payloadBytes);
  }

  /** Returns it as somebody upstream needs to know it. */
  public Flood flood() {
    return new Flood(
        object, treated, target, ratePps, thresholdPps, sourcePort, targetPort, payloadBytes);
  }
}
