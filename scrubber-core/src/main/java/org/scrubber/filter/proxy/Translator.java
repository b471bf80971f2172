package org.scrubber.filter.proxy;

import org.scrubber.batch.PacketBatch;
import org.scrubber.table.ProxyTable;
import org.scrubber.wire.Icmp;
import org.scrubber.wire.InternetChecksum;
import org.scrubber.wire.Ip;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

/**
 * Rewrites segments of translated connections in place, so that each side sees the other's numbers
 * as it knows them: sequence and acknowledgement numbers, blocks of selective acknowledgements,
 * time stamps, windows, and the checksum by what has changed (RFC 1624). One thread.
 */
final class Translator {
  private static final int MAX_WINDOW = 0xffff;
  private static final int BLOCKS = 2;

  private final ProxyTable table;

  Translator(ProxyTable table) {
    this.table = table;
  }

  /** Rewrites a client's segment, whose header was captured in full. */
  void toServer(PacketBatch batch, int i, long slot) {
    long tcp = batch.frameAddress[i] + batch.transportOffset[i];
    int header = batch.payloadOffset[i] - batch.transportOffset[i];
    if ((batch.tcpFlags[i] & Tcp.ACK) == 0) {
      return; // A reset that tells nothing of what was received.
    }
    long before = InternetChecksum.sum(tcp, header);
    int delta = table.get(slot, ProxyTable.DELTA);
    add(tcp + Tcp.ACKNOWLEDGEMENT, -delta);
    window(tcp, table.get(slot, ProxyTable.SHIFT_TO_SERVER));
    boolean stamps = (table.flags(slot) & ProxyTable.TIMESTAMPS) != 0;
    int stampDelta = stamps ? table.get(slot, ProxyTable.STAMP_DELTA) : 0;
    for (int at = next(tcp, Tcp.MIN_HEADER_BYTES, header); at < header; ) {
      int kind = Memory.u8(tcp + at);
      int length = Memory.u8(tcp + at + 1);
      if (kind == Tcp.TIMESTAMPS) {
        add(tcp + at + 6, -stampDelta);
      } else if (kind == Tcp.SACK) {
        for (int edge = at + BLOCKS; edge + 4 <= at + length; edge += 4) {
          add(tcp + edge, -delta);
        }
      }
      at = next(tcp, at + length, header);
    }
    ProxyFrames.corrected(batch, i, before);
  }

  /** Rewrites a server's segment, whose header was captured in full. */
  void toClient(PacketBatch batch, int i, long slot) {
    long tcp = batch.frameAddress[i] + batch.transportOffset[i];
    int header = batch.payloadOffset[i] - batch.transportOffset[i];
    long before = InternetChecksum.sum(tcp, header);
    add(tcp + Tcp.SEQUENCE, table.get(slot, ProxyTable.DELTA));
    window(tcp, table.get(slot, ProxyTable.SHIFT_TO_CLIENT));
    stamp(tcp, header, slot);
    ProxyFrames.corrected(batch, i, before);
  }

  /** Turns a server's SYN-ACK into the acknowledgement that opens the client's window. */
  void openWindow(PacketBatch batch, int i, long slot, boolean scaled) {
    long tcp = batch.frameAddress[i] + batch.transportOffset[i];
    int header = batch.payloadOffset[i] - batch.transportOffset[i];
    long before = InternetChecksum.sum(tcp, header);
    add(tcp + Tcp.SEQUENCE, table.get(slot, ProxyTable.DELTA) + 1);
    Memory.putU8(tcp + Tcp.FLAGS, Memory.u8(tcp + Tcp.FLAGS) & ~Tcp.SYN);
    window(tcp, scaled ? -Terms.SCALE : 0); // That of a SYN is never scaled.
    stamp(tcp, header, slot);
    for (int at = Tcp.MIN_HEADER_BYTES; at < header; ) {
      int length = Math.min(length(tcp, at, header), header - at);
      if (Memory.u8(tcp + at) != Tcp.TIMESTAMPS) {
        for (int k = 0; k < length; k++) {
          Memory.putU8(tcp + at + k, Tcp.NO_OPERATION);
        }
      }
      at += length;
    }
    ProxyFrames.corrected(batch, i, before);
  }

