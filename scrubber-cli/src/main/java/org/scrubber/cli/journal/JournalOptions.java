package org.scrubber.cli.journal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.scrubber.journal.queue.Journal;
import org.scrubber.journal.queue.Retention;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of a command that writes a journal. */
public final class JournalOptions {
  private static final long DAY_NS = 86_400_000_000_000L;
  private static final int USUAL_DAYS = 90;
  private static final int USUAL_MIB = 4_096;
  private static final int MOST_DAYS = 3_650;
  private static final int MOST_MIB = 1 << 20;

  @Option(
      names = "--journal",
      paramLabel = "DIR",
      description =
          "Write what happens to a journal here, for scrubber events and scrubber report; one that"
              + " exists is added to. DIR is made.")
  private @Nullable Path directory;

  @Option(
      names = "--journal-days",
      paramLabel = "N",
      description = "Delete events of the journal that are older; 90 if not given.")
  private @Nullable Integer days;

  @Option(
      names = "--journal-mib",
      paramLabel = "N",
      description =
          "Delete the oldest events of a journal that is larger, in MiB; 4096 if not given.")
  private @Nullable Integer mib;

  /** Requires that the options make sense. */
  public void require(CommandLine commandLine) {
    if (directory != null && directory.toString().isEmpty()) {
      throw new ParameterException(commandLine, "--journal needs the name of a directory");
    }
    require(commandLine, "--journal-days", days, 1, MOST_DAYS);
    require(commandLine, "--journal-mib", mib, 16, MOST_MIB);
  }

  private void require(
      CommandLine line, String option, @Nullable Integer value, int least, int most) {
    if (value == null) {
      return;
    }
    if (directory == null) {
      throw new ParameterException(line, option + " needs --journal");
    }
    if (value < least || value > most) {
      throw new ParameterException(
          line, "%s: %d is out of range; expected %d to %d".formatted(option, value, least, most));
    }
  }

  /** Returns the directory, or null when there is to be no journal. */
  public @Nullable Path directory() {
    return directory;
  }

  /**
   * Begins to write the journal where somebody waits for it; null when there is to be none.
   *
   * @throws IOException when the directory is none, or not ours: what no waiting mends
   */
  public @Nullable Journal open() throws IOException {
    if (directory != null) {
      make(directory);
    }
    return openAnyway();
  }

  /**
   * Begins to write the journal, and goes on without as long as that cannot be: to judge packets is
   * worth more than to note it. Null when there is to be none.
   */
  public @Nullable Journal openAnyway() {
    if (directory == null) {
      return null;
    }
    long reserve = Retention.DEFAULT.reserveBytes();
    return Journal.open(
        directory,
        new Retention(
            (long) (mib == null ? USUAL_MIB : mib) << 20,
            (days == null ? USUAL_DAYS : days) * DAY_NS,
            reserve));
  }

  /** A disk that is full or cannot be written may be mended while packets are judged. */
  private static void make(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      try {
        Files.createDirectory(directory);
      } catch (NoSuchFileException | FileAlreadyExistsException | AccessDeniedException wrong) {
        throw wrong;
      } catch (IOException later) {
        return; // The journal says so.
      }
    }
    if (!Files.isWritable(directory) && !Files.getFileStore(directory).isReadOnly()) {
      throw new AccessDeniedException(directory.toString());
    }
  }
}
