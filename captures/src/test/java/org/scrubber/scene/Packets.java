package org.scrubber.scene;

import static org.scrubber.captures.packet.PacketBuilder.ethernet;

import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.random.SplitMix64;

/** Names and packets that many scenes need; everything is a function of a number. */
public final class Packets {
  /** The host under attack. */
  public static final String HOST = "198.18.0.10";

  /** Its neighbour, protected too in scenes that protect the /24. */
  public static final String NEIGHBOUR = "198.18.0.11";

  /** A visitor. */
  public static final String VISITOR = "11.22.33.44";

  private Packets() {}

  /** Returns a routable IPv4 address that looks drawn at random, the same for the same number. */
  public static String source(int n) {
    long hash = SplitMix64.mix(n + 0x5eedL);
    int first = 11 + (int) (hash >>> 40 & 0x3f); // 11..74: no bogon among them.
    return first + "." + (hash >>> 8 & 255) + "." + (hash >>> 16 & 255) + "." + (hash >>> 24 & 255);
  }

  /** Returns bytes that look random, the same for the same number. */
  public static byte[] noise(int n, int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    for (int i = 0; i < lengthBytes; i++) {
      bytes[i] = (byte) SplitMix64.mix(n * 65_537L + i);
    }
    return bytes;
  }

  /** Returns a high port that looks random. */
  public static int port(int n) {
    return 20_000 + (int) (SplitMix64.mix(n) >>> 33) % 40_000;
  }

  /** A UDP packet. */
  public static PacketBuilder udp(
      String from, int fromPort, String to, int toPort, byte[] payload) {
    return ethernet().ipv4(from, to).udp(fromPort, toPort).payload(payload);
  }

  /** A SYN of a Linux system. */
  public static PacketBuilder syn(String from, int fromPort, String to, int toPort, int sequence) {
    Endpoints ends = Endpoints.of(from, fromPort, to, toPort);
    return org.scrubber.captures.packet.Fingerprints.linuxSyn(
        ethernet(), ends, 54, sequence & 0xffff, sequence, sequence);
  }

  /** A SYN-ACK. */
  public static PacketBuilder synAck(
      String from, int fromPort, String to, int toPort, int sequence, int ack) {
    return ethernet().ipv4(from, to).tcp(fromPort, toPort).syn().seq(sequence).ack(ack).mss(1460);
  }

  /** A segment with ACK, and as much payload as asked for. */
  public static PacketBuilder ack(
      String from, int fromPort, String to, int toPort, int sequence, int ack, int payloadBytes) {
    return ethernet()
        .ipv4(from, to)
        .tcp(fromPort, toPort)
        .seq(sequence)
        .ack(ack)
        .payload(noise(sequence, payloadBytes));
  }

  /** A RST without ACK. */
  public static PacketBuilder rst(String from, int fromPort, String to, int toPort, int sequence) {
    return ethernet().ipv4(from, to).tcp(fromPort, toPort).rst().seq(sequence);
  }

  /** A DNS answer of that many bytes. */
  public static byte[] dnsAnswer(int id, int lengthBytes) {
    byte[] message = noise(id, lengthBytes);
    byte[] header = {
      (byte) (id >>> 8), (byte) id, (byte) 0x81, (byte) 0x80, 0, 1, 0, 30, 0, 0, 0, 0
    };
    System.arraycopy(header, 0, message, 0, header.length);
    return message;
  }

  /** A DNS question. */
  public static byte[] dnsQuestion(int id) {
    byte[] message = noise(id, 40);
    byte[] header = {(byte) (id >>> 8), (byte) id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1};
    System.arraycopy(header, 0, message, 0, header.length);
    return message;
  }

  /** Returns what an ICMP error quotes of a frame: its IP packet, cut after that many bytes. */
  public static byte[] quote(PacketBuilder packet, int lengthBytes) {
    byte[] frame = packet.build();
    return java.util.Arrays.copyOfRange(frame, 14, Math.min(frame.length, 14 + lengthBytes));
  }
}
