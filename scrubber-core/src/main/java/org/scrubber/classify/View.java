package org.scrubber.classify;

import org.scrubber.batch.PacketBatch;
import org.scrubber.state.Carrier;
import org.scrubber.state.Lasting;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Finds out by itself what is to be seen of each protected object: both directions, only what goes
 * in, or flows that began before we looked. Counted over packet time; one thread.
 */
public final class View implements Lasting {
  /** Packets that must be seen before anything is said. */
  private static final long ENOUGH = 16;

  /** An object that has sent nothing for this long is seen from one side only. */
  private static final long OUTBOUND_FRESH_NS = 60_000_000_000L;

  /** Nor one that is silent so long, and so often, on flows that it has spoken on. */
  private static final long SILENCE_NS = 10_000_000_000L;

  private static final int SILENT_PACKETS = 32;

  private static final long NEVER = Long.MIN_VALUE / 2;

  private static final int TWO_WAY = Knowledge.SOLICITED | Knowledge.ANSWERED;

  private final long[] inbound;
  private final long[] outbound;
  private final long[] lastOutboundNs;
  private final long[] silentSinceNs;
  private final int[] silentPackets;
  private final long[] handshakes;
  private final long[] connections;

  private final boolean anyTarget;
  private final boolean[] isInternet;

  /** Creates a view of a policy's objects. */
  public View(Objects objects) {
    this(objects.objectCount(), objects.anyTarget);
    for (int object = 0; object < isInternet.length; object++) {
      isInternet[object] = objects.isInternet(object);
    }
  }

  /**
   * Creates a view for so many objects.
   *
   * @param anyTarget true when both ends of every flow are one object: then only an answer within a
   *     flow shows that both directions are seen
   */
  public View(int objectCount, boolean anyTarget) {
    this.anyTarget = anyTarget;
    isInternet = new boolean[objectCount];
    inbound = new long[objectCount];
    outbound = new long[objectCount];
    lastOutboundNs = new long[objectCount];
    silentSinceNs = new long[objectCount];
    silentPackets = new int[objectCount];
    handshakes = new long[objectCount];
    connections = new long[objectCount];
    java.util.Arrays.fill(lastOutboundNs, NEVER);
  }

  @Override
  public int places() {
    return inbound.length;
  }

  @Override
  public void carry(Carrier carrier, int place) {
    inbound[place] = carrier.word(inbound[place]);
    outbound[place] = carrier.word(outbound[place]);
    lastOutboundNs[place] = carrier.word(lastOutboundNs[place]);
    silentSinceNs[place] = carrier.word(silentSinceNs[place]);
    silentPackets[place] = carrier.whole(silentPackets[place]);
    handshakes[place] = carrier.word(handshakes[place]);
    connections[place] = carrier.word(connections[place]);
  }

  /** Nobody has looked for a while, so that nobody was silent. */
  public void missed(long nowNs) {
    for (int object = 0; object < lastOutboundNs.length; object++) {
      boolean symmetric = lastOutboundNs[object] != NEVER;
      lastOutboundNs[object] = symmetric ? nowNs : NEVER;
      silentPackets[object] = 0;
    }
  }

  /** Counts a packet to or from a protected object. */
  void record(PacketBatch batch, int i) {
    boolean answers = (batch.knowledge[i] & Knowledge.SOLICITED) != 0;
    int target = batch.object[i];
    int source = batch.sourceObject[i];
    // Within one object, a link's far end may speak from outside: only an answer shows the way out.
    if (source >= 0 && (anyTarget || source == target ? answers : isWayOut(target))) {
      outbound[source]++;
      lastOutboundNs[source] = batch.clockNs[i];
      silentPackets[source] = 0;
    }
    if (target >= 0) {
      inbound[target]++;
      if (batch.protocol[i] == Protocols.TCP) {
        boolean syn = (batch.tcpFlags[i] & Tcp.SYN) != 0;
        handshakes[target] += syn ? 1 : 0;
        connections[target] += syn ? 0 : 1;
      }
      if (batch.clockNs[i] - lastOutboundNs[target] > OUTBOUND_FRESH_NS
          || isSilent(batch, i, target)) {
        lastOutboundNs[target] = NEVER;
      }
    }
  }

  /**
   * What one object sends to another, and routers outside bring in to that one, says nothing about
   * the way out to everybody else.
   */
  private boolean isWayOut(int target) {
    return target < 0 || isInternet[target];
  }

  /** When its answers begin to take another way, its flows go on without them. */
  private boolean isSilent(PacketBatch batch, int i, int target) {
    if ((batch.knowledge[i] & TWO_WAY) == 0 || lastOutboundNs[target] == NEVER) {
      return false; // Nobody need answer a flood.
    }
    if (silentPackets[target]++ == 0) {
      silentSinceNs[target] = batch.clockNs[i];
    }
    return silentPackets[target] >= SILENT_PACKETS
        && batch.clockNs[i] - silentSinceNs[target] > SILENCE_NS;
  }

  /** Tells whether the object was lately seen sending, so that an answer must have its question. */
  public boolean isSymmetric(int object) {
    return lastOutboundNs[object] != NEVER;
  }

  /** Returns what is seen of the object: symmetric, asymmetric, mid-stream, or unknown. */
  public String describe(int object) {
    if (inbound[object] + outbound[object] < ENOUGH) {
      return "unknown";
    }
    if (outbound[object] > 0) {
      return "symmetric";
    }
    return handshakes[object] == 0 && connections[object] >= ENOUGH ? "mid-stream" : "asymmetric";
  }
}
