package org.scrubber.captures.large;

import java.io.IOException;
import java.nio.file.Path;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.random.SplitMix64;

/**
 * Writes a classic pcap of short packets: two-way TCP and UDP flows, and three tenths of spoofed
 * attack. The same seed gives the same bytes. Meant for comparisons of speed, where a few megabytes
 * of packets would teach the branch predictor the capture by heart.
 *
 * <p>Frames have 64 to 200 bytes. IPv4 and TCP checksums are right, UDP has none. SYNs are 40 bytes
 * of IPv4 and padding.
 */
public final class LargeCapture {
  /** Packets unless told otherwise. */
  public static final long DEFAULT_PACKETS = 5_000_000;

  /** Two-way flows of the benign part. */
  public static final int FLOWS = 200_000;

  private static final int ATTACK_PERCENT = 30;
  private static final int SHORTEST_FRAME_BYTES = 64;
  private static final int LONGEST_FRAME_BYTES = 200;
  private static final long START_NS = 1_620_126_000_000_000_000L;
  private static final int NS_PER_PACKET = 2_000;
  private static final int TARGET_NETWORK = 0xC6120000;
  private static final int ATTACK_TTL = 40;
  private static final int SYN = 0x02;
  private static final int SYN_ACK = 0x12;
  private static final int ACK = 0x10;

  private LargeCapture() {}

  /**
   * Writes a capture.
   *
   * @param arguments the path, and optionally how many packets, and the seed
   * @throws IOException when the file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 1) {
      throw new IllegalArgumentException("usage: LargeCapture PATH [PACKETS [SEED]]");
    }
    long packets = arguments.length > 1 ? Long.parseLong(arguments[1]) : DEFAULT_PACKETS;
    long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
    write(Path.of(arguments[0]), packets, seed);
  }

  /**
   * Writes {@code packets} packets; a file that exists is replaced.
   *
   * @throws IOException when the file cannot be written
   */
  public static void write(Path path, long packets, long seed) throws IOException {
    RandomStream random = RandomStream.named("large", "mix", "all", seed);
    int[] packetsOfFlow = new int[FLOWS];
    try (FrameFile file = new FrameFile(path)) {
      long timestampNs = START_NS;
      for (long i = 0; i < packets; i++) {
        timestampNs += random.below(2 * NS_PER_PACKET);
        long draw = random.next();
        int lengthBytes = lengthBytes((int) (draw >>> 48));
        if ((draw & 0x7FFF_FFFFL) % 100 < ATTACK_PERCENT) {
          attack(file, random.next(), timestampNs, lengthBytes);
        } else {
          int flow = random.below(FLOWS);
          benign(file, flow, packetsOfFlow[flow]++, seed, timestampNs, lengthBytes);
        }
      }
    }
  }

  private static int lengthBytes(int bits) {
    // Half of all packets are as short as acknowledgements.
    int spread = LONGEST_FRAME_BYTES - SHORTEST_FRAME_BYTES + 1;
    return (bits & 1) == 0 ? SHORTEST_FRAME_BYTES : SHORTEST_FRAME_BYTES + bits % spread;
  }

  private static void benign(
      FrameFile file, int flow, int index, long seed, long timestampNs, int lengthBytes) {
    long hash = SplitMix64.mix(flow + seed);
    int outside = 0x0B000000 | (int) (hash & 0x1FFFFF);
    int inside = TARGET_NETWORK | (int) (hash >>> 21 & 0x3FFF);
    int outsidePort = 1024 + (int) (hash >>> 35 & 0x7FFF);
    boolean tcp = (hash >>> 62 & 1) == 0;
    boolean fromOutside = (index & 1) == 0;
    int source = fromOutside ? outside : inside;
    int target = fromOutside ? inside : outside;
    int ports = fromOutside ? outsidePort << 16 | 443 : 443 << 16 | outsidePort;
    file.begin(timestampNs, lengthBytes);
    int ttl = 64 - (int) (hash >>> 50 & 15);
    int ipBytes = lengthBytes - FrameFile.ETHERNET_BYTES;
    if (tcp) {
      int flags = index == 0 ? SYN : index == 1 ? SYN_ACK : ACK;
      int tcpBytes = flags == ACK ? ipBytes : FrameFile.BARE_TCP_BYTES;
      file.ipv4(source, target, 6, index, ttl, tcpBytes);
      file.tcp(ports, (int) hash + index * 100, (int) (hash >>> 32) + index, flags);
    } else {
      file.ipv4(source, target, 17, index, ttl, ipBytes);
      file.udp(ports, ipBytes);
    }
    file.finish(lengthBytes, hash + index);
  }

  private static void attack(FrameFile file, long draw, long timestampNs, int lengthBytes) {
    int source = (int) (draw >>> 32);
    int target = TARGET_NETWORK | (int) (draw & 7);
    int ports = (int) (draw >>> 8) & 0xFFFF0000 | 443;
    boolean syn = (draw >>> 3 & 1) == 0;
    int bytes = syn ? SHORTEST_FRAME_BYTES : lengthBytes;
    file.begin(timestampNs, bytes);
    int ipBytes = syn ? FrameFile.BARE_TCP_BYTES : bytes - FrameFile.ETHERNET_BYTES;
    file.ipv4(source, target, syn ? 6 : 17, (int) (draw >>> 5), ATTACK_TTL, ipBytes);
    if (syn) {
      file.tcp(ports, (int) (draw >>> 7), 0, SYN);
    } else {
      file.udp(ports, ipBytes);
    }
    file.finish(bytes, draw);
  }
}
