/**
 * What a packet costs in the engine: production's policy, traffic whose every packet is distinct,
 * and what measures the worker on it. The command {@code bench} and the JMH benchmarks stand on it.
 *
 * <p>Time is CPU time of the thread, so that other load on the machine counts for little; of many
 * rounds the low percentiles are told.
 */
@NullMarked
package org.scrubber.captures.bench;

import org.jspecify.annotations.NullMarked;
