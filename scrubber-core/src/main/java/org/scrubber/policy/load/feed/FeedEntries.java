package org.scrubber.policy.load.feed;

import java.nio.charset.StandardCharsets;
import org.scrubber.policy.AddressSet;
import org.scrubber.policy.Prefix;

/**
 * Collects the entries of a feed from bytes: plain addresses and prefixes by themselves, everything
 * else by way of text.
 *
 * <p>A feed is somebody else's, so prefixes with host bits set are taken as the prefix around them
 * and noted; anything else that is wrong is refused.
 */
final class FeedEntries {
  private final AddressSet.Builder set = AddressSet.builder();
  private final Ipv6Entry ipv6 = new Ipv6Entry();
  private int count;
  private int looseCount;
  private int firstLooseLine;
  private String firstLoose;

  /** Latest deadline, unsigned seconds. */
  private int latest;

  /** Tells why an entry is refused, to follow the name of its line. */
  static final class BadEntry extends Exception {
    private static final long serialVersionUID = 1L;

    BadEntry(String problem) {
      super(problem);
    }
  }

  /**
   * Adds the entry that the bytes from {@code start} to {@code end} name.
   *
   * @param untilSeconds as {@link AddressSet.Builder#add(Prefix, int)} has it
   */
  void add(byte[] line, int start, int end, int lineNumber, int untilSeconds) throws BadEntry {
    requireRoom();
    count++;
    latest = Integer.compareUnsigned(untilSeconds, latest) > 0 ? untilSeconds : latest;
    long entry = parse4(line, start, end);
    if (entry > 0) {
      int address = (int) (entry >>> 6);
      int length = (int) entry & 0x3f;
      if ((address & 0xffff_ffffL >>> length) != 0) {
        noteLoose(line, start, end, lineNumber);
      }
      set.add4(address, length, untilSeconds);
      return;
    }
    if (ipv6.parse(line, start, end)) {
      if (set.add6(ipv6.high, ipv6.low, ipv6.length, untilSeconds)) {
        noteLoose(line, start, end, lineNumber);
      }
      return;
    }
    String text = new String(line, start, end - start, StandardCharsets.ISO_8859_1);
    try {
      if (text.indexOf('-') > 0) {
        for (Prefix prefix : AddressRange.parse(text)) {
          add(prefix, text, untilSeconds);
        }
        return;
      }
      Prefix prefix = Prefix.around(text);
      if (!Prefix.isExact(text, prefix)) {
        noteLoose(line, start, end, lineNumber);
      }
      add(prefix, text, untilSeconds);
    } catch (IllegalArgumentException e) {
      throw new BadEntry("\"" + ShownText.shown(text) + "\" " + e.getMessage());
    }
  }

  private void add(Prefix prefix, String text, int untilSeconds) throws BadEntry {
    if (prefix.length() == 0) {
      throw new BadEntry("\"" + text + "\" covers every address; expected a longer prefix");
    }
    requireRoom();
    set.add(prefix, untilSeconds);
  }

  private void requireRoom() throws BadEntry {
    if (set.size() == AddressSet.MAX_ENTRIES) {
      throw new BadEntry("too many entries; expected at most " + AddressSet.MAX_ENTRIES);
    }
  }

  /** Returns {@code address << 6 | length} of a plain IPv4 entry, or -1 to have it read slowly. */
  private static long parse4(byte[] line, int start, int end) {
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

  private void noteLoose(byte[] line, int start, int end, int lineNumber) {
    if (looseCount++ == 0) {
      firstLooseLine = lineNumber;
      firstLoose = new String(line, start, end - start, StandardCharsets.ISO_8859_1);
    }
  }

  /** Returns the warning about host bits, to follow the name of the file; null for none. */
  String looseness() {
    if (looseCount == 0) {
      return null;
    }
    int more = looseCount - 1;
    return "%d: \"%s\" has host bits set and is taken as the prefix around it%s"
        .formatted(
            firstLooseLine,
            ShownText.shown(firstLoose),
            more == 0 ? "" : more == 1 ? ", as is 1 more" : ", as are " + more + " more");
  }

  /** Returns how many entries were added. */
  int count() {
    return count;
  }

  /** Tells whether all entries have a deadline, and the last of them is at or before a second. */
  boolean haveExpired(long nowSeconds) {
    return count > 0 && Integer.toUnsignedLong(latest) <= nowSeconds;
  }

  /** Compiles them. */
  AddressSet build() {
    return set.build();
  }
}
