package org.scrubber.batch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A batch of packets in columns: filled by a source, parsed once, judged in place.
 *
 * <p>Every column has {@link #capacity} elements, of which the first {@link #size} are in use;
 * index {@code i} is the same packet in all of them. Filters look at {@link #survivors} only. All
 * memory is allocated by the constructor. Owned by one thread at a time.
 */
public final class PacketBatch {
  /** Packets in a batch unless told otherwise: 128 to 512 measured alike. */
  public static final int DEFAULT_CAPACITY = 256;

  /** Most packets that any batch may be made for. */
  public static final int MAX_CAPACITY = 1024;

  /** Most packets a batch of this size can hold. */
  public final int capacity;

  /** Packets in this batch. */
  public int size;

  /**
   * How much must be shed, as the line cannot carry all of it: 0 for nothing, and always so in a
   * replay; see {@code filter.Overload}.
   */
  public int pressure;

  // ---- filled by the source ----
  /** Absolute address of the first captured byte. */
  public final long[] frameAddress;

  /** Bytes captured. */
  public final int[] capturedLength;

  /** Bytes on the wire; rates are counted from this. */
  public final int[] wireLength;

  /** Packet time, ns since the epoch. */
  public final long[] timestampNs;

  /** Index into the source's interfaces. */
  public final int[] interfaceId;

  /** LINKTYPE_ value of the packet's interface. */
  public final int[] linkType;

  // ---- filled by Parser ----
  /** 4, 6, or 0 when the frame is not IP (or its link type cannot be read). */
  public final byte[] family;

  /** Upper 64 bits of the source address; 0 for IPv4. */
  public final long[] sourceHigh;

  /** Lower 64 bits of the source address; the address itself, zero-extended, for IPv4. */
  public final long[] sourceLow;

  /** Upper 64 bits of the target address; 0 for IPv4. */
  public final long[] targetHigh;

  /** Lower 64 bits of the target address; the address itself, zero-extended, for IPv4. */
  public final long[] targetLow;

  /** Source port in the upper 16 bits, target port in the lower; ICMP: type and code; else 0. */
  public final int[] ports;

  /** IP protocol of the innermost header that was reached (after IPv6 extension headers). */
  public final int[] protocol;

  /** TCP flags (low 8 bits) as on the wire, 0 otherwise. */
  public final int[] tcpFlags;

  /** Bits of {@code parse.ParseFlags}. */
  public final int[] parseFlags;

  /** Offset of the IP header from the frame's start, or -1. */
  public final int[] networkOffset;

  /** Offset of the transport header from the frame's start, or -1 when not captured. */
  public final int[] transportOffset;

  /** Offset of the transport payload from the frame's start, or -1 when not captured. */
  public final int[] payloadOffset;

  /** Transport payload bytes by the headers' own account (may exceed what was captured). */
  public final int[] payloadLength;

  /** Why the packet is malformed: a {@code parse.Malformed} ordinal, 0 when it is not. */
  public final byte[] malformed;

  /** TTL or hop limit. */
  public final int[] timeToLive;

  /** Identification of a fragment (32 bits for IPv6), 0 otherwise. */
  public final int[] fragmentId;

  /** Offset of a fragment in bytes, 0 otherwise. */
  public final int[] fragmentOffset;

  // ---- filled by Classify ----
  /** The pipeline's clock at this packet: its time, made monotonic; ns. */
  public final long[] clockNs;

  /** Protected object of the target, or -1. */
  public final int[] object;

  /** Policy prefix that holds the target (index into the compiled policy), or -1. */
  public final int[] targetPrefix;

  /** Protected object of the source, or -1. */
  public final int[] sourceObject;

  /** Policy prefix that holds the source, or -1. */
  public final int[] sourcePrefix;

  /** Seeded hash of the target address. */
  public final long[] targetHash;

  /** Seeded hash of the source address. */
  public final long[] sourceHash;

  /** Seeded hash of the flow, equal for both directions. */
  public final long[] flowHash;

  /** True when the source is the flow's "high" endpoint: tells its two directions apart. */
  public final boolean[] fromHigh;

  /** Where the flow table keeps this packet's flow, or -1. */
  public final int[] flowSlot;

  /** How long the packet's flow had been known, ns to a tick; 0 when it had not. */
  public final long[] flowAgeNs;

  /** Vector that the packet would belong to if it were an attack: a {@code detect.Vectors} id. */
  public final byte[] vector;

  /** What is known of flow and source: {@code detect.Knowledge} bits. */
  public final int[] knowledge;

  /** Reflector signature the payload matches: index into the reflector table, or -1. */
  public final short[] reflector;

  /** For UDP and ICMP under a mitigation: how {@code detect.Newcomers} sees it. */
  public final byte[] newcomer;

  // ---- filled by filters ----
  /**
   * Feed that lists the packet's outside address: number among the policy's lists, from 1, of its
   * source; negative of its target; 0 for none.
   */
  public final byte[] listed;

  /** A {@link Verdict} code. */
  public final byte[] verdict;

  /** A {@code filter.Reason} ordinal; 0 is none. */
  public final byte[] reason;

  /** Mitigation that judged the packet (index into the detector's list), or -1. */
  public final int[] mitigation;

  /** The counter that led to the verdict, at that moment; its unit is the reason's. */
  public final long[] counter;

  /** The threshold the counter was held against. */
  public final long[] threshold;

  /** True when the object is in monitor mode: the verdict is what would have been. */
  public final boolean[] monitored;

  /** Indices of the packets that no filter has judged yet, ascending. */
  public final int[] survivors;

  /** How many {@link #survivors} there are. */
  public int survivorCount;

  /**
   * Means nothing: stages that load what the batch's packets are about to look up, so that cache
   * misses overlap, add it up here, and so the loads are not left out. An array begins anywhere in
   * a cache line, so that words of a line's size lie in two: both ends of them are to be loaded,
   * unless the table is of {@code table.Lines}.
   */
  public long touched;

  private final Arena arena = Arena.ofAuto();
  private MemorySegment frames = MemorySegment.NULL;

  /** Creates a batch of {@link #DEFAULT_CAPACITY}. */
  public PacketBatch() {
    this(DEFAULT_CAPACITY);
  }

  /** Creates a batch for at most {@code capacity} packets. */
  public PacketBatch(int capacity) {
    assert capacity <= MAX_CAPACITY : capacity;
    this.capacity = capacity;
    frameAddress = new long[capacity];
    capturedLength = new int[capacity];
    wireLength = new int[capacity];
    timestampNs = new long[capacity];
    interfaceId = new int[capacity];
    linkType = new int[capacity];
    family = new byte[capacity];
    sourceHigh = new long[capacity];
    sourceLow = new long[capacity];
    targetHigh = new long[capacity];
    targetLow = new long[capacity];
    ports = new int[capacity];
    protocol = new int[capacity];
    tcpFlags = new int[capacity];
    parseFlags = new int[capacity];
    networkOffset = new int[capacity];
    transportOffset = new int[capacity];
    payloadOffset = new int[capacity];
    payloadLength = new int[capacity];
    malformed = new byte[capacity];
    timeToLive = new int[capacity];
    fragmentId = new int[capacity];
    fragmentOffset = new int[capacity];
    clockNs = new long[capacity];
    targetPrefix = new int[capacity];
    sourcePrefix = new int[capacity];
    flowSlot = new int[capacity];
    object = new int[capacity];
    sourceObject = new int[capacity];
    targetHash = new long[capacity];
    sourceHash = new long[capacity];
    flowHash = new long[capacity];
    fromHigh = new boolean[capacity];
    flowAgeNs = new long[capacity];
    vector = new byte[capacity];
    knowledge = new int[capacity];
    newcomer = new byte[capacity];
    reflector = new short[capacity];
    listed = new byte[capacity];
    verdict = new byte[capacity];
    reason = new byte[capacity];
    mitigation = new int[capacity];
    counter = new long[capacity];
    threshold = new long[capacity];
    monitored = new boolean[capacity];
    survivors = new int[capacity];
  }

  /**
   * Returns this batch's own frame memory, of at least {@code sizeBytes}, for sources that cannot
   * lend theirs (streams). Content is lost when it grows.
   */
  public MemorySegment frames(long sizeBytes) {
    if (frames.byteSize() < sizeBytes) {
      frames = arena.allocate(sizeBytes, 64);
    }
    return frames;
  }
}
