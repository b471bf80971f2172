package org.scrubber.io.xdp;

import static org.scrubber.io.bpf.Assembler.R1;
import static org.scrubber.io.bpf.Assembler.R2;
import static org.scrubber.io.bpf.Assembler.R3;
import static org.scrubber.io.bpf.Assembler.R5;
import static org.scrubber.io.bpf.Assembler.R6;
import static org.scrubber.io.bpf.Assembler.R7;
import static org.scrubber.io.bpf.Assembler.R8;
import static org.scrubber.io.bpf.Assembler.R9;
import static org.scrubber.io.bpf.Assembler.REDIRECT_MAP;
import static org.scrubber.io.bpf.Assembler.When.ANY_BIT;
import static org.scrubber.io.bpf.Assembler.When.EQUAL;
import static org.scrubber.io.bpf.Assembler.When.GREATER;
import static org.scrubber.io.bpf.Assembler.When.NOT_EQUAL;
import static org.scrubber.io.bpf.Assembler.Width.BYTE;
import static org.scrubber.io.bpf.Assembler.Width.HALF;
import static org.scrubber.io.bpf.Assembler.Width.WORD;

import org.jspecify.annotations.Nullable;
import org.scrubber.io.bpf.Assembler;
import org.scrubber.io.bpf.BpfMap;
import org.scrubber.wire.Ip;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * The XDP program of one interface: which lane a packet takes to us.
 *
 * <pre>
 * not IP                         control lane; with offload, straight out of the other interface
 * IGMP, OSPF, PIM, VRRP,
 *   neighbour discovery, MLD,
 *   BGP, BFD                     control lane
 * settled verdicts               dropped or sent on here, see {@link OffloadProgram}
 * all other                      data lane
 * </pre>
 *
 * A lane is an XDP socket of the packet's own receive queue. Where there is none (before we are
 * ready, and when we are gone), or its worker gives no sign of life ({@link Heartbeat}), the packet
 * goes the kernel's own way: to a bridge, if there is one. Up to two VLAN tags are looked through.
 * Headers that are cut short, have IPv4 options or three tags go to the data lane, where the parser
 * sees to them.
 */
final class SteeringProgram {
  /** Queues that an interface may have; the control lanes' sockets follow in the map. */
  static final int MAX_QUEUES = 64;

  // xdp_md, and what the program returns.
  private static final int DATA = 0;
  private static final int DATA_END = 4;
  private static final int RECEIVE_QUEUE = 16;
  private static final int XDP_PASS = 2;

  private static final int IGMP = 2;
  private static final int OSPF = 89;
  private static final int PIM = 103;
  private static final int VRRP = 112;
  private static final int BGP_PORT = 179;
  private static final int BFD_PORT = 3784;
  private static final int BFD_ECHO_PORT = 3785;
  private static final int BFD_MULTIHOP_PORT = 4784;
  private static final int BFD_LAG_PORT = 6784;
  private static final int FIRST_LINK_CONTROL = 130;
  private static final int LAST_LINK_CONTROL = 137;
  private static final int LISTENER_REPORT_2 = 143;
  private static final int V4_NO_OPTIONS = 0x45;
  private static final int V4_FRAGMENTED = 0x3fff;

  private SteeringProgram() {}

  /**
   * Assembles the program.
   *
   * @param sockets the map of lanes: queue, and queue plus {@link #MAX_QUEUES} for control
   * @param offload what is settled in the kernel, or null for nothing
   * @param heartbeat where workers give signs of life
   * @param side by which packets come in
   */
  static byte[] assemble(
      BpfMap sockets, @Nullable OffloadProgram offload, Heartbeat heartbeat, int side) {
    Assembler a = new Assembler();
    ethernet(a, offload);
    a.jump(offload != null && offload.sendsOn() ? "cross" : "control");
    ipv4(a, offload);
    ipv6(a, offload);
    transport(a, offload);
    if (offload != null) {
      offload.settle(a);
    }
    lanes(a, sockets, heartbeat, side);
    return a.assemble();
  }

  /** R6 context, R7 behind what has been read, R8 end of what can be read, R3 EtherType. */
  private static void ethernet(Assembler a, @Nullable OffloadProgram offload) {
    a.move(R6, R1);
    if (offload != null) {
      offload.clearKey(a);
    }
    a.load(WORD, R7, R6, DATA).load(WORD, R8, R6, DATA_END);
    require(a, 14, "data");
    a.load(HALF, R3, R7, 12).add(R7, 14);
    for (int tag = 1; tag <= 2; tag++) {
      String read = "tag " + tag;
      a.jump(EQUAL, R3, network(Protocols.ETHERTYPE_VLAN), read)
          .jump(EQUAL, R3, network(Protocols.ETHERTYPE_QINQ), read)
          .jump("network")
          .label(read);
      require(a, 4, "data");
      a.load(HALF, R3, R7, 2).add(R7, 4);
    }
    a.label("network")
        .jump(EQUAL, R3, network(Protocols.ETHERTYPE_IPV4), "ipv4")
        .jump(EQUAL, R3, network(Protocols.ETHERTYPE_IPV6), "ipv6");
    int[] parsed = {
      Protocols.ETHERTYPE_VLAN,
      Protocols.ETHERTYPE_QINQ,
      Protocols.ETHERTYPE_QINQ_9100,
      Protocols.ETHERTYPE_QINQ_9200,
      Protocols.ETHERTYPE_MPLS,
      Protocols.ETHERTYPE_MPLS_UPSTREAM,
      Protocols.ETHERTYPE_PPPOE_SESSION
    };
    for (int type : parsed) {
      a.jump(EQUAL, R3, network(type), "data");
    }
  }

