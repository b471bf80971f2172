package org.scrubber.filter.feed;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.policy.AddressList;
import org.scrubber.policy.Policy;
import org.scrubber.state.Carrier;
import org.scrubber.state.Inventory;
import org.scrubber.state.Lasting;
import org.scrubber.state.Single;
import org.scrubber.table.Hash;

/**
 * Who met whom: hosts of protected objects, and addresses on feeds that they called, or that came
 * to them and are to be reported. A row for each host, address, feed and direction.
 *
 * <p>Bounded: {@link #CAPACITY} rows in sets of eight. A newcomer takes the place of what came in
 * first, then of what was met longest ago; one that came in never takes that of a call. What gave
 * way is counted. It outlives its worker, and feeds are found again by their names.
 * Allocation-free; one thread.
 */
public final class Contacts implements Lasting {
  /** Rows at most. */
  public static final int CAPACITY = 4_096;

  /** A row is news again when it goes on after so long. */
  public static final long NEWS_NS = 3_600_000_000_000L;

  private static final int WAYS = 8;
  private static final int WORDS = 16;
  private static final int HOST_HIGH = 0;
  private static final int HOST_LOW = 1;
  private static final int PEER_HIGH = 2;
  private static final int PEER_LOW = 3;
  private static final int FEED = 4;
  private static final int KIND = 5;
  private static final int PACKETS = 6;
  private static final int BYTES = 7;
  private static final int LOST = 8;
  private static final int FIRST_NS = 9;
  private static final int LAST_NS = 10;
  private static final int FIRST_FRAME = 11;
  private static final int SEEN_NS = 12;
  private static final int NOTED_NS = 13;

  /** Family in the lowest bits of the kind; then whether the host called. */
  private static final int OUTBOUND = 8;

  private static final int FAMILY = 7;

  private final long[] rows = new long[CAPACITY * WORDS];
  private final long[] feedKeys;
  private final boolean[] blocks;
  private final int[] news = new int[PacketBatch.MAX_CAPACITY];
  private int newsCount;
  private final boolean idle;
  private long frames;
  private long forgotten;
  private long packetsIn;
  private long packetsOut;

  /** Prepares rows for the lists of a policy. */
  public Contacts(Policy policy) {
    int count = policy.lists().size();
    feedKeys = new long[count];
    blocks = new boolean[count];
    for (int k = 0; k < count; k++) {
      AddressList list = policy.lists().get(k);
      feedKeys[k] = key(list.name());
      blocks[k] = list.action() == AddressList.Action.BLOCK;
    }
    idle = count == 0;
  }

  private static long key(String name) {
    long key = name.length();
    for (int k = 0; k < name.length(); k++) {
      key = Hash.mix(key, name.charAt(k));
    }
    return key;
  }

  /** Lists what lasts of it. */
  public void list(Inventory inventory) {
    inventory.add("contacts", this);
    inventory.add("contacts-counted", (Single) this::carryCounts);
  }

  private void carryCounts(Carrier carrier, int place) {
    frames = carrier.word(frames);
    forgotten = carrier.word(forgotten);
    packetsIn = carrier.word(packetsIn);
    packetsOut = carrier.word(packetsOut);
  }

  @Override
  public int places() {
    return CAPACITY;
  }

  @Override
  public void carry(Carrier carrier, int place) {
    carrier.words(rows, place * WORDS, WORDS);
  }

  /** Books what feeds say of a judged batch; what is new of it is news until the next one. */
  public void note(PacketBatch batch) {
    newsCount = 0;
    if (!idle) {
      for (int i = 0, size = batch.size; i < size; i++) {
        int listed = batch.listed[i];
        if (listed < 0 || (listed > 0 && !blocks[listed - 1])) {
          book(batch, i, listed);
        }
      }
    }
    frames += batch.size;
  }

  private void book(PacketBatch batch, int i, int listed) {
    boolean outbound = listed < 0;
    long hostHigh = outbound ? batch.sourceHigh[i] : batch.targetHigh[i];
    long hostLow = outbound ? batch.sourceLow[i] : batch.targetLow[i];
    long peerHigh = outbound ? batch.targetHigh[i] : batch.sourceHigh[i];
    long peerLow = outbound ? batch.targetLow[i] : batch.sourceLow[i];
    long feed = feedKeys[Math.abs(listed) - 1];
    long kind = batch.family[i] | (outbound ? OUTBOUND : 0);
    if (outbound) {
      packetsOut++;
    } else {
      packetsIn++;
    }
    int set = set(batch.sourceHash[i], batch.targetHash[i] + kind);
    int row = find(set, kind, feed, hostHigh, hostLow, peerHigh, peerLow);
    if (row < 0) {
      row = leastWorth(set);
      if (!outbound && (rows[row * WORDS + KIND] & OUTBOUND) != 0) {
        forgotten++;
        return;
      }
      open(row, kind, feed, hostHigh, hostLow, peerHigh, peerLow);
      rows[row * WORDS + FIRST_NS] = batch.timestampNs[i];
      rows[row * WORDS + FIRST_FRAME] = frames + i + 1;
    }
    count(batch, i, row);
  }

  private static int set(long sourceHash, long targetHash) {
    return ((int) (Hash.mix(sourceHash, targetHash) >>> 16) & CAPACITY / WAYS - 1) * WAYS;
  }

