package org.scrubber.captures.tcp;

import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;

/**
 * What a connection belongs to.
 *
 * @param world where it happens
 * @param stream orders its events, and gives its random numbers
 * @param truth of its packets
 * @param proof truth of its answers to challenges
 * @param attempt kind of attempt that its set-up is reported as, or null for none
 * @param group of clients, for the reports
 * @param back truth of packets to the client's own tenant where each packet goes out of one tenant
 *     and comes in to another; null in all other traffic
 */
public record Traffic(
    World world,
    Stream stream,
    Truth truth,
    Truth proof,
    Attempt.Kind attempt,
    String group,
    Truth back) {

  /** Returns the traffic of a class whose connections count as attempts of kind TCP. */
  public static Traffic of(World world, Stream stream, Truth truth) {
    Truth proof = new Truth(Truth.Kind.CHALLENGE, -1, truth.tenant(), truth.traffic());
    return new Traffic(world, stream, truth, proof, Attempt.Kind.TCP, "", null);
  }

  /** Returns the same without reports of attempts. */
  public Traffic unreported() {
    return new Traffic(world, stream, truth, proof, null, group, back);
  }

  /** Returns the same, reported under another kind. */
  public Traffic reportedAs(Attempt.Kind kind) {
    return new Traffic(world, stream, truth, proof, kind, group, back);
  }

  /** Returns the same for a group of clients. */
  public Traffic inGroup(String name) {
    return new Traffic(world, stream, truth, proof, attempt, name, back);
  }

  /** Returns the same between two tenants; {@code own} is the truth of packets to the client's. */
  public Traffic around(Truth own) {
    return new Traffic(world, stream, truth, proof, attempt, group, own);
  }

  /** Reports an attempt, when attempts are reported; {@code tookNs} is -1 for a failure. */
  void attempted(long startNs, long tookNs, long usualNs) {
    if (attempt != null) {
      Attempt one = new Attempt(attempt, truth, group, startNs, tookNs, usualNs);
      world.tell(witness -> witness.attempt(one));
    }
  }

  /** Reports that a flow is established. */
  void began(int flow) {
    world.tell(witness -> witness.flowBegan(world.nowNs(), flow, truth));
  }

  /** Reports that a flow ended as it should. */
  void ended(int flow) {
    world.tell(witness -> witness.flowEnded(world.nowNs(), flow));
  }

  /** Reports that a flow died. */
  void died(int flow, String cause) {
    world.tell(witness -> witness.flowDied(world.nowNs(), flow, cause));
  }
}
