package org.scrubber.cli.render;

/** Names as short as a table needs them; JSON has them in full. */
final class Names {
  /** Longest name of an object in a table, in characters. */
  static final int MAX_WIDTH = 26;

  private static final int HEAD = 13;
  private static final int TAIL = 12;

  private Names() {}

  /** Returns {@code name}, with its middle left out when it is long. */
  static String shortened(String name) {
    return name.length() <= MAX_WIDTH
        ? name
        : name.substring(0, HEAD) + "…" + name.substring(name.length() - TAIL);
  }

  /** Returns a file's name as given, or without its directories when that is long. */
  static String file(String name) {
    int slash = name.lastIndexOf('/');
    return name.length() <= TextTable.MAX_CELL_WIDTH || slash < 0
        ? name
        : "…" + name.substring(slash);
  }

  /** Returns {@code prefix}, or just the address when it is a host's. */
  static String target(String prefix) {
    boolean v6 = prefix.indexOf(':') >= 0;
    String host = v6 ? "/128" : "/32";
    return prefix.endsWith(host) ? prefix.substring(0, prefix.length() - host.length()) : prefix;
  }
}
