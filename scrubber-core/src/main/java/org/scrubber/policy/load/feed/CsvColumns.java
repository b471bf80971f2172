package org.scrubber.policy.load.feed;

import java.nio.charset.StandardCharsets;
import org.scrubber.policy.AddressSet;

/**
 * Finds the cells of a line of values in columns: the address, and its deadline where a column has
 * it.
 *
 * <p>A column is named by its number, from 1, or by its title: in the first line, or in a comment
 * before it. Values are separated by a comma, a semicolon or a tab, whichever the first line has
 * most of outside quotes; a value in double quotes may hold separators, and quotes if doubled, but
 * no end of line. Spaces around values do not count. For one thread.
 */
final class CsvColumns {
  private static final byte[] SEPARATORS = {',', ';', '\t'};
  private static final int MOST_CELLS = 1_024;

  /**
   * What a policy says of the columns.
   *
   * @param address title or number of the column of addresses
   * @param until title or number of the column of deadlines; null for none
   */
  record Names(String address, String until) {}

  private final Names names;
  private final int[] starts = new int[MOST_CELLS];
  private final int[] ends = new int[MOST_CELLS];
  private final EpochSeconds times = new EpochSeconds();
  private int cells;
  private byte separator;
  private boolean first = true;
  private boolean titled;
  private int addressColumn = -1;
  private int untilColumn = -1;
  private int until;

  CsvColumns(Names names) {
    this.names = names;
    addressColumn = number(names.address());
    untilColumn = names.until() == null ? -1 : number(names.until());
  }

  /** Returns the index that a column is named by, or -1 when it is named by a title. */
  private static int number(String name) {
    return name.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(name) - 1 : -1;
  }

  /** Hears a comment, without what begins it: before the first line, it may hold the titles. */
  void comment(byte[] line, int start, int end) {
    if (first && !titled && needsTitles()) {
      choose(line, start, end);
      titled = split(line, start, end) && isTitles(line);
    }
  }

  private boolean needsTitles() {
    return addressColumn < 0 || (names.until() != null && untilColumn < 0);
  }

  /**
   * Reads a line; afterwards {@link #start}, {@link #end} and {@link #until} say what was found.
   *
   * @return false when the line holds titles and no entry
   */
  boolean read(byte[] line, int start, int end, int lineNumber) throws FeedException {
    boolean begins = first;
    if (begins) {
      first = false;
      choose(line, start, end);
    }
    if (!split(line, start, end)) {
      throw new FeedException(
          lineNumber + "",
          "a quote is not closed, or more than 1024 columns; expected a line of"
              + " values as in RFC 4180");
    }
    if (begins && !titled) {
      if (needsTitles()) {
        if (!isTitles(line)) {
          throw new FeedException(lineNumber + "", missingTitle(line));
        }
        return false;
      }
      if (looksLikeTitles(line)) {
        return false;
      }
    }
    requireCell(addressColumn, names.address(), lineNumber);
    until = AddressSet.FOR_EVER;
    if (names.until() != null) {
      requireCell(untilColumn, names.until(), lineNumber);
      readUntil(line, lineNumber);
    }
    return true;
  }

  private void requireCell(int column, String name, int lineNumber) throws FeedException {
    if (column >= cells) {
      throw new FeedException(
          lineNumber + "",
          "has "
              + cells
              + (cells == 1 ? " column" : " columns")
              + "; expected column "
              + ShownText.shown(name)
              + ", which is number "
              + (column + 1));
    }
  }

  private void readUntil(byte[] line, int lineNumber) throws FeedException {
    int from = starts[untilColumn];
    int to = ends[untilColumn];
    if (from == to) {
      return;
    }
    long seconds = times.parse(line, from, to);
    if (seconds == EpochSeconds.NONE) {
      throw new FeedException(
          lineNumber + ":" + (from + 1),
          ShownText.shown(names.until())
              + ": \""
              + ShownText.shown(text(line, untilColumn))
              + "\" is not a time; expected "
              + EpochSeconds.EXPECTED);
    }
    until = (int) seconds;
  }

