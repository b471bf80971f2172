package org.scrubber.captures.media;

import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;

/**
 * What media flows of one kind of traffic of a tenant share.
 *
 * @param stream of their events and random numbers
 * @param truth of their packets
 * @param group of their attempts
 * @param usesStun whether the inside asks for the relay's consent, every 2.5 s; without, the far
 *     end is content as long as anything arrives
 */
public record LegEnds(Stream stream, Truth truth, String group, boolean usesStun) {}
