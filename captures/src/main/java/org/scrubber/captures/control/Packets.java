package org.scrubber.captures.control;

import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.plan.Address;

/** Begins packets of either family, without a link header. */
final class Packets {
  private Packets() {}

  /** Returns an IP header that does not let itself be fragmented; IPv6 has no identification. */
  static PacketBuilder ip(Address source, Address target, int ttl, int id) {
    PacketBuilder start = PacketBuilder.rawIp();
    return source.isV4()
        ? start.ipv4(source.bytes(), target.bytes()).ttl(ttl).id(id).df()
        : start.ipv6(source.bytes(), target.bytes()).hopLimit(ttl);
  }
}
