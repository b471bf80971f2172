package org.scrubber.captures.dialogue;

import java.util.Arrays;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Frame;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;
import org.scrubber.wire.Protocols;

/**
 * Writes one UDP datagram of up to 64 KiB and sends it: as one packet, or as real fragments when it
 * is too large for its path.
 *
 * <p>Reused from datagram to datagram; one thread.
 */
public final class Datagram {
  /** Largest packet of most paths, bytes of IP. */
  public static final int MTU = 1_500;

  private static final int UDP_BYTES = 8;

  private final byte[] bytes = new byte[1 << 16];
  private final World world;
  private final Stream stream;
  private final Disorder disorder;
  private Address source;
  private Address target;
  private int sourcePort;
  private int targetPort;
  private int ttl;
  private int at;

  /**
   * Creates a writer.
   *
   * @param stream for identifications, and for fragments that come late
   * @param disorder what happens to fragments that come in
   */
  public Datagram(World world, Stream stream, Disorder disorder) {
    this.world = world;
    this.stream = stream;
    this.disorder = disorder;
  }

  /** Begins the next datagram; {@code hops} is its TTL at the scrubber. */
  public Datagram begin(Address from, int fromPort, Address to, int toPort, int hops) {
    source = from;
    sourcePort = fromPort;
    target = to;
    targetPort = toPort;
    ttl = hops;
    at = UDP_BYTES;
    return this;
  }

  /** Returns the bytes of payload written so far. */
  public int length() {
    return at - UDP_BYTES;
  }

  /** Returns a copy of the payload, with room for {@code before} bytes in front of it. */
  public byte[] payload(int before) {
    byte[] copy = new byte[before + length()];
    System.arraycopy(bytes, UDP_BYTES, copy, before, length());
    return copy;
  }

  /** Adds one byte. */
  public Datagram u8(int value) {
    bytes[at++] = (byte) value;
    return this;
  }

  /** Adds a big-endian number of 2 bytes. */
  public Datagram u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  /** Adds a big-endian number of 4 bytes. */
  public Datagram u32(int value) {
    return u16(value >>> 16).u16(value);
  }

  /** Adds a big-endian number of 8 bytes. */
  public Datagram u64(long value) {
    return u32((int) (value >>> 32)).u32((int) value);
  }

  /** Adds bytes. */
  public Datagram bytes(byte[] more) {
    System.arraycopy(more, 0, bytes, at, more.length);
    at += more.length;
    return this;
  }

  /** Adds random bytes. */
  public Datagram random(RandomStream random, int length) {
    int end = at + length;
    while (at < end) {
      long word = random.next();
      for (int k = 0; k < 8 && at < end; k++, word >>>= 8) {
        bytes[at++] = (byte) word;
      }
    }
    return this;
  }

  /** Overwrites a number of 2 bytes of the payload. */
  public Datagram setU16(int offset, int value) {
    bytes[UDP_BYTES + offset] = (byte) (value >>> 8);
    bytes[UDP_BYTES + offset + 1] = (byte) value;
    return this;
  }

  /**
   * Sends the datagram now.
   *
   * @param inbound true when it comes from outside
   * @param mtu largest packet of the path, bytes of IP, at most {@link #MTU}
   * @param whole what it is when it fits into one packet
   * @param apart what its fragments are
   * @param own code for the party, below 2^{@link Parts#BITS}; {@link Parts} reads what it gets
   */
  public void send(
      boolean inbound, int mtu, Truth whole, Truth apart, int flow, Party party, int own) {
    int headerBytes = source.isV4() ? 20 : 40;
    if (headerBytes + at <= mtu) {
      world
          .frame(inbound)
          .ip(source, target, ttl, stream.random().nextInt() & 0xffff, true)
          .udp(sourcePort, targetPort)
          .bytes(bytes, UDP_BYTES, at - UDP_BYTES);
      world.emit(whole, flow, party, Parts.code(own, 0, 1));
      return;
    }
    header();
    int partBytes = mtu - (source.isV4() ? headerBytes : headerBytes + 8) & ~7;
    int count = (at + partBytes - 1) / partBytes;
    int id = stream.random().nextInt();
    for (int index = 0; index < count; index++) {
      int from = index * partBytes;
      int length = Math.min(partBytes, at - from);
      int code = Parts.code(own, index, count);
      Part part = new Part(inbound, id, from, length, apart, flow, party, code);
      dispatch(part);
    }
  }

