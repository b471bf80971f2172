package org.scrubber.io;

/**
 * One interface of a capture, as its file declares it.
 *
 * @param id index over all files of a run, in order of appearance, from 0
 * @param linkType LINKTYPE_ value, see {@code wire.LinkType}
 * @param snapLengthBytes captured bytes a packet at most; 0 when unlimited
 * @param name interface name from the file, or the file's name when it has none
 */
public record CaptureInterface(int id, int linkType, int snapLengthBytes, String name) {}
