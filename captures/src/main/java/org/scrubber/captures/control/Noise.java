package org.scrubber.captures.control;

import java.util.List;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.plan.Pool;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Frame;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;
import org.scrubber.policy.Prefix;
import org.scrubber.wire.Tcp;

/**
 * The class NOISE: what every address of the Internet hears all day. Scanners send one packet to
 * each of the tenant's addresses, most of which nobody has.
 */
public final class Noise {
  /** Name of the class. */
  public static final String CLASS = "NOISE";

  private static final int[] WELL_KNOWN = {80, 443, 22, 3389, 8080, 445, 5900, 6379, 8443, 21};
  private static final int[] DATAGRAM_PORTS = {53, 123, 161, 1900, 5060, 389, 11211, 500, 5353};
  private static final int ZMAP_ID = 54_321;
  private static final byte[] MSS = {2, 4, 5, (byte) 0xb4};

  private final World world;
  private final Stream stream;
  private final Truth truth;
  private final Pool sources;
  private final List<Prefix> prefixes;
  private final long addresses;

  private Noise(Setting setting, Tenant tenant) {
    world = setting.world();
    stream = world.stream(CLASS, tenant.id());
    truth = new Truth(Truth.Kind.NOISE, -1, tenant.number(), CLASS);
    sources = setting.plan().pool("WORLD");
    prefixes = tenant.v4();
    addresses = prefixes.stream().mapToLong(prefix -> 1L << 32 - prefix.length()).sum();
  }

  /** Installs the class for a tenant. */
  public static void install(Setting setting, Tenant tenant) {
    Noise noise = new Noise(setting, tenant);
    Arrivals.start(
        setting.world(),
        noise.stream,
        timeNs -> setting.legitPps(tenant, CLASS, timeNs),
        setting.endNs(),
        noise::send);
  }

  private Address target() {
    long offset = (long) (stream.random().unit() * addresses);
    for (Prefix prefix : prefixes) {
      long size = 1L << 32 - prefix.length();
      if (offset < size) {
        return Address.v4(prefix.low() + offset);
      }
      offset -= size;
    }
    throw new AssertionError("the prefixes have as many addresses as they have");
  }

  private void send() {
    RandomStream random = stream.random();
    Address target = target();
    Address source = sources.any(random);
    Frame frame = world.frame(true);
    int percent = random.below(100);
    if (percent < 30) {
      zmap(frame, random, source, target);
    } else if (percent < 55) {
      masscan(frame, random, source, target);
    } else if (percent < 80) {
      mirai(frame, random, source, target);
    } else {
      int port = DATAGRAM_PORTS[random.below(DATAGRAM_PORTS.length)];
      frame.ip(source, target, Hops.ttl(64, source), random.below(1 << 16), false);
      frame.udp(random.between(1_024, 65_535), port).random(random, random.between(8, 60));
    }
    world.emit(truth, 0, null, 0);
  }

  private static void zmap(Frame frame, RandomStream random, Address source, Address target) {
    frame.ip(source, target, Hops.ttl(255, source), ZMAP_ID, false);
    int port = WELL_KNOWN[random.below(WELL_KNOWN.length)];
    frame.tcp(random.between(32_768, 61_000), port, random.nextInt(), 0, Tcp.SYN, 65_535);
    if (random.chance(50)) {
      frame.options(MSS);
    }
  }

  private static void masscan(Frame frame, RandomStream random, Address source, Address target) {
    int port = WELL_KNOWN[random.below(WELL_KNOWN.length)];
    int seq = random.nextInt();
    int id = (int) (target.low() ^ port ^ seq) & 0xffff;
    frame.ip(source, target, Hops.ttl(255, source), id, false);
    frame.tcp(random.between(32_768, 61_000), port, seq, 0, Tcp.SYN, 1_025).options(MSS);
  }

  /** A bot in search of others: the sequence number is the target's address. */
  private static void mirai(Frame frame, RandomStream random, Address source, Address target) {
    frame.ip(source, target, Hops.ttl(64, source), random.below(1 << 16), false);
    int port = random.below(10) == 0 ? 2_323 : 23;
    int window = random.below(1 << 16);
    frame.tcp(random.between(1_024, 65_535), port, (int) target.low(), 0, Tcp.SYN, window);
  }
}
