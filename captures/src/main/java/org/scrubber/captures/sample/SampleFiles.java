package org.scrubber.captures.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.io.pcap.CaptureWriter;

/** Writes a recording: the capture as pcapng, and its ground truth beside it. */
final class SampleFiles {
  private static final int LINKTYPE_ETHERNET = 1;

  private SampleFiles() {}

  /**
   * Writes {@code NAME.pcapng} and {@code NAME.labels.tsv}.
   *
   * @throws IOException when either cannot be written
   */
  static void write(Path directory, String name, Recording recording) throws IOException {
    List<Recording.Frame> frames = recording.frames();
    CaptureInterface border = new CaptureInterface(0, LINKTYPE_ETHERNET, 0, "border");
    try (CaptureWriter writer = CaptureFiles.writer(directory.resolve(name + ".pcapng"))) {
      writer.interfaces(List.of(border));
      for (Recording.Frame frame : frames) {
        byte[] bytes = frame.bytes();
        writer.write(0, frame.timestampNs(), bytes, bytes.length, frame.wireLengthBytes());
      }
      writer.commit();
    }
    Files.writeString(
        directory.resolve(name + ".labels.tsv"), labels(frames), StandardCharsets.US_ASCII);
  }

  private static String labels(List<Recording.Frame> frames) {
    StringBuilder text = new StringBuilder("# first-frame\tcount\tlabel\tvector\ttenant\n");
    int first = 0;
    while (first < frames.size()) {
      Label label = frames.get(first).label();
      int next = first + 1;
      while (next < frames.size() && frames.get(next).label().equals(label)) {
        next++;
      }
      text.append(first + 1).append('\t').append(next - first).append('\t').append(label.kind());
      text.append('\t').append(label.vector()).append('\t').append(label.tenant()).append('\n');
      first = next;
    }
    return text.toString();
  }
}
