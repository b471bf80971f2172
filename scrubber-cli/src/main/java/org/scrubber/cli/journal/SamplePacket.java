package org.scrubber.cli.journal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.scrubber.batch.PacketBatch;
import org.scrubber.journal.Fields.Sample;
import org.scrubber.journal.JournalRecord;
import org.scrubber.parse.Parser;
import org.scrubber.policy.AddressText;
import org.scrubber.policy.ProtocolNames;
import org.scrubber.wire.Protocols;

/**
 * A sampled packet, parsed again.
 *
 * @param family 4 or 6, 0 when it is not IP
 * @param sourceHigh upper half of its source, as in {@link PacketBatch}
 * @param sourceLow lower half
 * @param source as text, empty when it is not IP
 * @param target as text
 * @param protocol of IP, -1 when it is not
 * @param sourcePort of TCP and UDP, else -1
 * @param targetPort of TCP and UDP, else -1
 * @param tcpFlags as on the wire
 * @param timeToLive or hop limit
 * @param wireBytes on the wire
 * @param header of its transport, with options; empty when it has none
 * @param payload its first bytes
 */
public record SamplePacket(
    int family,
    long sourceHigh,
    long sourceLow,
    String source,
    String target,
    int protocol,
    int sourcePort,
    int targetPort,
    int tcpFlags,
    int timeToLive,
    int wireBytes,
    byte[] header,
    byte[] payload) {
  private static final int PORT_MASK = 0xffff;

  /** Parses one packet after the other; not for several threads. */
  public static final class Reader {
    private final PacketBatch batch = new PacketBatch(1);
    private final Parser parser = new Parser();

    /** Creates a reader. */
    public Reader() {}

    /** Returns the packet of a sample. */
    public SamplePacket read(JournalRecord sample) {
      byte[] frame = sample.frame();
      MemorySegment memory = batch.frames(Math.max(64, frame.length));
      MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, 0, frame.length);
      batch.size = 1;
      batch.frameAddress[0] = memory.address();
      batch.capturedLength[0] = frame.length;
      batch.wireLength[0] = sample.index(Sample.WIRE_BYTES);
      batch.linkType[0] = sample.index(Sample.LINK_TYPE);
      parser.parse(batch);
      int family = batch.family[0];
      int protocol = family == 0 ? -1 : batch.protocol[0];
      boolean ported = protocol == Protocols.TCP || protocol == Protocols.UDP;
      boolean first = ported && batch.transportOffset[0] >= 0;
      int from = batch.payloadOffset[0];
      int length = from < 0 ? 0 : Math.max(0, frame.length - from);
      byte[] payload = new byte[length];
      if (length > 0) {
        System.arraycopy(frame, from, payload, 0, length);
      }
      int transport = first ? batch.transportOffset[0] : 0;
      int headerEnd = from < 0 ? frame.length : Math.min(from, frame.length);
      byte[] header =
          first && transport < headerEnd
              ? Arrays.copyOfRange(frame, transport, headerEnd)
              : new byte[0];
      return new SamplePacket(
          family,
          batch.sourceHigh[0],
          batch.sourceLow[0],
          address(family, batch.sourceHigh[0], batch.sourceLow[0]),
          address(family, batch.targetHigh[0], batch.targetLow[0]),
          protocol,
          first ? batch.ports[0] >>> 16 : -1,
          first ? batch.ports[0] & PORT_MASK : -1,
          batch.tcpFlags[0],
          batch.timeToLive[0],
          batch.wireLength[0],
          header,
          payload);
    }

    private static String address(int family, long high, long low) {
      return family == 0 ? "" : AddressText.format(family, high, low);
    }
  }

  /** Returns it as a line: addresses, ports, protocol, length. */
  public String describe() {
    if (family == 0) {
      return "%d B, not IP".formatted(wireBytes);
    }
    return "%s > %s %s, %d B, ttl %d"
        .formatted(
            end(source, sourcePort),
            end(target, targetPort),
            protocolName(),
            wireBytes,
            timeToLive);
  }

  /** Returns the name of the protocol, or its number. */
  public String protocolName() {
    return ProtocolNames.nameOf(protocol);
  }

  private static String end(String address, int port) {
    if (port < 0) {
      return address;
    }
    return address.indexOf(':') >= 0 ? "[" + address + "]:" + port : address + ":" + port;
  }
}
