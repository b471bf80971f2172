package org.scrubber.captures.control;

import org.scrubber.captures.dialogue.Datagram;
import org.scrubber.captures.dialogue.Dialogue;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Attempt;

/** The operations centre, outside, reads the counters of a router inside (SNMP v2c). */
final class Poll extends Dialogue {
  private static final int PORT = 161;
  private static final int INSIDE_TTL = 255;
  private static final int GET = 0xA0;
  private static final int RESPONSE = 0xA2;

  /** ifHCInOctets, 1.3.6.1.2.1.31.1.1.1.6, of an interface. */
  private static final byte[] COUNTER = {0x2b, 6, 1, 2, 1, 31, 1, 1, 1, 6};

  private final Address centre;
  private final Address router;
  private final int port;
  private final int number;

  Poll(Sender sender, Address centre, Address router) {
    super(sender);
    this.centre = centre;
    this.router = router;
    RandomStream random = sender.random();
    port = random.between(32_768, 60_999);
    number = random.nextInt() >>> 1;
  }

  @Override
  protected void question(int round, int code) {
    int ttl = Hops.ttl(64, centre);
    Datagram datagram = sender.datagram().begin(centre, port, router, PORT, ttl);
    message(datagram, GET, false);
    datagram.send(true, Datagram.MTU, sender.hard(), sender.hard(), flow, this, code);
  }

  @Override
  protected void answer(int round, int code) {
    Datagram datagram = sender.datagram().begin(router, PORT, centre, port, INSIDE_TTL);
    message(datagram, RESPONSE, true);
    datagram.send(false, Datagram.MTU, sender.hard(), sender.hard(), flow, this, code);
  }

  /** One variable, whose value is null in a question and a counter of 8 bytes in an answer. */
  private void message(Datagram to, int kind, boolean answer) {
    int value = answer ? 10 : 2;
    int variable = 2 + COUNTER.length + 1 + value;
    int pdu = 6 + 3 + 3 + 2 + 2 + variable;
    to.u8(0x30).u8(3 + 7 + 2 + pdu).u8(2).u8(1).u8(1).u8(4).u8(5);
    to.bytes(new byte[] {'n', 'o', 'c', '-', 'r'}).u8(kind).u8(pdu);
    to.u8(2).u8(4).u32(number).u8(2).u8(1).u8(0).u8(2).u8(1).u8(0);
    to.u8(0x30).u8(2 + variable).u8(0x30).u8(variable);
    to.u8(6).u8(COUNTER.length + 1).bytes(COUNTER).u8(1 + number % 48);
    if (answer) {
      to.u8(0x46).u8(8).u64(sender.random().next() >>> 8);
    } else {
      to.u8(5).u8(0);
    }
  }

  @Override
  protected long answerDelayNs() {
    return Distance.INSIDE_NS + 1_000_000L;
  }

  @Override
  protected long timeoutNs() {
    return 2_000_000_000L;
  }

  @Override
  protected int mostTries() {
    return 3;
  }

  @Override
  protected Attempt.Kind kind() {
    return null;
  }
}
