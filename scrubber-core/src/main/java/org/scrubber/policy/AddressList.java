package org.scrubber.policy;

/**
 * A list of addresses from a feed.
 *
 * @param name the file's name
 * @param block true to block its members, false to allow them
 * @param entries how many prefixes it holds
 * @param set the compiled set
 */
public record AddressList(String name, boolean block, int entries, AddressSet set) {}
