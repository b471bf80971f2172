package org.scrubber.cli.render;

/** Emphasis on a terminal; never the only carrier of a meaning, so that nothing is lost without. */
public enum Style {
  /** No escape sequences: files, pipes, {@code NO_COLOR}. */
  PLAIN,
  /** ANSI colours. */
  COLOUR;

  /** Returns {@code text} as a heading. */
  public String heading(String text) {
    return paint("1", text);
  }

  /** Returns {@code text} as something lost or broken. */
  public String bad(String text) {
    return paint("31", text);
  }

  /** Returns {@code text} as something to look at. */
  public String attention(String text) {
    return paint("33", text);
  }

  /** Returns {@code text} as something of less weight. */
  public String faint(String text) {
    return paint("2", text);
  }

  private String paint(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
