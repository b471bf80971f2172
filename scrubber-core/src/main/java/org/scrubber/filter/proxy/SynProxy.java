package org.scrubber.filter.proxy;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.ProxyCookies;
import org.scrubber.parse.ParseFlags;
import org.scrubber.policy.Policy;
import org.scrubber.table.ProxyTable;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

/**
 * The client's side of the proxy: answers SYNs in the server's name without remembering them, knows
 * the answers to that again, and opens the connections to the servers. One thread.
 */
public final class SynProxy {
  /** The segment is no answer to a number that we gave. */
  public static final int NO_ANSWER = 0;

  /** It is one, and nothing is known of its connection yet. */
  public static final int ANSWER = 1;

  /** It belongs to a connection that is translated, or will be. */
  public static final int KNOWN = 2;

  private static final int V4_SIZE = 1_460;
  private static final int V6_SIZE = 1_440;

  /** Time stamps count units of 2^20 ns, about a millisecond. */
  private static final int STAMP_SHIFT = 20;

  final ProxyTable table;
  final ProxyFrames frames;
  final Openings openings;
  final Habits habits = new Habits();
  private final ProxyCookies cookies;
  private final Terms terms = new Terms();

  /**
   * Creates a proxy.
   *
   * @param table what it has opened, and what others have before it
   * @param replies where its frames go
   */
  public SynProxy(Policy policy, ProxyTable table, Replies replies) {
    this.table = table;
    cookies = new ProxyCookies(policy, true);
    frames = new ProxyFrames(replies);
    openings = new Openings(table, replies, frames);
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return table.sizeBytes() + openings.sizeBytes() + habits.sizeBytes();
  }

  /**
   * Tells whether a SYN can be answered in its server's name: both directions are seen, nothing but
   * its client can have signed it, and there is room for its connection.
   */
  public boolean mayGreet(PacketBatch batch, int i) {
    if (!cookies.concerns(batch, i)
        || (batch.knowledge[i] & Knowledge.BOTH_DIRECTIONS_SEEN) == 0
        || (batch.parseFlags[i] & ParseFlags.FRAGMENT) != 0
        || batch.payloadOffset[i] < 0
        || batch.capturedLength[i] < batch.payloadOffset[i]) {
      return false;
    }
    terms.read(transport(batch, i));
    return !terms.signed && table.hasRoom(batch.flowHash[i], batch.clockNs[i]);
  }

  /** Answers a SYN that {@link #mayGreet} allows. */
  public void greet(PacketBatch batch, int i) {
    long tcp = transport(batch, i);
    terms.read(tcp);
    int known = habits.of(batch, i, false);
    terms.limit(known);
    int isn = Memory.i32(tcp + Tcp.SEQUENCE);
    int number = cookies.number(batch, i, isn, terms.code(batch.family[i]));
    int usual = batch.family[i] == 4 ? V4_SIZE : V6_SIZE;
    int size = Habits.segmentSize(known) > 0 ? Habits.segmentSize(known) : usual;
    frames.greet(batch, i, number, terms, size, (int) (batch.clockNs[i] >>> STAMP_SHIFT));
  }

  /** Says what a segment with ACK is: {@link #NO_ANSWER}, {@link #ANSWER} or {@link #KNOWN}. */
  public int answer(PacketBatch batch, int i) {
    boolean whole = (batch.parseFlags[i] & ParseFlags.FRAGMENT) == 0;
    int flags = batch.tcpFlags[i] & (Tcp.SYN | Tcp.RST | Tcp.ACK);
    if (!whole || flags != Tcp.ACK || !isWhole(batch, i) || !cookies.concerns(batch, i)) {
      return NO_ANSWER;
    }
    long slot = table.find(batch.flowHash[i], batch.clockNs[i]);
    long tcp = transport(batch, i);
    if (slot != 0 && table.get(slot, ProxyTable.NUMBER) + 1 == acknowledgement(tcp)) {
      return KNOWN;
    }
    long isn = cookies.accept(batch, i);
    if (isn == ProxyCookies.NONE) {
      return NO_ANSWER;
    }
    return slot != 0 && table.get(slot, ProxyTable.CLIENT_NUMBER) == (int) isn ? KNOWN : ANSWER;
  }

  private static boolean isWhole(PacketBatch batch, int i) {
    return batch.payloadOffset[i] >= 0 && batch.capturedLength[i] >= batch.payloadOffset[i];
  }

  /**
   * Opens the connection of a client that has answered: sends its SYN to the server, or resets it
   * where there is no room any more.
   *
   * @return whether the SYN was sent
   */
  public boolean open(PacketBatch batch, int i) {
    long now = batch.clockNs[i];
    long slot = table.enter(batch.flowHash[i], now);
    if (slot == 0) {
      frames.refuse(batch, i);
      return false;
    }
    long tcp = transport(batch, i);
    int number = acknowledgement(tcp) - 1;
    table.set(slot, ProxyTable.CLIENT_NUMBER, (int) cookies.accept(batch, i));
    table.set(slot, ProxyTable.NUMBER, number);
    table.set(slot, ProxyTable.WINDOW, Memory.u16(tcp + Tcp.WINDOW));
    terms.read(tcp);
    table.set(slot, ProxyTable.STAMP, terms.stamp);
    table.set(slot, ProxyTable.ECHO, terms.echo);
    int side = batch.fromHigh[i] ? ProxyTable.CLIENT_HIGH : 0;
    int stamps = terms.timestamps ? ProxyTable.TIMESTAMPS : 0;
    table.publish(slot, batch.flowHash[i], ProxyTable.OPENING | side | stamps, now);
    ask(batch, i, slot);
    return true;
  }

  /** Sends the SYN of a connection that waits for its server, because of a client's segment. */
  void ask(PacketBatch batch, int i, long slot) {
    terms.read(transport(batch, i));
    terms.decode(ProxyCookies.terms(table.get(slot, ProxyTable.NUMBER)));
    frames.open(batch, i, table.get(slot, ProxyTable.CLIENT_NUMBER), terms);
    openings.add(batch, i, slot);
  }

  private static long transport(PacketBatch batch, int i) {
    return batch.frameAddress[i] + batch.transportOffset[i];
  }

  private static int acknowledgement(long tcp) {
    return Memory.i32(tcp + Tcp.ACKNOWLEDGEMENT);
  }
}