  private void dispatch(Part part) {
    RandomStream random = stream.random();
    boolean orderly = !part.inbound || disorder.equals(Disorder.NONE);
    if (!orderly && random.below(1_000) < disorder.latePermille()) {
      LateFragment late = new LateFragment(this, part);
      world.at(stream, world.nowNs() + random.between(1_000_000, 30_000_000), late, 0);
      return;
    }
    emit(bytes, part.from, part);
    if (!orderly && random.below(1_000) < disorder.twicePermille()) {
      emit(bytes, part.from, part);
    }
  }

  /** A fragment: where it lies in its datagram, and what it belongs to. */
  private record Part(
      boolean inbound,
      int id,
      int from,
      int length,
      Truth truth,
      int flow,
      Party party,
      int code) {}

  private void emit(byte[] body, int offset, Part part) {
    boolean more = part.from + part.length < at;
    emit(source, target, ttl, more, body, offset, part);
  }

  private void emit(
      Address from, Address to, int hops, boolean more, byte[] body, int offset, Part part) {
    Frame frame = world.frame(part.inbound);
    if (from.isV4()) {
      int flags = (more ? Frame.MF : 0) | part.from >>> 3;
      frame.ipv4(from.low(), to.low(), hops, part.id & 0xffff, flags, 0).protocol(Protocols.UDP);
    } else {
      frame.ipv6(from, to, hops).protocol(Protocols.FRAGMENT);
      frame.u16(Protocols.UDP << 8).u16(part.from | (more ? 1 : 0)).u32(part.id);
    }
    frame.bytes(body, offset, part.length);
    world.emit(part.truth, part.flow, part.party, part.code);
  }

  /** Fills in the UDP header of a datagram that will be cut into pieces. */
  private void header() {
    put(0, sourcePort);
    put(2, targetPort);
    put(4, at);
    put(6, 0);
    long sum = words(source) + words(target) + Protocols.UDP + at;
    for (int k = 0; k + 1 < at; k += 2) {
      sum += (bytes[k] & 0xff) << 8 | bytes[k + 1] & 0xff;
    }
    sum += (at & 1) == 0 ? 0 : (bytes[at - 1] & 0xff) << 8;
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    int checksum = (int) ~sum & 0xffff;
    put(6, checksum == 0 ? 0xffff : checksum);
  }

  private static long words(Address address) {
    long sum = 0;
    for (int shift = 0; shift < 64; shift += 16) {
      sum += (address.high() >>> shift & 0xffff) + (address.low() >>> shift & 0xffff);
    }
    return sum;
  }

  private void put(int offset, int value) {
    bytes[offset] = (byte) (value >>> 8);
    bytes[offset + 1] = (byte) value;
  }

  /** A fragment that others have overtaken; keeps its own copy, as the writer goes on. */
  private static final class LateFragment implements Actor {
    private final Datagram writer;
    private final Part part;
    private final Address source;
    private final Address target;
    private final int ttl;
    private final boolean more;
    private final byte[] body;

    LateFragment(Datagram writer, Part part) {
      this.writer = writer;
      this.part = part;
      source = writer.source;
      target = writer.target;
      ttl = writer.ttl;
      more = part.from + part.length < writer.at;
      body = Arrays.copyOfRange(writer.bytes, part.from, part.from + part.length);
    }

    @Override
    public void act(World world, int code) {
      writer.emit(source, target, ttl, more, body, 0, part);
    }
  }
}