  /** R9 protocol, R5 not 0 for a fragment, R7 behind the header. */
  private static void ipv4(Assembler a, @Nullable OffloadProgram offload) {
    a.label("ipv4");
    require(a, Ip.V4_HEADER_BYTES, "data");
    a.load(BYTE, R2, R7, 0).jump(NOT_EQUAL, R2, V4_NO_OPTIONS, "data");
    a.load(BYTE, R9, R7, Ip.V4_PROTOCOL);
    a.load(HALF, R5, R7, Ip.V4_FRAGMENT).and(R5, network(V4_FRAGMENTED));
    if (offload != null) {
      offload.addressesOfIpv4(a);
    }
    a.add(R7, Ip.V4_HEADER_BYTES);
    a.jump(EQUAL, R9, IGMP, "control").jump("protocol");
  }

  /** As {@link #ipv4}; behind an extension header nothing is looked for. */
  private static void ipv6(Assembler a, @Nullable OffloadProgram offload) {
    a.label("ipv6");
    require(a, Ip.V6_HEADER_BYTES, "data");
    a.load(BYTE, R9, R7, Ip.V6_NEXT).set(R5, 0);
    if (offload != null) {
      offload.addressesOfIpv6(a);
    }
    a.add(R7, Ip.V6_HEADER_BYTES);
    // Listener reports come with a router alert.
    a.jump(EQUAL, R9, Protocols.HOP_BY_HOP, "control");
    a.jump(NOT_EQUAL, R9, Protocols.ICMPV6, "protocol");
    require(a, 4, "data");
    a.load(BYTE, R2, R7, 0)
        .jump(EQUAL, R2, LISTENER_REPORT_2, "control")
        .jump(GREATER, R2, LAST_LINK_CONTROL, "protocol")
        .jump(Assembler.When.GREATER_OR_EQUAL, R2, FIRST_LINK_CONTROL, "control");
  }

  private static void transport(Assembler a, @Nullable OffloadProgram offload) {
    a.label("protocol")
        .jump(EQUAL, R9, OSPF, "control")
        .jump(EQUAL, R9, PIM, "control")
        .jump(EQUAL, R9, VRRP, "control");
    String settled = offload == null ? "data" : "settle";
    a.jump(NOT_EQUAL, R5, 0, settled)
        .jump(EQUAL, R9, Protocols.TCP, "tcp")
        .jump(NOT_EQUAL, R9, Protocols.UDP, settled);
    require(a, 8, "data");
    a.load(HALF, R3, R7, 2);
    for (int port : new int[] {BFD_PORT, BFD_ECHO_PORT, BFD_MULTIHOP_PORT, BFD_LAG_PORT}) {
      a.jump(EQUAL, R3, network(port), "control");
    }
    if (offload != null) {
      offload.ports(a, 6);
    }
    a.jump(settled).label("tcp");
    require(a, Tcp.MIN_HEADER_BYTES, "data");
    a.load(HALF, R3, R7, 0)
        .jump(EQUAL, R3, network(BGP_PORT), "control")
        .load(HALF, R3, R7, 2)
        .jump(EQUAL, R3, network(BGP_PORT), "control");
    if (offload != null) {
      offload.ports(a, Tcp.CHECKSUM);
      a.load(BYTE, R2, R7, Tcp.FLAGS)
          .jump(ANY_BIT, R2, Tcp.SYN | Tcp.FIN | Tcp.RST, "turning point");
    }
    a.jump(settled);
  }

  private static void lanes(Assembler a, BpfMap sockets, Heartbeat heartbeat, int side) {
    a.label("data")
        .load(WORD, R7, R6, RECEIVE_QUEUE)
        .jump("lane")
        .label("control")
        .load(WORD, R7, R6, RECEIVE_QUEUE)
        .add(R7, MAX_QUEUES)
        .label("lane");
    heartbeat.check(a, side, RECEIVE_QUEUE, XDP_PASS);
    a.map(R1, sockets.fd()).move(R2, R7).set(R3, XDP_PASS).call(REDIRECT_MAP).exit();
  }

  /** Goes to {@code otherwise} unless {@code lengthBytes} can be read at R7; uses R2. */
  private static void require(Assembler a, int lengthBytes, String otherwise) {
    a.move(R2, R7).add(R2, lengthBytes).jumpRegister(GREATER, R2, R8, otherwise);
  }

  /** Returns how a 16-bit number of a packet looks when loaded. */
  static int network(int value) {
    return (value >> 8 | value << 8) & 0xffff;
  }
}
