package org.scrubber.captures.attack.tcp;

import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.attack.tool.Tool;
import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Frame;
import org.scrubber.wire.Tcp;

/** SYNs as flood tools, scanners and the stacks of clients send them. */
public final class Syns {
  private static final byte[] MSS_ONLY = {2, 4, 5, (byte) 0xb4};
  private static final byte[] LINUX = {
    2, 4, 5, (byte) 0xb4, 4, 2, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 3, 7
  };
  private static final byte[] MIRAI = {2, 4, 5, 0, 4, 2, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 3, 6};
  private static final byte[] WINDOWS = {2, 4, 5, (byte) 0xb4, 1, 3, 3, 8, 1, 1, 4, 2};
  private static final byte[] APPLE = {
    2, 4, 5, (byte) 0xb4, 1, 3, 3, 6, 1, 1, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 4, 2, 0, 0
  };
  private static final byte[] PADDED = {2, 4, 5, (byte) 0xb4, 1, 1, 4, 2};
  private static final int ZMAP_ID = 54_321;

  private Syns() {}

  /**
   * Floods like hping3: each of its hidden emitters counts source ports up from its own.
   *
   * @param emitters how many machines send, whatever sources they claim
   */
  public static Tool hping3(RandomStream random, int emitters) {
    int[] ports = new int[emitters];
    for (int k = 0; k < emitters; k++) {
      ports[k] = random.between(1_024, 3_023);
    }
    return (frame, shot) -> {
      int emitter = shot.random.below(emitters);
      int port = ports[emitter];
      ports[emitter] = port == 65_535 ? 1 : port + 1;
      int ttl = Hops.ttlOfEmitter(64, emitter);
      int ack = shot.random.nextInt() | 1; // The tool never leaves it 0.
      hping3(frame, shot, ttl, shot.id(), port, shot.random.nextInt(), ack);
    };
  }

  /** Writes one: window 512, no options, an acknowledgement number without the flag. */
  public static void hping3(Frame frame, Shot shot, int ttl, int id, int port, int seq, int ack) {
    shot.ip(frame, ttl, id, false).tcp(port, shot.targetPort, seq, ack, Tcp.SYN, 512);
  }

  /** Floods like Mirai: the options of Linux with window 0, from true sources. */
  public static void mirai(Frame frame, Shot shot) {
    long own = shot.perSource();
    int mss = 1_400 + (int) (own & 15);
    int seq = shot.random.nextInt();
    mirai(frame, shot, shot.ttl(64), shot.id(), shot.anyPort(), seq, mss, (int) (own >>> 32));
  }

  /** Writes one; mss and timestamp are the source's own. */
  public static void mirai(
      Frame frame, Shot shot, int ttl, int id, int port, int seq, int mss, int timestamp) {
    shot.ip(frame, ttl, id, true).tcp(port, shot.targetPort, seq, 0, Tcp.SYN, 0);
    frame.options(MIRAI).optionWord(0, 0x0204_0000 | mss).optionWord(8, timestamp);
  }

  /** Scans like ZMap. */
  public static void zmap(Frame frame, Shot shot) {
    zmap(frame, shot, shot.ttl(255), shot.clientPort(), shot.random.nextInt());
  }

  /** Writes one: identification 54321, mss only. */
  public static void zmap(Frame frame, Shot shot, int ttl, int port, int seq) {
    shot.ip(frame, ttl, ZMAP_ID, false).tcp(port, shot.targetPort, seq, 0, Tcp.SYN, 65_535);
    frame.options(MSS_ONLY);
  }

  /** Scans like masscan. */
  public static void masscan(Frame frame, Shot shot) {
    masscan(frame, shot, shot.ttl(255), shot.id(), shot.clientPort(), shot.random.nextInt());
  }

