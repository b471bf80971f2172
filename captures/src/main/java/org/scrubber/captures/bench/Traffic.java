package org.scrubber.captures.bench;

import java.lang.foreign.Arena;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.random.SplitMix64;
import org.scrubber.io.PacketLine;

/**
 * Packets in memory, at the pace of 10 Gbit/s of the shortest frames, and given out in batches.
 *
 * <p>{@link #write} makes the next packets, none like another, and {@link #fill} puts them into
 * batches, as a line does. The same kind, flows and lane give the same packets. One thread.
 */
public final class Traffic implements AutoCloseable {
  /** Time between two packets, tenths of a nanosecond: 14.88 million a second. */
  static final long SPACING_TENTH_NS = 672;

  private static final long START_NS = 1_700_000_000_000_000_000L;

  /** Flows are opened within half of the time that a one-way flow is remembered. */
  private static final long OPENING_TENTH_NS = 150_000_000_000L;

  private static final int OPENED_TOGETHER = 64;

  private final Arena arena = Arena.ofShared();
  private final Kind kind;
  private final Flows flows;
  private final Floods floods;
  private final SplitMix64 random;
  private final long attacksOf64k;
  private final long base;
  private final int strideBytes;
  private final int[] lengths;
  private final byte[] interfaces;
  private final boolean[] attack;
  private long tenthNs;
  private long spacing = SPACING_TENTH_NS;
  private long opened;

  /**
   * Creates traffic that has not begun.
   *
   * @param places how many packets are in memory at a time
   * @param lane a number that sets it apart from other traffic of the same kind
   */
  public Traffic(Kind kind, int flowCount, FrameLayout layout, int places, int lane) {
    this(kind, flowCount, Setting.SOURCES, layout, places, lane);
  }

  /**
   * Creates traffic whose attacks come from so many sources.
   *
   * @param places how many packets are in memory at a time
   * @param lane a number that sets it apart from other traffic of the same kind
   */
  public Traffic(Kind kind, int flowCount, int sources, FrameLayout layout, int places, int lane) {
    this.kind = kind;
    long seed = SplitMix64.mix(0x5c2bL + lane) & 0xff_ffff_ffffL;
    flows = new Flows(flowCount, kind.isHalfIpv6(), seed);
    floods = new Floods(kind.isHalfIpv6(), sources);
    random = new SplitMix64(seed);
    attacksOf64k = Math.round(kind.attackShare() * (1 << 16));
    strideBytes = layout.strideBytes(kind);
    base = arena.allocate((long) places * strideBytes, 4_096).address();
    lengths = new int[places];
    interfaces = new byte[places];
    attack = new boolean[places];
  }

  /** Returns how many packets are in memory at a time. */
  public int places() {
    return lengths.length;
  }

  /** Tells whether all flows have been opened; until then {@link #write} does nothing else. */
  public boolean isEstablished() {
    return opened >= (long) flows.count() * Flows.OPENING;
  }

  /**
   * Makes the next packets: at first those that open the flows, in a slower pace.
   *
   * @return how many there are, from place 0 on: all places, unless no more flows are to be opened
   */
  public int write() {
    if (isEstablished()) {
      spacing = SPACING_TENTH_NS;
      for (int place = 0; place < lengths.length; place++) {
        one(place);
      }
      return lengths.length;
    }
    long packets = (long) flows.count() * Flows.OPENING;
    spacing = OPENING_TENTH_NS / packets;
    int count = (int) Math.min(lengths.length, packets - opened);
    for (int place = 0; place < count; place++) {
      open(place);
    }
    return count;
  }

  /** Flows in groups, so that a handshake takes its time. */
  private void open(int place) {
    long number = opened++;
    long group = Math.min(OPENED_TOGETHER, Integer.lowestOneBit(flows.count()));
    int step = (int) (number / group % Flows.OPENING);
    int flow = (int) (number / (group * Flows.OPENING) * group + number % group);
    interfaces[place] = side(Flows.isAnswer(step));
    attack[place] = false;
    lengths[place] = flows.open(at(place), flow, step);
  }

  private void one(int place) {
    long draw = random.next();
    attack[place] = (draw & 0xffff) < attacksOf64k;
    if (attack[place]) {
      interfaces[place] = PacketLine.OUTSIDE;
      lengths[place] = floods.write(kind, at(place), random.next());
      return;
    }
    boolean answer = (draw >>> 16 & 15) < 6;
    int flow = (int) ((draw >>> 24) % flows.count());
    interfaces[place] = side(answer);
    lengths[place] = flows.next(at(place), flow, answer);
  }

  /**
   * Replaces the content of a batch by packets that lie in memory, as a line does.
   *
   * @param from the first one's place
   * @param size how many, within capacity and places
   */
  public void fill(PacketBatch batch, int from, int size) {
    long time = tenthNs;
    for (int i = 0; i < size; i++) {
      int place = from + i;
      batch.frameAddress[i] = base + (long) place * strideBytes;
      batch.capturedLength[i] = lengths[place];
      batch.wireLength[i] = lengths[place] + 4;
      batch.timestampNs[i] = START_NS + time / 10;
      batch.interfaceId[i] = interfaces[place];
      batch.linkType[i] = 1;
      time += spacing;
    }
    batch.size = size;
    tenthNs = time;
  }

  /** Tells whether the packet at a place belongs to an attack. */
  public boolean isAttack(int place) {
    return attack[place];
  }

  /** Frees the memory. */
  @Override
  public void close() {
    arena.close();
  }

  private long at(int place) {
    return base + (long) place * strideBytes;
  }

  private static byte side(boolean answer) {
    return (byte) (answer ? PacketLine.INSIDE : PacketLine.OUTSIDE);
  }
}
