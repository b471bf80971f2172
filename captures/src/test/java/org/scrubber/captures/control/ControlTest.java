package org.scrubber.captures.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.dialogue.Bench;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.world.Truth;

class ControlTest {
  private static Tenant tenant(Bench bench, String id) {
    return bench.setting.plan().tenant(id);
  }

  private static Bench icmp(String id, int seconds) {
    Bench bench = new Bench(Profile.LAB, seconds);
    Icmp.install(bench.setting, tenant(bench, id));
    return bench;
  }

  @Test
  void shouldSendMessagesOfAllKindsInTheirShares() {
    Bench bench = icmp("T11", 120).run();
    double planned = bench.setting.legitPps(tenant(bench, "T11"), Icmp.CLASS, 0);
    assertEquals(planned, bench.inboundPps(Icmp.CLASS, "T11"), planned / 10);
    TreeMap<Integer, Integer> byKind = new TreeMap<>();
    int messages = 0;
    for (Bench.Packet packet : bench.packets(true)) {
      byte[] ip = packet.ip();
      boolean v4 = ip[0] >> 4 == 4;
      if ((v4 ? ip[9] : ip[6]) != 17) {
        int type = v4 ? ip[20] << 8 | ip[21] : ip[40] == 2 ? 0x304 : -1;
        byKind.merge(type, 1, Integer::sum);
        messages++;
      }
    }
    assertEquals(0.6, byKind.get(0x800) / (double) messages, 0.05);
    assertEquals(0.2, byKind.get(0xb00) / (double) messages, 0.04);
    assertEquals(0.1, byKind.get(0x303) / (double) messages, 0.03);
    assertEquals(0.1, byKind.get(0x304) / (double) messages, 0.03);
    assertEquals(List.of(), bench.incidents);
  }

  @Test
  void shouldQuoteWhatTheTenantHasSent() {
    Bench bench = icmp("T05", 60).run();
    Set<String> sent = new HashSet<>();
    for (Bench.Packet packet : bench.packets(false)) {
      sent.add(identity(packet.ip(), 0));
    }
    int quoted = 0;
    for (Bench.Packet packet : bench.packets(true)) {
      byte[] ip = packet.ip();
      boolean v4 = ip[0] >> 4 == 4;
      boolean error = v4 ? ip[9] == 1 && (ip[20] == 3 || ip[20] == 11) : ip[6] == 58;
      if (error) {
        assertTrue(sent.contains(identity(ip, v4 ? 28 : 48)));
        boolean tooBig = v4 ? ip[20] == 3 && ip[21] == 4 : ip[40] == 2;
        assertEquals(tooBig, packet.truth().kind() == Truth.Kind.LEGIT_HARD);
        assertEquals(0, Ones.sum(ip));
        quoted++;
      }
    }
    assertTrue(quoted > 200, quoted + " quotes");
  }

  /** Addresses, identification and UDP header: what a router leaves as it is. */
  private static String identity(byte[] bytes, int at) {
    boolean v4 = bytes[at] >> 4 == 4;
    byte[] addresses = Arrays.copyOfRange(bytes, at + (v4 ? 12 : 8), at + (v4 ? 28 : 48));
    int id = v4 ? ByteBuffer.wrap(bytes).getShort(at + 4) : 0;
    return id + Arrays.toString(addresses);
  }

  /** The checksum of an ICMP message, which is 0 when it is right. */
  private static final class Ones {
    static int sum(byte[] ip) {
      boolean v4 = ip[0] >> 4 == 4;
      int from = v4 ? 20 : 40;
      long sum = v4 ? 0 : 58 + ip.length - 40;
      for (int k = v4 ? from : 8; k < ip.length; k++) {
        sum += (ip[k] & 0xff) << ((k & 1) == 0 ? 8 : 0);
      }
      while (sum >>> 16 != 0) {
        sum = (sum & 0xffff) + (sum >>> 16);
      }
      return (int) (~sum & 0xffff);
    }
  }

  @Test
  void shouldLetAFlowDieWhenNobodyTellsItThatItsPacketsAreTooLarge() {
    Bench bench = icmp("T11", 60);
    bench.dropped = packet -> packet.inbound() && packet.ip()[9] == 1 && packet.ip()[20] == 3;
    bench.run();
    long deaths = bench.incidents.stream().filter("died: path MTU black hole"::equals).count();
    assertTrue(deaths > 20, deaths + " deaths");
    assertEquals(deaths, bench.incidents.size());
  }

