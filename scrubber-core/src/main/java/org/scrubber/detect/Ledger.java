package org.scrubber.detect;

import org.scrubber.batch.Bulk;
import org.scrubber.batch.ColdPath;
import org.scrubber.state.Carrier;
import org.scrubber.table.DistinctCounter;

/**
 * What became of the packets that were judged for one cause: counts, times, peaks, sources, and
 * whether they had one target. Preallocated; one thread.
 */
public final class Ledger {
  private static final long SECOND_NS = 1_000_000_000L;

  /** Dropped (or would be). */
  public long droppedPackets;

  /** Dropped bytes on the wire. */
  public long droppedBytes;

  /** Challenged (or would be). */
  public long challengedPackets;

  /** Challenged bytes on the wire. */
  public long challengedBytes;

  /** Challenges sent to clients. */
  public long challengesSent;

  /** Challenges that clients answered. */
  public long challengesAnswered;

  /** SYNs sent on to their target once their client had answered. */
  public long synsReleased;

  /** Packet time of the first judged packet, ns since the epoch. */
  public long firstTimeNs;

  /** Packet time of the last judged packet. */
  public long lastTimeNs;

  /** Frame number of the first judged packet, from 1; 0 when there was none. */
  public long firstFrame;

  /** Highest judged packets in a second. */
  public long peakPps;

  /** Highest judged bits in a second. */
  public long peakBps;

  /** Distinct sources that were judged. */
  public final DistinctCounter sources = new DistinctCounter();

  private long second;
  private long secondPackets;
  private long secondBytes;

  /** Forgets everything. */
  public void clear() {
    droppedPackets = 0;
    droppedBytes = 0;
    challengedPackets = 0;
    challengedBytes = 0;
    challengesSent = 0;
    challengesAnswered = 0;
    synsReleased = 0;
    firstFrame = 0;
    peakPps = 0;
    peakBps = 0;
    second = Long.MIN_VALUE;
    secondPackets = 0;
    secondBytes = 0;
    sources.clear();
  }

  /** Carries all of it. */
  void carry(Carrier carrier) {
    droppedPackets = carrier.word(droppedPackets);
    droppedBytes = carrier.word(droppedBytes);
    challengedPackets = carrier.word(challengedPackets);
    challengedBytes = carrier.word(challengedBytes);
    challengesSent = carrier.word(challengesSent);
    challengesAnswered = carrier.word(challengesAnswered);
    synsReleased = carrier.word(synsReleased);
    firstTimeNs = carrier.word(firstTimeNs);
    lastTimeNs = carrier.word(lastTimeNs);
    firstFrame = carrier.word(firstFrame);
    peakPps = carrier.word(peakPps);
    peakBps = carrier.word(peakBps);
    second = carrier.word(second);
    secondPackets = carrier.word(secondPackets);
    secondBytes = carrier.word(secondBytes);
    sources.carry(carrier);
  }

  /** Books a judged packet. */
  public void book(boolean challenged, int bytes, long timeNs, long frame, long sourceHash) {
    if (challenged) {
      challengedPackets++;
      challengedBytes += bytes;
    } else {
      droppedPackets++;
      droppedBytes += bytes;
    }
    if (firstFrame == 0) {
      firstFrame = frame;
      firstTimeNs = timeNs;
      lastTimeNs = timeNs;
    }
    lastTimeNs = Math.max(lastTimeNs, timeNs);
    sources.add(sourceHash);
    long inSecond = Math.max(0, timeNs - firstTimeNs) / SECOND_NS;
    if (inSecond != second) {
      second = inSecond;
      secondPackets = 0;
      secondBytes = 0;
    }
    secondPackets++;
    secondBytes += bytes;
    peakPps = Math.max(peakPps, secondPackets);
    peakBps = Math.max(peakBps, secondBytes * 8);
  }

  /** Books packets alike that were dropped, of a source that has been booked before. */
  public void credit(Bulk bulk) {
    droppedPackets += bulk.packets;
    droppedBytes += bulk.bytes;
    if (firstFrame == 0) {
      return;
    }
    lastTimeNs = Math.max(lastTimeNs, bulk.timeNs);
    long inSecond = Math.max(0, bulk.timeNs - firstTimeNs) / SECOND_NS;
    if (inSecond != second) {
      second = inSecond;
      secondPackets = 0;
      secondBytes = 0;
    }
    secondPackets += bulk.packets;
    secondBytes += bulk.bytes;
    peakPps = Math.max(peakPps, secondPackets);
    peakBps = Math.max(peakBps, secondBytes * 8);
  }

  /** Takes over what another ledger holds; of two peaks the higher, as they may not coincide. */
  @ColdPath("for reports")
  public void absorb(Ledger other) {
    boolean earlier = other.firstFrame > 0 && (firstFrame == 0 || other.firstFrame < firstFrame);
    if (earlier) {
      firstFrame = other.firstFrame;
      firstTimeNs = other.firstTimeNs;
    }
    lastTimeNs = Math.max(lastTimeNs, other.lastTimeNs);
    droppedPackets += other.droppedPackets;
    droppedBytes += other.droppedBytes;
    challengedPackets += other.challengedPackets;
    challengedBytes += other.challengedBytes;
    challengesSent += other.challengesSent;
    challengesAnswered += other.challengesAnswered;
    synsReleased += other.synsReleased;
    peakPps = Math.max(peakPps, other.peakPps);
    peakBps = Math.max(peakBps, other.peakBps);
    sources.addAll(other.sources);
    other.clear();
  }

  /** Returns how many packets were judged. */
  public long packets() {
    return droppedPackets + challengedPackets;
  }

  /** Returns their bytes on the wire. */
  public long bytes() {
    return droppedBytes + challengedBytes;
  }
}
