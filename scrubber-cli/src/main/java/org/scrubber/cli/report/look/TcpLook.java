package org.scrubber.cli.report.look;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.wire.Protocols;

/**
 * What the stack or tool decides that sends a SYN: window and options, in their order.
 *
 * @param window as on the wire
 * @param options names, with values where they have one, as {@code mss 1460}
 */
record TcpLook(int window, List<String> options) {
  private static final int HEADER_BYTES = 20;
  private static final int FLAGS_OFFSET = 13;
  private static final int WINDOW_OFFSET = 14;
  private static final int SYN = 0x02;
  private static final int ACK = 0x10;
  private static final int HPING_WINDOW = 512;
  private static final List<String> MIRAI = List.of("mss", "sackOK", "ts", "nop", "ws");

  /** Tells whether a segment opens a connection, so that it has a look. */
  static boolean has(int protocol, byte[] header) {
    return protocol == Protocols.TCP
        && header.length >= HEADER_BYTES
        && (header[FLAGS_OFFSET] & (SYN | ACK)) == SYN;
  }

  /** Returns the look of a SYN, by its header of TCP with options. */
  static TcpLook of(byte[] header) {
    List<String> options = new ArrayList<>();
    int at = HEADER_BYTES;
    while (at < header.length && header[at] != 0) {
      int kind = header[at];
      int length = kind == 1 ? 1 : at + 1 < header.length ? header[at + 1] : 0;
      if (length < 1 || kind != 1 && length < 2 || at + length > header.length) {
        options.add("broken");
        break;
      }
      options.add(
          switch (kind) {
            case 1 -> "nop";
            case 2 -> "mss" + (length == 4 ? " " + unsigned(header, at + 2) : "");
            case 3 -> "ws" + (length == 3 ? " " + header[at + 2] : "");
            case 4 -> "sackOK";
            case 8 -> "ts";
            default -> "option " + (kind & 0xff);
          });
      at += length;
    }
    return new TcpLook(unsigned(header, WINDOW_OFFSET), List.copyOf(options));
  }

  private static int unsigned(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  /** Returns it as text. */
  String describe() {
    return "window "
        + window
        + (options.isEmpty() ? ", no options" : ", " + String.join(", ", options));
  }

  /** Returns what sends such SYNs when nothing else is asked of it; empty for what many send. */
  String tool() {
    if (window == HPING_WINDOW && options.isEmpty()) {
      return "hping3";
    }
    List<String> kinds = options.stream().map(one -> one.replaceFirst(" .*", "")).toList();
    boolean mirai =
        kinds.equals(MIRAI)
            && options.getFirst().matches("mss 14(0[0-9]|1[0-5])")
            && options.getLast().equals("ws 6");
    return mirai ? "mirai" : "";
  }
}
