package org.scrubber.filter.syn;

import org.scrubber.batch.PacketBatch;
import org.scrubber.table.Hash;
import org.scrubber.wire.Ip;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

/**
 * The look of a SYN: what its sender's stack or tool decides, and neither the way nor the time do.
 * Window, flags, kinds of options in their order, window scale, and whether there are data, an
 * acknowledgement number without its flag, IP options, and a ban on fragmentation. Stateless.
 */
public final class SynFingerprint {
  private static final int END = 0;
  private static final int NOP = 1;
  private static final int WINDOW_SCALE = 3;

  private static final int STRAY_ACKNOWLEDGEMENT = 1;
  private static final int DATA = 1 << 1;
  private static final int URGENT = 1 << 2;
  private static final int IP_OPTIONS = 1 << 3;
  private static final int DONT_FRAGMENT = 1 << 4;

  private SynFingerprint() {}

  /** Returns the look of a SYN, an even number; 0 when its TCP header was not captured. */
  public static long of(PacketBatch batch, int i, long seed) {
    int offset = batch.transportOffset[i];
    int captured = batch.capturedLength[i] - offset;
    if (offset < 0 || captured < Tcp.MIN_HEADER_BYTES) {
      return 0;
    }
    long ip = batch.frameAddress[i] + batch.networkOffset[i];
    long tcp = batch.frameAddress[i] + offset;
    return of(batch.family[i], ip, tcp, captured, batch.payloadLength[i] > 0, seed);
  }

  /**
   * Returns the look of a SYN whose headers lie at two addresses.
   *
   * @param tcpBytes that may be read from {@code tcp} on, at least a header without options
   */
  static long of(int family, long ip, long tcp, int tcpBytes, boolean data, long seed) {
    int traits = data ? DATA : 0;
    traits |= Memory.i32(tcp + Tcp.ACKNOWLEDGEMENT) != 0 ? STRAY_ACKNOWLEDGEMENT : 0;
    traits |= Memory.u16(tcp + Tcp.URGENT) != 0 ? URGENT : 0;
    if (family == 4) {
      boolean ban = (Memory.u16(ip + Ip.V4_FRAGMENT) & Ip.V4_DONT_FRAGMENT) != 0;
      traits |= ban ? DONT_FRAGMENT : 0;
      traits |= (Memory.u8(ip) & 0x0f) * 4 > Ip.V4_HEADER_BYTES ? IP_OPTIONS : 0;
    } else {
      traits |= tcp - ip > Ip.V6_HEADER_BYTES ? IP_OPTIONS : 0;
    }
    long fixed = (long) Memory.u16(tcp + Tcp.DATA_OFFSET) << 24;
    fixed |= (long) Memory.u16(tcp + Tcp.WINDOW) << 8 | traits;
    int header = (Memory.u8(tcp + Tcp.DATA_OFFSET) >>> 4) * 4;
    long look = Hash.mix(fixed, options(tcp, Math.min(header, tcpBytes)), seed) & ~1L;
    return look == 0 ? 2 : look;
  }

  private static long options(long tcp, int end) {
    long kinds = 1;
    int at = Tcp.MIN_HEADER_BYTES;
    while (at < end) {
      int kind = Memory.u8(tcp + at);
      kinds = kinds * 31 + kind;
      if (kind == END) {
        break;
      }
      if (kind == NOP) {
        at++;
        continue;
      }
      int length = at + 1 < end ? Memory.u8(tcp + at + 1) : 0;
      if (length < 2 || at + length > end) {
        return kinds * 31 + 255; // Broken: a look of its own.
      }
      kinds = kinds * 31 + (kind == WINDOW_SCALE && length == 3 ? Memory.u8(tcp + at + 2) : 0);
      at += length;
    }
    return kinds;
  }
}
