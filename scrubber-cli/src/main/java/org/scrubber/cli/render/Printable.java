package org.scrubber.cli.render;

/** Text from outside (a file's name, a policy's words) made safe for a terminal. */
public final class Printable {
  private Printable() {}

  /**
   * Returns {@code text} as one line: line feeds and tabs become blanks, other control characters,
   * which could drive the terminal, become {@code \xNN}.
   */
  public static String line(String text) {
    if (text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\t') {
        line.append(' ');
      } else if (Character.isISOControl(c)) {
        line.append(String.format("\\x%02x", (int) c));
      } else {
        line.append(c);
      }
    }
    return line.toString();
  }
}
