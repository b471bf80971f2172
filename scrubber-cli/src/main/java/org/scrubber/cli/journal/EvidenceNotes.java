package org.scrubber.cli.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.Evidence;
import org.scrubber.journal.RecordBuffer;
import org.scrubber.journal.Recording;

/** Notes the files of packets that a replay has written, with their hashes. */
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
    List<Path> files = new ArrayList<>();
    if (directory != null) {
      try (Stream<Path> all = Files.list(directory)) {
        all.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    for (Path one : new Path[] {clean, dropped}) {
      if (one != null && Files.isRegularFile(one)) {
        files.add(one);
      }
    }
    RecordBuffer record = new RecordBuffer(0);
    for (Path file : files) {
      record.begin(EventType.EVIDENCE, Math.max(0, timeNs));
      record.put(Evidence.BYTES, Files.size(file));
      record.text(0, file.toString()).text(1, hash(file)).sendTo(recording.sink());
    }
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
