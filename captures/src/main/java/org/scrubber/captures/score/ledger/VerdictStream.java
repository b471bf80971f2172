package org.scrubber.captures.score.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.world.Crossing;
import org.scrubber.captures.world.Reply;
import org.scrubber.captures.world.Witness;

/**
 * The verdicts on all packets in order, as one SHA-256, and the sum of them. The same packets and
 * policy must give the same stream.
 */
public final class VerdictStream implements Witness {
  private static final int CHUNK = 1 << 16;

  private final MessageDigest sha256 = sha256();
  private final byte[] chunk = new byte[CHUNK];
  private int used;
  private long packets;
  private long passed;
  private long dropped;
  private long consumed;
  private long unexplained;

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void packet(PacketBatch batch, int i, Crossing crossing) {
    byte verdict = batch.verdict[i];
    packets++;
    switch (verdict) {
      case Verdict.PASS_CODE -> passed++;
      case Verdict.DROP_CODE -> dropped++;
      default -> consumed++;
    }
    if (verdict != Verdict.PASS_CODE && batch.reason[i] == 0) {
      unexplained++;
    }
    add(verdict);
    add(batch.reason[i]);
    add((byte) batch.wireLength[i]);
    add((byte) batch.mitigation[i]);
  }

  @Override
  public void reply(PacketBatch batch, int cause, Crossing crossing, boolean outside, Reply reply) {
    add((byte) (outside ? 1 : 0));
    add((byte) reply.lengthBytes());
    int acknowledgement = reply.acknowledgement();
    for (int shift = 0; shift < 32; shift += 8) {
      add((byte) (acknowledgement >>> shift));
    }
  }

  private void add(byte value) {
    if (used == CHUNK) {
      sha256.update(chunk);
      used = 0;
    }
    chunk[used++] = value;
  }

  /** Returns the hash of all so far, in hexadecimal, and begins anew. */
  public String digest() {
    sha256.update(chunk, 0, used);
    used = 0;
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** Returns how many packets there were. */
  public long packets() {
    return packets;
  }

  /** Returns how many were sent on. */
  public long passed() {
    return passed;
  }

  /** Returns how many were dropped or consumed without a reason. */
  public long unexplained() {
    return unexplained;
  }

  /** Returns the sum of all verdicts, to be held against what was received. */
  public long accounted() {
    return passed + dropped + consumed;
  }
}
