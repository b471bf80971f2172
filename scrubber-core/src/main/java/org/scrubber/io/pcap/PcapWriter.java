package org.scrubber.io.pcap;

import java.io.IOException;
import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.CaptureInterface;
import org.scrubber.wire.Memory;

/**
 * Writes classic pcap: nanoseconds, little-endian, one link type; no comments, no verdicts.
 *
 * <p>Without any packet, the link type is that of the first interface, or Ethernet.
 */
final class PcapWriter implements CaptureWriter {
  private static final int RECORD_HEADER_BYTES = 16;
  private static final int LINK_TYPE_ETHERNET = 1;
  private static final int SNAP_LENGTH_BYTES = 262_144;
  private static final int NONE = -1;
  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final long LAST_SECOND = 0xffff_ffffL;

  private final CaptureOutput output;
  private List<CaptureInterface> interfaces = List.of();
  private int linkType = NONE;

  /** Creates a writer that owns {@code output}. */
  PcapWriter(CaptureOutput output) {
    this.output = output;
  }

  @Override
  public void interfaces(List<CaptureInterface> interfaces) {
    this.interfaces = interfaces;
  }

  @Override
  public void write(
      PacketBatch batch, int index, long commentAddress, int commentLengthBytes, int verdictCode)
      throws IOException {
    int captured = batch.capturedLength[index];
    long frame =
        writeHeader(
            batch.linkType[index], batch.timestampNs[index], captured, batch.wireLength[index]);
    Memory.copy(batch.frameAddress[index], frame, captured);
  }

  @Override
  public void write(
      int interfaceId, long timestampNs, byte[] frame, int capturedLength, int wireLength)
      throws IOException {
    int type = interfaces.get(interfaceId).linkType();
    long to = writeHeader(type, timestampNs, capturedLength, wireLength);
    Memory.copy(frame, 0, to, capturedLength);
  }

  @Override
  public void commit() throws IOException {
    if (linkType == NONE) {
      start(interfaces.isEmpty() ? LINK_TYPE_ETHERNET : interfaces.getFirst().linkType());
    }
    output.commit();
  }

  @Override
  public void close() throws IOException {
    output.close();
  }

  /** Returns the address where {@code captured} bytes of the frame go. */
  private long writeHeader(int type, long timestampNs, int captured, int wire) throws IOException {
    assert captured >= 0 && captured <= MAX_FRAME_BYTES : captured;
    if (type != linkType) {
      start(type);
    }
    long record = output.take(RECORD_HEADER_BYTES + captured);
    long seconds = timestampNs / NS_PER_SECOND;
    Memory.putI32Le(record, (int) Math.min(seconds, LAST_SECOND));
    Memory.putI32Le(record + 4, (int) (timestampNs - seconds * NS_PER_SECOND));
    Memory.putI32Le(record + 8, captured);
    Memory.putI32Le(record + 12, wire);
    return record + RECORD_HEADER_BYTES;
  }

  private void start(int type) throws IOException {
    if (linkType != NONE) {
      throw new CaptureException(
          "%s: classic pcap holds one link type, but there are %d and %d; use .pcapng"
              .formatted(output.name(), linkType, type));
    }
    linkType = type;
    long header = output.take(PcapDecoder.FILE_HEADER_BYTES);
    Memory.putI32Le(header, PcapDecoder.MAGIC_NANOSECONDS);
    Memory.putU16Le(header + 4, 2);
    Memory.putU16Le(header + 6, 4);
    Memory.putI64Le(header + 8, 0);
    Memory.putI32Le(header + 16, SNAP_LENGTH_BYTES);
    Memory.putI32Le(header + 20, type);
  }
}
