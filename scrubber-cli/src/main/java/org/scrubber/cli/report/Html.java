package org.scrubber.cli.report;

/** Puts HTML together; whatever is text is escaped. */
final class Html {
  private final StringBuilder text = new StringBuilder();

  /** Returns text as HTML, also within quotes. */
  static String escape(String raw) {
    StringBuilder escaped = new StringBuilder(raw.length() + 16);
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(Character.isISOControl(c) && c != '\n' ? ' ' : c);
      }
    }
    return escaped.toString();
  }

  /** Returns a number as it is shown, with its value and its place in the JSON beside it. */
  static String data(String pointer, long value, String shown) {
    return "<data value=\"%d\" data-json=\"%s\">%s</data>"
        .formatted(value, escape(pointer), escape(shown));
  }

  /** Adds markup as it is. */
  Html raw(String markup) {
    text.append(markup);
    return this;
  }

  /** Adds an element that holds text. */
  Html element(String name, String content) {
    text.append('<').append(name).append('>').append(escape(content));
    text.append("</").append(name).append(">\n");
    return this;
  }

  /** Adds a row of a list of facts: what, and markup that says it. */
  Html fact(String what, String markup) {
    text.append("<div><dt>").append(escape(what)).append("</dt><dd>").append(markup);
    text.append("</dd></div>\n");
    return this;
  }

  /** Begins a table; on a narrow screen its rows become cards. */
  Html table(String... heads) {
    text.append("<table><thead><tr>");
    for (String head : heads) {
      text.append("<th scope=\"col\">").append(escape(head)).append("</th>");
    }
    text.append("</tr></thead><tbody>\n");
    return this;
  }

  /** Adds a row: the column's head and markup, alternating. */
  Html row(String... headsAndCells) {
    text.append("<tr>");
    for (int k = 0; k < headsAndCells.length; k += 2) {
      text.append("<td data-head=\"").append(escape(headsAndCells[k])).append("\">");
      text.append(headsAndCells[k + 1]).append("</td>");
    }
    text.append("</tr>\n");
    return this;
  }

  /** Ends a table. */
  Html endTable() {
    text.append("</tbody></table>\n");
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
