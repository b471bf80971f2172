package org.scrubber.cli.capture;

import java.util.List;

/**
 * One interface, for a reader.
 *
 * @param name by which it is captured from
 * @param state {@code up}, {@code no carrier} or {@code down}; empty for {@code any}
 * @param driver name of its driver, or of what made it; empty when nobody says
 * @param mtuBytes longest packet without the link layer's header; 0 for {@code any}
 * @param addresses with their prefix lengths
 * @param obstacle why it cannot be captured from; empty when it can
 */
record InterfaceRow(
    String name,
    String state,
    String driver,
    int mtuBytes,
    List<String> addresses,
    String obstacle) {}
