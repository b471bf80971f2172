package org.scrubber.policy.load.feed;

/** Text of others in a form that is safe to show within one line. */
public final class ShownText {
  private static final int SHOWN_CHARS = 64;

  private ShownText() {}

  /** Returns text in a form that is short, and safe to show within one line. */
  public static String shown(String text) {
    return text.length() > SHOWN_CHARS
        ? singleLine(text.substring(0, SHOWN_CHARS)) + "..."
        : singleLine(text);
  }

  /** Returns text with control characters and line separators as escapes. */
  public static String singleLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        line.append(String.format("\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    return line.toString();
  }
}
