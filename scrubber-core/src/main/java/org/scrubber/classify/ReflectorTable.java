package org.scrubber.classify;

import java.util.List;
import org.scrubber.wire.Memory;

/**
 * Recognises the replies of reflectors: source port first, then payload signature. Built from
 * {@link Reflectors}; immutable; matching allocates nothing and reads only what was captured.
 */
final class ReflectorTable {
  /** Returned when nothing matches. */
  static final int NONE = -1;

  private static final int TEXT_BYTES = 8;

  private final Reflector[] rows;

  /** First row of a source port plus one, and the chain of further rows. */
  private final byte[] firstOfPort = new byte[1 << 16];

  private final int[] next;
  private final int firstOfAnyPort;

  ReflectorTable() {
    List<Reflector> all = Reflectors.rows();
    rows = new Reflector[all.size() + countExtraPorts(all)];
    next = new int[rows.length];
    int count = 0;
    int any = NONE;
    for (int row = all.size() - 1; row >= 0; row--) {
      Reflector reflector = all.get(row);
      for (String part : reflector.ports().split(",", -1)) {
        rows[count] = reflector;
        if (part.equals("*")) {
          next[count] = any;
          any = count++;
          continue;
        }
        String[] range = part.split("-", -1);
        int low = Integer.parseInt(range[0]);
        int high = Integer.parseInt(range[range.length - 1]);
        // A range has its ports to itself, so that one chain serves all of them.
        next[count] = firstOfPort[low] - 1;
        for (int port = low; port <= high; port++) {
          firstOfPort[port] = (byte) (count + 1);
        }
        count++;
      }
    }
    firstOfAnyPort = any;
  }

  private static int countExtraPorts(List<Reflector> all) {
    return all.stream().mapToInt(r -> r.ports().split(",", -1).length - 1).sum();
  }

  /**
   * Returns the row that a payload matches, or {@link #NONE}.
   *
   * @param tcp transport
   * @param sourcePort 0..65,535
   * @param payload address of the payload
   * @param captured payload bytes there, may be 0
   * @param length payload bytes on the wire
   */
  int match(boolean tcp, int sourcePort, long payload, int captured, int length) {
    int row = chain(firstOfPort[sourcePort] - 1, tcp, payload, captured, length);
    return row >= 0 ? row : chain(firstOfAnyPort, tcp, payload, captured, length);
  }

  private int chain(int first, boolean tcp, long payload, int captured, int length) {
    for (int row = first; row >= 0; row = next[row]) {
      Reflector one = rows[row];
      if (one.tcp() == tcp
          && length >= one.minPayloadBytes()
          && length <= one.maxPayloadBytes()
          && signed(one, payload, captured)) {
        return row;
      }
    }
    return NONE;
  }

  /** Returns the first row of a source port whatever the payload, or {@link #NONE}. */
  int byPort(boolean tcp, int sourcePort) {
    for (int row = firstOfPort[sourcePort] - 1; row >= 0; row = next[row]) {
      if (rows[row].tcp() == tcp) {
        return row;
      }
    }
    return NONE;
  }

  /** Returns the reflector id of a row. */
  int id(int row) {
    return rows[row].id();
  }

  /** Tells whether a row has a signature, or goes by port and size. */
  boolean isSigned(int row) {
    return rows[row].text() || rows[row].signatures().length > 0;
  }

  /** Returns the tier of a row. */
  int tier(int row) {
    return rows[row].tier();
  }

  private static boolean signed(Reflector one, long payload, int captured) {
    if (one.text()) {
      return isText(payload, Math.min(captured, TEXT_BYTES));
    }
    Reflector.Signature[] signatures = one.signatures();
    if (signatures.length == 0) {
      return true;
    }
    for (int k = 0; k < signatures.length; k++) {
      Reflector.Signature signature = signatures[k];
      int offset = signature.offset();
      if (captured >= offset + signature.lengthBytes()) {
        long first = Memory.word(payload + offset, captured - offset);
        if ((first & signature.firstMask()) == signature.firstValue()
            && (signature.secondMask() == 0
                || (Memory.word(payload + offset + 8, captured - offset - 8)
                        & signature.secondMask())
                    == signature.secondValue())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Tells whether there is a byte, and all are printable ASCII or white space. */
  private static boolean isText(long address, int length) {
    for (int k = 0; k < length; k++) {
      int c = Memory.u8(address + k);
      if ((c < 0x20 || c > 0x7e) && c != '\r' && c != '\n' && c != '\t') {
        return false;
      }
    }
    return length > 0;
  }
}
