package org.scrubber.captures.score.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.world.Crossing;
import org.scrubber.captures.world.Witness;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.pcap.CaptureWriter;
import org.scrubber.wire.LinkType;

/** Writes every packet that the scrubber sees to a capture, and its label beside it. */
final class Recorder implements Witness {
  private static final List<CaptureInterface> INTERFACES =
      List.of(
          new CaptureInterface(0, LinkType.ETHERNET, 0, "outside"),
          new CaptureInterface(1, LinkType.ETHERNET, 0, "inside"));

  private static final int PACKETS_A_REPORT = 1 << 14;

  private final CaptureWriter capture;
  private final LabelFile labels;
  private final Recording.Listener listener;

  Recorder(CaptureWriter capture, LabelFile labels, Recording.Listener listener) {
    this.capture = capture;
    this.labels = labels;
    this.listener = listener;
    capture.interfaces(INTERFACES);
  }

  @Override
  public void packet(PacketBatch batch, int i, Crossing crossing) {
    try {
      capture.write(batch, i, 0, 0, CaptureWriter.NO_VERDICT);
      labels.add(batch.timestampNs[i], crossing.truth, crossing.flow);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (labels.packets() % PACKETS_A_REPORT == 0) {
      listener.at(crossing.timeNs, labels.packets());
    }
  }
}
