package org.scrubber.filter.proxy;

/** What a stack offers in its SYN; a scale of -1 is none. */
record Stack(int mss, int scale, boolean sack, boolean stamps) {
  static final Stack LINUX = new Stack(1_460, 7, true, true);
  static final Stack WINDOWS = new Stack(1_460, 8, true, false);
  static final Stack APPLE = new Stack(1_440, 6, true, true);
  static final Stack BARE = new Stack(1_400, -1, false, false);
}
