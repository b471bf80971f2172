package org.scrubber.captures.tcp.service;

import java.nio.charset.StandardCharsets;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.legit.TrafficClass;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.ConnectionPlan;
import org.scrubber.captures.tcp.Dialogue;
import org.scrubber.captures.tcp.Host;
import org.scrubber.captures.tcp.Servers;
import org.scrubber.captures.tcp.Stack;
import org.scrubber.captures.tcp.Standing;
import org.scrubber.captures.tcp.TcpConnection;
import org.scrubber.captures.tcp.Traffic;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;

/** Remote shells, in which somebody types all the time, and uploads of files. */
public final class Ssh implements TrafficClass {
  private static final String NAME = "SSH";
  private static final int PORT = 22;
  private static final double TYPING = 0.7;
  private static final double SHELL_PPS = 2;

  /** Packets of an upload that come in, on average. */
  static final double UPLOAD_PACKETS = 108;

  private static final double UPLOAD_BYTES = 120_000;
  private static final double SIGMA = 0.5;
  private static final int LARGEST_BYTES = 5_000_000;

  /** A key stroke's packet, and the acknowledgement of its echo. */
  private static final double PACKETS_PER_KEY = 1.95;

  private static final long MS = 1_000_000L;

  @Override
  public void install(Setting setting, Tenant tenant) {
    Stream stream = setting.world().stream(NAME, tenant.id());
    Traffic traffic = Traffic.of(setting.world(), stream, Truth.legit(tenant.number(), NAME));
    boolean own = !tenant.hosts("ssh").isEmpty();
    Address address = tenant.hosts(own ? "ssh" : "web").getFirst();
    Host server = Servers.host(setting.world(), address);
    ConnectionPlan plan = new ConnectionPlan().reconnecting(0);
    double pps = setting.legitPps(tenant, NAME, 0);
    int shells = (int) Math.max(1, Math.round(pps * TYPING / SHELL_PPS));
    double keysPerSecond = pps * TYPING / shells / PACKETS_PER_KEY;
    for (int k = 0; k < shells; k++) {
      Address admin = setting.plan().pool(own ? "NREN" : "BE1").at(tenant.number() * 1_000L + k);
      Host client = Host.outside(admin, Stack.LINUX5, (12 + k % 20) * MS);
      Standing.keep(traffic, plan, new Login(keysPerSecond, 0), client, server, PORT);
    }
    Visitors uploaders = Visitors.usual(setting.plan(), 0);
    Arrivals.start(
        setting.world(),
        stream,
        now -> setting.legitPps(tenant, NAME, now) * (1 - TYPING) / UPLOAD_PACKETS,
        setting.endNs(),
        () -> {
          RandomStream random = stream.random();
          Visitors.Visitor one = uploaders.any(random);
          int bytes = 500 + (int) Math.min(LARGEST_BYTES, random.logNormal(UPLOAD_BYTES, SIGMA));
          Login upload = new Login(0, bytes);
          new TcpConnection(traffic, plan, upload, one.host(), one.port(), server, PORT)
              .start(setting.world().nowNs());
        });
  }

  /**
   * What is said over SSH.
   *
   * @param keysPerSecond of a shell, in which somebody types for ever
   * @param uploadBytes of a file, or 0 for a shell
   */
  record Login(double keysPerSecond, int uploadBytes) implements Dialogue {
    private static final byte[] VERSION =
        "SSH-2.0-OpenSSH_9.6\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HANDSHAKE_TURNS = 8;

    @Override
    public boolean isServerFirst() {
      return true;
    }

    @Override
    public void next(TcpConnection connection, int turn) {
      RandomStream random = connection.random();
      int side = turn % 2 == 0 ? TcpConnection.SERVER : TcpConnection.CLIENT;
      if (turn < 2) {
        connection.say(side, VERSION, MS);
      } else if (turn < HANDSHAKE_TURNS) {
        int bytes = turn < 4 ? random.between(1_000, 1_600) : random.between(64, 700);
        connection.say(side, null, bytes, 2 * MS);
      } else if (uploadBytes == 0) {
        boolean types = side == TcpConnection.CLIENT;
        long round = connection.roundTripNs();
        long waitNs = types ? Math.max(0, random.waitNs(keysPerSecond) - round) : MS;
        connection.say(side, null, random.between(64, 120), waitNs);
      } else if (turn < HANDSHAKE_TURNS + 3) {
        int bytes = side == TcpConnection.CLIENT ? uploadBytes : 60;
        connection.say(side, null, bytes, 5 * MS);
      } else {
        connection.finish(TcpConnection.CLIENT, 5 * MS);
      }
    }
  }
}
