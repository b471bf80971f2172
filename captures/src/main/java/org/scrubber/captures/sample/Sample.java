package org.scrubber.captures.sample;

import java.util.function.Consumer;

/**
 * A sample capture: its name, its length, and the traffic in it.
 *
 * @param name of the file, without extension
 * @param durationSeconds of the capture
 * @param shows what a reader can see in it, one line
 * @param traffic fills the recording
 */
public record Sample(String name, int durationSeconds, String shows, Consumer<Stage> traffic) {}
