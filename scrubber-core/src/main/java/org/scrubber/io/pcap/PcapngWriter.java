package org.scrubber.io.pcap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.CaptureInterface;
import org.scrubber.wire.Memory;

/**
 * Writes pcapng: one little-endian section, nanoseconds, an interface description before the first
 * packet of each interface, comments and verdicts as packet options.
 */
final class PcapngWriter implements CaptureWriter {
  private static final String APPLICATION = "scrubber";
  private static final int OPTION_COMMENT = 1;
  private static final int OPTION_IF_NAME = 2;
  private static final int OPTION_USER_APPLICATION = 4;
  private static final int OPTION_IF_TSRESOL = 9;
  private static final int OPTION_VERDICT = 7;
  private static final int NANOSECONDS = 9;
  private static final int VERDICT_XDP = 2;
  private static final int VERDICT_BYTES = 9;
  private static final int PACKET_HEADER_BYTES = 28;
  private static final int OPTION_HEADER_BYTES = 4;
  private static final int UNDECLARED = -1;

  /** XDP actions by verdict code: XDP_PASS, XDP_DROP, XDP_TX. */
  private static final int[] XDP_ACTIONS = {2, 1, 3};

  private final CaptureOutput output;
  private List<CaptureInterface> interfaces = List.of();
  private int[] written = new int[0];
  private int writtenCount;
  private boolean started;

  /** Creates a writer that owns {@code output}. */
  PcapngWriter(CaptureOutput output) {
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
    int id = batch.interfaceId[index];
    int local = id < written.length ? written[id] : UNDECLARED;
    if (local == UNDECLARED) {
      local = declare(id, batch.linkType[index]);
    }
    int captured = batch.capturedLength[index];
    int comment = commentBytes(commentAddress, commentLengthBytes);
    int optionsBytes = optionsBytes(comment, verdictCode);
    int totalBytes = PACKET_HEADER_BYTES + padded(captured) + optionsBytes + 4;
    long block = output.take(totalBytes);
    long frame =
        putPacketHeader(
            block, totalBytes, local, batch.timestampNs[index], captured, batch.wireLength[index]);
    Memory.copy(batch.frameAddress[index], frame, captured);
    long end = pad(frame, captured);
    if (optionsBytes > 0) {
      putOptions(end, commentAddress, comment, verdictCode);
    }
  }

  @Override
  public void write(
      int interfaceId, long timestampNs, byte[] frame, int capturedLength, int wireLength)
      throws IOException {
    int local = interfaceId < written.length ? written[interfaceId] : UNDECLARED;
    if (local == UNDECLARED) {
      local = declare(interfaceId, interfaces.get(interfaceId).linkType());
    }
    int totalBytes = PACKET_HEADER_BYTES + padded(capturedLength) + 4;
    long block = output.take(totalBytes);
    long to = putPacketHeader(block, totalBytes, local, timestampNs, capturedLength, wireLength);
    Memory.copy(frame, 0, to, capturedLength);
    pad(to, capturedLength);
  }

  @Override
  public void commit() throws IOException {
    if (!started) {
      start();
    }
    output.commit();
  }

  @Override
  public void close() throws IOException {
    output.close();
  }

  /** Writes all of a block but frame and options; returns the address where the frame goes. */
  private static long putPacketHeader(
      long block, int totalBytes, int local, long timestampNs, int captured, int wire) {
    assert captured >= 0 && captured <= MAX_FRAME_BYTES : captured;
    putBlock(block, PcapngDecoder.BLOCK_ENHANCED, totalBytes);
    Memory.putI32Le(block + 8, local);
    Memory.putI32Le(block + 12, (int) (timestampNs >>> 32));
    Memory.putI32Le(block + 16, (int) timestampNs);
    Memory.putI32Le(block + 20, captured);
    Memory.putI32Le(block + 24, wire);
    return block + PACKET_HEADER_BYTES;
  }

  /** Returns how much of a comment to write: too long a one ends before a whole character. */
  private static int commentBytes(long commentAddress, int lengthBytes) {
    if (lengthBytes <= MAX_COMMENT_BYTES) {
      return lengthBytes;
    }
    int kept = MAX_COMMENT_BYTES;
    while (kept > 0 && (Memory.u8(commentAddress + kept) & 0xc0) == 0x80) {
      kept--;
    }
    return kept;
  }