  /** Returns where the address begins in the line. */
  int start() {
    return starts[addressColumn];
  }

  /** Returns where the address ends in the line. */
  int end() {
    return ends[addressColumn];
  }

  /** Returns its deadline, unsigned seconds since the epoch. */
  int until() {
    return until;
  }

  /** Looks for the titles that are asked for; tells whether all are there. */
  private boolean isTitles(byte[] line) {
    int address = addressColumn >= 0 ? addressColumn : find(line, names.address());
    int deadline = -1;
    if (names.until() != null) {
      deadline = untilColumn >= 0 ? untilColumn : find(line, names.until());
    }
    if (address < 0 || (names.until() != null && deadline < 0)) {
      return false;
    }
    addressColumn = address;
    untilColumn = deadline;
    return true;
  }

  private int find(byte[] line, String title) {
    for (int cell = 0; cell < cells; cell++) {
      if (text(line, cell).equals(title)) {
        return cell;
      }
    }
    return -1;
  }

  private String missingTitle(byte[] line) {
    boolean address = addressColumn >= 0 || find(line, names.address()) >= 0;
    StringBuilder titles = new StringBuilder();
    for (int cell = 0; cell < Math.min(cells, 12); cell++) {
      titles.append(cell == 0 ? "" : ", ").append(ShownText.shown(text(line, cell)));
    }
    return "\""
        + ShownText.shown(address ? names.until() : names.address())
        + "\" is not the title of a column; expected one of "
        + titles
        + ", or the number of a column";
  }

  /** Where columns are numbers, a first line without a digit in its address is one of titles. */
  private boolean looksLikeTitles(byte[] line) {
    if (addressColumn >= cells) {
      return false;
    }
    String text = text(line, addressColumn);
    return text.indexOf('.') < 0 && text.indexOf(':') < 0 && !text.isEmpty();
  }

  private String text(byte[] line, int cell) {
    return new String(line, starts[cell], ends[cell] - starts[cell], StandardCharsets.UTF_8);
  }

  private void choose(byte[] line, int start, int end) {
    int most = -1;
    for (byte candidate : SEPARATORS) {
      int count = 0;
      boolean quoted = false;
      for (int i = start; i < end; i++) {
        quoted ^= line[i] == '"';
        count += !quoted && line[i] == candidate ? 1 : 0;
      }
      if (count > most) {
        most = count;
        separator = candidate;
      }
    }
  }

  /** Finds the cells of a line, taking the quotes off; false when that cannot be done. */
  private boolean split(byte[] line, int start, int end) {
    cells = 0;
    int at = start;
    while (cells < MOST_CELLS) {
      while (at < end && line[at] == ' ') {
        at++;
      }
      at = at < end && line[at] == '"' ? quoted(line, at + 1, end) : plain(line, at, end);
      if (at < 0) {
        return false;
      }
      if (at >= end) {
        return true;
      }
      at++; // The separator.
    }
    return false;
  }

  private int plain(byte[] line, int start, int end) {
    int at = start;
    while (at < end && line[at] != separator) {
      at++;
    }
    cell(line, start, at);
    return at;
  }

  /** Moves a quoted cell together, so that a doubled quote is one; returns where it ends, or -1. */
  private int quoted(byte[] line, int start, int end) {
    int to = start;
    int at = start;
    while (at < end) {
      if (line[at] == '"') {
        at++;
        if (at >= end || line[at] != '"') {
          cell(line, start, to);
          while (at < end && line[at] == ' ') {
            at++;
          }
          return at < end && line[at] != separator ? -1 : at;
        }
      }
      line[to++] = line[at++];
    }
    return -1;
  }

  private void cell(byte[] line, int start, int end) {
    int from = start;
    int to = end;
    while (from < to && line[from] == ' ') {
      from++;
    }
    while (to > from && line[to - 1] == ' ') {
      to--;
    }
    starts[cells] = from;
    ends[cells++] = to;
  }
}
