/**
 * Generates the sample captures: virtual time, seeded, the same bytes on every machine.
 *
 * <p>A {@link org.scrubber.captures.sample.Recording} collects frames of legitimate conversations
 * and of attack waves, each with its ground truth; {@link
 * org.scrubber.captures.sample.SampleGenerator} writes them as pcapng with a label file beside.
 */
package org.scrubber.captures.sample;
