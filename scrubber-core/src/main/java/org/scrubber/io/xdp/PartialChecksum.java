package org.scrubber.io.xdp;

import org.scrubber.batch.PacketBatch;
import org.scrubber.parse.ParseFlags;
import org.scrubber.wire.InternetChecksum;
import org.scrubber.wire.Ip;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Finishes checksums that a sender on the same machine left to its hardware (CHECKSUM_PARTIAL of
 * veth, virtio and the like): the field of TCP or UDP then holds the folded sum of the pseudo
 * header, and the kernel's note of it is lost on the way to us.
 *
 * <p>A packet that is right by itself and looks so by chance, one of 65,536, keeps its checksum, as
 * the same comes out. One that is wrong and looks so is repaired: whoever sends a wrong checksum on
 * purpose can have it corrected, and nothing else.
 */
final class PartialChecksum {
  private static final int UDP_HEADER_BYTES = 8;
  private static final int UDP_CHECKSUM = 6;

  private PartialChecksum() {}

  /** Finishes the checksum of a parsed packet where it has to be: returns whether it had. */
  static boolean finish(PacketBatch batch, int packet, Parts parts, long memory) {
    int transport = batch.transportOffset[packet];
    int protocol = batch.protocol[packet];
    if (transport < 0 || (batch.parseFlags[packet] & ParseFlags.FRAGMENT) != 0) {
      return false;
    }
    int field;
    if (protocol == Protocols.TCP && transport + Tcp.MIN_HEADER_BYTES <= captured(batch, packet)) {
      field = transport + Tcp.CHECKSUM;
    } else if (protocol == Protocols.UDP
        && transport + UDP_HEADER_BYTES <= captured(batch, packet)) {
      field = transport + UDP_CHECKSUM;
    } else {
      return false;
    }
    long frame = batch.frameAddress[packet];
    int found = Memory.u16(frame + field);
    int lengthBytes = transportBytes(batch, packet, frame, transport);
    long pseudo = pseudoHeader(batch, packet, frame) + protocol + lengthBytes;
    if (found != (~InternetChecksum.of(pseudo) & 0xffff)
        || found == 0
        || lengthBytes < field + 2 - transport
        || transport + lengthBytes > batch.wireLength[packet]) {
      return false;
    }
    Memory.putU16(frame + field, 0);
    long sum = pseudo + sum(batch, packet, parts, memory, transport, lengthBytes);
    int checksum = InternetChecksum.of(sum);
    Memory.putU16(frame + field, checksum == 0 && protocol == Protocols.UDP ? 0xffff : checksum);
    return true;
  }

  private static int captured(PacketBatch batch, int packet) {
    return batch.capturedLength[packet];
  }

  private static int transportBytes(PacketBatch batch, int packet, long frame, int transport) {
    int network = batch.networkOffset[packet];
    if (batch.family[packet] == 4) {
      return Memory.u16(frame + network + Ip.V4_LENGTH) - (transport - network);
    }
    return Memory.u16(frame + network + Ip.V6_LENGTH) + Ip.V6_HEADER_BYTES - (transport - network);
  }

  private static long pseudoHeader(PacketBatch batch, int packet, long frame) {
    long header = frame + batch.networkOffset[packet];
    return batch.family[packet] == 4
        ? InternetChecksum.sum(header + Ip.V4_SOURCE, 8)
        : InternetChecksum.sum(header + Ip.V6_SOURCE, 32);
  }

  /** Sums {@code lengthBytes} of a packet from {@code from} on, over all its parts. */
  private static long sum(
      PacketBatch batch, int packet, Parts parts, long memory, int from, int lengthBytes) {
    int inFirst = Math.min(lengthBytes, captured(batch, packet) - from);
    long sum = InternetChecksum.sum(batch.frameAddress[packet] + from, inFirst);
    int done = inFirst;
    for (int part = parts.first(packet) + 1;
        part < parts.end(packet) && done < lengthBytes;
        part++) {
      int partBytes = Math.min(lengthBytes - done, parts.lengthBytes(part));
      long partSum =
          ~InternetChecksum.of(InternetChecksum.sum(memory + parts.offset(part), partBytes))
              & 0xffff;
      // What begins at an odd place has its bytes the other way round.
      sum += (done & 1) == 0 ? partSum : (partSum >>> 8 | partSum << 8) & 0xffff;
      done += partBytes;
    }
    return sum;
  }
}
