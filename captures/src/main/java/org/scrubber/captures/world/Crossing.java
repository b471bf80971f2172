package org.scrubber.captures.world;

/** What is known of a packet besides its bytes. Reused from packet to packet. */
public final class Crossing {
  /** What it really is. */
  public Truth truth;

  /** True when it comes from outside. */
  public boolean inbound;

  /** Its flow's number, or 0 when it belongs to none. */
  public int flow;

  /** Who follows it, or null. */
  Party party;

  /** Which step of the party's conversation it is. */
  int code;

  /** Its time in the world, ns. */
  public long timeNs;
}
