package org.scrubber.io;

/**
 * How much of a packet an entry of {@link Offload} names, from narrow to wide; the rest is any. The
 * program looks in this order, and only for the scopes that have entries. The first three name
 * ports and so cover TCP and UDP alone, and no fragments.
 */
public enum OffloadScope {
  /** Source, target, protocol and both ports. */
  FLOW(true, true, true, true),

  /** Source, target, protocol and source port: the answers of one service, to whatever port. */
  ANSWERS(true, true, true, false),

  /** Source, target, protocol and target port: what a source sends to one service. */
  REQUESTS(true, true, false, true),

  /** Source, target and protocol. */
  PAIR(true, true, false, false),

  /** The source alone. */
  SOURCE(false, false, false, false);

  /** Whether it names the target. */
  public final boolean target;

  /** Whether it names the protocol. */
  public final boolean protocol;

  /** Whether it names the source port. */
  public final boolean sourcePort;

  /** Whether it names the target port. */
  public final boolean targetPort;

  OffloadScope(boolean target, boolean protocol, boolean sourcePort, boolean targetPort) {
    this.target = target;
    this.protocol = protocol;
    this.sourcePort = sourcePort;
    this.targetPort = targetPort;
  }

  /** Tells whether it names a port. */
  public boolean hasPorts() {
    return sourcePort || targetPort;
  }
}
