package org.scrubber.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.batch.ColdPath;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.PacketSource;
import org.scrubber.parse.Parser;
import org.scrubber.wire.LinkType;

/** First leg of a replay: reads, parses and classifies batches. One thread. */
final class Reading {
  private final PacketSource source;
  private final Worker worker;
  private final Parser parser = new Parser();
  private final Map<Integer, String> unreadable = new LinkedHashMap<>();
  private List<CaptureInterface> interfaces = List.of();
  private volatile boolean abandoned;

  Reading(PacketSource source, Worker worker) {
    this.source = source;
    this.worker = worker;
  }

  /** Waits no longer for packets: nobody wants them any more. By any thread. */
  void abandon() {
    abandoned = true;
  }

  /** Fills a flight with the next packets, or marks it as the last. */
  void fill(Flight flight) throws IOException {
    int count;
    do {
      count = source.poll(flight.batch);
    } while (count == 0 && !abandoned);
    flight.last = count <= 0;
    if (flight.last) {
      flight.batch.size = 0;
    }
    if (source.interfaces().size() != interfaces.size()) {
      noteInterfaces();
    }
    flight.interfaces = interfaces;
    flight.capture = source.capture();
    flight.consumedBytes = source.consumedBytes();
    parser.parse(flight.batch);
    worker.classify(flight.batch);
  }

  @ColdPath("once for each interface of a capture")
  private void noteInterfaces() {
    for (CaptureInterface one :
        source.interfaces().subList(interfaces.size(), source.interfaces().size())) {
      if (!LinkType.isReadable(one.linkType())) {
        unreadable.putIfAbsent(one.linkType(), one.name());
      }
    }
    interfaces = List.copyOf(source.interfaces());
  }

  /** Returns the source's warnings, and one for each link type that cannot be judged. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>(source.warnings());
    unreadable.forEach(
        (linkType, name) ->
            warnings.add(
                "%s: link type %d cannot be judged; its packets pass".formatted(name, linkType)));
    return warnings;
  }
}
