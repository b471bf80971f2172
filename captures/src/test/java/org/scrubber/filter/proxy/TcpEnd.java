package org.scrubber.filter.proxy;

import static org.scrubber.captures.packet.PacketBuilder.ethernet;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.packet.TcpLayer;

/**
 * One end of a TCP connection with all that a proxy can break: numbers, windows and their scales,
 * selective acknowledgements, time stamps. Strict: what RFC 9293, 5961 and 7323 forbid to accept is
 * not accepted, and what no peer can have sent is an error.
 */
final class TcpEnd {
  static final int LISTEN = 0;
  static final int SYN_SENT = 1;
  static final int SYN_RECEIVED = 2;
  static final int OPEN = 3;
  static final int CLOSED = 4;

  private static final long RESEND_NS = 300_000_000L;
  private static final long LONGEST_RESEND_NS = 2_000_000_000L;
  private static final int BUFFER_BYTES = 65_000;
  private static final int MOST_IN_FLIGHT = 8;

  final Endpoints ends;
  final Stack stack;
  final String name;
  final boolean server;
  final int iss;
  final Reassembly heard = new Reassembly();
  int state;
  boolean wasReset;
  boolean peerEnded;
  boolean mute;
  int resets;
  int synsSeen;
  long openedNs = -1;

  private final ProxyWorld world;
  final byte[] toSay;
  private final boolean closes;
  private final Set<Integer> stampsSent = new HashSet<>();
  private int irs;
  private boolean stamps;
  private boolean sack;
  private int myScale;
  private int peerScale;
  private int peerMss;
  private int peerWindow;
  private int latestStamp;
  private int una;
  private int next;
  private boolean finAcked;
  private int tries;
  private int timer;
  private int probes;
  private int duplicates;

  /** An end, the source of {@code ends}, that says something and may then end its direction. */
  TcpEnd(
      ProxyWorld world,
      String name,
      boolean server,
      Endpoints ends,
      Stack stack,
      int iss,
      byte[] toSay,
      boolean closes) {
    this.world = world;
    this.name = name;
    this.server = server;
    this.ends = ends;
    this.stack = stack;
    this.iss = iss;
    this.toSay = toSay;
    this.closes = closes;
  }

  void connect() {
    state = SYN_SENT;
    arm();
    sendSyn();
  }

  boolean isDone() {
    return una == toSay.length && (!closes || finAcked);
  }

  private void sendSyn() {
    boolean answer = state == SYN_RECEIVED;
    TcpLayer tcp = tcp().seq(iss).window(60_000).mss(stack.mss()).syn();
    boolean offersSack = answer ? sack : stack.sack();
    boolean offersStamps = answer ? stamps : stack.stamps();
    boolean scales = answer ? peerScale >= 0 : stack.scale() >= 0;
    if (offersSack) {
      tcp.sackPermitted();
    } else if (offersStamps) {
      tcp.nop().nop();
    }
    if (offersStamps) {
      tcp.timestamp(stamp(), answer ? latestStamp : 0);
    }
    if (scales) {
      tcp.nop().windowScale(stack.scale());
    }
    if (offersSack && !offersStamps) {
      tcp.nop().nop();
    }
    if (answer) {
      tcp.ack(irs + 1);
    }
    world.transmit(this, tcp.build());
  }

  private TcpLayer tcp() {
    return ends.tcp(ethernet(), server ? 60 : 50, 7, true);
  }

  private int stamp() {
    int value = (int) (world.nowNs() / 1_000_000) + (server ? 900_000_000 : -77_000);
    stampsSent.add(value);
    return value;
  }

  private void arm() {
    int mine = ++timer;
    long wait = Math.min(LONGEST_RESEND_NS, RESEND_NS << Math.min(3, tries));
    world.after(state == SYN_SENT ? 1_000_000_000L << tries : wait, () -> timeout(mine));
  }

  private void timeout(int mine) {
    if (mine != timer || state == CLOSED || state == LISTEN) {
      return;
    }
    if (++tries > (state == SYN_SENT ? 4 : 40)) {
      state = CLOSED;
      return;
    }
    if (state == SYN_SENT || state == SYN_RECEIVED) {
      sendSyn();
      arm();
    } else if (!isDone()) {
      if (peerWindow == 0) {
        probe();
      } else {
        next = una;
        push(true);
      }
      arm();
    }
  }

