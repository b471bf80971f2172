package org.scrubber.captures.tcp;

import java.util.HexFormat;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.random.RandomStream;

/** TCP/IP stacks of real hosts: what their SYNs look like, and how they number their packets. */
public enum Stack {
  /** Linux 5: selective acknowledgement, timestamps, window scale 7. */
  LINUX5(64, 64_240, 64_800, 502, "020405b40402080a000000000000000001030307", 8),
  /** Windows 10 and 11: no timestamps, window scale 8. */
  WIN10(128, 64_240, 64_800, 1_026, "020405b40103030801010402", -1),
  /** macOS and iOS: window scale 6, padded at the end. */
  APPLE(64, 65_535, 65_535, 2_058, "020405b4010303060101080a000000000000000004020000", 12),
  /** A small device: a maximum segment size and nothing else, fragmentation allowed. */
  BARE(64, 0, 0, 0, "020405b4", -1);

  private static final String MULTIPATH_CAPABLE = "1e040181";
  private static final int FARTHEST_TTL = 255;
  private static final int[] PERCENT = {30, 38, 30, 2};

  private final int ttl;
  private final int window4;
  private final int window6;
  private final int scaledWindow;
  private final byte[] synOptions;
  private final byte[] multipathOptions;
  private final int timestampOffset;

  Stack(int ttl, int window4, int window6, int scaledWindow, String options, int timestampOffset) {
    this.ttl = ttl;
    this.window4 = window4;
    this.window6 = window6;
    this.scaledWindow = scaledWindow;
    this.synOptions = HexFormat.of().parseHex(options);
    this.multipathOptions = HexFormat.of().parseHex(options + MULTIPATH_CAPABLE);
    this.timestampOffset = timestampOffset;
  }

  /** Returns a client's stack, as common as in the wild. */
  public static Stack any(RandomStream random) {
    int left = random.below(100);
    for (Stack stack : values()) {
      left -= PERCENT[stack.ordinal()];
      if (left < 0) {
        return stack;
      }
    }
    return BARE;
  }

  /** Returns the time to live with which a host of this stack sends. */
  public int ttl(Address host) {
    return this == BARE && (host.low() & 1) != 0 ? FARTHEST_TTL : ttl;
  }

  /** Tells whether its packets forbid fragmentation. */
  public boolean dontFragment() {
    return this != BARE;
  }

  /** Returns the window of a SYN, bytes. */
  int synWindow(boolean v4, RandomStream random) {
    return this == BARE ? random.between(2_048, 8_192) : v4 ? window4 : window6;
  }

  /** Returns the window field of later segments; {@code synWindow} where it does not scale. */
  int window(int synWindow) {
    return this == BARE ? synWindow : scaledWindow;
  }

  /** Returns the options of its SYN; shared, not to be changed. */
  byte[] synOptions() {
    return synOptions;
  }

  /** Returns them with the offer of multipath TCP behind. */
  byte[] multipathOptions() {
    return multipathOptions;
  }

  /** Returns where in its options the timestamp's value stands, or -1 when it has none. */
  int timestampOffset() {
    return timestampOffset;
  }

  /** Tells whether it uses timestamps. */
  boolean hasTimestamps() {
    return timestampOffset >= 0;
  }

  /** Returns the identification of the packet after the one with {@code last}. */
  int nextId(int last) {
    return this == APPLE ? 0 : last + 1 & 0xffff;
  }
}