  private static int optionsBytes(int commentBytes, int verdictCode) {
    int bytes = commentBytes > 0 ? OPTION_HEADER_BYTES + padded(commentBytes) : 0;
    bytes += verdictCode != NO_VERDICT ? OPTION_HEADER_BYTES + padded(VERDICT_BYTES) : 0;
    return bytes > 0 ? bytes + OPTION_HEADER_BYTES : 0;
  }

  private static void putOptions(long at, long commentAddress, int commentBytes, int verdictCode) {
    long option = at;
    if (commentBytes > 0) {
      putOption(option, OPTION_COMMENT, commentBytes);
      option += OPTION_HEADER_BYTES;
      Memory.copy(commentAddress, option, commentBytes);
      option = pad(option, commentBytes);
    }
    if (verdictCode != NO_VERDICT) {
      putOption(option, OPTION_VERDICT, VERDICT_BYTES);
      option += OPTION_HEADER_BYTES;
      Memory.putU8(option, VERDICT_XDP);
      Memory.putI64Le(option + 1, XDP_ACTIONS[verdictCode]);
      option = pad(option, VERDICT_BYTES);
    }
    Memory.putI32Le(option, 0);
  }

  /** Declares an interface by the next free number, after the section header if it is the first. */
  private int declare(int id, int linkType) throws IOException {
    if (!started) {
      start();
    }
    if (id >= written.length) {
      int length = written.length;
      written = Arrays.copyOf(written, Math.max(2 * length, id + 1));
      Arrays.fill(written, length, written.length, UNDECLARED);
    }
    boolean known = id < interfaces.size();
    byte[] name = (known ? interfaces.get(id).name() : "").getBytes(StandardCharsets.UTF_8);
    int nameBytes = name.length == 0 ? 0 : OPTION_HEADER_BYTES + padded(name.length);
    int totalBytes = 16 + nameBytes + 8 + OPTION_HEADER_BYTES + 4;
    long block = output.take(totalBytes);
    putBlock(block, PcapngDecoder.BLOCK_INTERFACE, totalBytes);
    Memory.putU16Le(block + 8, linkType);
    Memory.putU16Le(block + 10, 0);
    Memory.putI32Le(block + 12, known ? interfaces.get(id).snapLengthBytes() : 0);
    long option = block + 16;
    if (nameBytes > 0) {
      option = putText(option, OPTION_IF_NAME, name);
    }
    putOption(option, OPTION_IF_TSRESOL, 1);
    Memory.putI32Le(option + OPTION_HEADER_BYTES, NANOSECONDS);
    Memory.putI32Le(option + 8, 0);
    written[id] = writtenCount;
    return writtenCount++;
  }

  private void start() throws IOException {
    started = true;
    byte[] application = APPLICATION.getBytes(StandardCharsets.UTF_8);
    int totalBytes = 24 + OPTION_HEADER_BYTES + padded(application.length) + 8;
    long block = output.take(totalBytes);
    putBlock(block, PcapngDecoder.BLOCK_SECTION, totalBytes);
    Memory.putI32Le(block + 8, PcapngDecoder.BYTE_ORDER_MAGIC);
    Memory.putU16Le(block + 12, 1);
    Memory.putU16Le(block + 14, 0);
    Memory.putI64Le(block + 16, -1);
    Memory.putI32Le(putText(block + 24, OPTION_USER_APPLICATION, application), 0);
  }

  private static void putBlock(long block, int type, int totalBytes) {
    Memory.putI32Le(block, type);
    Memory.putI32Le(block + 4, totalBytes);
    Memory.putI32Le(block + totalBytes - 4, totalBytes);
  }

  private static void putOption(long option, int code, int lengthBytes) {
    Memory.putU16Le(option, code);
    Memory.putU16Le(option + 2, lengthBytes);
  }

  private static long putText(long option, int code, byte[] text) {
    putOption(option, code, text.length);
    Memory.copy(text, 0, option + OPTION_HEADER_BYTES, text.length);
    return pad(option + OPTION_HEADER_BYTES, text.length);
  }

  private static int padded(int lengthBytes) {
    return lengthBytes + 3 & ~3;
  }

  /** Zeroes the padding after {@code lengthBytes} bytes at {@code start}; returns the end. */
  private static long pad(long start, int lengthBytes) {
    long end = start + padded(lengthBytes);
    for (long at = start + lengthBytes; at < end; at++) {
      Memory.putU8(at, 0);
    }
    return end;
  }
}