  /** Half of all stacks probe with a number that was acknowledged, the other half with a byte. */
  private void probe() {
    boolean bare = una == toSay.length || probes++ % 2 == 0;
    byte[] none = new byte[0];
    segment(
        bare ? una - 1 : una, bare ? none : Arrays.copyOfRange(toSay, una, una + 1), TcpLayer.ACK);
  }

  /** Sends what may be sent. */
  private void push(boolean again) {
    int mss = Math.min(peerMss, 1_300) - (stamps ? 12 : 0);
    int most = again ? mss : MOST_IN_FLIGHT * mss;
    while (next < toSay.length && next - una < Math.min(most, peerWindow)) {
      int length = Math.min(mss, toSay.length - next);
      length = Math.min(length, peerWindow - (next - una));
      segment(next, Arrays.copyOfRange(toSay, next, next + length), TcpLayer.ACK | TcpLayer.PSH);
      next += length;
    }
    if (next == toSay.length && closes && !finAcked) {
      segment(next, new byte[0], TcpLayer.ACK | TcpLayer.FIN);
      next++;
    }
  }

  private void segment(int offset, byte[] payload, int flags) {
    boolean fin = (flags & TcpLayer.FIN) != 0;
    TcpLayer tcp = tcp().seq(iss + 1 + offset).ack(acknowledges()).flags(flags);
    tcp.window(mute ? 0 : BUFFER_BYTES >> Math.max(0, myScale));
    if (stamps) {
      boolean odd = (offset & 1) != 0; // Stacks align the option, but nothing says they must.
      if (odd) {
        tcp.nop().timestamp(stamp(), latestStamp).nop();
      } else {
        tcp.nop().nop().timestamp(stamp(), latestStamp);
      }
    }
    if (sack && heard.hasGaps() && !fin) {
      List<Integer> edges = heard.edges();
      tcp.nop().nop().options(5, 2 + 4 * edges.size());
      edges.forEach(edge -> tcp.options(bytes(irs + 1 + edge)));
    }
    PacketBuilder whole = payload.length == 0 ? tcp : tcp.payload(payload);
    world.transmit(this, whole.build());
  }

  private static int[] bytes(int word) {
    return new int[] {word >>> 24, word >>> 16 & 255, word >>> 8 & 255, word & 255};
  }

  private long acknowledges() {
    return irs + 1 + heard.size() + (peerEnded ? 1 : 0);
  }

  private void acknowledge() {
    segment(next, new byte[0], TcpLayer.ACK);
  }

  /** Says goodbye at once. */
  void reset() {
    TcpLayer tcp = tcp().seq(iss + 1 + next).ack(acknowledges()).flags(TcpLayer.RST | TcpLayer.ACK);
    world.transmit(this, tcp.build());
    state = CLOSED;
  }

  private void refuse(Wire in) {
    TcpLayer tcp = tcp();
    if (in.has(TcpLayer.ACK)) {
      tcp.rst().seq(in.ack());
    } else {
      tcp.flags(TcpLayer.RST | TcpLayer.ACK).seq(0).ackNumber(in.seq() + 1);
    }
    resets++;
    world.transmit(this, tcp.build());
  }

  /** A segment has arrived. */
  void arrive(Wire in) {
    if (state == CLOSED && !in.has(TcpLayer.RST)) {
      refuse(in);
    } else if (state == CLOSED) {
      return;
    } else if (state == LISTEN) {
      listen(in);
    } else if (state == SYN_SENT) {
      synSent(in);
    } else {
      open(in);
    }
  }

  private void listen(Wire in) {
    if (in.has(TcpLayer.RST)) {
      return;
    }
    if (!in.has(TcpLayer.SYN) || in.has(TcpLayer.ACK)) {
      refuse(in);
      return;
    }
    synsSeen++;
    agree(in);
    if (!mute) {
      state = SYN_RECEIVED;
      sendSyn();
      arm();
    }
  }

