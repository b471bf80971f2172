package org.scrubber.captures.service;

import org.scrubber.captures.dialogue.Datagram;
import org.scrubber.captures.dialogue.Dialogue;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Truth;

/**
 * A guest elsewhere logs in at home: a proxy carries ten rounds of EAP-TLS (RFC 2865, 3579, 5216)
 * to the RADIUS server inside; a request that stays without answer is sent again after 3 s.
 */
final class Login extends Dialogue {
  static final int PORT = 1_812;

  private static final int ROUNDS = 10;
  private static final int REQUEST = 1;
  private static final int ACCEPT = 2;
  private static final int CHALLENGE = 11;
  private static final int EAP_MESSAGE = 79;
  private static final int MESSAGE_AUTHENTICATOR = 80;
  private static final int USER_NAME = 1;
  private static final int LARGEST_ATTRIBUTE = 255;
  private static final int SMALLEST_ATTRIBUTE = 3;
  private static final double MEDIAN_MS = 20;

  /** Of 100 requests, so many do not fit into one packet. */
  static final int LARGE_PERCENT = 25;

  private final Address proxy;
  private final int port;
  private final Address server;
  private final long seed;

  Login(Sender sender, Address proxy, int port, Address server) {
    super(sender);
    this.proxy = proxy;
    this.port = port;
    this.server = server;
    seed = sender.random().next();
  }

  /** Returns how many packets come in for a login, on average. */
  static double packets() {
    return ROUNDS * (1 + LARGE_PERCENT / 100.0);
  }

  @Override
  protected void question(int round, int code) {
    RandomStream content = new RandomStream(seed + round); // A repeated request is the same.
    boolean large = content.chance(LARGE_PERCENT);
    int bytes = large ? content.between(1_501, 2_400) : content.between(150, 1_400);
    int ttl = Hops.ttl(64, proxy);
    Datagram datagram = sender.datagram().begin(proxy, port, server, PORT, ttl);
    message(datagram, content, REQUEST, round, bytes);
    datagram.send(true, Datagram.MTU, sender.hard(), sender.hard(), flow, this, code);
  }

  @Override
  protected void answer(int round, int code) {
    RandomStream content = new RandomStream(~seed + round);
    boolean last = round == ROUNDS - 1;
    int bytes = last ? 180 : content.between(150, 1_400);
    Datagram datagram = sender.datagram().begin(server, PORT, proxy, port, Distance.INSIDE_TTL);
    message(datagram, content, last ? ACCEPT : CHALLENGE, round, bytes);
    datagram.send(false, Datagram.MTU, sender.hard(), sender.hard(), flow, this, code);
  }

  private void message(Datagram to, RandomStream content, int code, int round, int bytes) {
    to.u8(code).u8((int) (seed >>> 8) + round).u16(bytes).random(content, 16);
    to.u8(USER_NAME).u8(19).u64(0x616e6f6e796d6f75L).u8('s').u32(0x40756e69).u32(0x612e6265);
    to.u8(MESSAGE_AUTHENTICATOR).u8(18).random(content, 16);
    int left = bytes - to.length();
    while (left > 0) {
      int attribute = Math.min(left, LARGEST_ATTRIBUTE);
      int rest = left - attribute;
      attribute -= rest > 0 && rest < SMALLEST_ATTRIBUTE ? SMALLEST_ATTRIBUTE : 0;
      to.u8(EAP_MESSAGE).u8(attribute).random(content, attribute - 2);
      left -= attribute;
    }
  }

  @Override
  protected int rounds() {
    return ROUNDS;
  }

  @Override
  protected long answerDelayNs() {
    return Distance.INSIDE_NS + sender.random().between(1_000_000, 5_000_000);
  }

  @Override
  protected long thinkNs() {
    int device = sender.random().between(20_000_000, 80_000_000);
    return Distance.outsideNs(proxy, MEDIAN_MS) + device;
  }

  @Override
  protected long timeoutNs() {
    return 3_000_000_000L;
  }

  @Override
  protected int mostTries() {
    return 4;
  }

  @Override
  protected Attempt.Kind kind() {
    return Attempt.Kind.LOGIN;
  }

  @Override
  protected Truth truth() {
    return sender.hard();
  }
}
