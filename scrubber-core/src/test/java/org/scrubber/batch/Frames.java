package org.scrubber.batch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Puts frames into a batch, each followed by bytes that nobody may read. */
public final class Frames {
  /** Bytes between two frames. */
  private static final int GAP_BYTES = 160;

  private Frames() {}

  /** Returns a batch of whole frames. */
  public static PacketBatch whole(int linkType, byte[]... frames) {
    PacketBatch batch = new PacketBatch(Math.max(1, frames.length));
    reserve(batch, List.of(frames), (byte) 0xee);
    long address = batch.frames(1).address();
    for (byte[] frame : frames) {
      address = put(batch, address, linkType, frame, frame.length);
    }
    return batch;
  }

  /** Returns a batch that shows the first bytes of one frame, followed by poison. */
  public static PacketBatch snapped(int linkType, byte[] frame, int captured, int poison) {
    PacketBatch batch = new PacketBatch(1);
    reserve(batch, List.of(frame), (byte) poison);
    put(batch, batch.frames(1).address(), linkType, frame, captured);
    return batch;
  }

  private static void reserve(PacketBatch batch, List<byte[]> frames, byte poison) {
    long sizeBytes = 8;
    for (byte[] frame : frames) {
      sizeBytes += frame.length + GAP_BYTES;
    }
    batch.frames(sizeBytes).fill(poison);
  }

  private static long put(
      PacketBatch batch, long address, int linkType, byte[] frame, int captured) {
    int i = batch.size++;
    MemorySegment memory = batch.frames(1);
    MemorySegment.copy(
        frame, 0, memory, ValueLayout.JAVA_BYTE, address - memory.address(), captured);
    batch.frameAddress[i] = address;
    batch.capturedLength[i] = captured;
    batch.wireLength[i] = frame.length;
    batch.linkType[i] = linkType;
    return address + captured + GAP_BYTES;
  }
}
