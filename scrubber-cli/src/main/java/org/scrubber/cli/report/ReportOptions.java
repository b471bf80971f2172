package org.scrubber.cli.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.scrubber.cli.report.geo.GeoDatabases;

/**
 * What a report is to hold.
 *
 * @param incident id of the one incident that it is about, or null for all
 * @param object name of the object whose eyes it is for, so that others are redacted, or null
 * @param stage NIS2 stage that it prepares, or null
 * @param language of words; JSON has none
 * @param geo what is asked for networks and countries of sources
 */
public record ReportOptions(
    @Nullable String incident,
    @Nullable String object,
    @Nullable Stage stage,
    Locale language,
    GeoDatabases geo) {

  /** The stages of a notification under NIS2. */
  public enum Stage {
    /** Within 24 hours. */
    EARLY_WARNING,
    /** Within 72 hours. */
    NOTIFICATION,
    /** Within a month of the notification. */
    FINAL;

    /** Returns its name on the command line and in JSON. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
      return code();
    }
  }
}
