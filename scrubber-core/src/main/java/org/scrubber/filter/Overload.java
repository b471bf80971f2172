package org.scrubber.filter;

import java.util.Arrays;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.classify.Knowledge;
import org.scrubber.detect.Evidence;
import org.scrubber.parse.ParseFlags;
import org.scrubber.table.Hash;
import org.scrubber.wire.Protocols;

/**
 * Sheds what a machine cannot carry, so that the kernel need not do so blindly: attack traffic
 * first, then strangers, then what is known, of objects that take more than their share.
 *
 * <p>{@link PacketBatch#pressure} says how much: each {@link #LEVEL} of it is one class of packets,
 * shed little by little, and the next class only when all of it is gone. Who is shed follows from
 * hashes, so that the same sources and flows keep their loss for some seconds and the others none.
 * Where the other filters leave next to nothing, that is what they are there for, and to shed it
 * would make no room: it stays. What routers say to each other, and what an object within its share
 * is sent by those it knows, is never shed. In a replay there is no pressure, and nothing is done.
 * One thread.
 */
public final class Overload implements Filter {
  /** Would have been lost if its object were not in monitor mode. */
  public static final Reason MONITORED =
      new Reason(
          120, "overload-monitored", "would have been stopped, and was as there was no room");

  /** Passed, but under a mitigation, with nothing to speak for it. */
  public static final Reason ATTACK =
      new Reason(121, "overload-attack", "nothing speaks for it under a mitigation; no room");

  /** Of a source and flow that are not known, to an object that takes more than its share. */
  public static final Reason STRANGER =
      new Reason(122, "overload-stranger", "unknown source and flow; no room");

  /** Known, to an object that takes more than its share. */
  public static final Reason SHARE =
      new Reason(123, "overload-share", "object above its fair share; no room");

  /** Pressure that sheds one class altogether. */
  public static final int LEVEL = 256;

  /** Most pressure: of what is known, a quarter stays. */
  public static final int MOST = 5 * LEVEL - LEVEL / 4;

  private static final int MONITORED_CLASS = 0;
  private static final int ATTACK_CLASS = 1;
  private static final int GREEDY_STRANGER_CLASS = 2;
  private static final int STRANGER_CLASS = 3;
  private static final int SHARE_CLASS = 4;
  private static final int NEVER = 5;

  private static final long WINDOW_NS = 100_000_000L;

  /** Less than one in so many that were offered is not worth shedding. */
  private static final int WORTH = 8;

  /** Others have their turn to be lost after so long: 8.6 s. */
  private static final int TURN_SHIFT = 33;

  private static final int KNOWN =
      Knowledge.KNOWN
          | Knowledge.SOLICITED
          | Knowledge.ANSWERED
          | Knowledge.ESTABLISHED
          | Knowledge.PROVEN_SOURCE
          | Knowledge.PEER
          | Knowledge.NEIGHBOUR
          | Knowledge.REGULAR;

  private static final int BGP = 179;
  private static final int BFD = 3_784;
  private static final int BFD_ECHO = 3_785;
  private static final int BFD_MULTIHOP = 4_784;
  private static final int LDP = 646;
  private static final int IGMP = 2;
  private static final int RSVP = 46;
  private static final int OSPF = 89;
  private static final int PIM = 103;
  private static final int VRRP = 112;

  private final long seed;
  private final int[] inWindow;
  private final boolean[] greedy;
  private long windowEndNs;

  /** Packets of the window, and those that the other filters have left. */
  private int offered;

  private int left;

  /** Whether enough of the last window was left that shedding it makes room. */
  private boolean helps = true;

  /** Creates the filter for so many objects. */
  public Overload(int objectCount, long seed) {
    this.seed = seed;
    inWindow = new int[objectCount];
    greedy = new boolean[objectCount];
  }

  /** Tells whether a reason says that there was no room, and nothing of the packet. */
  public static boolean isReason(int id) {
    return id >= MONITORED.id() && id <= SHARE.id();
  }

