package org.scrubber.live.event;

import java.util.List;
import org.scrubber.policy.Prefix;

/**
 * A mitigation as the conductor sees it.
 *
 * @param worker which worker treats it
 * @param number tells it from others of the worker
 * @param object name of the protected object
 * @param vector what it is named by
 * @param treated all vectors that it treats
 * @param target what is treated
 * @param pulses how often it was raised
 * @param raisedNs when it was last raised, ns since the epoch
 * @param ratePps packets/s that nothing speaks for
 * @param thresholdPps packets/s that raised it
 * @param dropped packets so far
 * @param challenged packets so far
 */
public record Attack(
    int worker,
    long number,
    String object,
    String vector,
    List<String> treated,
    Prefix target,
    int pulses,
    long raisedNs,
    long ratePps,
    long thresholdPps,
    long dropped,
    long challenged) {}
