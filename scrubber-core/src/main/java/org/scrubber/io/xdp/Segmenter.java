package org.scrubber.io.xdp;

import org.scrubber.batch.PacketBatch;
import org.scrubber.io.xsk.PacketMemory;
import org.scrubber.io.xsk.ProducerRing;
import org.scrubber.parse.ParseFlags;
import org.scrubber.wire.InternetChecksum;
import org.scrubber.wire.Ip;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Cuts TCP packets that are larger than any link carries. In generic mode they come from senders on
 * the same machine, who leave the cutting to their interface, and from drivers that join segments.
 *
 * <p>The segments are as large as the link that they leave by and a frame allow: the size that the
 * sender had in mind is not in the packet. Each has its headers, sequence number and checksums.
 */
final class Segmenter {
  private static final int CONGESTION_WINDOW_REDUCED = 0x80;

  private final PacketMemory memory;
  private final Parts parts;
  private final long base;

  /** Cuts packets of {@code parts} into frames of {@code memory}. */
  Segmenter(PacketMemory memory, Parts parts) {
    this.memory = memory;
    this.parts = parts;
    base = memory.address();
  }

  /**
   * Returns how many segments a packet makes, or 0 when it cannot be cut.
   *
   * @param limitBytes longest frame, with Ethernet header and tags
   */
  int segments(PacketBatch batch, int packet, int limitBytes) {
    int headers = batch.payloadOffset[packet];
    int payload = batch.payloadLength[packet];
    int most = Math.min(limitBytes, PacketMemory.FRAME_BYTES) - headers;
    if (batch.protocol[packet] != Protocols.TCP
        || batch.transportOffset[packet] < 0
        || headers < 0
        || headers > batch.capturedLength[packet]
        || payload <= 0
        || most <= 0
        || headers + payload > batch.wireLength[packet]
        || (batch.parseFlags[packet] & ParseFlags.FRAGMENT) != 0) {
      return 0;
    }
    return (payload + most - 1) / most;
  }

  /** Puts a packet's segments into a ring that has room for them; there are as many free frames. */
  void cut(PacketBatch batch, int packet, int limitBytes, ProducerRing ring) {
    int headers = batch.payloadOffset[packet];
    int payload = batch.payloadLength[packet];
    int most = Math.min(limitBytes, PacketMemory.FRAME_BYTES) - headers;
    int part = parts.first(packet);
    int inPart = headers;
    int index = 0;
    for (int done = 0; done < payload; index++) {
      int length = Math.min(most, payload - done);
      long offset = memory.take();
      Memory.copy(batch.frameAddress[packet], base + offset, headers);
      for (int copied = 0; copied < length; ) {
        int left = parts.lengthBytes(part) - inPart;
        if (left == 0) {
          part++;
          inPart = 0;
          continue;
        }
        int run = Math.min(left, length - copied);
        Memory.copy(base + parts.offset(part) + inPart, base + offset + headers + copied, run);
        copied += run;
        inPart += run;
      }
      finish(batch, packet, base + offset, index, done, length, done + length == payload);
      ring.put(offset, headers + length, 0);
      done += length;
    }
  }

  private static void finish(
      PacketBatch batch, int packet, long frame, int index, int before, int payload, boolean last) {
    long network = frame + batch.networkOffset[packet];
    long transport = frame + batch.transportOffset[packet];
    int segmentBytes = batch.payloadOffset[packet] - batch.transportOffset[packet] + payload;
    int datagramBytes = (int) (transport - network) + segmentBytes;
    Memory.putI32(transport + Tcp.SEQUENCE, (int) (Memory.u32(transport + Tcp.SEQUENCE) + before));
    int flags = Memory.u8(transport + Tcp.FLAGS);
    flags = last ? flags : flags & ~(Tcp.FIN | Tcp.PSH);
    flags = index == 0 ? flags : flags & ~CONGESTION_WINDOW_REDUCED;
    Memory.putU8(transport + Tcp.FLAGS, flags);
    Memory.putU16(transport + Tcp.CHECKSUM, 0);
    boolean isV4 = batch.family[packet] == 4;
    if (isV4) {
      Memory.putU16(network + Ip.V4_LENGTH, datagramBytes);
      Memory.putU16(network + Ip.V4_ID, Memory.u16(network + Ip.V4_ID) + index);
      Memory.putU16(network + Ip.V4_CHECKSUM, 0);
      int headerBytes = (Memory.u8(network) & 0x0f) * 4;
      Memory.putU16(
          network + Ip.V4_CHECKSUM,
          InternetChecksum.of(InternetChecksum.sum(network, headerBytes)));
    } else {
      Memory.putU16(network + Ip.V6_LENGTH, datagramBytes - Ip.V6_HEADER_BYTES);
    }
    long addresses = network + (isV4 ? Ip.V4_SOURCE : Ip.V6_SOURCE);
    Memory.putU16(
        transport + Tcp.CHECKSUM,
        InternetChecksum.tcp(addresses, isV4 ? 8 : 32, transport, segmentBytes));
  }
}