  @Override
  public void apply(PacketBatch batch) {
    if (batch.pressure <= 0) {
      return;
    }
    weigh(batch);
    shedMonitored(batch);
    if (!helps) {
      return;
    }
    int[] survivors = batch.survivors;
    int kept = 0;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      int kind = kindOf(batch, i);
      if (isShed(batch, i, kind)) {
        batch.monitored[i] = false;
        Judgement.drop(batch, i, reason(kind));
      } else {
        survivors[kept++] = i;
      }
    }
    batch.survivorCount = kept;
  }

  /**
   * Counts what each object is sent, and what is left of it; who got more than the mean in a window
   * is greedy.
   */
  private void weigh(PacketBatch batch) {
    int[] survivors = batch.survivors;
    int count = batch.survivorCount;
    int next = 0;
    for (int i = 0, size = batch.size; i < size; i++) {
      if (batch.clockNs[i] >= windowEndNs) {
        closeWindow(batch.clockNs[i]);
      }
      offered++;
      if (next < count && survivors[next] == i) {
        next++;
        left++;
      }
      if (batch.object[i] >= 0) {
        inWindow[batch.object[i]]++;
      }
    }
  }

  private void closeWindow(long nowNs) {
    long sum = 0;
    int active = 0;
    for (int count : inWindow) {
      sum += count;
      active += count > 0 ? 1 : 0;
    }
    for (int object = 0; object < inWindow.length; object++) {
      greedy[object] = inWindow[object] > 0 && (long) inWindow[object] * active >= sum;
    }
    helps = (long) left * WORTH >= offered;
    offered = 0;
    left = 0;
    Arrays.fill(inWindow, 0);
    windowEndNs = nowNs + WINDOW_NS;
  }

  private void shedMonitored(PacketBatch batch) {
    for (int i = 0, size = batch.size; i < size; i++) {
      if (batch.monitored[i]
          && batch.verdict[i] != Verdict.PASS_CODE
          && isShed(batch, i, MONITORED_CLASS)) {
        batch.monitored[i] = false;
        Judgement.drop(batch, i, MONITORED);
      }
    }
  }

  private int kindOf(PacketBatch batch, int i) {
    int knowledge = batch.knowledge[i];
    boolean treated = batch.mitigation[i] >= 0;
    if (treated && !Evidence.speaksFor(batch.vector[i], knowledge)) {
      return ATTACK_CLASS;
    }
    if (isControl(batch, i)) {
      return NEVER;
    }
    boolean takesMore = greedy[batch.object[i]];
    if ((knowledge & KNOWN) == 0) {
      return takesMore ? GREEDY_STRANGER_CLASS : STRANGER_CLASS;
    }
    return takesMore ? SHARE_CLASS : NEVER;
  }

  /** Tells whether it is what routers say to each other, or an error that a path depends on. */
  private static boolean isControl(PacketBatch batch, int i) {
    if ((batch.parseFlags[i] & ParseFlags.ICMP_ERROR) != 0) {
      return true;
    }
    int from = batch.ports[i] >>> 16;
    int to = batch.ports[i] & 0xffff;
    return switch (batch.protocol[i]) {
      case Protocols.TCP -> from == BGP || to == BGP || from == LDP || to == LDP;
      case Protocols.UDP -> to == BFD || to == BFD_ECHO || to == BFD_MULTIHOP || to == LDP;
      case IGMP, RSVP, OSPF, PIM, VRRP -> true;
      default -> false;
    };
  }

  private boolean isShed(PacketBatch batch, int i, int kind) {
    int share = batch.pressure - kind * LEVEL;
    if (kind == NEVER || share <= 0) {
      return false;
    }
    long turn = batch.clockNs[i] >>> TURN_SHIFT;
    long who = kind == SHARE_CLASS ? batch.flowHash[i] : batch.sourceHash[i];
    return (Hash.mix(who, turn, seed) >>> 8 & LEVEL - 1) < share;
  }

  private static Reason reason(int kind) {
    return switch (kind) {
      case ATTACK_CLASS -> ATTACK;
      case SHARE_CLASS -> SHARE;
      default -> STRANGER;
    };
  }
}
