package org.scrubber.upstream;

import java.util.List;
import org.scrubber.policy.Prefix;

/**
 * A FlowSpec rule: which packets it is about, and how many of them may come.
 *
 * @param target where they go
 * @param terms what must be true of them besides, in the order of RFC 8955
 * @param rateBytesPerSecond how much may come; 0 for nothing
 * @param cost what else it stops, for people; empty when nothing that is wanted
 */
public record FlowRule(Prefix target, List<Term> terms, long rateBytesPerSecond, String cost) {

  /** Something that must be true of a packet. */
  public sealed interface Term {}

  /** The IP protocol, or the next header. */
  record Protocol(int number) implements Term {}

  /** The target port. */
  record TargetPort(int port) implements Term {}

  /** The source port is one of these numbers and ranges, as in {@code 3000-3009}. */
  record SourcePorts(List<String> ports) implements Term {}

  /** SYN is set, and ACK is or is not. */
  record Syn(boolean acknowledges) implements Term {}

  /** The length of the IP packet. */
  record LengthBytes(int bytes) implements Term {}

  /** It is a fragment. */
  record Fragment() implements Term {}
}
