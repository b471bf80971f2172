package org.scrubber.live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.PacketWire;

/** A wire in memory, of a line for each worker; frames go in when it is started. */
final class LoopWire implements PacketWire {
  final List<LoopLine> lines = new ArrayList<>();
  volatile boolean started;
  volatile boolean closed;

  /** Why it cannot be started, or null. */
  @Nullable IOException refusal;

  LoopWire(int workers) {
    for (int k = 0; k < workers; k++) {
      lines.add(new LoopLine());
    }
  }

  /** Lets a frame come in, if packets are taken; else it goes past. */
  boolean arrive(int side, byte[] frame) {
    if (started) {
      lines.getFirst().arrive(side, frame);
    }
    return started;
  }

  @Override
  public List<LoopLine> lines() {
    return lines;
  }

  @Override
  public void start() throws IOException {
    if (refusal != null) {
      throw refusal;
    }
    started = true;
  }

  @Override
  public void stop() throws IOException {
    started = false;
  }

  @Override
  public List<String> report() {
    return List.of("a wire in memory");
  }

  @Override
  public void close() {
    closed = true;
    lines.forEach(LoopLine::close);
  }
}
