package org.scrubber.policy;

/**
 * A service that an object offers to the outside.
 *
 * @param protocol IP protocol number (6, 17, 47, 50, ...)
 * @param lowPort first port, 0 when the protocol has none
 * @param highPort last port, inclusive
 * @param pps the service's own threshold, packets/s per host; 0 to use the object's
 */
public record Service(int protocol, int lowPort, int highPort, long pps) {}