  private int find(
      int set, long kind, long feed, long hostHigh, long hostLow, long peerHigh, long peerLow) {
    for (int way = 0; way < WAYS; way++) {
      int at = (set + way) * WORDS;
      if (rows[at + KIND] == kind
          && rows[at + PEER_LOW] == peerLow
          && rows[at + HOST_LOW] == hostLow
          && rows[at + FEED] == feed
          && rows[at + PEER_HIGH] == peerHigh
          && rows[at + HOST_HIGH] == hostHigh) {
        return set + way;
      }
    }
    return -1;
  }

  private int leastWorth(int set) {
    int least = set;
    for (int row = set + 1; row < set + WAYS; row++) {
      least = rank(row) < rank(least) ? row : least;
    }
    return least;
  }

  /** Returns how much a row is worth keeping: nothing when empty, least when it came in. */
  private long rank(int row) {
    long kind = rows[row * WORDS + KIND];
    if (kind == 0) {
      return Long.MIN_VALUE;
    }
    return rows[row * WORDS + SEEN_NS] + ((kind & OUTBOUND) == 0 ? -Long.MAX_VALUE : 0);
  }

  private void open(
      int row, long kind, long feed, long hostHigh, long hostLow, long peerHigh, long peerLow) {
    int at = row * WORDS;
    if (rows[at + KIND] != 0) {
      forgotten++;
    }
    for (int word = 0; word < WORDS; word++) {
      rows[at + word] = 0;
    }
    rows[at + KIND] = kind;
    rows[at + FEED] = feed;
    rows[at + HOST_HIGH] = hostHigh;
    rows[at + HOST_LOW] = hostLow;
    rows[at + PEER_HIGH] = peerHigh;
    rows[at + PEER_LOW] = peerLow;
  }

  private void count(PacketBatch batch, int i, int row) {
    int at = row * WORDS;
    long now = batch.clockNs[i];
    if (rows[at + PACKETS] == 0 || now - rows[at + NOTED_NS] >= NEWS_NS) {
      rows[at + NOTED_NS] = now;
      news[newsCount++] = row;
    }
    rows[at + PACKETS]++;
    rows[at + BYTES] += batch.wireLength[i];
    if (batch.verdict[i] != Verdict.PASS_CODE) {
      rows[at + LOST]++;
    }
    rows[at + LAST_NS] = batch.timestampNs[i];
    rows[at + SEEN_NS] = now;
  }

  /** Returns how many rows are news since the last batch: new, or going on after an hour. */
  public int newsCount() {
    return newsCount;
  }

  /** Returns the row of a piece of news. */
  public int news(int index) {
    return news[index];
  }

  /** Tells whether a row, below {@link #CAPACITY}, is in use. */
  public boolean isUsed(int row) {
    return rows[row * WORDS + KIND] != 0;
  }

  /** Returns the IP family of a row. */
  public int family(int row) {
    return (int) rows[row * WORDS + KIND] & FAMILY;
  }

  /** Tells whether the host called, rather than being called. */
  public boolean isOutbound(int row) {
    return (rows[row * WORDS + KIND] & OUTBOUND) != 0;
  }

  /** Returns the upper half of the host's address. */
  public long hostHigh(int row) {
    return rows[row * WORDS + HOST_HIGH];
  }

  /** Returns the lower half of the host's address. */
  public long hostLow(int row) {
    return rows[row * WORDS + HOST_LOW];
  }

  /** Returns the upper half of the listed address. */
  public long peerHigh(int row) {
    return rows[row * WORDS + PEER_HIGH];
  }

  /** Returns the lower half of the listed address. */
  public long peerLow(int row) {
    return rows[row * WORDS + PEER_LOW];
  }

  /** Returns the index of the row's feed among the policy's lists; -1 when it is gone. */
  public int feed(int row) {
    for (int k = 0; k < feedKeys.length; k++) {
      if (feedKeys[k] == rows[row * WORDS + FEED]) {
        return k;
      }
    }
    return -1;
  }

  /** Returns packets of a row. */
  public long packets(int row) {
    return rows[row * WORDS + PACKETS];
  }

  /** Returns their bytes on the wire. */
  public long bytes(int row) {
    return rows[row * WORDS + BYTES];
  }

  /** Returns how many of them were dropped or challenged, or would have been, for any reason. */
  public long lost(int row) {
    return rows[row * WORDS + LOST];
  }

  /** Returns the time of the first packet, ns since the epoch. */
  public long firstNs(int row) {
    return rows[row * WORDS + FIRST_NS];
  }

  /** Returns the time of the last packet so far, ns since the epoch. */
  public long lastNs(int row) {
    return rows[row * WORDS + LAST_NS];
  }

  /** Returns the number of the first packet among all that were judged, from 1. */
  public long firstFrame(int row) {
    return rows[row * WORDS + FIRST_FRAME];
  }

  /** Returns how many rows had to make room, or found none. */
  public long forgotten() {
    return forgotten;
  }

  /** Returns packets of hosts to listed addresses, or the other way, that were booked. */
  public long packets(boolean outbound) {
    return outbound ? packetsOut : packetsIn;
  }

  /** Returns the memory in use, bytes. */
  public long sizeBytes() {
    return 8L * rows.length + 4L * news.length;
  }
}
