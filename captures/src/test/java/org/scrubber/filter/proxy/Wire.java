package org.scrubber.filter.proxy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A TCP segment in an untagged Ethernet frame, read byte by byte, slowly and surely. */
record Wire(byte[] frame) {
  private static final int NETWORK = 14;

  /** Options, as far as these tests know any. */
  record Options(
      int mss, int scale, boolean sack, boolean stamps, int stamp, int echo, List<Integer> edges) {
    List<Integer> sackEdges() {
      return edges;
    }
  }

  boolean v4() {
    return frame[NETWORK] >>> 4 == 4;
  }

  int protocol() {
    return frame[NETWORK + (v4() ? 9 : 6)];
  }

  int transport() {
    return NETWORK + (v4() ? (frame[NETWORK] & 15) * 4 : 40);
  }

  private int length() {
    ByteBuffer ip = ByteBuffer.wrap(frame);
    return v4()
        ? NETWORK + (ip.getShort(NETWORK + 2) & 0xffff)
        : NETWORK + 40 + (ip.getShort(NETWORK + 4) & 0xffff);
  }

  private ByteBuffer tcp() {
    return ByteBuffer.wrap(frame, transport(), length() - transport()).slice();
  }

  byte[] address(boolean source) {
    int size = v4() ? 4 : 16;
    int at = NETWORK + (v4() ? 12 : 8) + (source ? 0 : size);
    return Arrays.copyOfRange(frame, at, at + size);
  }

  String end(boolean source) {
    int port = tcp().getShort(source ? 0 : 2) & 0xffff;
    return HexFormat.of().formatHex(address(source)) + ":" + port;
  }

  int seq() {
    return tcp().getInt(4);
  }

  int ack() {
    return tcp().getInt(8);
  }

  int flags() {
    return tcp().get(13) & 0xff;
  }

  boolean has(int flag) {
    return (flags() & flag) != 0;
  }

  int window() {
    return tcp().getShort(14) & 0xffff;
  }

  private int header() {
    return (tcp().get(12) >>> 4 & 15) * 4;
  }

  byte[] payload() {
    return Arrays.copyOfRange(frame, transport() + header(), length());
  }

  Options options() {
    ByteBuffer tcp = tcp();
    int mss = 0;
    int scale = -1;
    boolean sack = false;
    boolean stamps = false;
    int stamp = 0;
    int echo = 0;
    List<Integer> edges = new ArrayList<>();
    for (int at = 20; at < header() && tcp.get(at) != 0; ) {
      int kind = tcp.get(at);
      int length = kind == 1 ? 1 : tcp.get(at + 1);
      switch (kind) {
        case 2 -> mss = tcp.getShort(at + 2) & 0xffff;
        case 3 -> scale = tcp.get(at + 2);
        case 4 -> sack = true;
        case 5 -> {
          for (int edge = at + 2; edge < at + length; edge += 4) {
            edges.add(tcp.getInt(edge));
          }
        }
        case 8 -> {
          stamps = true;
          stamp = tcp.getInt(at + 2);
          echo = tcp.getInt(at + 6);
        }
        default -> {}
      }
      at += length;
    }
    return new Options(mss, scale, sack, stamps, stamp, echo, edges);
  }

  /** Adds up everything that both checksums cover, 16 bits at a time. */
  boolean hasGoodChecksums() {
    int length = length() - transport();
    int sum = 6 + length;
    for (boolean source : new boolean[] {true, false}) {
      sum += words(address(source));
    }
    sum += words(Arrays.copyOfRange(frame, transport(), length()));
    boolean header =
        !v4() || fold(words(Arrays.copyOfRange(frame, NETWORK, transport()))) == 0xffff;
    return header && fold(sum) == 0xffff;
  }

  private static int words(byte[] bytes) {
    int sum = 0;
    for (int k = 0; k < bytes.length; k++) {
      sum += (bytes[k] & 0xff) << (k % 2 == 0 ? 8 : 0);
    }
    return sum;
  }

  private static int fold(int sum) {
    int folded = sum;
    while (folded > 0xffff) {
      folded = (folded >>> 16) + (folded & 0xffff);
    }
    return folded;
  }

  @Override
  public String toString() {
    return "%s > %s %s seq %08x ack %08x win %d len %d"
        .formatted(
            end(true),
            end(false),
            Integer.toBinaryString(flags()),
            seq(),
            ack(),
            window(),
            payload().length);
  }
}
