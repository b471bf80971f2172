package org.scrubber.live.event;

/**
 * What became of all packets; offered is the sum of the next three.
 *
 * @param offered packets that the worker was given
 * @param passed of them
 * @param dropped of them
 * @param challenged of them
 * @param received packets that the lines took in
 * @param receiveLost packets lost before a worker saw them
 * @param sendLost packets that passed and found no room to be sent
 */
public record Totals(
    long offered,
    long passed,
    long dropped,
    long challenged,
    long received,
    long receiveLost,
    long sendLost) {}
