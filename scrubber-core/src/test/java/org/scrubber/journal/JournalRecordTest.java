package org.scrubber.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scrubber.batch.PacketBatch;
import org.scrubber.journal.Fields.Sample;
import org.scrubber.journal.Fields.Totals;
import org.scrubber.wire.Memory;

final class JournalRecordTest {
  private final RecordBuffer buffer = new RecordBuffer(3);
  private final List<byte[]> sent = new ArrayList<>();
  private final EventSink sink =
      new EventSink() {
        @Override
        public boolean offer(DirectBuffer record, int lengthBytes) {
          byte[] copy = new byte[lengthBytes];
          record.getBytes(0, copy);
          return sent.add(copy);
        }

        @Override
        public long lost() {
          return 0;
        }
      };

  private byte[] sent() {
    return sent.getLast();
  }

  private static JournalRecord read(byte[] bytes) {
    UnsafeBuffer view = new UnsafeBuffer(bytes);
    assertEquals(bytes.length, JournalRecord.length(view, 0, bytes.length));
    JournalRecord record = JournalRecord.decode(view, 0, bytes.length);
    assertNotNull(record);
    return record;
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadBackEveryNumberAndText(EventType type) {
    buffer.begin(type, 1_620_126_000_000_000_000L);
    for (Field field : type.fields()) {
      buffer.put(field, -7L * field.ordinal() + (1L << 40));
    }
    for (int k = 0; k < type.texts().size(); k++) {
      buffer.text(k, "text " + k);
    }
    buffer.sendTo(sink);
    JournalRecord record = read(sent());
    assertEquals(type, record.type());
    assertEquals(EventType.VERSION, record.version());
    assertEquals(3, record.worker());
    assertEquals(1_620_126_000_000_000_000L, record.timeNs());
    for (Field field : type.fields()) {
      assertEquals(-7L * field.ordinal() + (1L << 40), record.get(field), field.name());
      assertFalse(field.meaning().isEmpty());
    }
    for (int k = 0; k < type.texts().size(); k++) {
      assertEquals("text " + k, record.text(type.texts().get(k).name()));
    }
    assertTrue(sent().length <= EventType.MAX_BYTES);
  }

  @Test
  void shouldCutTextsBetweenCharacters() {
    buffer.begin(EventType.OBJECT, 0).text(0, "é".repeat(40)).sendTo(sink);
    assertEquals("é".repeat(32), read(sent()).text("name"));
    buffer.begin(EventType.OBJECT, 0).text(0, "a" + "é".repeat(40)).sendTo(sink);
    assertEquals("a" + "é".repeat(31), read(sent()).text("name"));
  }

  @Test
  void shouldKeepTheFirstBytesOfAPacket() {
    PacketBatch batch = new PacketBatch(1);
    long address = batch.frames(512).address();
    for (int k = 0; k < 512; k++) {
      Memory.putU8(address + k, k);
    }
    buffer.begin(EventType.SAMPLE, 0).put(Sample.WIRE_BYTES, 512).frame(address, 60).sendTo(sink);
    byte[] frame = read(sent()).frame();
    assertEquals(60, frame.length);
    assertEquals(59, frame[59]);
    buffer.begin(EventType.SAMPLE, 0).frame(address, 512).sendTo(sink);
    assertEquals(EventType.FRAME_BYTES, read(sent()).frame().length);
  }

  @Test
  void shouldReadRecordsOfTheVersionBeforeWhichHadFewerNumbers() {
    buffer.begin(EventType.TOTALS, 5).put(Totals.OFFERED_PACKETS, 9).sendTo(sink);
    byte[] shorter = java.util.Arrays.copyOf(sent(), sent().length - 2 * Long.BYTES);
    new UnsafeBuffer(shorter).putShort(2, (short) shorter.length, ByteOrder.LITTLE_ENDIAN);
    JournalRecord record = read(shorter);
    assertEquals(9, record.get(Totals.OFFERED_PACKETS));
    assertEquals(0, record.get(Totals.KNOWN_LOST));
  }

  @Test
  void shouldReadRecordsOfALaterVersionWhichHasMore() {
    buffer.begin(EventType.TOTALS, 5).put(Totals.KNOWN_LOST, 9).sendTo(sink);
    byte[] longer = java.util.Arrays.copyOf(sent(), sent().length + Long.BYTES);
    longer[1] = EventType.VERSION + 1;
    new UnsafeBuffer(longer).putShort(2, (short) longer.length, ByteOrder.LITTLE_ENDIAN);
    JournalRecord record = read(longer);
    assertEquals(EventType.VERSION + 1, record.version());
    assertEquals(9, record.get(Totals.KNOWN_LOST));
    longer[0] = 120;
    assertNull(JournalRecord.decode(new UnsafeBuffer(longer), 0, longer.length));
  }

  @Test
  void shouldEndWhereARecordIsDamaged() {
    buffer.begin(EventType.TOTALS, 5).sendTo(sink);
    byte[] whole = sent();
    UnsafeBuffer view = new UnsafeBuffer(whole);
    assertEquals(0, JournalRecord.length(view, 0, whole.length - 1));
    assertEquals(0, JournalRecord.length(view, 0, 3));
    view.putShort(2, (short) 2, ByteOrder.LITTLE_ENDIAN);
    assertEquals(0, JournalRecord.length(view, 0, whole.length));
  }

  @Test
  void shouldKeepTheLayoutThatIsDocumented() {
    buffer.begin(EventType.RUN, 0x0102030405060708L).text(0, "0.1").sendTo(sink);
    byte[] bytes = sent();
    assertArrayEquals(
        new byte[] {1, 1, 0x30, 0x02, 3, 0, 0, 0, 8, 7, 6, 5, 4, 3, 2, 1},
        java.util.Arrays.copyOf(bytes, 16));
    assertEquals('0', bytes[16 + 3 * 8]);
  }

  @Test
  void shouldCountWhatTheRingHasNoRoomFor() {
    EventRing ring = new EventRing(EventRing.MIN_BYTES);
    int offered = 1_000;
    for (int k = 0; k < offered; k++) {
      buffer.begin(EventType.TOTALS, k).put(Totals.OFFERED_PACKETS, k).sendTo(ring);
    }
    assertTrue(ring.lost() > 0 && ring.lost() < offered);
    List<Long> times = new ArrayList<>();
    int drained =
        ring.drain(
            (message, from, at, length) -> {
              JournalRecord record = JournalRecord.decode(from, at, length);
              assertNotNull(record);
              times.add(record.timeNs());
            },
            offered);
    assertEquals(offered, drained + ring.lost());
    assertEquals(0, times.getFirst());
    assertTrue(ring.isEmpty());
    buffer.begin(EventType.TOTALS, 1).sendTo(ring);
    assertFalse(ring.isEmpty());
  }
}
