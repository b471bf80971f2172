package org.scrubber.io;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A directory of files that appears whole or not at all: under a temporary name beside its own
 * until {@link #commit} renames it. One thread.
 */
public final class NewDirectory implements AutoCloseable {
  private final Path target;
  private final Path partial;

  /**
   * Looks whether the directory can be used; creates nothing yet.
   *
   * @param directory a new directory, or an empty one
   * @throws IOException with one line when it cannot
   */
  public NewDirectory(Path directory) throws IOException {
    target = directory.toAbsolutePath().normalize();
    Path parent = target.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new IOException(directory + ": no such directory to create it in");
    }
    if (Files.exists(target) && !isEmpty(target)) {
      throw new IOException(directory + ": exists and is no empty directory");
    }
    long process = ProcessHandle.current().pid();
    partial = parent.resolve(".%s.partial-%d".formatted(target.getFileName(), process));
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    } catch (NotDirectoryException e) {
      return false;
    } catch (IOException e) {
      throw new IOException(directory + ": cannot be read", e);
    }
  }

  /** Creates it under its temporary name, which it returns; what was there is deleted. */
  public Path create() throws IOException {
    delete();
    return Files.createDirectory(partial);
  }

  /** Lets it appear. */
  public void commit() throws IOException {
    Files.move(
        partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes what was not committed. */
  @Override
  public void close() throws IOException {
    delete();
  }

  private void delete() throws IOException {
    if (!Files.isDirectory(partial)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(partial)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(partial);
  }
}
