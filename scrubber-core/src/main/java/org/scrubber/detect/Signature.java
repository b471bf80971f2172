package org.scrubber.detect;

import org.scrubber.batch.ColdPath;
import org.scrubber.batch.PacketBatch;
import org.scrubber.state.Carrier;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * What the packets of a flood have in common: learned from a sample of them, used to narrow a drop
 * to what the flood looks like.
 *
 * <p>For each field a majority candidate (Boyer and Moore 1981) is kept while learning; a field
 * belongs to the signature when at least 95 % of the sample agreed. Allocation-free; one thread.
 */
public final class Signature {
  /** Payload length in bytes. */
  static final int LENGTH = 0;

  /** Source port. */
  static final int SOURCE_PORT = 1;

  /** Target port. */
  static final int TARGET_PORT = 2;

  /** TTL or hop limit. */
  static final int TTL = 3;

  /** First eight bytes of the payload. */
  static final int PREFIX = 4;

  /** TCP window. */
  static final int WINDOW = 5;

  /** Bytes of TCP options. */
  static final int OPTIONS = 6;

  /** 1 when a SYN has an acknowledgement number, which nothing but a tool puts there. */
  static final int STRAY_ACKNOWLEDGEMENT = 7;

  private static final int FIELDS = 8;
  private static final String[] NAMES = {"length", "source port", "port", "ttl", "", "window"};

  /** Packets in the sample. */
  private static final int SAMPLE = 256;

  private static final int QUORUM = SAMPLE * 95 / 100;

  private final long[] candidate = new long[FIELDS];
  private final int[] lead = new int[FIELDS];
  private final int[] agreed = new int[FIELDS];
  private int seen;
  private int misses;
  private int fields;

  /** Forgets what was learned. */
  void clear() {
    seen = 0;
    misses = 0;
    fields = 0;
    java.util.Arrays.fill(lead, 0);
    java.util.Arrays.fill(agreed, 0);
  }

  /** Carries what was learned. */
  void carry(Carrier carrier) {
    carrier.words(candidate, 0, FIELDS);
    carrier.wholes(lead, 0, FIELDS);
    carrier.wholes(agreed, 0, FIELDS);
    seen = carrier.whole(seen);
    misses = carrier.whole(misses);
    fields = carrier.whole(fields);
  }

  /** Tells whether the sample is complete and has anything in common to tell the flood by. */
  public boolean isNarrow() {
    return seen >= SAMPLE && fields != 0;
  }

  /** Notes a packet above the threshold that did not match: after enough of them, learns anew. */
  public void missed() {
    if (++misses >= SAMPLE) {
      clear();
    }
  }

  /** Adds a packet to the sample; when a full one had nothing in common, begins another. */
  public void learn(PacketBatch batch, int i) {
    if (seen >= SAMPLE) {
      clear(); // Nothing in common: perhaps the flood has changed.
    }
    for (int field = 0; field < FIELDS; field++) {
      long value = value(batch, i, field);
      if (lead[field] == 0) {
        candidate[field] = value;
        lead[field] = 1;
        agreed[field]++;
      } else if (candidate[field] == value) {
        lead[field]++;
        agreed[field]++;
      } else {
        lead[field]--;
      }
    }
    if (++seen == SAMPLE) {
      for (int field = 0; field < FIELDS; field++) {
        fields |= agreed[field] >= QUORUM ? 1 << field : 0;
      }
      for (int field = PREFIX; field < FIELDS; field++) {
        fields &= candidate[field] == NONE ? ~(1 << field) : -1;
      }
    }
  }

  private static final long NONE = -1;

  /** Tells whether a packet looks like the flood. */
  public boolean matches(PacketBatch batch, int i) {
    for (int field = 0; field < FIELDS; field++) {
      if ((fields & 1 << field) != 0 && value(batch, i, field) != candidate[field]) {
        return false;
      }
    }
    return true;
  }

  private static long value(PacketBatch batch, int i, int field) {
    return switch (field) {
      case LENGTH -> batch.payloadLength[i];
      case SOURCE_PORT -> batch.ports[i] >>> 16;
      case TARGET_PORT -> batch.ports[i] & 0xffff;
      case TTL -> batch.timeToLive[i];
      case PREFIX -> prefix(batch, i);
      default -> tcp(batch, i, field);
    };
  }

  private static long prefix(PacketBatch batch, int i) {
    int offset = batch.payloadOffset[i];
    boolean there = offset >= 0 && batch.capturedLength[i] >= offset + 8;
    return there && batch.payloadLength[i] >= 8 ? Memory.i64(batch.frameAddress[i] + offset) : NONE;
  }

  private static long tcp(PacketBatch batch, int i, int field) {
    int offset = batch.transportOffset[i];
    boolean there = offset >= 0 && batch.capturedLength[i] >= offset + Tcp.MIN_HEADER_BYTES;
    if (batch.protocol[i] != Protocols.TCP || !there) {
      return NONE;
    }
    long header = batch.frameAddress[i] + offset;
    return switch (field) {
      case WINDOW -> Memory.u16(header + Tcp.WINDOW);
      case OPTIONS -> (Memory.u8(header + Tcp.DATA_OFFSET) >>> 4) * 4 - Tcp.MIN_HEADER_BYTES;
      default -> Memory.i32(header + Tcp.ACKNOWLEDGEMENT) == 0 ? NONE : 1;
    };
  }

  /** Returns the signature in words, for example {@code length 512, port 80}; empty when none. */
  @ColdPath("for reports")
  public String describe() {
    if (seen < SAMPLE) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (int field = 0; field < FIELDS; field++) {
      if ((fields & 1 << field) != 0) {
        text.append(text.isEmpty() ? "" : ", ").append(word(field));
      }
    }
    return text.toString();
  }

  @ColdPath("for reports")
  private String word(int field) {
    return switch (field) {
      case PREFIX -> "payload %016x".formatted(candidate[field]);
      case OPTIONS -> candidate[field] == 0 ? "no options" : candidate[field] + " B of options";
      case STRAY_ACKNOWLEDGEMENT -> "acknowledgement number without ACK";
      default -> NAMES[field] + " " + candidate[field];
    };
  }
}