  private static Bench control(Profile profile, int seconds) {
    Bench bench = new Bench(profile, seconds);
    Control.install(bench.setting, tenant(bench, "T12"));
    return bench;
  }

  @Test
  void shouldKeepFortyLinksAlive() {
    Bench bench = control(Profile.LAB, 10).run();
    assertEquals(List.of(), bench.incidents);
    Set<Integer> routers = new HashSet<>();
    int checks = 0;
    for (Bench.Packet packet : bench.packets(true)) {
      ByteBuffer ip = ByteBuffer.wrap(packet.ip());
      if (ip.getShort(22) == 3_784) {
        assertEquals(255, ip.get(8) & 0xff);
        assertEquals(ip.getInt(12) ^ 1, ip.getInt(16));
        routers.add(ip.getInt(16));
        checks++;
      }
    }
    assertEquals(Links.COUNT, routers.size());
    assertEquals(Links.COUNT * 10 / 0.3, checks, Links.COUNT);
    assertTrue(bench.packets(true).size() > checks + 30);
  }

  @Test
  void shouldReportALinkThatIsSilentForThreeIntervals() {
    Bench bench = control(Profile.CI, 20);
    bench.dropped = packet -> packet.timeNs() > 5_000_000_000L && packet.timeNs() < 5_700_000_000L;
    bench.run();
    int once = bench.incidents.size(); // Two or three of a flow's packets are lost in 700 ms.
    Bench longer = control(Profile.CI, 20);
    longer.dropped = packet -> packet.timeNs() > 5_000_000_000L && packet.timeNs() < 6e9;
    longer.run();
    assertEquals(2 * Control.count(longer.setting), longer.incidents.size());
    assertTrue(once < longer.incidents.size());
    assertTrue(longer.incidents.getFirst().startsWith("gap: "));
  }

  @Test
  void shouldScanEveryTenantAtItsRate() {
    Bench bench = new Bench(Profile.LAB, 30);
    Tenant core = tenant(bench, "T12");
    Noise.install(bench.setting, core);
    bench.run();
    double planned = bench.setting.legitPps(core, Noise.CLASS, 0);
    assertEquals(planned, bench.inboundPps(Noise.CLASS, "T12"), planned / 5);
    Set<Integer> targets = new HashSet<>();
    int mirai = 0;
    for (Bench.Packet packet : bench.packets) {
      ByteBuffer ip = ByteBuffer.wrap(packet.ip());
      assertEquals(Truth.Kind.NOISE, packet.truth().kind());
      targets.add(ip.getInt(16));
      boolean telnet = ip.get(9) == 6 && (ip.getShort(22) == 23 || ip.getShort(22) == 2_323);
      mirai += telnet ? 1 : 0;
      assertTrue(!telnet || ip.getInt(24) == ip.getInt(16));
    }
    assertTrue(mirai > bench.packets.size() / 6);
    assertTrue(targets.size() > bench.packets.size() * 9 / 10);
    assertEquals(List.of(), bench.incidents);
  }

  @Test
  void shouldSendTheSameBytesInEveryRun() {
    assertEquals(icmp("T11", 10).run().digest(), icmp("T11", 10).run().digest());
    assertEquals(control(Profile.CI, 10).run().digest(), control(Profile.CI, 10).run().digest());
  }

  @Test
  void shouldAnswerAnEchoWithItsOwnPayload() {
    Bench bench = icmp("T12", 20).run();
    List<byte[]> asked = echoes(bench, true, 8);
    List<byte[]> answered = echoes(bench, false, 0);
    assertTrue(asked.size() > 100);
    assertEquals(asked.size(), answered.size(), 2);
    for (int k = 0; k < answered.size(); k++) {
      assertArrayEquals(asked.get(k), answered.get(k));
    }
  }

  private static List<byte[]> echoes(Bench bench, boolean inbound, int type) {
    return bench.packets(inbound).stream()
        .map(Bench.Packet::ip)
        .filter(ip -> ip[0] >> 4 == 4 && ip[9] == 1 && ip[20] == type)
        .map(ip -> Arrays.copyOfRange(ip, 24, ip.length))
        .toList();
  }
}
