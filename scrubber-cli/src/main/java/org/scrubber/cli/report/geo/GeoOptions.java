package org.scrubber.cli.report.geo;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option of a command whose report says where sources are from. */
public final class GeoOptions {
  @Option(
      names = "--geo",
      paramLabel = "FILE",
      description =
          "Name networks and countries of sources by this MaxMind database (.mmdb, as"
              + " GeoLite2-ASN and GeoLite2-Country); repeatable. Nothing is asked of the network.")
  private List<Path> files = List.of();

  /** Tells whether any was given. */
  public boolean isGiven() {
    return !files.isEmpty();
  }

  /**
   * Opens the databases.
   *
   * @throws ParameterException with one line when one cannot be used
   */
  public GeoDatabases open(CommandLine commandLine) {
    try {
      return GeoDatabases.open(files);
    } catch (GeoException e) {
      throw fault(commandLine, e);
    }
  }

  /** Returns what says on the command line that a database cannot be used. */
  public static ParameterException fault(CommandLine commandLine, GeoException e) {
    return new ParameterException(commandLine, "--geo: " + e.getMessage(), e);
  }
}
