package org.scrubber.captures.sample;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.Fingerprints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.payload.DnsMessages;
import org.scrubber.captures.random.RandomStream;

/** Replies of reflectors to questions that somebody else asked in the tenant's name. */
final class Amplification {
  private static final int DNS_POOL = 1;
  private static final int NTP_POOL = 2;
  private static final int MEMCACHED_POOL = 3;
  private static final int CLDAP_POOL = 4;
  private static final int SSDP_POOL = 5;
  private static final int FRAGMENT_BYTES = 1480;

  private Amplification() {}

  /** Answers to ANY of 2,500 bytes and more, in fragments. */
  static void dns(Wave wave) {
    wave.run(
        (recording, random, timeNs, index) -> {
          int id = random.below(65_536);
          int bytes = random.between(2_500, 4_000);
          byte[] answer = DnsMessages.texts(random, id, "big.example", DnsMessages.ANY, bytes);
          Endpoints ends = ends(wave, random, DNS_POOL, random.below(1_500), 53);
          sendFragments(wave, recording, random, timeNs, ends, answer);
        });
  }

  /** Answers to monlist, each reflector sending several in a row. */
  static void ntp(Wave wave) {
    wave.run(
        (recording, random, timeNs, index) -> {
          Endpoints ends = ends(wave, random, NTP_POOL, index / 10 % 210, 123);
          PacketBuilder packet =
              Fingerprints.ntpMonlist(
                  Recording.fromOutside(), ends, ttl(ends), random.below(65_536), index % 10);
          recording.addInbound(timeNs, packet.build(), wave.label());
        });
  }

  /** Datagrams of large memcached values. */
  static void memcached(Wave wave) {
    wave.run(
        (recording, random, timeNs, index) -> {
          Endpoints ends = ends(wave, random, MEMCACHED_POOL, random.below(100), 11_211);
          PacketBuilder packet =
              Fingerprints.memcached(
                  Recording.fromOutside(), ends, ttl(ends), random.below(65_536), 1, index % 752);
          recording.addInbound(timeNs, packet.build(), wave.label());
        });
  }

  /** Search results of directory servers, in fragments. */
  static void cldap(Wave wave) {
    wave.run(
        (recording, random, timeNs, index) -> {
          Endpoints ends = ends(wave, random, CLDAP_POOL, random.below(800), 389);
          byte[] entry = searchResult(random.between(1_600, 3_600));
          sendFragments(wave, recording, random, timeNs, ends, entry);
        });
  }

  /** Discovery answers of home devices, a fifth of them from a random port. */
  static void ssdp(Wave wave) {
    wave.run(
        (recording, random, timeNs, index) -> {
          int port = random.chance(80) ? 1900 : random.between(1024, 65_535);
          Endpoints ends = ends(wave, random, SSDP_POOL, random.below(2_000), port);
          String text =
              "HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=1800\r\nEXT:\r\nLOCATION: "
                  + "http://192.168.1.1:49152/rootDesc.xml\r\nSERVER: Linux/2.6 UPnP/1.0\r\n"
                  + "ST: upnp:rootdevice\r\nUSN: uuid:0000-"
                  + random.between(1_000, 9_999)
                  + "-00::upnp:rootdevice\r\n\r\n";
          PacketBuilder packet =
              ends.udp(Recording.fromOutside(), ttl(ends), random.below(65_536), true)
                  .payload(text);
          recording.addInbound(timeNs, packet.build(), wave.label());
        });
  }

  private static void sendFragments(
      Wave wave,
      Recording recording,
      RandomStream random,
      long timeNs,
      Endpoints ends,
      byte[] payload) {
    PacketBuilder whole =
        ends.udp(Recording.fromOutside(), ttl(ends), random.below(65_536), false).payload(payload);
    long t = timeNs;
    for (byte[] fragment : whole.buildFragments(FRAGMENT_BYTES)) {
      recording.addInbound(t, fragment, wave.label());
      t += random.between(20_000, 400_000);
    }
  }

  private static Endpoints ends(
      Wave wave, RandomStream random, int pool, int reflector, int sourcePort) {
    int percent = random.below(100);
    int port = percent < 60 ? 80 : percent < 80 ? 443 : random.between(1024, 65_535);
    return new Endpoints(
        Outside.reflector(pool, reflector), wave.tenant().ipv4(), sourcePort, port);
  }

  private static int ttl(Endpoints ends) {
    return 64 - Outside.hops(ends.source());
  }

  /** A searchResEntry of LDAP with one attribute that fills {@code lengthBytes}. */
  private static byte[] searchResult(int lengthBytes) {
    byte[] text = "x".repeat(lengthBytes - 60).getBytes(StandardCharsets.US_ASCII);
    byte[] set = tagged(0x31, tagged(0x04, text));
    byte[] type = tagged(0x04, "netlogon".getBytes(StandardCharsets.US_ASCII));
    byte[] attributes = tagged(0x30, tagged(0x30, joined(type, set)));
    byte[] entry = tagged(0x64, joined(tagged(0x04, new byte[0]), attributes));
    return tagged(0x30, joined(new byte[] {2, 1, 7}, entry));
  }

  private static byte[] tagged(int tag, byte[] content) {
    if (content.length < 128) {
      return joined(new byte[] {(byte) tag, (byte) content.length}, content);
    }
    return ByteBuffer.allocate(6 + content.length)
        .put((byte) tag)
        .put((byte) 0x84)
        .putInt(content.length)
        .put(content)
        .array();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }
}
