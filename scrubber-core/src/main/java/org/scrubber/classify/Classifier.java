package org.scrubber.classify;

import java.util.Arrays;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.parse.ParseFlags;
import org.scrubber.state.Carrier;
import org.scrubber.state.Single;
import org.scrubber.table.Hash;

/**
 * Says whose a packet is: protected object of its target and source, seeded hashes, and the clock.
 *
 * <p>Every packet to a protected object becomes a survivor; everything else (not IP, link control,
 * outbound, somebody else's) passes untouched. One thread.
 */
public final class Classifier implements Single {
  /** A packet this much older than the clock means that the clock was set back, or another file. */
  private static final long MAX_DISORDER_NS = 2_000_000_000L;

  private final Objects objects;
  private long clockNs;
  private long offsetNs;

  /** What the times were before they were last set back: interfaces' clocks may differ. */
  private long otherOffsetNs;

  private boolean started;

  /** Creates a classifier for a compiled policy. */
  public Classifier(Objects objects) {
    this.objects = objects;
  }

  /**
   * Fills the columns from {@code clockNs} to {@code flowHash}, clears verdicts, lists survivors.
   */
  public void classify(PacketBatch batch) {
    advanceClock(batch);
    clear(batch);
    locate(batch);
    hash(batch);
  }

  /** Derives a clock that never goes back from the packets' times, which may. */
  private void advanceClock(PacketBatch batch) {
    long now = clockNs;
    long offset = offsetNs;
    long other = otherOffsetNs;
    for (int i = 0, size = batch.size; i < size; i++) {
      long time = batch.timestampNs[i];
      if (!started) {
        started = true;
        offset = -time; // Clock 0 is the first packet: ticks stay small.
        other = offset;
      }
      if (!isNear(time + offset, now)) {
        if (isNear(time + other, now)) {
          long swapped = offset; // Two interfaces' clocks take turns.
          offset = other;
          other = swapped;
        } else if (time + offset < now) {
          other = offset;
          offset = now - time;
        }
      }
      now = Math.max(now, time + offset);
      batch.clockNs[i] = now;
    }
    clockNs = now;
    offsetNs = offset;
    otherOffsetNs = other;
  }

  @Override
  public void carry(Carrier carrier, int place) {
    clockNs = carrier.word(clockNs);
    offsetNs = carrier.word(offsetNs);
    otherOffsetNs = carrier.word(otherOffsetNs);
    started = carrier.flag(started);
  }

  /** Returns the clock of the last packet, ns. */
  public long clockNs() {
    return clockNs;
  }

  /** Returns the time of the last packet, ns since the epoch; 0 when there was none. */
  public long timeNs() {
    return started ? clockNs - offsetNs : 0;
  }

  /**
   * Lets the clock go on to a time, ns since the epoch, though no packet was seen; returns it. It
   * does not go back.
   */
  public long resume(long timeNs) {
    clockNs = started ? Math.max(clockNs, timeNs + offsetNs) : clockNs;
    return clockNs;
  }

  private static boolean isNear(long timeNs, long nowNs) {
    return timeNs >= nowNs - MAX_DISORDER_NS && timeNs <= nowNs + MAX_DISORDER_NS;
  }

  /** Clears what later stages fill, a column at a time. */
  private static void clear(PacketBatch batch) {
    int size = batch.size;
    Arrays.fill(batch.verdict, 0, size, Verdict.PASS_CODE);
    Arrays.fill(batch.reason, 0, size, (byte) 0);
    Arrays.fill(batch.listed, 0, size, (byte) 0);
    Arrays.fill(batch.mitigation, 0, size, -1);
    Arrays.fill(batch.counter, 0, size, 0);
    Arrays.fill(batch.threshold, 0, size, 0);
    Arrays.fill(batch.knowledge, 0, size, 0);
    Arrays.fill(batch.vector, 0, size, (byte) Vectors.NONE);
    Arrays.fill(batch.flowSlot, 0, size, -1);
    Arrays.fill(batch.flowAgeNs, 0, size, 0);
    Arrays.fill(batch.reflector, 0, size, (short) -1);
  }

  private void locate(PacketBatch batch) {
    int count = 0;
    for (int i = 0, size = batch.size; i < size; i++) {
      int target = Objects.NONE;
      int source = Objects.NONE;
      int family = batch.family[i];
      if (family != 0) {
        target = objects.prefixOf(family, batch.targetHigh[i], batch.targetLow[i]);
        source = objects.prefixOf(family, batch.sourceHigh[i], batch.sourceLow[i]);
      }
      batch.targetPrefix[i] = target;
      batch.sourcePrefix[i] = source;
      batch.object[i] = target < 0 ? Objects.NONE : objects.objectOf(target);
      batch.sourceObject[i] = source < 0 ? Objects.NONE : objects.objectOf(source);
      batch.monitored[i] = target >= 0 && objects.isMonitored(batch.object[i]);
      if (target >= 0 && (batch.parseFlags[i] & ParseFlags.LINK_CONTROL) == 0) {
        batch.survivors[count++] = i;
      }
    }
    batch.survivorCount = count;
  }

  private void hash(PacketBatch batch) {
    long seed = objects.seed;
    for (int i = 0, size = batch.size; i < size; i++) {
      if (batch.object[i] < 0 && batch.sourceObject[i] < 0) {
        continue;
      }
      long source = Hash.address(batch.sourceHigh[i], batch.sourceLow[i], seed);
      long target = Hash.address(batch.targetHigh[i], batch.targetLow[i], seed);
      batch.sourceHash[i] = source;
      batch.targetHash[i] = target;
      if (Quote.isReadable(batch, i)) {
        quoted(batch, i, seed);
        continue;
      }
      boolean ported = (batch.parseFlags[i] & ParseFlags.HAS_PORTS) != 0;
      int ports = ported ? batch.ports[i] : 0;
      long from = endpoint(source, ports >>> 16);
      long to = endpoint(target, ports & 0xffff);
      batch.fromHigh[i] = from > to;
      batch.flowHash[i] = join(from, to, batch.protocol[i], seed);
    }
  }

  /** An ICMP error has no flow of its own: it stands by that of the packet it quotes. */
  private static void quoted(PacketBatch batch, int i, long seed) {
    long source = Quote.address(batch, i, false, seed);
    long target = Quote.address(batch, i, true, seed);
    int ports = Quote.ports(batch, i);
    long from = endpoint(source, ports >>> 16);
    long to = endpoint(target, ports & 0xffff);
    batch.fromHigh[i] = from > to;
    batch.flowHash[i] = join(from, to, Quote.protocol(batch, i), seed);
  }

  /**
   * Returns a flow's hash, the same for both directions, never 0.
   *
   * @param source hash of the source address
   * @param target hash of the target address
   * @param ports source and target port, 0 where the protocol has none
   */
  static long flow(long source, long target, int ports, int protocol, long seed) {
    long from = endpoint(source, ports >>> 16);
    return join(from, endpoint(target, ports & 0xffff), protocol, seed);
  }

  private static long join(long from, long to, int protocol, long seed) {
    long hash = Hash.mix(from + to, seed + protocol);
    return hash == 0 ? 1 : hash;
  }

  /** Returns the hash of an address and a port; the higher of two names a flow's "high" side. */
  static long endpoint(long address, int port) {
    return Hash.mix(address, port + 1L);
  }
}
