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
import org.scrubber.captures.world.World;

/** A clock inside asks a time server outside (RFC 5905), some with NTS (RFC 8915). */
final class TimeQuery extends Dialogue {
  static final int PORT = 123;

  private static final int PLAIN_BYTES = 48;
  private static final int UNIQUE_ID_BYTES = 36;
  private static final int CLIENT = 0x23;
  private static final int SERVER = 0x24;
  private static final int KISS_OF_DEATH = 0xE4;
  private static final int RATE = 0x52415445;
  private static final long NTP_EPOCH_S = 2_208_988_800L;
  private static final double MEDIAN_MS = 20;

  private final Address client;
  private final int port;
  private final Address server;
  private final int bytes;
  private final boolean kiss;

  TimeQuery(Sender sender, Address client, int port, Address server) {
    super(sender);
    this.client = client;
    this.port = port;
    this.server = server;
    RandomStream random = sender.random();
    bytes = random.chance(5) ? random.between(180 / 4, 260 / 4) * 4 : PLAIN_BYTES;
    kiss = random.below(1_000) == 0;
  }

  @Override
  protected void question(int round, int code) {
    Datagram datagram = sender.datagram().begin(client, port, server, PORT, Distance.INSIDE_TTL);
    datagram.u8(CLIENT).u8(0).u8(6).u8(0xE9).u32(0).u32(0).u32(0).u64(0).u64(0).u64(0).u64(stamp());
    extensions(datagram);
    datagram.send(false, Datagram.MTU, sender.hard(), sender.hard(), flow, this, code);
  }

  @Override
  protected void answer(int round, int code) {
    int ttl = Hops.ttl(64, server);
    Datagram datagram = sender.datagram().begin(server, PORT, client, port, ttl);
    datagram.u8(kiss ? KISS_OF_DEATH : SERVER).u8(kiss ? 0 : 2).u8(6).u8(0xE8);
    datagram.u32(0x0180).u32(0x0340).u32(kiss ? RATE : (int) server.low());
    long now = stamp();
    datagram.u64(now - (64L << 32)).u64(now - (1L << 25)).u64(now).u64(now + (1L << 16));
    extensions(datagram);
    datagram.send(true, Datagram.MTU, sender.hard(), sender.hard(), flow, this, code);
  }

  /** NTS: a unique identifier, and what authenticates the rest. */
  private void extensions(Datagram datagram) {
    if (bytes > PLAIN_BYTES) {
      datagram.u16(0x0104).u16(UNIQUE_ID_BYTES).random(sender.random(), UNIQUE_ID_BYTES - 4);
      int rest = bytes - PLAIN_BYTES - UNIQUE_ID_BYTES;
      datagram.u16(0x0404).u16(rest).random(sender.random(), rest - 4);
    }
  }

  /** The world's time, in seconds since 1900 and their fractions of 2^-32. */
  private long stamp() {
    long now = World.EPOCH_NS + sender.world().nowNs();
    long seconds = now / 1_000_000_000L + NTP_EPOCH_S;
    return seconds << 32 | (now % 1_000_000_000L << 32) / 1_000_000_000L;
  }

  @Override
  protected long answerDelayNs() {
    return Distance.outsideNs(server, MEDIAN_MS);
  }

  @Override
  protected long timeoutNs() {
    return 2_000_000_000L;
  }

  @Override
  protected int mostTries() {
    return 2;
  }

  @Override
  protected Attempt.Kind kind() {
    return Attempt.Kind.TIME;
  }

  @Override
  protected Truth truth() {
    return sender.hard();
  }
}
