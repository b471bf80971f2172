package org.scrubber.captures.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.world.View;

class ServerTest {
  private static final long S = 1_000_000_000L;

  @Test
  void shouldRefuseWhenTheBacklogIsFullUntilHalfOpenOnesTimeOut() {
    Server server = new Server();
    for (int k = 0; k < Server.BACKLOG; k++) {
      assertNotEquals(Server.REFUSED, server.halfOpen(k));
    }
    assertEquals(Server.REFUSED, server.halfOpen(S));
    assertEquals(1, server.refused());
    assertNotEquals(Server.REFUSED, server.halfOpen(Server.HALF_OPEN_NS));
    assertEquals(Server.BACKLOG, server.waiting());
  }

  @Test
  void shouldHavePlaceAgainWhenHandshakesComplete() {
    Server server = new Server();
    for (int k = 0; k < 10 * Server.BACKLOG; k++) {
      long place = server.halfOpen(k);
      assertNotEquals(Server.REFUSED, place);
      server.release(place);
      server.release(place);
    }
    assertEquals(0, server.waiting());
  }

  @Test
  void shouldForgetPlacesThatTimedOutBeforeTheyAreReleased() {
    Server server = new Server();
    long place = server.halfOpen(0);
    server.halfOpen(2 * Server.HALF_OPEN_NS);
    server.release(place);
    assertEquals(1, server.waiting());
  }

  @Test
  void shouldAcceptNoMoreThanItsRate() {
    Server server = new Server();
    int accepted = 0;
    for (int ms = 0; ms < 10_000; ms++) {
      for (int k = 0; k < 20; k++) {
        accepted += server.accept(ms * 1_000_000L) ? 1 : 0;
      }
    }
    assertTrue(Math.abs(accepted - 50_000) < 1_000, "accepted " + accepted);
    assertFalse(server.refused() == 0);
  }

  @Test
  void shouldRefuseVisitorsWhileAttackSynsFillTheBacklog() {
    Stage stage = new Stage((batch, i, replies) -> {}, View.SYMMETRIC, 100);
    Address address = Address.parse("198.18.0.10");
    Server server = Servers.of(stage.world).at(address);
    for (int k = 0; k < Server.BACKLOG; k++) {
      Backlogs.of(stage.world).passed(stage.world, 0, Backlogs.code(address.low()));
    }
    Host client = Host.outside(Address.parse("11.0.5.6"), Stack.WIN10, 20_000_000);
    Host host = Host.inside(address, Stack.LINUX5).serving(server);
    boolean[] answered = new boolean[1];
    byte[] question = new byte[30];
    Exchange.start(
        stage.traffic("X"),
        client,
        50_000,
        host,
        443,
        question,
        question,
        100,
        well -> answered[0] = well);
    stage.world.run(4 * S);
    assertEquals(3, stage.count(" S 0"));
    assertEquals(3, stage.segments.size());
    stage.world.run(30 * S);
    assertFalse(answered[0]);
    assertEquals(-1, stage.attempts.getFirst().tookNs());
  }

  @Test
  void shouldBeOneServerForBothFamilies() {
    Servers servers = Servers.of(Stage.open().world);
    Server server = servers.at(Address.parse("198.18.33.10"));
    assertTrue(server == servers.at(Address.parse("2001:db8:5::210a")));
    assertTrue(server != servers.at(Address.parse("198.18.0.10")));
  }
}
