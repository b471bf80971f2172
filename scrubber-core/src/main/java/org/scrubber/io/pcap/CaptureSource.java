package org.scrubber.io.pcap;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.PacketSource;

/** Several captures in order as one source. Used by one thread. */
final class CaptureSource implements PacketSource {
  private final List<CaptureInput> inputs;
  private final CaptureCatalog catalog;
  private final Arena mappings;
  private final long totalBytes;
  private int current;
  private long finishedBytes;

  /**
   * Creates a source.
   *
   * @param mappings what mapped inputs live in; closed with this source, as batches still in flight
   *     may hold frames of files that were read long before
   */
  CaptureSource(List<CaptureInput> inputs, CaptureCatalog catalog, Arena mappings) {
    this.inputs = List.copyOf(inputs);
    this.catalog = catalog;
    this.mappings = mappings;
    long total = 0;
    for (CaptureInput input : inputs) {
      total = total < 0 || input.totalBytes() < 0 ? -1 : total + input.totalBytes();
    }
    totalBytes = total;
  }

  @Override
  public int poll(PacketBatch batch) throws IOException {
    while (current < inputs.size()) {
      CaptureInput input = inputs.get(current);
      int count = input.poll(batch);
      if (count >= 0) {
        return count;
      }
      finishedBytes += input.consumedBytes();
      current++;
      input.close();
    }
    batch.size = 0;
    return -1;
  }

  @Override
  public int capture() {
    return Math.min(current, inputs.size() - 1);
  }

  @Override
  public List<CaptureInterface> interfaces() {
    return catalog.interfaces();
  }

  @Override
  public List<String> warnings() {
    return catalog.warnings();
  }

  @Override
  public long consumedBytes() {
    return current == inputs.size()
        ? finishedBytes
        : finishedBytes + inputs.get(current).consumedBytes();
  }

  @Override
  public long totalBytes() {
    return totalBytes;
  }

  @Override
  public void close() throws IOException {
    while (current < inputs.size()) {
      inputs.get(current++).close();
    }
    if (mappings.scope().isAlive()) {
      mappings.close();
    }
  }
}
