/**
 * The live line: a worker thread that judges what crosses the wire, and the conductor beside it.
 *
 * <p>{@link org.scrubber.live.Duty} is what the worker does, again and again; everything that may
 * take its time is the {@link org.scrubber.live.Conductor}'s.
 */
@NullMarked
package org.scrubber.live;

import org.jspecify.annotations.NullMarked;
