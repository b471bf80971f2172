package org.scrubber.io.pcap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.PacketSource;
import org.scrubber.wire.Memory;

/** All that a source gives, copied to the heap. */
record Reading(
    List<Packet> packets,
    List<CaptureInterface> interfaces,
    List<String> warnings,
    List<Integer> batchSizes) {

  /** One packet. */
  record Packet(long timestampNs, int interfaceId, int linkType, int wireLength, List<Byte> frame) {
    Packet(long timestampNs, int interfaceId, int linkType, int wireLength, byte... frame) {
      this(timestampNs, interfaceId, linkType, wireLength, boxed(frame));
    }

    private static List<Byte> boxed(byte[] frame) {
      Byte[] boxed = new Byte[frame.length];
      Arrays.setAll(boxed, i -> frame[i]);
      return List.of(boxed);
    }
  }

  static Reading of(Path... files) throws IOException {
    return of(InputStream.nullInputStream(), Arrays.stream(files).map(Path::toString).toList());
  }

  static Reading ofStream(byte[] content) throws IOException {
    return of(new ByteArrayInputStream(content), List.of("-"));
  }

  static Reading of(InputStream standardInput, List<String> names) throws IOException {
    try (PacketSource source = CaptureFiles.open(names, standardInput)) {
      List<Packet> packets = new ArrayList<>();
      List<Integer> batchSizes = new ArrayList<>();
      PacketBatch batch = new PacketBatch(64);
      for (int count = source.poll(batch); count >= 0; count = source.poll(batch)) {
        if (count != batch.size) {
          throw new AssertionError("poll returned " + count + ", size is " + batch.size);
        }
        batchSizes.add(count);
        for (int i = 0; i < count; i++) {
          packets.add(packet(batch, i));
        }
      }
      return new Reading(
          packets,
          List.copyOf(source.interfaces()),
          List.copyOf(source.warnings()),
          List.copyOf(batchSizes));
    }
  }

  static Packet packet(PacketBatch batch, int index) {
    byte[] frame = new byte[batch.capturedLength[index]];
    Memory.copy(batch.frameAddress[index], frame, 0, frame.length);
    return new Packet(
        batch.timestampNs[index],
        batch.interfaceId[index],
        batch.linkType[index],
        batch.wireLength[index],
        frame);
  }
}