  private void agree(Wire in) {
    irs = in.seq();
    Wire.Options said = in.options();
    sack = stack.sack() && said.sack();
    stamps = stack.stamps() && said.stamps();
    boolean scales = stack.scale() >= 0 && said.scale() >= 0;
    myScale = scales ? stack.scale() : 0;
    peerScale = scales ? said.scale() : -1;
    peerMss = said.mss() == 0 ? 536 : said.mss();
    latestStamp = said.stamp();
    peerWindow = in.window();
  }

  private void synSent(Wire in) {
    boolean acceptable = in.has(TcpLayer.ACK) && in.ack() == iss + 1;
    if (in.has(TcpLayer.RST)) {
      wasReset |= acceptable;
      state = acceptable ? CLOSED : state;
      return;
    }
    if (in.has(TcpLayer.ACK) && !acceptable) {
      world.transmit(this, tcp().rst().seq(in.ack()).build());
      return;
    }
    if (in.has(TcpLayer.SYN) && acceptable) {
      agree(in);
      opened();
      acknowledge();
      push(false);
      tries = 0;
      arm();
    }
  }

  private void opened() {
    state = OPEN;
    openedNs = world.nowNs();
  }

  private void open(Wire in) {
    if (in.has(TcpLayer.SYN)) {
      if (state == SYN_RECEIVED && !in.has(TcpLayer.ACK) && in.seq() == irs) {
        synsSeen++;
        sendSyn();
      } else {
        acknowledge();
      }
      return;
    }
    int offset = in.seq() - irs - 1 - heard.size() - (peerEnded ? 1 : 0);
    if (in.has(TcpLayer.RST)) {
      if (offset == 0) {
        wasReset = true;
        state = CLOSED;
      } else if (Math.abs(offset) < BUFFER_BYTES) {
        acknowledge();
      }
      return;
    }
    if (stamps && !in.options().stamps()) {
      return; // RFC 7323, 3.2.
    }
    boolean outside = offset > BUFFER_BYTES || offset + in.payload().length < -BUFFER_BYTES;
    boolean old = stamps && in.options().stamp() - latestStamp < 0;
    if (outside || old || !in.has(TcpLayer.ACK)) {
      acknowledge();
      return;
    }
    if (!acknowledged(in)) {
      return;
    }
    if (stamps && offset <= 0) {
      latestStamp = in.options().stamp();
    }
    take(in, offset);
    push(false);
  }

  private boolean acknowledged(Wire in) {
    int upTo = in.ack() - iss - 1;
    int most = toSay.length + (closes ? 1 : 0);
    if (upTo < 0 && state == SYN_RECEIVED || upTo > most) {
      if (state == SYN_RECEIVED) {
        refuse(in);
      } else {
        acknowledge();
      }
      return false;
    }
    if (state == SYN_RECEIVED) {
      opened();
      tries = 0;
      arm();
    }
    if (stamps && !stampsSent.contains(in.options().echo())) {
      throw new AssertionError(name + " never sent the stamp " + in.options().echo());
    }
    for (int edge : in.options().sackEdges()) {
      int at = edge - iss - 1;
      if (at < 0 || at > most) {
        throw new AssertionError(name + " never sent what is acknowledged up to " + at);
      }
    }
    if (upTo < una) {
      return true;
    }
    peerWindow = in.window() << Math.max(0, peerScale);
    if (upTo > una || upTo == toSay.length + 1) {
      finAcked |= closes && upTo == toSay.length + 1;
      una = Math.min(upTo, toSay.length);
      next = Math.max(next, upTo);
      tries = 0;
      duplicates = 0;
      arm();
    } else if (in.payload().length == 0 && next > una && ++duplicates == 3) {
      next = una;
      push(true);
    }
    return true;
  }

  private void take(Wire in, int offset) {
    byte[] payload = in.payload();
    int at = offset + heard.size() + (peerEnded ? 1 : 0);
    heard.take(at, payload);
    boolean ends = in.has(TcpLayer.FIN) && at + payload.length == heard.size();
    peerEnded |= ends;
    boolean probe = payload.length == 0 && offset < 0;
    if (payload.length > 0 || in.has(TcpLayer.FIN) || probe) {
      acknowledge();
    }
  }
}
