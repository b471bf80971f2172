package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.scrubber.cli.report.page.ReportPage;
import org.scrubber.io.FileProblem;
import org.scrubber.journal.JournalRecord;

/** Writes a report to a file, whose name says as what: .html, .md or .json. */
public final class ReportFile {
  private ReportFile() {}

  /** Tells whether a file's name says what it is to hold. */
  public static boolean isNamedWell(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".html") || name.endsWith(".md") || name.endsWith(".json");
  }

  /**
   * Writes a report on events; the file appears whole.
   *
   * @return how many incidents it is about
   * @throws IOException when there is nothing to report, or the file cannot be written
   */
  public static int write(List<JournalRecord> events, ReportOptions options, Path file)
      throws IOException {
    JournalFacts facts = new JournalFacts();
    events.forEach(facts::note);
    facts.events = events.size();
    return write(facts, options, file);
  }

  static int write(JournalFacts facts, ReportOptions options, Path file) throws IOException {
    ObjectNode report = ReportTree.of(facts, options);
    Path target = file.toAbsolutePath();
    Path directory = target.getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      throw new IOException(file + ": its directory does not exist");
    }
    Path partial =
        target.resolveSibling(
            ".%s.partial-%d".formatted(target.getFileName(), ProcessHandle.current().pid()));
    try {
      Files.writeString(partial, render(report, options, file));
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      throw new IOException(file + ": " + FileProblem.cause(e), e); // Not the partial one's name.
    } finally {
      Files.deleteIfExists(partial);
    }
    return report.path("incidents").size();
  }

  private static String render(ObjectNode report, ReportOptions options, Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".json")) {
      return ReportTree.text(report);
    }
    return name.endsWith(".md")
        ? ReportPage.markdown(report, options.stage(), options.language())
        : ReportPage.html(report, options.stage(), options.language());
  }
}
