package org.scrubber.captures.packet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Packets as known stacks, scanners, flood tools and reflectors send them.
 *
 * <p>Every method takes the link layer to build on, the endpoints, the time to live as it arrives,
 * and the fields that the tool varies; all else is fixed by the fingerprint.
 */
public final class Fingerprints {
  private static final int MONLIST_BYTES = 440;
  private static final int MIRAI_PAYLOAD_BYTES = 512;

  private Fingerprints() {}

  /** A SYN of Linux 5: window 64240 and the options mss, sack, timestamp, nop, window scale 7. */
  public static TcpLayer linuxSyn(
      PacketBuilder link, Endpoints ends, int ttl, int id, int seq, int timestamp) {
    TcpLayer tcp = ends.tcp(link, ttl, id, true).syn().seq(seq).window(64240);
    return tcp.mss(1460).sackPermitted().timestamp(timestamp, 0).nop().windowScale(7);
  }

  /** A SYN of Windows 10: no timestamp, window scale 8. */
  public static TcpLayer windowsSyn(PacketBuilder link, Endpoints ends, int ttl, int id, int seq) {
    TcpLayer tcp = ends.tcp(link, ttl, id, true).syn().seq(seq).window(64240);
    return tcp.mss(1460).nop().windowScale(8).nop().nop().sackPermitted();
  }

  /** A SYN of Apple systems: window 65535, window scale 6, end-of-options padding. */
  public static TcpLayer appleSyn(
      PacketBuilder link, Endpoints ends, int ttl, int seq, int timestamp) {
    TcpLayer tcp = ends.tcp(link, ttl, 0, true).syn().seq(seq).window(65535);
    tcp.mss(1460).nop().windowScale(6).nop().nop().timestamp(timestamp, 0).sackPermitted();
    return tcp.options(0, 0);
  }

  /** A SYN of a small device: mss only, no "don't fragment". Legitimate. */
  public static TcpLayer bareSyn(
      PacketBuilder link, Endpoints ends, int ttl, int id, int seq, int window) {
    return ends.tcp(link, ttl, id, false).syn().seq(seq).window(window).mss(1460);
  }

  /** A SYN of hping3: window 512, no options, an acknowledgement number without the flag. */
  public static TcpLayer hping3Syn(
      PacketBuilder link, Endpoints ends, int ttl, int id, int seq, int ackNumber) {
    return ends.tcp(link, ttl, id, false).syn().seq(seq).ackNumber(ackNumber).window(512);
  }

  /** A SYN of Mirai: the options of Linux, but window 0. */
  public static TcpLayer miraiSyn(
      PacketBuilder link, Endpoints ends, int ttl, int id, int seq, int mss, int timestamp) {
    TcpLayer tcp = ends.tcp(link, ttl, id, true).syn().seq(seq).window(0);
    return tcp.mss(mss).sackPermitted().timestamp(timestamp, 0).nop().windowScale(6);
  }

  /** A SYN of ZMap: identification 54321. */
  public static TcpLayer zmapSyn(PacketBuilder link, Endpoints ends, int ttl, int seq) {
    return ends.tcp(link, ttl, 54321, false).syn().seq(seq).window(65535).mss(1460);
  }

  /** A SYN of masscan: window 1025. */
  public static TcpLayer masscanSyn(PacketBuilder link, Endpoints ends, int ttl, int id, int seq) {
    return ends.tcp(link, ttl, id, false).syn().seq(seq).window(1025).mss(1460);
  }

  /** An ACK of Mirai: 512 bytes of payload, no options, no PSH. */
  public static PacketBuilder miraiAck(
      PacketBuilder link,
      Endpoints ends,
      int ttl,
      int id,
      int seq,
      int ack,
      int window,
      byte[] payload) {
    TcpLayer tcp = ends.tcp(link, ttl, id, false).seq(seq).ack(ack).window(window);
    return tcp.payload(Arrays.copyOf(payload, MIRAI_PAYLOAD_BYTES));
  }

  /** A bare ACK as in packet-rate floods: 40 bytes, nothing else. */
  public static TcpLayer bareAck(
      PacketBuilder link, Endpoints ends, int ttl, int id, int seq, int ack, int window) {
    return ends.tcp(link, ttl, id, false).seq(seq).ack(ack).window(window);
  }

