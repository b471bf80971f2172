package org.scrubber.io.afpacket;

import org.scrubber.batch.PacketBatch;
import org.scrubber.wire.InternetChecksum;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;

/**
 * A checksum that the kernel is to finish: its field holds the sum of the pseudo-header (addresses,
 * protocol, length) alone. Whoever rewrites a packet and corrects the checksum as if it were whole
 * would spoil it; so it is set anew before the packet is sent.
 */
final class PartialChecksum {
  private static final int V4_SOURCE = 12;
  private static final int V4_ADDRESSES_BYTES = 8;
  private static final int V6_SOURCE = 8;
  private static final int V6_ADDRESSES_BYTES = 32;
  private static final int TCP_CHECKSUM = 16;
  private static final int UDP_CHECKSUM = 6;

  private PartialChecksum() {}

  /** Sets the field of packet {@code i} anew; leaves alone what lies deeper, in tunnels. */
  static void renew(PacketBatch batch, int i) {
    long frame = batch.frameAddress[i];
    int start = VnetHeader.checksumStart(frame);
    int offset = VnetHeader.checksumOffset(frame);
    int protocol = batch.protocol[i];
    boolean tcp = protocol == Protocols.TCP && offset == TCP_CHECKSUM;
    boolean udp = protocol == Protocols.UDP && offset == UDP_CHECKSUM;
    int payload = batch.payloadOffset[i];
    if (payload < 0 || start != batch.transportOffset[i] || !(tcp || udp)) {
      return;
    }
    int network = batch.networkOffset[i];
    boolean v4 = batch.family[i] == 4;
    long addresses = frame + network + (v4 ? V4_SOURCE : V6_SOURCE);
    long sum = InternetChecksum.sum(addresses, v4 ? V4_ADDRESSES_BYTES : V6_ADDRESSES_BYTES);
    sum += protocol + batch.payloadLength[i] + payload - start;
    Memory.putU16(frame + start + offset, ~InternetChecksum.of(sum));
  }
}
