package org.scrubber.captures.attack.tcp;

import java.util.Arrays;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.attack.tool.Tool;
import org.scrubber.captures.random.SplitMix64;
import org.scrubber.captures.world.Frame;
import org.scrubber.wire.Tcp;

/**
 * Answers of servers to SYNs that somebody else has sent in the target's name. Seven of ten targets
 * answer with an RST, which ends it; towards the others, which are behind firewalls or nobody's,
 * the servers repeat theirs after 1, 3, 7, 15 and 31 s.
 */
public final class SynAcks implements Tool {
  private static final byte[] FULL = {
    2, 4, 5, (byte) 0xb4, 4, 2, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 3, 8
  };
  private static final byte[] MSS_ONLY = {2, 4, 5, (byte) 0xb4};
  private static final long[] AFTER_NS = {
    1_000_000_000L, 2_000_000_000L, 4_000_000_000L, 8_000_000_000L, 16_000_000_000L
  };
  private static final int SILENT_PERCENT = 30;

  private final Waiting[] waiting = new Waiting[AFTER_NS.length];

  /** Creates the tool. */
  public SynAcks() {
    for (int k = 0; k < waiting.length; k++) {
      waiting[k] = new Waiting();
    }
  }

  @Override
  public void write(Frame frame, Shot shot) {
    for (int k = waiting.length - 1; k >= 0; k--) {
      Waiting stage = waiting[k];
      if (stage.isDue(shot.nowNs)) {
        shot.sourceLow = stage.pair() >>> 32;
        shot.targetLow = stage.pair() & 0xffff_ffffL;
        int ports = stage.ports();
        stage.drop();
        repeatLater(shot, k + 1, ports);
        write(frame, shot, ports);
        return;
      }
    }
    int ports = servicePort(shot) << 16 | shot.targetPort;
    if (shot.random.chance(SILENT_PERCENT)) {
      repeatLater(shot, 0, ports);
    }
    write(frame, shot, ports);
  }

  private static int servicePort(Shot shot) {
    int percent = shot.random.below(100);
    return percent < 70 ? 443 : percent < 90 ? 80 : percent < 95 ? 179 : 22;
  }

  private void repeatLater(Shot shot, int stage, int ports) {
    if (stage < waiting.length) {
      long pair = shot.sourceLow << 32 | shot.targetLow;
      waiting[stage].add(shot.nowNs + AFTER_NS[stage], pair, ports);
    }
  }

  /** Every repetition has the numbers of the first. */
  private static void write(Frame frame, Shot shot, int ports) {
    long numbers = SplitMix64.mix(shot.perSource() ^ shot.targetLow << 32 ^ ports);
    int seq = (int) numbers;
    int ack = (int) (numbers >>> 32);
    if ((shot.perSource() & 3) != 0) {
      int timestamp = (int) (shot.nowNs / 1_000_000) + seq;
      linux(frame, shot, shot.ttl(64), ports, seq, ack, timestamp);
    } else {
      shot.ip(frame, shot.ttl(128), shot.id(), true);
      tcp(frame, ports, seq, ack, 8_192).options(MSS_ONLY);
    }
  }

  /**
   * Writes the answer of a Linux server.
   *
   * @param ports source port in the upper half, target port in the lower
   */
  public static void linux(
      Frame frame, Shot shot, int ttl, int ports, int seq, int ack, int timestamp) {
    shot.ip(frame, ttl, 0, true);
    tcp(frame, ports, seq, ack, 65_535).options(FULL).optionWord(8, timestamp);
  }

  private static Frame tcp(Frame frame, int ports, int seq, int ack, int window) {
    return frame.tcp(ports >>> 16, ports & 0xffff, seq, ack, Tcp.SYN | Tcp.ACK, window);
  }

  /** Answers that will be repeated after the same time, in order: a queue that grows. */
  private static final class Waiting {
    private long[] dueNs = new long[1 << 10];
    private long[] pairs = new long[1 << 10];
    private int[] ports = new int[1 << 10];
    private int head;
    private int size;

    boolean isDue(long nowNs) {
      return size > 0 && dueNs[head] <= nowNs;
    }

    long pair() {
      return pairs[head];
    }

    int ports() {
      return ports[head];
    }

    void drop() {
      head = head + 1 & dueNs.length - 1;
      size--;
    }

    void add(long when, long pair, int port) {
      if (size == dueNs.length) {
        grow();
      }
      int at = head + size++ & dueNs.length - 1;
      dueNs[at] = when;
      pairs[at] = pair;
      ports[at] = port;
    }

    private void grow() {
      dueNs = unrolled(dueNs);
      pairs = unrolled(pairs);
      int[] grown = Arrays.copyOfRange(ports, head, head + 2 * size);
      System.arraycopy(ports, 0, grown, size - head, head);
      ports = grown;
      head = 0;
    }

    private long[] unrolled(long[] ring) {
      long[] grown = Arrays.copyOfRange(ring, head, head + 2 * size);
      System.arraycopy(ring, 0, grown, size - head, head);
      return grown;
    }
  }
}