  /** A UDP packet of Mirai: 512 bytes of payload. */
  public static PacketBuilder miraiUdp(
      PacketBuilder link, Endpoints ends, int ttl, int id, byte[] payload) {
    return ends.udp(link, ttl, id, false).payload(Arrays.copyOf(payload, MIRAI_PAYLOAD_BYTES));
  }

  /**
   * A GRE packet of Mirai around UDP; the inner identification is the complement of the outer one
   * minus 1000 in the tool, and a parameter here.
   */
  public static PacketBuilder miraiGreIp(
      PacketBuilder link, Endpoints outer, int ttl, int id, Endpoints inner, int innerId) {
    PacketBuilder gre = outer.ip(link, ttl, id, true).gre();
    return inner.udp(gre, 64, innerId, true).payload(MIRAI_PAYLOAD_BYTES, 0xAA);
  }

  /** A server's answer to a SYN with all options, as a reflector sends it to the spoofed victim. */
  public static TcpLayer linuxSynAck(
      PacketBuilder link, Endpoints ends, int ttl, int seq, int ack, int timestamp, int echo) {
    TcpLayer tcp = ends.tcp(link, ttl, 0, true).syn().seq(seq).ack(ack).window(65535);
    return tcp.mss(1460).sackPermitted().timestamp(timestamp, echo).nop().windowScale(8);
  }

  /** The page that a censoring middlebox sends into a flow that does not exist. */
  public static PacketBuilder middleboxPage(
      PacketBuilder link, Endpoints ends, int ttl, int id, int seq, int ack) {
    String page = "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\n\r\n<html>blocked</html>";
    byte[] text = page.getBytes(StandardCharsets.US_ASCII);
    byte[] payload = Arrays.copyOf(text, 1460);
    Arrays.fill(payload, text.length, payload.length, (byte) ' ');
    TcpLayer tcp = ends.tcp(link, ttl, id, false).psh().seq(seq).ack(ack).window(65535);
    return tcp.payload(payload);
  }

  /** An answer to NTP monlist: mode 7, six items of 72 bytes. */
  public static PacketBuilder ntpMonlist(
      PacketBuilder link, Endpoints ends, int ttl, int id, int sequence) {
    byte[] payload = new byte[MONLIST_BYTES];
    ByteBuffer.wrap(payload)
        .put((byte) 0xD7)
        .put((byte) sequence)
        .put((byte) 3)
        .put((byte) 42)
        .putShort((short) 6)
        .putShort((short) 72);
    for (int i = 8; i < payload.length; i++) {
      payload[i] = (byte) ((i - 8) * 7 + 3);
    }
    return ends.udp(link, ttl, id, true).payload(payload);
  }

  /**
   * A time server's answer: mode 4, stratum 2.
   *
   * @param timestamps reference, origin, receive and transmit timestamps, 32 bytes
   */
  public static PacketBuilder ntpServer(
      PacketBuilder link, Endpoints ends, int ttl, int id, byte[] timestamps) {
    byte[] payload =
        ByteBuffer.allocate(48)
            .putInt(0x240206EC)
            .putInt(0x100)
            .putInt(0x200)
            .putInt(0x0A0B0C0D)
            .put(timestamps, 0, 32)
            .array();
    return ends.udp(link, ttl, id, true).payload(payload);
  }

  /** One of many datagrams of a memcached value. */
  public static PacketBuilder memcached(
      PacketBuilder link, Endpoints ends, int ttl, int id, int requestId, int sequence) {
    byte[] payload = new byte[1400];
    Arrays.fill(payload, (byte) 'a');
    ByteBuffer.wrap(payload)
        .putShort((short) requestId)
        .putShort((short) sequence)
        .putShort((short) 0x02F0)
        .putShort((short) 0)
        .put("VALUE k 0 1048576\r\n".getBytes(StandardCharsets.US_ASCII));
    return ends.udp(link, ttl, id, true).payload(payload);
  }

  /**
   * One half of a SYN cut after 8 bytes, so that the first fragment shows ports but no flags (RFC
   * 1858).
   *
   * @param second true for the rest of the header, at offset 8
   */
  public static PacketBuilder tinyFragment(
      PacketBuilder link, Endpoints ends, int ttl, int id, int seq, boolean second) {
    Ipv4Layer ip = link.ipv4(ends.source(), ends.target()).ttl(ttl).id(id);
    ip.slice(second ? 8 : 0, second ? 16 : 8);
    TcpLayer tcp = ip.tcp(ends.sourcePort(), ends.targetPort());
    return tcp.syn().seq(seq).window(1024).mss(1460);
  }
}
