package org.scrubber.policy.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.scrubber.policy.AddressList;
import org.scrubber.policy.AddressSet;
import org.scrubber.policy.Prefix;

/**
 * Reads feed files into address sets, byte by byte: a million lines take a fraction of a second.
 *
 * <p>A feed is somebody else's, so prefixes with host bits set are taken as the prefix around them,
 * with one warning a file; anything else that is wrong refuses the file, naming the line. For one
 * thread.
 */
final class FeedReader {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_LINE_BYTES = 4_096;
  private static final byte[] CIDR_MEMBER = "\"cidr\":\"".getBytes(StandardCharsets.US_ASCII);

  private final String name;
  private final FeedFormat format;
  private final AddressSet.Builder set = AddressSet.builder();
  private final byte[] line = new byte[MAX_LINE_BYTES];

  private int lineNumber;
  private int lineLength;
  private int looseCount;
  private int firstLooseLine;
  private String firstLoose;

  private FeedReader(String name, FeedFormat format) {
    this.name = name;
    this.format = format;
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @param name how errors name it
   * @param format its format
   * @param block whether its members are blocked
   * @param warnings where to put warnings
   * @throws PolicyException when a line is bad or there are too many
   * @throws IOException when the file cannot be read
   */
  static AddressList read(
      Path file, String name, FeedFormat format, boolean block, List<String> warnings)
      throws PolicyException, IOException {
    FeedReader reader = new FeedReader(name, format);
    try (InputStream bytes = Files.newInputStream(file)) {
      reader.readLines(bytes);
    }
    if (reader.looseCount > 0) {
      warnings.add(
          name
              + ":"
              + reader.firstLooseLine
              + ": \""
              + YamlValue.shown(reader.firstLoose)
              + "\" has host bits set and is taken as the prefix around it, as are "
              + (reader.looseCount - 1)
              + " more");
    }
    if (reader.set.size() == 0) {
      warnings.add(name + ":1: the feed has no entries");
    }
    return new AddressList(name, block, reader.set.size(), reader.set.build());
  }

  private void readLines(InputStream bytes) throws IOException, PolicyException {
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

  private void readLine() throws PolicyException {
    int start = 0;
    int end = lineLength;
    while (start < end && isSpace(line[start])) {
      start++;
    }
    if (format == FeedFormat.SPAMHAUS_DROP && start < end && line[start] == '{') {
      start = jsonCidr(start);
      if (start < 0) {
        return; // The line of metadata at the end.
      }
      end = start;
      while (end < lineLength && line[end] != '"') {
        end++;
      }
    } else {
      for (int i = start; i < end; i++) {
        if (line[i] == '#' || (line[i] == ';' && format != FeedFormat.FIREHOL_NETSET)) {
          end = i;
        }
      }
      while (end > start && isSpace(line[end - 1])) {
        end--;
      }
    }
    if (start < end) {
      readEntry(start, end);
    }
  }

  private void readEntry(int start, int end) throws PolicyException {
    if (set.size() == AddressSet.MAX_ENTRIES) {
      throw error("too many entries; expected at most " + AddressSet.MAX_ENTRIES);
    }
    long entry = parse4(start, end);
    if (entry > 0) {
      int address = (int) (entry >>> 6);
      int length = (int) entry & 0x3f;
      if ((address & 0xffff_ffffL >>> length) != 0) {
        noteLoose(start, end);
      }
      set.add4(address, length);
      return;
    }
    String text = new String(line, start, end - start, StandardCharsets.ISO_8859_1);
    try {
      Prefix prefix = Prefix.around(text);
      if (prefix.length() == 0) {
        throw error("\"" + text + "\" covers every address; expected a longer prefix");
      }
      if (!Prefix.isExact(text, prefix)) {
        noteLoose(start, end);
      }
      set.add(prefix);
    } catch (IllegalArgumentException e) {
      throw error("\"" + YamlValue.shown(text) + "\" " + e.getMessage());
    }
  }

  /** Returns {@code address << 6 | length} of a plain IPv4 entry, or -1 to have it read slowly. */
  private long parse4(int start, int end) {
    long address = 0;
    int dots = 0;
    int value = -1;
    int i = start;
    for (; i < end && line[i] != '/'; i++) {
      int digit = line[i] - '0';
      if (line[i] == '.') {
        if (value < 0 || ++dots > 3) {
          return -1;
        }
        address = address << 8 | value;
        value = -1;
      } else if (digit < 0 || digit > 9 || value == 0) {
        return -1;
      } else {
        value = value < 0 ? digit : value * 10 + digit;
        if (value > 255) {
          return -1;
        }
      }
    }
    if (value < 0 || dots != 3) {
      return -1;
    }
    address = address << 8 | value;
    if (i == end) {
      return address << 6 | 32;
    }
    int length = 0;
    int digits = end - i - 1;
    for (i++; i < end; i++) {
      int digit = line[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      length = length * 10 + digit;
    }
    boolean plain = digits == 1 && length > 0 || digits == 2 && length > 9 && length <= 32;
    return plain ? address << 6 | length : -1;
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

  private void noteLoose(int start, int end) {
    if (looseCount++ == 0) {
      firstLooseLine = lineNumber;
      firstLoose = new String(line, start, end - start, StandardCharsets.ISO_8859_1);
    }
  }

  private PolicyException error(String problem) {
    return new PolicyException(name + ":" + lineNumber + ": " + problem);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
