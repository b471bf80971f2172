package org.scrubber.filter;

/**
 * Why a packet was dropped or challenged. Constants stand in the filter that uses them; {@link
 * Reasons} lists them all.
 *
 * @param id 1..127, unique; stored in {@code PacketBatch.reason}
 * @param code stable, kebab-case, user interface: in reports, metrics and capture comments
 * @param text one line for people
 */
public record Reason(int id, String code, String text) {}
