package org.scrubber.policy.load.feed;

import java.util.Arrays;
import java.util.List;

/** The formats of feed files; all are lines of text, and none needs a line to be in order. */
public enum FeedFormat {
  /** A prefix or address a line; {@code #} and {@code ;} begin comments. */
  CIDR("cidr"),
  /** Spamhaus DROP: {@code PREFIX ; SBL...}, or a JSON object a line with a {@code cidr} member. */
  SPAMHAUS_DROP("spamhaus-drop"),
  /** FireHOL {@code .netset} and {@code .ipset}: a prefix or address a line, {@code #} comments. */
  FIREHOL_NETSET("firehol-netset"),
  /** Values in columns, one of them a prefix or address; see {@link CsvColumns}. */
  CSV("csv");

  private final String text;

  FeedFormat(String text) {
    this.text = text;
  }

  /** Returns the name in policy files, for example {@code spamhaus-drop}. */
  public String text() {
    return text;
  }

  /** Returns the format of that name, or null. */
  public static FeedFormat of(String text) {
    for (FeedFormat format : values()) {
      if (format.text.equals(text)) {
        return format;
      }
    }
    return null;
  }

  /** Returns the names of all formats. */
  public static List<String> names() {
    return Arrays.stream(values()).map(FeedFormat::text).toList();
  }
}
