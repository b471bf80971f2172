package org.scrubber.detect.oneway;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Objects;
import org.scrubber.classify.Vectors;
import org.scrubber.parse.ParseFlags;
import org.scrubber.state.Carrier;
import org.scrubber.state.Inventory;
import org.scrubber.state.Lasting;
import org.scrubber.table.RateTable;

/**
 * What an object seen from one side normally receives of packets that nothing speaks for: replies
 * whose questions took another way, and connections met in mid-stream. While a flood is treated, as
 * much of it passes, and no more.
 *
 * <p>The normal rate is an average over about a minute, kept per object and vector, small packets
 * (that amplify nothing), larger ones and fragments apart from each other. It stands still from the
 * second that raises a mitigation until after it, and moves slowly, so an attack cannot raise it;
 * one too weak to be treated raises it to the threshold at most. One thread.
 */
public final class Amnesty implements Lasting {
  private static final long SECOND_NS = 1_000_000_000L;

  /** Weight of a second in the average. */
  private static final float WEIGHT = 1 / 64f;

  /** One second counts for so many times the average, and so much more, at most. */
  private static final float STEP = 4;

  private static final float START_PPS = 16;

  /** Seconds after which an average has no memory left. */
  private static final int LONG_AGO_SECONDS = 1_024;

  /** A reply no longer than this amplifies little: the most that DNS had before EDNS. */
  private static final int SMALL_BYTES = 512;

  /** What is normal varies. */
  private static final float MARGIN = 1.5f;

  /** Sources that were here before the attack have places of their own, and more of them. */
  private static final float ACQUAINTED_MARGIN = 4;

  /** Fragments, whole datagrams, and small ones. */
  private static final int SIZES = 3;

  private static final int KINDS = SIZES * Vectors.COUNT;

  private final Objects objects;
  private final float[] normalPps;
  private final int[] counted;
  private final int[] second;
  private final RateTable passes = new RateTable(1 << 12);

  /** Creates it for a policy's objects; one that is any target has no normal rate. */
  public Amnesty(Objects objects) {
    this.objects = objects;
    int objectCount = objects.objectCount();
    normalPps = new float[objectCount * KINDS];
    counted = new int[objectCount * KINDS];
    second = new int[objectCount * KINDS];
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return 12L * normalPps.length + passes.sizeBytes();
  }

  /** Lists what lasts. */
  public void list(Inventory inventory) {
    inventory.addByObject("amnesty", this);
    inventory.add("amnesty.passes", passes.lasting());
  }

  @Override
  public int places() {
    return objects.objectCount();
  }

  @Override
  public void carry(Carrier carrier, int place) {
    carrier.reals(normalPps, place * KINDS, KINDS);
    carrier.wholes(counted, place * KINDS, KINDS);
    carrier.wholes(second, place * KINDS, KINDS);
  }

  /** Counts a packet that nothing speaks for and that falls under no mitigation. */
  public void count(PacketBatch batch, int i) {
    if ((batch.knowledge[i] & Knowledge.BOTH_DIRECTIONS_SEEN) != 0) {
      return;
    }
    int kind = kind(batch, i);
    int now = (int) (batch.clockNs[i] / SECOND_NS);
    int passed = now - second[kind];
    if (passed > 0) {
      float average = normalPps[kind];
      average += (Math.min(counted[kind], average * STEP + START_PPS) - average) * WEIGHT;
      for (int empty = Math.min(passed - 1, LONG_AGO_SECONDS); empty > 0; empty--) {
        average -= average * WEIGHT;
      }
      normalPps[kind] = average;
      counted[kind] = 0;
      second[kind] = now;
    }
    counted[kind]++;
  }

  /** Tells whether a packet under a mitigation is within what is normal, and counts it if so. */
  public boolean admits(PacketBatch batch, int i) {
    if (objects.anyTarget || (batch.knowledge[i] & Knowledge.BOTH_DIRECTIONS_SEEN) != 0) {
      return false;
    }
    int kind = kind(batch, i);
    counted[kind] = 0; // This second is the attack's.
    second[kind] = (int) (batch.clockNs[i] / SECOND_NS);
    boolean acquainted = (batch.knowledge[i] & Knowledge.ACQUAINTED) != 0;
    float pps = normalPps[kind] * (acquainted ? ACQUAINTED_MARGIN : MARGIN);
    if (pps < 1) {
      return false;
    }
    long intervalNs = (long) (SECOND_NS / pps);
    long key = objects.key(batch.object[i]) + kind % KINDS;
    key = acquainted ? ~key : key;
    return passes.admit(key, intervalNs, SECOND_NS, batch.clockNs[i]);
  }

  /** Tells whether a packet is a whole datagram too small to amplify anything. */
  public static boolean isSmall(PacketBatch batch, int i) {
    boolean whole = (batch.parseFlags[i] & ParseFlags.FRAGMENT) == 0;
    return whole && batch.payloadLength[i] <= SMALL_BYTES;
  }

  private static int kind(PacketBatch batch, int i) {
    boolean whole = (batch.parseFlags[i] & ParseFlags.FRAGMENT) == 0;
    int size = isSmall(batch, i) ? 2 : whole ? 1 : 0;
    return batch.object[i] * KINDS + batch.vector[i] * SIZES + size;
  }
}
