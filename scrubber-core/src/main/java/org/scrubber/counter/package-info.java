/**
 * Counters in a mapped file: written by a running instance without waiting for anybody, read from
 * outside by whoever wants to know how it is.
 *
 * <p>{@link org.scrubber.counter.CounterFile} is made by the instance, {@link
 * org.scrubber.counter.LiveCounters} fills it on the worker's thread, {@link
 * org.scrubber.counter.CounterReader} attaches to it from any process.
 */
@NullMarked
package org.scrubber.counter;

import org.jspecify.annotations.NullMarked;
