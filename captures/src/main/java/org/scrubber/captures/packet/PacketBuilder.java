package org.scrubber.captures.packet;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Builds one packet, read from the outermost layer inwards: {@code
 * ethernet().vlan(100).ipv4("203.0.113.5", "198.18.0.10").ttl(54).tcp(40000, 443).syn().build()}.
 *
 * <p>Every layer is a builder of its own that offers its fields and all next layers. Lengths,
 * checksums and next-protocol numbers are computed by {@link #build}; each can be made wrong on
 * purpose. A builder may be built several times and continued in several ways. Not thread-safe.
 */
public abstract class PacketBuilder {
  /** The layer around this one, or null when this is the outermost. */
  final PacketBuilder outer;

  private byte[] payload = {};

  PacketBuilder(PacketBuilder outer) {
    this.outer = outer;
  }

  /** Starts an Ethernet frame between two locally administered addresses. */
  public static EthernetLayer ethernet() {
    return new EthernetLayer(null);
  }

  /** Starts a packet without a link layer (LINKTYPE_RAW). */
  public static PacketBuilder rawIp() {
    return new NoLayer();
  }

  /** Adds an 802.1Q tag (0x8100); two in a row, or after {@link #serviceVlan}, make QinQ. */
  public VlanLayer vlan(int vlanId) {
    return new VlanLayer(this, 0x8100, vlanId);
  }

  /** Adds an 802.1ad service tag (0x88A8). */
  public VlanLayer serviceVlan(int vlanId) {
    return new VlanLayer(this, 0x88A8, vlanId);
  }

  /** Adds an MPLS label of 0..2^20-1; the innermost label gets the bottom-of-stack bit. */
  public MplsLayer mpls(int label) {
    return new MplsLayer(this, label);
  }

  /** Adds a PPPoE session header of the given session. */
  public PppoeLayer pppoe(int sessionId) {
    return new PppoeLayer(this, sessionId);
  }

  /** Adds an IPv4 header between two literal addresses. */
  public Ipv4Layer ipv4(String source, String target) {
    return ipv4(address(source), address(target));
  }

  /** Adds an IPv4 header between two addresses of 4 bytes. */
  public Ipv4Layer ipv4(byte[] source, byte[] target) {
    return new Ipv4Layer(this, source, target);
  }

  /** Adds an IPv6 header between two literal addresses. */
  public Ipv6Layer ipv6(String source, String target) {
    return ipv6(address(source), address(target));
  }

  /** Adds an IPv6 header between two addresses of 16 bytes. */
  public Ipv6Layer ipv6(byte[] source, byte[] target) {
    return new Ipv6Layer(this, source, target);
  }

  /** Adds an IPv6 hop-by-hop options header with 4 bytes of padding. */
  public ExtensionLayer hopByHop() {
    return ExtensionLayer.options(this, ExtensionLayer.HOP_BY_HOP);
  }

  /** Adds an IPv6 destination options header with 4 bytes of padding. */
  public ExtensionLayer destinationOptions() {
    return ExtensionLayer.options(this, ExtensionLayer.DESTINATION_OPTIONS);
  }

  /** Adds an IPv6 routing header of 8 bytes. */
  public ExtensionLayer routing(int type, int segmentsLeft) {
    return ExtensionLayer.routing(this, type, segmentsLeft);
  }

  /** Adds an IPv6 fragment header; without a slice it makes an atomic fragment. */
  public FragmentLayer fragment(int identification) {
    return new FragmentLayer(this, identification);
  }

  /** Adds a TCP header without flags and options, window 65535. */
  public TcpLayer tcp(int sourcePort, int targetPort) {
    return new TcpLayer(this, sourcePort, targetPort);
  }

  /** Adds a UDP header. */
  public UdpLayer udp(int sourcePort, int targetPort) {
    return new UdpLayer(this, sourcePort, targetPort);
  }

  /** Adds an ICMP header with an empty rest field. */
  public IcmpLayer icmp(int type, int code) {
    return new IcmpLayer(this, 1, type, code);
  }

  /** Adds an ICMPv6 header with an empty rest field. */
  public IcmpLayer icmpv6(int type, int code) {
    return new IcmpLayer(this, 58, type, code);
  }

  /** Adds an echo request of the family of the IP header around it. */
  public IcmpLayer echoRequest(int id, int sequence) {
    IcmpLayer layer = insideIpv6() ? icmpv6(128, 0) : icmp(8, 0);
    return layer.rest(id << 16 | sequence & 0xFFFF);
  }

  /** Adds an echo reply of the family of the IP header around it. */
  public IcmpLayer echoReply(int id, int sequence) {
    IcmpLayer layer = insideIpv6() ? icmpv6(129, 0) : icmp(0, 0);
    return layer.rest(id << 16 | sequence & 0xFFFF);
  }

  /** Adds "port unreachable", quoting the packet (from its IP header on) that met a closed port. */
  public PacketBuilder portUnreachable(byte[] quoted) {
    return (insideIpv6() ? icmpv6(1, 4) : icmp(3, 3)).payload(quoted);
  }

  /** Adds "time exceeded in transit", quoting the packet that died. */
  public PacketBuilder timeExceeded(byte[] quoted) {
    return (insideIpv6() ? icmpv6(3, 0) : icmp(11, 0)).payload(quoted);
  }

  /** Adds "fragmentation needed" or "packet too big" with the next hop's MTU in bytes. */
  public PacketBuilder packetTooBig(int mtuBytes, byte[] quoted) {
    IcmpLayer layer = insideIpv6() ? icmpv6(2, 0) : icmp(3, 4);
    return layer.rest(mtuBytes).payload(quoted);
  }

  /** Adds a GRE header; an {@link #ethernetInside} layer or an IP header follows. */
  public GreLayer gre() {
    return new GreLayer(this);
  }

  /** Adds an Ethernet header as an inner layer, for GRE that carries frames. */
  public EthernetLayer ethernetInside() {
    return new EthernetLayer(this);
  }

  /** Adds an ESP header; the payload is its ciphertext. */
  public EspLayer esp(int spi, int sequence) {
    return new EspLayer(this, spi, sequence);
  }

  /** Sets the bytes that this innermost layer carries. */
  public PacketBuilder payload(byte[] bytes) {
    payload = bytes.clone();
    return this;
  }

  /** Sets text, as ASCII, as payload. */
  public PacketBuilder payload(String text) {
    return payload(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Sets {@code lengthBytes} times the byte {@code value} as payload. */
  public PacketBuilder payload(int lengthBytes, int value) {
    byte[] bytes = new byte[lengthBytes];
    Arrays.fill(bytes, (byte) value);
    payload = bytes;
    return this;
  }

  /** Returns the whole packet as it is on the wire. */
  public byte[] build() {
    byte[] bytes = payload;
    PacketBuilder inner = null;
    for (PacketBuilder layer = this; layer != null; layer = layer.outer) {
      bytes = layer.encode(inner, bytes);
      inner = layer;
    }
    return bytes;
  }

  /** Returns at most the first {@code lengthBytes} of the packet, as a cut capture holds them. */
  public byte[] truncated(int lengthBytes) {
    byte[] whole = build();
    return Arrays.copyOf(whole, Math.min(lengthBytes, whole.length));
  }

  /**
   * Returns the packet as fragments of at most {@code payloadBytes} (a multiple of 8) of IP payload
   * each, in order. The packet needs an IPv4 header, or an IPv6 fragment header.
   *
   * @throws IllegalStateException when nothing in it can be fragmented
   */
  public List<byte[]> buildFragments(int payloadBytes) {
    for (PacketBuilder layer = this; layer != null; layer = layer.outer) {
      if (layer instanceof Sliceable sliceable) {
        return slices(sliceable, payloadBytes);
      }
    }
    throw new IllegalStateException("no IPv4 header and no IPv6 fragment header");
  }

  private List<byte[]> slices(Sliceable sliceable, int payloadBytes) {
    List<byte[]> fragments = new ArrayList<>();
    int offset = 0;
    do {
      sliceable.slice(offset, payloadBytes);
      fragments.add(build());
      offset += payloadBytes;
    } while (offset < sliceable.wholeBytes());
    return fragments;
  }

  /** Returns this layer's header followed by {@code body}; {@code inner} is null for a payload. */
  abstract byte[] encode(PacketBuilder inner, byte[] body);

  /** Returns the EtherType that announces this layer, or -1 when it has none. */
  int etherType() {
    return -1;
  }

  /** Returns the IP protocol number that announces this layer, or -1 when it has none. */
  int ipProtocol() {
    return -1;
  }

  /** Returns source and target of this IP header for the pseudo header, or null for others. */
  byte[] pseudoAddresses() {
    return null;
  }

  /** Returns the transport checksum of {@code segment} under the nearest IP header around. */
  final int transportChecksum(int protocol, byte[] segment) {
    byte[] addresses = {};
    for (PacketBuilder layer = outer; layer != null && addresses.length == 0; layer = layer.outer) {
      byte[] found = layer.pseudoAddresses();
      addresses = found == null ? addresses : found;
    }
    return InternetChecksum.of(addresses, protocol, segment);
  }

  private boolean insideIpv6() {
    for (PacketBuilder layer = this; layer != null; layer = layer.outer) {
      if (layer instanceof Ipv4Layer) {
        return false;
      }
      if (layer instanceof Ipv6Layer) {
        return true;
      }
    }
    return false;
  }

  /** Returns the bytes of a literal IPv4 or IPv6 address; never asks a name server. */
  public static byte[] address(String literal) {
    return InetAddress.ofLiteral(literal).getAddress();
  }
}
