package org.scrubber.cli.report.look;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.cli.journal.SamplePacket;
import org.scrubber.journal.JournalRecord;

/** What was hit, by address, protocol and port, of sampled packets. */
public final class TargetServices {
  private static final int MOST = 100;

  /**
   * A service.
   *
   * @param port of TCP and UDP, else -1
   */
  private record Service(String target, String protocol, int port) {}

  private TargetServices() {}

  /** Writes the services of most sampled packets, most first. */
  public static void write(List<JournalRecord> samples, ArrayNode to) {
    SamplePacket.Reader reader = new SamplePacket.Reader();
    Map<Service, Long> counts = new HashMap<>();
    long all = 0;
    for (JournalRecord sample : samples) {
      SamplePacket packet = reader.read(sample);
      if (packet.family() != 0) {
        counts.merge(
            new Service(packet.target(), packet.protocolName(), packet.targetPort()),
            1L,
            Long::sum);
        all++;
      }
    }
    List<Map.Entry<Service, Long>> sorted =
        counts.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<Service, Long> one) -> -one.getValue())
                    .thenComparing(one -> one.getKey().target)
                    .thenComparing(one -> one.getKey().protocol)
                    .thenComparingInt(one -> one.getKey().port))
            .limit(MOST)
            .toList();
    for (Map.Entry<Service, Long> one : sorted) {
      to.addObject()
          .put("target", one.getKey().target)
          .put("protocol", one.getKey().protocol)
          .put("port", one.getKey().port)
          .put("samples", one.getValue())
          .put("percent", Math.round(100.0 * one.getValue() / all));
    }
  }
}
