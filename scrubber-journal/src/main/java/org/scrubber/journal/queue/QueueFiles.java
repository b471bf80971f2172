package org.scrubber.journal.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A journal's files as they lie in its directory: one for every ten minutes, named by them. */
final class QueueFiles {
  private static final String SUFFIX = ".cq4";

  private QueueFiles() {}

  /**
   * A file of events.
   *
   * @param bytes its size; pages that were never written take no room on the disk
   * @param changedNs last write, ns since the epoch
   */
  record QueueFile(Path path, long bytes, long changedNs) {}

  /** Returns them, oldest first; empty when there is no such directory. */
  static List<QueueFile> in(Path directory) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.list(directory)) {
      paths = all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    return paths.stream().map(QueueFiles::file).filter(file -> file.bytes >= 0).toList();
  }

  private static QueueFile file(Path path) {
    try {
      long changedNs = Files.getLastModifiedTime(path).toMillis() * 1_000_000;
      return new QueueFile(path, Files.size(path), changedNs);
    } catch (IOException e) {
      return new QueueFile(path, -1, 0); // Deleted since it was listed.
    }
  }
}
