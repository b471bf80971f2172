package org.scrubber.journal;

/**
 * Where a run's events go, and what it is.
 *
 * @param sink takes them
 * @param facts what the first of them says
 */
public record Recording(EventSink sink, Opening.Facts facts) {}
