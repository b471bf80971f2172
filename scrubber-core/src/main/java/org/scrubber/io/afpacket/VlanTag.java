package org.scrubber.io.afpacket;

import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;

/** The kernel takes the outer VLAN tag out of a frame before it shows it; this puts it back. */
final class VlanTag {
  /** Bytes of a tag. */
  static final int BYTES = 4;

  private static final int ADDRESSES_BYTES = 12;

  private VlanTag() {}

  /**
   * Inserts a tag, for which there must be room before the frame and its {@link VnetHeader}.
   *
   * @param type EtherType of the tag
   * @param control priority and VLAN, 16 bits
   * @return where the frame starts now
   */
  static long insert(long frame, int type, int control) {
    long tagged = frame - BYTES;
    VnetHeader.move(frame, tagged, BYTES);
    long addresses = Memory.i64(frame);
    int rest = Memory.i32(frame + Long.BYTES);
    Memory.putI64(tagged, addresses);
    Memory.putI32(tagged + Long.BYTES, rest);
    Memory.putU16(tagged + ADDRESSES_BYTES, type);
    Memory.putU16(tagged + ADDRESSES_BYTES + 2, control);
    return tagged;
  }

  /** Returns the EtherType of a frame's outer tag, or 0 when it has none. */
  static int type(long frame) {
    int type = Memory.u16(frame + ADDRESSES_BYTES);
    return type == Protocols.ETHERTYPE_VLAN || type == Protocols.ETHERTYPE_QINQ ? type : 0;
  }
}
