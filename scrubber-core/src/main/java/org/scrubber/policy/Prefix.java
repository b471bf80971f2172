package org.scrubber.policy;

/**
 * An IPv4 or IPv6 prefix with its host bits clear.
 *
 * @param family 4 or 6
 * @param high upper 64 bits of an IPv6 address; 0 for IPv4
 * @param low lower 64 bits of an IPv6 address; the address itself, zero-extended, for IPv4
 * @param length prefix length in bits, 0..32 or 0..128
 */
public record Prefix(int family, long high, long low, int length) {}
