package org.scrubber.detect;

/**
 * How full a bucket of the detector is.
 *
 * @param level whose rate it holds: port, host, network or prefix
 * @param counted what is counted in it
 * @param packets packets that it holds
 * @param burst packets that it takes before it overflows and a mitigation is raised
 * @param thresholdPps packets that leave it, packets/s
 */
public record MeterLevel(
    String level, String counted, long packets, long burst, long thresholdPps) {}
