package org.scrubber.captures.world;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.random.RandomStream;

class LiveFlowsTest {
  private static final Address PORTAL = Address.parse("198.18.0.10");
  private static final Address OTHER = Address.parse("198.18.0.11");

  private final LiveFlows flows = new LiveFlows();
  private final RandomStream random = new RandomStream(1);

  /** A connection to a server. */
  private record Flow(Address server, AtomicBoolean alive) implements LiveFlow {
    @Override
    public boolean isAlive() {
      return alive.get();
    }

    @Override
    public Address client() {
      return OTHER;
    }

    @Override
    public int clientPort() {
      return 1;
    }

    @Override
    public int clientSequence() {
      return 2;
    }

    @Override
    public int serverSequence() {
      return 3;
    }
  }

  private Flow add(Address server) {
    Flow flow = new Flow(server, new AtomicBoolean(true));
    flows.add(flow);
    return flow;
  }

  @Test
  void shouldFindTheConnectionToAServerUntilItEnds() {
    for (int k = 0; k < 10; k++) {
      add(OTHER);
    }
    Flow flow = add(PORTAL);
    assertSame(flow, flows.any(random, PORTAL.low()));
    flow.alive().set(false);
    assertNull(flows.any(random, PORTAL.low()));
  }

  @Test
  void shouldFindTheLivingAmongManyDead() {
    for (int k = 0; k < 10_000; k++) {
      add(PORTAL).alive().set(false);
    }
    Flow flow = add(PORTAL);
    LiveFlow found = null;
    for (int n = 0; n < 200 && found == null; n++) {
      found = flows.any(random, PORTAL.low());
    }
    assertSame(flow, found);
  }

  @Test
  void shouldKnowNobodyAtFirst() {
    assertNull(flows.any(random, PORTAL.low()));
  }
}