  /** Writes one: window 1025, mss only. */
  public static void masscan(Frame frame, Shot shot, int ttl, int id, int port, int seq) {
    shot.ip(frame, ttl, id, false).tcp(port, shot.targetPort, seq, 0, Tcp.SYN, 1_025);
    frame.options(MSS_ONLY);
  }

  /**
   * Floods with SYNs that are padded with data to about 1,000 bytes.
   *
   * @param emitters how many machines send, whatever sources they claim
   */
  public static Tool padded(int emitters) {
    return (frame, shot) -> {
      int ttl = Hops.ttlOfEmitter(128, shot.random.below(emitters));
      int seq = shot.random.nextInt();
      shot.ip(frame, ttl, shot.id(), true);
      frame.tcp(shot.anyPort(), shot.targetPort, seq, 0, Tcp.SYN, 65_535);
      frame.options(PADDED).random(shot.random, shot.random.between(850, 1_000));
    };
  }

  /** Writes the SYN of a Linux client with random numbers. */
  public static void linux(Frame frame, Shot shot) {
    RandomStream random = shot.random;
    int timestamp = (int) (shot.nowNs / 1_000_000) + (int) shot.perSource();
    linux(frame, shot, shot.ttl(64), shot.id(), shot.clientPort(), random.nextInt(), timestamp);
  }

  /** Writes the SYN of a Linux client. */
  public static void linux(
      Frame frame, Shot shot, int ttl, int id, int port, int seq, int timestamp) {
    shot.ip(frame, ttl, id, true).tcp(port, shot.targetPort, seq, 0, Tcp.SYN, 64_240);
    frame.options(LINUX).optionWord(8, timestamp);
  }

  /** Adds the options of a Linux SYN to a segment. */
  static void linuxOptions(Frame frame, int timestamp) {
    frame.options(LINUX).optionWord(8, timestamp);
  }

  /** Writes the SYN of a Windows client with random numbers. */
  public static void windows(Frame frame, Shot shot) {
    windows(frame, shot, shot.ttl(128), shot.id(), shot.clientPort(), shot.random.nextInt());
  }

  /** Writes the SYN of a Windows client. */
  public static void windows(Frame frame, Shot shot, int ttl, int id, int port, int seq) {
    shot.ip(frame, ttl, id, true).tcp(port, shot.targetPort, seq, 0, Tcp.SYN, 64_240);
    frame.options(WINDOWS);
  }

  /** Writes the SYN of an Apple client with random numbers. */
  public static void apple(Frame frame, Shot shot) {
    int timestamp = (int) (shot.nowNs / 1_000_000) + (int) shot.perSource();
    apple(frame, shot, shot.ttl(64), shot.clientPort(), shot.random.nextInt(), timestamp);
  }

  /** Writes the SYN of an Apple client. */
  public static void apple(Frame frame, Shot shot, int ttl, int port, int seq, int timestamp) {
    shot.ip(frame, ttl, 0, true).tcp(port, shot.targetPort, seq, 0, Tcp.SYN, 65_535);
    frame.options(APPLE).optionWord(12, timestamp);
  }

  /** Writes the SYN of a small device: mss only, no "don't fragment". */
  public static void bare(Frame frame, Shot shot) {
    int window = shot.random.between(2_048, 8_192);
    int ttl = shot.ttl((shot.perSource() & 1) == 0 ? 64 : 255);
    shot.ip(frame, ttl, shot.id(), false);
    frame.tcp(shot.clientPort(), shot.targetPort, shot.random.nextInt(), 0, Tcp.SYN, window);
    frame.options(MSS_ONLY);
  }

  /** Writes the SYN of one of the four kinds of clients, as often as there are of each. */
  public static void mimic(Frame frame, Shot shot) {
    int percent = shot.random.below(100);
    if (percent < 30) {
      linux(frame, shot);
    } else if (percent < 68) {
      windows(frame, shot);
    } else if (percent < 98) {
      apple(frame, shot);
    } else {
      bare(frame, shot);
    }
  }
}
