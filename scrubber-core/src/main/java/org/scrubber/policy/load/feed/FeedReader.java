package org.scrubber.policy.load.feed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scrubber.policy.AddressSet;

/**
 * Reads feed files into address sets, byte by byte: a million lines take a fraction of a second.
 *
 * <p>A line that is wrong refuses the file, naming the line. For one thread.
 */
public final class FeedReader {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_LINE_BYTES = 4_096;
  private static final byte[] CIDR_MEMBER = "\"cidr\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EXPIRES = "; Expires:".getBytes(StandardCharsets.US_ASCII);

  private final FeedFormat format;
  private final CsvColumns columns;
  private final FeedEntries entries = new FeedEntries();
  private final byte[] line = new byte[MAX_LINE_BYTES];
  private final List<String> warnings = new ArrayList<>();
  private final long nowSeconds;

  private int lineNumber;
  private int lineLength;

  private FeedReader(FeedFormat format, CsvColumns columns, Instant now) {
    this.format = format;
    this.columns = columns;
    nowSeconds = now.getEpochSecond();
  }

  /**
   * What a file holds.
   *
   * @param entries how many entries it has
   * @param set the entries, compiled
   * @param warnings what its user should know, to follow the name of the file
   */
  public record Feed(int entries, AddressSet set, List<String> warnings) {}

  /**
   * Reads a file in a format that has no columns.
   *
   * @param now what deadlines are compared with for warnings
   * @throws FeedException when a line is bad or there are too many
   * @throws IOException when the file cannot be read
   */
  public static Feed read(Path file, FeedFormat format, Instant now)
      throws FeedException, IOException {
    return new FeedReader(format, null, now).read(file);
  }

  /**
   * Reads a file of values in columns.
   *
   * @param column title or number, from 1, of the column of addresses
   * @param untilColumn the same of the column of deadlines; null for none
   * @param now what deadlines are compared with for warnings
   * @throws FeedException when a line is bad or there are too many
   * @throws IOException when the file cannot be read
   */
  public static Feed readColumns(Path file, String column, String untilColumn, Instant now)
      throws FeedException, IOException {
    CsvColumns columns = new CsvColumns(new CsvColumns.Names(column, untilColumn));
    return new FeedReader(FeedFormat.CSV, columns, now).read(file);
  }

  private Feed read(Path file) throws FeedException, IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      readLines(bytes);
    }
    String looseness = entries.looseness();
    if (looseness != null) {
      warnings.add(looseness);
    }
    if (entries.count() == 0) {
      warnings.add("1: the feed has no entries");
    }
    if (entries.haveExpired(nowSeconds)) {
      warnings.add("1: all entries have expired; they hold for older packets only");
    }
    return new Feed(entries.count(), entries.build(), List.copyOf(warnings));
  }

  private void readLines(InputStream bytes) throws IOException, FeedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    lineNumber = 1;
    for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
      for (int i = 0; i < count; i++) {
        byte b = buffer[i];
        if (b == '\n') {
          readLine();
          lineNumber++;
          lineLength = 0;
        } else if (lineLength == MAX_LINE_BYTES) {
          throw error("the line is longer than " + MAX_LINE_BYTES + " bytes; expected a text feed");
        } else {
          line[lineLength++] = b;
        }
      }
    }
    readLine();
  }

  private void readLine() throws FeedException {
    int start = lineNumber == 1 && beginsWithMark() ? 3 : 0;
    int end = lineLength;
    while (start < end && isSpace(line[start]) && (columns == null || line[start] != '\t')) {
      start++;
    }
    if (columns != null) {
      readColumns(start, end);
    } else if (format == FeedFormat.SPAMHAUS_DROP && start < end && line[start] == '{') {
      readJson(start);
    } else {
      readPlain(start, end);
    }
  }

  /** UTF-8 files may begin with a mark that says so. */
  private boolean beginsWithMark() {
    return lineLength >= 3
        && line[0] == (byte) 0xef
        && line[1] == (byte) 0xbb
        && line[2] == (byte) 0xbf;
  }

  private void readPlain(int start, int lineEnd) throws FeedException {
    int end = lineEnd;
    if (format == FeedFormat.SPAMHAUS_DROP && start < end && line[start] == ';') {
      noteExpiry(start, end);
      return;
    }
    for (int i = start; i < end; i++) {
      if (line[i] == '#' || (line[i] == ';' && format != FeedFormat.FIREHOL_NETSET)) {
        end = i;
      }
    }
    while (end > start && isSpace(line[end - 1])) {
      end--;
    }
    if (start < end) {
      add(start, end, AddressSet.FOR_EVER);
    }
  }

  private void readJson(int lineStart) throws FeedException {
    int start = jsonCidr(lineStart);
    if (start < 0) {
      return; // The line of metadata at the end.
    }
    int end = start;
    while (end < lineLength && line[end] != '"') {
      end++;
    }
    if (start < end) {
      add(start, end, AddressSet.FOR_EVER);
    }
  }

  private void readColumns(int start, int lineEnd) throws FeedException {
    int end = lineEnd;
    if (end > start && line[end - 1] == '\r') {
      end--;
    }
    if (start < end && line[start] == '#') {
      columns.comment(line, start + 1, end);
    } else if (start < end && columns.read(line, start, end, lineNumber)) {
      add(columns.start(), columns.end(), columns.until());
    }
  }

  private void add(int start, int end, int until) throws FeedException {
    try {
      entries.add(line, start, end, lineNumber, until);
    } catch (FeedEntries.BadEntry e) {
      throw columns == null
          ? error(e.getMessage())
          : new FeedException(lineNumber + ":" + (start + 1), e.getMessage());
    }
  }

  /** The header of a published list says until when it was meant to be used. */
  private void noteExpiry(int start, int end) {
    int from = start + EXPIRES.length;
    if (from > end || !Arrays.equals(line, start, from, EXPIRES, 0, EXPIRES.length)) {
      return;
    }
    String text = new String(line, from, end - from, StandardCharsets.ISO_8859_1).strip();
    try {
      Instant expiry = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
      if (expiry.getEpochSecond() <= nowSeconds) {
        warnings.add(
            lineNumber + ": the feed was to be used until " + expiry + "; expected a later copy");
      }
    } catch (DateTimeException e) {
      // A comment after all.
    }
  }

  private int jsonCidr(int start) {
    int last = lineLength - CIDR_MEMBER.length;
    for (int i = start; i <= last; i++) {
      if (Arrays.equals(line, i, i + CIDR_MEMBER.length, CIDR_MEMBER, 0, CIDR_MEMBER.length)) {
        return i + CIDR_MEMBER.length;
      }
    }
    return -1;
  }

  private FeedException error(String problem) {
    return new FeedException(Integer.toString(lineNumber), problem);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
