package org.scrubber.io.pcap4j;

/**
 * What is wrong with a filter, and where.
 *
 * @param message libpcap's words
 * @param offset of the first character at fault, in UTF-16 units from 0; the filter's length when
 *     something is missing at its end; -1 when it cannot be said
 * @param token what stands there; empty at the end, or when it cannot be said
 */
record FilterFault(String message, int offset, String token) {
  /** Returns it in one line, with the filter; characters are counted from 1. */
  String line(String filter) {
    if (offset < 0) {
      return message + ": " + filter;
    }
    String where = token.isEmpty() ? ", where it ends" : ", \"" + token + "\"";
    return "%s at character %d%s: %s".formatted(message, offset + 1, where, filter);
  }
}
