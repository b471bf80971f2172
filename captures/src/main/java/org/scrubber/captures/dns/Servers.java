package org.scrubber.captures.dns;

import org.scrubber.captures.dialogue.Zipf;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Pool;
import org.scrubber.captures.random.RandomStream;

/** The authoritative servers outside, of which few are asked often. Immutable. */
final class Servers {
  private static final Zipf LAW = new Zipf(20_000, 0.8);

  private final Pool v4;
  private final Pool v6;

  Servers(Plan plan) {
    v4 = plan.pool("AUTH");
    v6 = plan.pool("AUTH-6");
  }

  /** Returns one of all servers, of the family of {@code client}. */
  Address any(Address client, RandomStream random) {
    return at(client, LAW.rank(random));
  }

  /** Returns one of the {@link AnswerMix#FEW} that a rollover concerns. */
  Address few(Address client, RandomStream random) {
    return at(client, 1_000 + random.below(AnswerMix.FEW));
  }

  private Address at(Address client, int rank) {
    return client.isV4() ? v4.at(rank) : v6.at(rank);
  }
}
