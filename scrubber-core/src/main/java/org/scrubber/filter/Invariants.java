package org.scrubber.filter;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Objects;
import org.scrubber.parse.Malformed;
import org.scrubber.policy.Bogons;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Drops what is never legitimate, without any detection: malformed headers, LAND, and at an
 * Internet border sources that cannot be (bogons, the object's own prefix; at the edge, any of
 * ours).
 *
 * <p>Always on, and stateless. How much of {@link Malformed} counts depends on the policy: without
 * one, only what is impossible everywhere; towards protected objects, what no receiver can process;
 * at an Internet border, all of it.
 */
public final class Invariants implements Filter {
  /** First of the malformed reasons: the ordinal of {@link Malformed}, less one, is added. */
  static final int FIRST_MALFORMED = 1;

  /** Source equals target, addresses and ports (CERT CA-1997-28). */
  public static final Reason LAND =
      new Reason(24, "land", "source and target are the same address and port");

  /** RFC 6890 and its IPv6 counterparts. */
  public static final Reason BOGON_SOURCE =
      new Reason(25, "bogon-source", "source address that cannot come from the Internet");

  /** BCP 38 at our own border. */
  public static final Reason SPOOFED_OWN_PREFIX =
      new Reason(26, "spoofed-own-prefix", "source is one of our own, from outside");

  private static final Reason[] MALFORMED = malformedReasons();

  private final Objects objects;
  private final int malformedBelow;

  private final Bogons bogons = Bogons.INTERNET;

  /** Creates the filter for a compiled policy. */
  public Invariants(Objects objects) {
    this.objects = objects;
    if (objects.internetBorder) {
      malformedBelow = MALFORMED.length;
    } else {
      malformedBelow =
          objects.anyTarget ? Malformed.FIRST_PROTECTED_ONLY : Malformed.FIRST_BORDER_ONLY;
    }
  }

  /** Returns the reasons for malformed packets, in the order of {@link Malformed}. */
  static Reason[] malformedReasons() {
    Malformed[] kinds = Malformed.values();
    Reason[] reasons = new Reason[kinds.length];
    for (int k = 1; k < kinds.length; k++) {
      String code =
          "malformed-" + kinds[k].name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      reasons[k] = new Reason(FIRST_MALFORMED + k - 1, code, kinds[k].text);
    }
    return reasons;
  }

  @Override
  public void apply(PacketBatch batch) {
    int[] survivors = batch.survivors;
    boolean border = objects.internetBorder;
    int countedBelow = malformedBelow;
    int kept = 0;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      int malformed = batch.malformed[i];
      if (malformed != 0 && malformed < countedBelow) {
        Judgement.drop(batch, i, MALFORMED[malformed]);
      } else if (isLand(batch, i) && (!objects.anyTarget || isSyn(batch, i))) {
        Judgement.drop(batch, i, LAND);
      } else if (border && isSpoofed(batch, i)) {
        Judgement.drop(batch, i, SPOOFED_OWN_PREFIX);
      } else if (border && isForeignBogon(batch, i)) {
        Judgement.drop(batch, i, BOGON_SOURCE);
      } else {
        survivors[kept++] = i;
      }
    }
    batch.survivorCount = kept;
  }

  private static boolean isLand(PacketBatch batch, int i) {
    if (batch.sourceLow[i] != batch.targetLow[i] || batch.sourceHigh[i] != batch.targetHigh[i]) {
      return false;
    }
    int ports = batch.ports[i];
    int protocol = batch.protocol[i];
    boolean samePorts = ports >>> 16 == (ports & 0xffff) && ports != 0;
    boolean ported = protocol == Protocols.TCP || protocol == Protocols.UDP;
    return ported && samePorts && !isLoopback(batch, i);
  }

  private static boolean isSyn(PacketBatch batch, int i) {
    return (batch.tcpFlags[i] & Tcp.SYN) != 0;
  }

  private static boolean isLoopback(PacketBatch batch, int i) {
    return batch.family[i] == 4
        ? batch.targetLow[i] >>> 24 == 127
        : batch.targetHigh[i] == 0 && batch.targetLow[i] == 1;
  }

  /**
   * From the object to itself, across the border: nobody routes that; at the edge, nor from one
   * object to another. The other end of a router's link has one of our addresses, too, but no
   * router in between.
   */
  private boolean isSpoofed(PacketBatch batch, int i) {
    int source = batch.sourceObject[i];
    return (source == batch.object[i] || (objects.edge && source >= 0))
        && !Neighbours.isFromNeighbour(batch, i)
        && !isExcepted(batch, i)
        && !isAnswerToExcepted(batch, i, source);
  }

  private boolean isExcepted(PacketBatch batch, int i) {
    return objects.isSpoofException(
        batch.object[i], batch.family[i], batch.sourceHigh[i], batch.sourceLow[i]);
  }

  /** Where both directions are seen, what goes out to an exception passes here, too. */
  private boolean isAnswerToExcepted(PacketBatch batch, int i, int source) {
    return objects.isSpoofException(
        source, batch.family[i], batch.targetHigh[i], batch.targetLow[i]);
  }

  /** Protected objects may have any address: in a lab, or behind a translator. */
  private boolean isForeignBogon(PacketBatch batch, int i) {
    return batch.sourceObject[i] < 0
        && bogons.contains(batch.family[i], batch.sourceHigh[i], batch.sourceLow[i])
        && !isExcepted(batch, i);
  }
}