  /** Turns what a server answers to its SYN into a reset that its client accepts. */
  void reset(PacketBatch batch, int i, long slot) {
    long tcp = batch.frameAddress[i] + batch.transportOffset[i];
    int header = batch.payloadOffset[i] - batch.transportOffset[i];
    long before = InternetChecksum.sum(tcp, header);
    Memory.putI32(tcp + Tcp.SEQUENCE, table.get(slot, ProxyTable.NUMBER) + 1);
    Memory.putU8(tcp + Tcp.FLAGS, Tcp.RST | Tcp.ACK);
    for (int at = Tcp.MIN_HEADER_BYTES; at < header; at++) {
      Memory.putU8(tcp + at, Tcp.NO_OPERATION);
    }
    ProxyFrames.corrected(batch, i, before);
  }

  /**
   * Rewrites the number in an ICMP error about a server's segment: a server believes only what
   * quotes its own. The checksum within the quote stays; nobody looks at it.
   *
   * @param quoted offset of the quoted TCP header in the frame, 8 bytes of it captured
   */
  void quote(PacketBatch batch, int i, long slot, int quoted) {
    long icmp = batch.frameAddress[i] + batch.transportOffset[i];
    long at = batch.frameAddress[i] + quoted + Tcp.SEQUENCE;
    long before = InternetChecksum.sum(at, 4);
    add(at, -table.get(slot, ProxyTable.DELTA));
    long after = InternetChecksum.sum(at, 4);
    int checksum = Memory.u16(icmp + Icmp.CHECKSUM);
    Memory.putU16(icmp + Icmp.CHECKSUM, InternetChecksum.changed(checksum, before, after));
  }

  /** Returns where an ICMP error's quote has its transport header, from the frame's start. */
  static int quoted(PacketBatch batch, int i) {
    int at = batch.payloadOffset[i];
    int header =
        batch.family[i] == 4
            ? (Memory.u8(batch.frameAddress[i] + at) & 0x0f) * 4
            : Ip.V6_HEADER_BYTES;
    return at + header;
  }

  private void stamp(long tcp, int header, long slot) {
    if ((table.flags(slot) & ProxyTable.TIMESTAMPS) == 0) {
      return;
    }
    for (int at = next(tcp, Tcp.MIN_HEADER_BYTES, header); at < header; ) {
      if (Memory.u8(tcp + at) == Tcp.TIMESTAMPS) {
        add(tcp + at + 2, table.get(slot, ProxyTable.STAMP_DELTA));
        return;
      }
      at = next(tcp, at + Memory.u8(tcp + at + 1), header);
    }
  }

  /** Returns where the next option with a length begins that fits; the header's end for none. */
  private static int next(long tcp, int from, int header) {
    int at = from;
    while (at < header && Memory.u8(tcp + at) == Tcp.NO_OPERATION) {
      at++;
    }
    if (at + 1 >= header || Memory.u8(tcp + at) == Tcp.END_OF_OPTIONS) {
      return header;
    }
    int length = Memory.u8(tcp + at + 1);
    boolean fits = length >= 2 && at + length <= header;
    boolean short8 = Memory.u8(tcp + at) == Tcp.TIMESTAMPS && length != 10;
    return fits && !short8 ? at : header;
  }

  private static int length(long tcp, int at, int header) {
    int kind = Memory.u8(tcp + at);
    if (kind == Tcp.NO_OPERATION || kind == Tcp.END_OF_OPTIONS || at + 1 >= header) {
      return 1;
    }
    return Math.max(2, Memory.u8(tcp + at + 1));
  }

  private static void add(long at, int number) {
    Memory.putI32(at, Memory.i32(at) + number);
  }

  private static void window(long tcp, int shift) {
    if (shift != 0) {
      int window = Memory.u16(tcp + Tcp.WINDOW);
      int shifted = shift > 0 ? Math.min(MAX_WINDOW, window << shift) : window >>> -shift;
      Memory.putU16(tcp + Tcp.WINDOW, shifted);
    }
  }
}
