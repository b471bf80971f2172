package org.scrubber.captures.tcp;

import java.nio.ByteBuffer;
import java.util.List;
import org.scrubber.captures.payload.Payloads;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;

/**
 * Routing sessions over the operator's links: between both addresses of a /31, a time to live of
 * 255 on either side (RFC 5082), a keepalive each way every 20 s.
 */
public final class Bgp implements Dialogue {
  private static final int PORT = 179;
  private static final int TTL = 255;
  private static final int LINKS_PER_BLOCK = 256;
  private static final long ROUND_TRIP_NS = 1_500_000L;
  private static final long SOON_NS = 5_000_000L;
  private static final double KEEPALIVE_NS = 20e9;
  private static final int OPEN_BYTES = 45;
  private static final int UPDATE_BYTES = 96;
  private static final int UPDATE_PERCENT = 10;

  private Bgp() {}

  /** Installs one session in every block of a tenant's links. */
  public static void install(Setting setting, Tenant tenant) {
    List<Address> links = tenant.hosts("links");
    Stream stream = setting.world().stream("BGP", tenant.id());
    Traffic traffic = Traffic.of(setting.world(), stream, Truth.hard(tenant.number(), "CTRL"));
    ConnectionPlan plan = new ConnectionPlan();
    for (int k = 0; k + 1 < links.size(); k += LINKS_PER_BLOCK) {
      Host inside = Host.inside(links.get(k), Stack.LINUX5).withTtl(TTL);
      Host outside = Host.outside(links.get(k + 1), Stack.LINUX5, ROUND_TRIP_NS).withTtl(TTL);
      Standing.keep(traffic.unreported(), plan, new Bgp(), outside, inside, PORT);
    }
  }

  @Override
  public void next(TcpConnection connection, int turn) {
    int side = turn % 2;
    byte[] message = turn < 2 ? message(1, OPEN_BYTES) : Payloads.bgpKeepalive();
    if (turn > 3 && connection.random().chance(UPDATE_PERCENT)) {
      message = message(2, UPDATE_BYTES);
    }
    // Nobody waits for the other's keepalive: half the time, so that each sends every 20 s.
    long wait = turn < 4 ? SOON_NS : (long) (KEEPALIVE_NS / 2);
    connection.say(side, message, wait);
  }

  private static byte[] message(int type, int lengthBytes) {
    ByteBuffer message = ByteBuffer.allocate(lengthBytes).putLong(-1).putLong(-1);
    return message.putShort((short) lengthBytes).put((byte) type).array();
  }
}
