package org.scrubber.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.load.PolicyLoader;
import org.scrubber.table.AllocatedBytes;
import org.scrubber.table.Hash;

class SnapshotTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long NOW_NS = 1_700_000_000L * SECOND_NS;
  private static final String SMALL = "tables: { flows: 1k, sources: 1k, syns: 1k }\n";
  private static final String OBJECTS =
      "objects: { a: { prefixes: [198.18.0.0/24] }, b: { prefixes: [198.18.1.0/24] } }\n";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("state");
  }

  private static Worker worker(String more) throws Exception {
    String yaml = "version: 1\n" + more;
    return new Worker(PolicyLoader.parse("test", yaml, Path.of("")).policy());
  }

  private static Worker worker() throws Exception {
    return worker(SMALL + OBJECTS);
  }

  /** A worker that knows something, different by seed. */
  private static Worker knowing(int seed) throws Exception {
    Worker worker = worker();
    for (int n = 0; n < 400; n++) {
      worker.tables().flows().insert(Hash.mix(n, seed), 1, n * SECOND_NS / 10);
      worker.tables().sources().prove(Hash.mix(n, seed), n * SECOND_NS / 10);
    }
    return worker;
  }

  private void save(Worker worker, long timeNs) throws Exception {
    try (SnapshotFile to = SnapshotFile.open(file, worker)) {
      new Saver(worker, new Slices()).saveAll(to, timeNs);
    }
  }

  private byte[] body() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Header header = Snapshot.newest(channel);
      ByteBuffer bytes = ByteBuffer.allocate((int) header.bodyBytes());
      channel.read(bytes, header.offset() + header.descriptionBytes());
      return bytes.array();
    }
  }

  @Test
  void shouldBeTheSameBytesWhenSavedAgainAfterRestoring() throws Exception {
    save(knowing(1), NOW_NS);
    final byte[] first = body();
    Worker next = worker();
    Snapshot.read(file).restore(next, NOW_NS);
    save(next, NOW_NS + SECOND_NS);
    assertTrue(first.length > 1_000_000, first.length + " bytes");
    assertTrue(Arrays.equals(first, body()));
  }

  @Test
  void shouldWriteOnlyWhatIsNotThereAlready() throws Exception {
    Worker worker = knowing(1);
    try (SnapshotFile to = SnapshotFile.open(file, worker)) {
      Saver saver = new Saver(worker, new Slices());
      saver.saveAll(to, NOW_NS);
      saver.saveAll(to, NOW_NS + SECOND_NS);
      long both = to.storedBytes();
      assertTrue(both < 300_000, both + " bytes, of more than a million, mostly zeros");
      assertTrue(Files.size(file) > 2_000_000, Files.size(file) + " bytes");
      assertEquals(NOW_NS + SECOND_NS, Snapshot.read(file).timeNs());
      saver.saveAll(to, NOW_NS + 2 * SECOND_NS);
      long again = to.storedBytes() - both;
      assertTrue(again < 20_000, again + " bytes of a worker that has seen nothing");
      worker.tables().sources().prove(Hash.mix(4_711, 1), SECOND_NS);
      saver.saveAll(to, NOW_NS + 3 * SECOND_NS);
      long change = to.storedBytes() - both - again;
      assertTrue(change > 0 && change < 20_000, change + " bytes for one proof");
    }
    Worker next = worker();
    Snapshot.read(file).restore(next, NOW_NS + 3 * SECOND_NS);
    assertTrue(next.tables().sources().isProven(Hash.mix(4_711, 1), SECOND_NS), "the last proof");
  }

  @Test
  void shouldHaveTheLastWholeSnapshotBetweenAnyTwoSlices() throws Exception {
    save(knowing(1), NOW_NS);
    Worker second = knowing(2);
    Slices slices = new Slices();
    Saver saver = new Saver(second, slices, SECOND_NS);
    long whole = NOW_NS;
    int looked = 0;
    try (SnapshotFile to = SnapshotFile.open(file, second)) {
      for (int step = 1; step < 3_000; step++) {
        long timeNs = NOW_NS + SECOND_NS + step * 1_000_000L;
        while (saver.step(timeNs)) {
          to.write(slices);
          whole = Math.max(whole, to.savedNs());
          // A reader who comes now, as after a kill, finds the last whole one.
          assertEquals(whole, Snapshot.read(file).timeNs(), "step " + step);
          looked++;
        }
      }
    }
    assertTrue(looked > 300, looked + " slices");
    assertTrue(whole >= NOW_NS + 2 * SECOND_NS, "of a second each: " + (whole - NOW_NS));
  }

  @Test
  void shouldFallBackToTheOlderOneWhenTheNewerIsDamaged() throws Exception {
    save(knowing(1), NOW_NS);
    save(knowing(2), NOW_NS + SECOND_NS);
    byte[] whole = Files.readAllBytes(file);
    Header newer = header(whole, 0);
    assertEquals(NOW_NS + SECOND_NS, newer.timeNs());
    long end = newer.end();
    long body = newer.offset() + newer.descriptionBytes();
    long[] places = {0, 8, 16, 24, 40, 56, 71, newer.offset(), body, (body + end) / 2, end - 1};
    for (long place : places) {
      byte[] damaged = whole.clone();
      damaged[(int) place] ^= 0x10;
      Files.write(file, damaged);
      assertEquals(NOW_NS, Snapshot.read(file).timeNs(), "byte " + place);
    }
    for (long length : new long[] {end - 1, body + 1, newer.offset() + 1, newer.offset()}) {
      Files.write(file, Arrays.copyOf(whole, (int) length));
      assertEquals(NOW_NS, Snapshot.read(file).timeNs(), "cut at " + length);
    }
  }

  private static Header header(byte[] bytes, int slot) {
    return Header.read(ByteBuffer.wrap(bytes).slice(slot * Header.SLOT_BYTES, Header.BYTES));
  }

  @Test
  void shouldRefuseAFileWithoutAWholeSnapshot() throws Exception {
    save(knowing(1), NOW_NS);
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 10, 4_095, 4_096, 8_191, 8_192, 9_000, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertEquals("holds no whole snapshot; starting cold", refusal(), "cut at " + length);
    }
    Files.write(file, new byte[100_000]);
    assertEquals("holds no whole snapshot; starting cold", refusal());
    Files.delete(file);
    assertEquals("does not exist; starting cold", refusal());
  }

  private String refusal() {
    SnapshotException refused = assertThrows(SnapshotException.class, () -> Snapshot.read(file));
    assertTrue(refused.getMessage().startsWith(file + ": "), refused.getMessage());
    return refused.getMessage().substring((file + ": ").length());
  }

  private void assertRefused(Worker worker, long nowNs, String why) throws Exception {
    Snapshot snapshot = Snapshot.read(file);
    SnapshotException refused =
        assertThrows(SnapshotException.class, () -> snapshot.restore(worker, nowNs));
    assertEquals(file + ": " + why + "; starting cold", refused.getMessage());
  }

  @Test
  void shouldRefuseWhatIsTooOldOrFromTheFutureOrOfAnotherSeed() throws Exception {
    save(knowing(1), NOW_NS);
    Worker cold = worker();
    assertRefused(cold, NOW_NS + 25 * 3_600 * SECOND_NS, "is 25.0 h old; expected 0 to 24 h");
    assertRefused(cold, NOW_NS - 2 * 3_600 * SECOND_NS, "is -2.0 h old; expected 0 to 24 h");
    assertRefused(
        worker("seed: 7\n" + SMALL + OBJECTS),
        NOW_NS,
        "was made under another seed; expected the policy's");
    assertEquals(-1, cold.tables().flows().find(Hash.mix(399, 1), 40 * SECOND_NS));
    Snapshot.read(file).restore(cold, NOW_NS + 23 * 3_600 * SECOND_NS);
  }

  @Test
  void shouldRefuseAnotherVersion() throws Exception {
    save(knowing(1), NOW_NS);
    byte[] bytes = Files.readAllBytes(file);
    Header old = header(bytes, 1);
    Header other =
        new Header(
            old.sequence(),
            Header.VERSION + 1,
            old.seedCheck(),
            old.timeNs(),
            old.offset(),
            old.descriptionBytes(),
            old.bodyBytes(),
            old.checksum());
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(Header.SLOT_BYTES);
      open.write(other.bytes().array());
    }
    assertRefused(worker(), NOW_NS, "has version 4; expected version 3");
  }

  @Test
  void shouldTakeOverTablesOfAnotherSize() throws Exception {
    save(knowing(1), NOW_NS);
    Worker larger = worker("tables: { flows: 4k, sources: 8k, syns: 2k }\n" + OBJECTS);
    Restored restored = Snapshot.read(file).restore(larger, NOW_NS);
    assertTrue(restored.cold().isEmpty(), restored.line());
    for (int n = 300; n < 400; n++) {
      assertTrue(larger.tables().flows().find(Hash.mix(n, 1), 40 * SECOND_NS) >= 0);
      assertTrue(larger.tables().sources().isProven(Hash.mix(n, 1), 40 * SECOND_NS));
    }
  }

  @Test
  void shouldSayWhichObjectsAreGone() throws Exception {
    save(knowing(1), NOW_NS);
    Worker next =
        worker(
            SMALL + "objects: { c: { prefixes: [10.0.0.0/8] }, b: { prefixes: [198.18.1.0/24] } }");
    Restored restored = Snapshot.read(file).restore(next, NOW_NS + 2 * SECOND_NS);
    assertEquals("as of 2.0 s ago, this start included, 1 object, 1 gone", restored.line());
  }

  @Test
  void shouldKeepWhatThereIsUntilALargerStateIsWhole() throws Exception {
    save(knowing(1), NOW_NS);
    Worker larger = worker("tables: { flows: 64k, sources: 8k, syns: 16k }\n" + OBJECTS);
    Slices slices = new Slices();
    Saver saver = new Saver(larger, slices, SECOND_NS);
    for (int round = 0; round < 4; round++) {
      long beforeNs = Snapshot.read(file).timeNs();
      long timeNs = NOW_NS + (round + 1) * 10 * SECOND_NS;
      try (SnapshotFile to = SnapshotFile.open(file, larger)) {
        assertTrue(saver.step(timeNs));
        to.write(slices);
        assertEquals(beforeNs, Snapshot.read(file).timeNs());
        saver.saveAll(to, timeNs);
        assertEquals(timeNs, Snapshot.read(file).timeNs());
      }
    }
    Snapshot.read(file)
        .restore(worker("tables: { flows: 2k }\n" + OBJECTS), NOW_NS + 41 * SECOND_NS);
  }

  @Test
  void shouldCopySmallSlicesAtThePaceAskedFor() throws Exception {
    Worker worker = knowing(1);
    Slices slices = new Slices();
    Saver saver = new Saver(worker, slices, SECOND_NS);
    int copied = 0;
    for (int step = 0; step < 1_000; step++) {
      while (saver.step(NOW_NS + step * 500_000L)) {
        assertTrue(slices.bytes().remaining() <= Slices.SLICE_BYTES);
        copied += slices.bytes().remaining();
        slices.done();
      }
    }
    long total = Description.of(worker).bytes();
    assertTrue(copied > total * 0.45 && copied < total * 0.55, copied + " of " + total);
  }

  @Test
  void shouldWaitWhenNobodyWritesTheFile() throws Exception {
    Slices slices = new Slices();
    Saver saver = new Saver(worker(), slices, SECOND_NS);
    int copied = 0;
    for (int step = 0; step < 100; step++) {
      copied += saver.step(NOW_NS + step * 10_000_000L) ? 1 : 0;
    }
    assertEquals(8, copied);
    assertTrue(saver.waited > 50, saver.waited + " waited");
  }

  @Test
  void shouldLetNobodyElseReadOrWriteTheFile() throws Exception {
    Worker worker = worker();
    try (SnapshotFile to = SnapshotFile.open(file, worker)) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      assertEquals(0, to.savedNs());
      SnapshotException refused =
          assertThrows(SnapshotException.class, () -> SnapshotFile.open(file, worker));
      assertEquals(
          file + ": is in use; expected a file of this worker alone", refused.getMessage());
    }
    Path nowhere = folder.resolve("none/state");
    SnapshotException refused =
        assertThrows(SnapshotException.class, () -> SnapshotFile.open(nowhere, worker));
    assertTrue(refused.getMessage().startsWith(nowhere + ": cannot be written"));
    assertFalse(refused.getMessage().contains("\n"));
  }

  @Test
  void shouldAllocateNothingWhileItCopies() throws Exception {
    Slices slices = new Slices();
    Saver saver = new Saver(knowing(1), slices, SECOND_NS);
    long[] timeNs = {NOW_NS};
    int[] copied = {0};
    long allocated =
        AllocatedBytes.of(
            () -> {
              for (int step = 0; step < 1_000; step++) {
                timeNs[0] += 1_000_000;
                while (saver.step(timeNs[0])) {
                  slices.done();
                  copied[0]++;
                }
              }
            });
    assertEquals(0, allocated);
    assertTrue(copied[0] > 1_000, copied[0] + " slices");
  }
}
