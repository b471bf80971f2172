/**
 * JMH benchmarks; each class says in its Javadoc what was measured, and on what.
 *
 * <p>{@code benchmarks/run [REGEX] [JMH options]} runs them; the smoke test runs each for a moment,
 * so that none rots.
 */
package org.scrubber.benchmarks;
