package org.scrubber.cli.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.PacketSource;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.Evidence;
import org.scrubber.journal.Fields.EvidenceContent;
import org.scrubber.journal.RecordBuffer;
import org.scrubber.journal.Recording;
import org.scrubber.report.Report;

/** Notes the files of packets that a replay has read and written, with their hashes. */
public final class EvidenceNotes {
  private EvidenceNotes() {}

  /**
   * Notes what there is.
   *
   * @param recording where to, or null for nowhere
   * @param directory of samples, or null
   * @param clean what passed, or null
   * @param dropped what did not, or null
   */
  public static void write(
      @Nullable Recording recording,
      @Nullable Path directory,
      @Nullable Path clean,
      @Nullable Path dropped,
      long timeNs)
      throws IOException {
    if (recording == null) {
      return;
    }
    Map<Path, EvidenceKind> kinds = new LinkedHashMap<>();
    if (directory != null) {
      try (Stream<Path> all = Files.list(directory)) {
        all.filter(Files::isRegularFile)
            .sorted()
            .forEach(file -> kinds.put(file, EvidenceKind.SAMPLES));
      }
    }
    if (clean != null && Files.isRegularFile(clean)) {
      kinds.put(clean, EvidenceKind.PASSED);
    }
    if (dropped != null && Files.isRegularFile(dropped)) {
      kinds.put(dropped, EvidenceKind.STOPPED);
    }
    RecordBuffer record = new RecordBuffer(0);
    for (Map.Entry<Path, EvidenceKind> one : kinds.entrySet()) {
      Path file = one.getKey();
      begin(record, recording, file.toString(), one.getValue(), Math.max(0, timeNs));
      content(file, record);
      record.sendTo(recording.sink());
    }
  }

  /**
   * Notes the captures that a replay has read, when it has read them: no packet waits for it. What
   * is no file, as standard input, has no hash and is not noted.
   *
   * @param recording where to, or null for nowhere
   */
  public static void inputs(@Nullable Recording recording, Report report) throws IOException {
    if (recording == null) {
      return;
    }
    RecordBuffer record = new RecordBuffer(0);
    long timeNs = Math.max(0, report.lastPacketNs());
    boolean single = report.captures().size() == 1;
    for (Report.Capture one : report.captures()) {
      if (Files.isRegularFile(Path.of(one.name()))) {
        begin(record, recording, one.name(), EvidenceKind.READ, timeNs);
        record.put(EvidenceContent.PACKETS, one.packets());
        if (single && report.lastPacketNs() >= 0) {
          record.put(EvidenceContent.FIRST_NS, report.firstPacketNs());
          record.put(EvidenceContent.LAST_NS, report.lastPacketNs());
        }
        record.sendTo(recording.sink());
      }
    }
  }

  /** Notes a file with its size and hash, and begins the record of what it holds. */
  private static void begin(
      RecordBuffer record, Recording recording, String file, EvidenceKind kind, long timeNs)
      throws IOException {
    Path path = Path.of(file);
    record.begin(EventType.EVIDENCE, timeNs).put(Evidence.BYTES, Files.size(path));
    record.text(0, file).text(1, hash(path)).sendTo(recording.sink());
    record.begin(EventType.EVIDENCE_CONTENT, timeNs).put(EvidenceContent.KIND, kind.ordinal());
    record.text(0, file);
  }

  /** Reads the file again: what is said of it is what a reader will find. */
  private static void content(Path file, RecordBuffer record) throws IOException {
    PacketBatch batch = new PacketBatch();
    long packets = 0;
    long firstNs = Long.MAX_VALUE;
    long lastNs = 0;
    long cutBytes = 0;
    try (PacketSource source = CaptureFiles.open(List.of(file.toString()))) {
      while (source.poll(batch) >= 0) {
        for (int i = 0; i < batch.size; i++) {
          packets++;
          firstNs = Math.min(firstNs, batch.timestampNs[i]);
          lastNs = Math.max(lastNs, batch.timestampNs[i]);
          boolean cut = batch.capturedLength[i] < batch.wireLength[i];
          cutBytes = cut ? Math.max(cutBytes, batch.capturedLength[i]) : cutBytes;
        }
      }
    }
    record.put(EvidenceContent.PACKETS, packets);
    record.put(EvidenceContent.FIRST_NS, packets == 0 ? 0 : firstNs);
    record.put(EvidenceContent.LAST_NS, lastNs);
    record.put(EvidenceContent.CUT_BYTES, cutBytes);
  }

  private static String hash(Path file) throws IOException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JVM has it.
    }
  }
}
