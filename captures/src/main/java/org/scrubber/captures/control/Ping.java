package org.scrubber.captures.control;

import org.scrubber.captures.dialogue.Dialogue;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.dialogue.Parts;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Attempt;

/** Somebody outside looks whether a host is there: four echo requests, one a second. */
final class Ping extends Dialogue {
  static final int REQUESTS = 4;

  private static final int LINUX_BYTES = 56;
  private static final int WINDOWS_BYTES = 32;

  private final Address stranger;
  private final Address host;
  private final boolean windows;
  private final int id;
  private final byte[] payload;

  Ping(Sender sender, Address stranger, Address host) {
    super(sender);
    this.stranger = stranger;
    this.host = host;
    RandomStream random = sender.random();
    windows = random.chance(40);
    id = windows ? 1 : random.below(1 << 16);
    payload = payload(random);
  }

  private byte[] payload(RandomStream random) {
    byte[] bytes = new byte[windows ? WINDOWS_BYTES : LINUX_BYTES];
    int first = windows ? 0 : 16;
    byte[] time = random.bytes(first);
    System.arraycopy(time, 0, bytes, 0, first);
    for (int k = first; k < bytes.length; k++) {
      bytes[k] = (byte) (windows ? 'a' + k % 23 : k);
    }
    return bytes;
  }

  @Override
  protected void question(int round, int code) {
    int ttl = Hops.ttl(windows ? 128 : 64, stranger);
    int ipId = sender.random().below(1 << 16);
    sender
        .world()
        .frame(true)
        .packet(
            Packets.ip(stranger, host, ttl, ipId)
                .echoRequest(id, round + 1)
                .payload(payload)
                .build());
    sender.world().emit(sender.legit(), flow, this, Parts.single(code));
  }

  @Override
  protected void answer(int round, int code) {
    int ipId = sender.random().below(1 << 16);
    sender
        .world()
        .frame(false)
        .packet(
            Packets.ip(host, stranger, Distance.INSIDE_TTL, ipId)
                .echoReply(id, round + 1)
                .payload(payload)
                .build());
    sender.world().emit(sender.legit(), flow, this, Parts.single(code));
  }

  @Override
  protected int rounds() {
    return REQUESTS;
  }

  @Override
  protected long answerDelayNs() {
    return Distance.INSIDE_NS;
  }

  @Override
  protected long thinkNs() {
    return 1_000_000_000L - Distance.INSIDE_NS;
  }

  @Override
  protected long timeoutNs() {
    return 2_000_000_000L;
  }

  @Override
  protected int mostTries() {
    return 1;
  }

  @Override
  protected Attempt.Kind kind() {
    return null;
  }
}
