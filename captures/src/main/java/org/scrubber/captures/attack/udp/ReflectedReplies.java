package org.scrubber.captures.attack.udp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.scrubber.captures.payload.DnsMessages;
import org.scrubber.captures.random.RandomStream;

/** Payloads of reflectors' replies: enough of each kind that lengths spread as they do. */
public final class ReflectedReplies {
  private static final int KINDS = 32;
  private static final int MEMCACHED_BYTES = 1_400;
  private static final int MONLIST_ITEMS_BYTES = 432;
  private static final int RIP_ROUTES = 25;

  private ReflectedReplies() {}

  private static List<byte[]> several(int count, IntFunction<byte[]> one) {
    List<byte[]> replies = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      replies.add(one.apply(k));
    }
    return replies;
  }

  /** Datagrams of a large memcached value. */
  public static List<byte[]> memcached() {
    return several(KINDS, k -> memcached(1, k, 0x2f0));
  }

  /** One datagram of a memcached value. */
  public static byte[] memcached(int request, int sequence, int total) {
    byte[] payload = new byte[MEMCACHED_BYTES];
    Arrays.fill(payload, (byte) 'a');
    ByteBuffer.wrap(payload)
        .putShort((short) request)
        .putShort((short) sequence)
        .putShort((short) total)
        .putShort((short) 0)
        .put(ascii("VALUE k 0 1048576\r\n"));
    return payload;
  }

  /** Answers to monlist: six items of 72 bytes each, most of them with more to follow. */
  public static List<byte[]> monlist() {
    return several(KINDS, k -> monlist(k < KINDS - 2 ? 0xd7 : 0x97, k));
  }

  /** One answer to monlist. */
  public static byte[] monlist(int flags, int sequence) {
    ByteBuffer payload =
        ByteBuffer.allocate(8 + MONLIST_ITEMS_BYTES)
            .put((byte) flags)
            .put((byte) sequence)
            .putInt(0x032a_0006)
            .putShort((short) 72);
    for (int i = 0; i < MONLIST_ITEMS_BYTES; i++) {
      payload.put((byte) (i * 7 + 3));
    }
    return payload.array();
  }

  /** Answers to ANY, 2,500 to 4,096 bytes. */
  public static List<byte[]> dns(RandomStream random) {
    return several(
        KINDS,
        k -> {
          int bytes = random.between(2_500, 4_000);
          return DnsMessages.texts(random, 0, "big" + k + ".example", DnsMessages.ANY, bytes);
        });
  }

  /** Short answers, as a resolver gets them all the time: 120 to 600 bytes. */
  public static List<byte[]> smallDns(RandomStream random) {
    return several(
        KINDS,
        k -> {
          int records = random.between(5, 30);
          return DnsMessages.addresses(random, 0, "www" + k + ".example", records);
        });
  }

  /** Search results of directory servers, 1,500 to 3,662 bytes. */
  public static List<byte[]> cldap(RandomStream random) {
    return several(KINDS, k -> searchResult(random.between(1_500, 3_662)));
  }

  /** Discovery answers of home devices, 200 to 450 bytes. */
  public static List<byte[]> ssdp(RandomStream random) {
    return several(
        KINDS,
        k -> {
          String text =
              "HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=1800\r\nEXT:\r\nLOCATION: "
                  + "http://192.168.1.1:49152/rootDesc.xml\r\nST: upnp:rootdevice\r\nUSN: uuid:"
                  + random.between(1_000, 9_999)
                  + "::upnp:rootdevice\r\nSERVER: ";
          return padded(text, random.between(200, 450), 'x');
        });
  }

  /** Service replies of the service location protocol, 8,000 to 65,000 bytes. */
  public static List<byte[]> slp(RandomStream random) {
    return several(
        KINDS,
        k -> {
          int bytes = random.between(8_000, 65_000);
          byte[] payload = padded("", bytes, 's');
          ByteBuffer.wrap(payload).putShort((short) 0x0202).put((byte) 0).putShort((short) bytes);
          return payload;
        });
  }

  /** Answers of devices to a web services probe, 600 to 1,400 bytes. */
  public static List<byte[]> wsd(RandomStream random) {
    String text = "<?xml version=\"1.0\"?><soap:Envelope><soap:Body><wsd:ProbeMatches>";
    return several(KINDS, k -> padded(text, random.between(600, 1_400), 'x'));
  }

  /** The two datagrams of Apple's remote management. */
  public static List<byte[]> arms() {
    return List.of(withHead(0x0001_03f0, 32, 0), withHead(0x0001_03f0, 1_034, 7));
  }

  /** Lists of resources of small devices, 300 to 1,000 bytes. */
  public static List<byte[]> coap(RandomStream random) {
    return several(
        KINDS,
        k -> {
          byte[] payload = padded("....\u00ff</sensors>;rt=\"", random.between(300, 1_000), 'x');
          int head = (k & 1) == 0 ? 0x6045_0000 : 0x6145_0000;
          ByteBuffer.wrap(payload).putInt(0, head | random.below(1 << 16));
          payload[4] = (byte) 0xff;
          return payload;
        });
  }

  /** Counters and diagnostics of a telephone system's test facility. */
  public static List<byte[]> tp240(RandomStream random) {
    return several(
        KINDS,
        k ->
            (k & 1) == 0
                ? padded("counter " + random.below(1 << 20), random.between(36, 45), '.')
                : padded("diagnostic output: ", random.between(900, 1_184), '.'));
  }

  /** Character generators, 74 to 1,400 bytes. */
  public static List<byte[]> chargen(RandomStream random) {
    return several(
        KINDS,
        k -> {
          byte[] payload = new byte[random.between(74, 1_400)];
          for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (' ' + (i + k) % 95);
          }
          return payload;
        });
  }

  /** Quotes of the day, 50 to 512 bytes. */
  public static List<byte[]> quotes(RandomStream random) {
    return several(KINDS, k -> padded("A quote a day. ", random.between(50, 512), 'q'));
  }

  /** Lists of programs of port mappers, 400 to 900 bytes. */
  public static List<byte[]> portmap(RandomStream random) {
    return several(
        KINDS,
        k -> {
          byte[] payload = padded("", random.between(100, 225) * 4, '\0');
          ByteBuffer.wrap(payload).putInt(random.nextInt()).putInt(1);
          for (int at = 24; at + 20 <= payload.length; at += 20) {
            ByteBuffer.wrap(payload).putInt(at, 1).putInt(at + 4, 100_000).putInt(at + 8, 2);
          }
          return payload;
        });
  }

  /** Answers to a bulk request of network management, 600 to 1,400 bytes. */
  public static List<byte[]> snmp(RandomStream random) {
    return several(
        KINDS,
        k -> {
          int bytes = random.between(600, 1_400);
          byte[] payload = padded("", bytes, 'm');
          ByteBuffer.wrap(payload)
              .putShort((short) 0x3082)
              .putShort((short) (bytes - 4))
              .put(new byte[] {2, 1, 1, 4, 6})
              .put(ascii("public"))
              .putShort((short) 0xa282)
              .putShort((short) (bytes - 19));
          return payload;
        });
  }

  /** Routing tables, 504 bytes. */
  public static List<byte[]> rip() {
    ByteBuffer payload = ByteBuffer.allocate(4 + 20 * RIP_ROUTES).putInt(0x0201_0000);
    for (int k = 0; k < RIP_ROUTES; k++) {
      payload.putInt(0x0002_0000).putInt(0x0a00_0000 | k << 8).putLong(0).putInt(1 + k % 15);
    }
    return List.of(payload.array());
  }

  private static byte[] withHead(int head, int lengthBytes, int seed) {
    byte[] payload = new byte[lengthBytes];
    for (int i = 4; i < lengthBytes; i++) {
      payload[i] = (byte) (i * seed);
    }
    ByteBuffer.wrap(payload).putInt(head);
    return payload;
  }

  private static byte[] padded(String text, int lengthBytes, char filler) {
    byte[] start = ascii(text);
    byte[] payload = Arrays.copyOf(start, lengthBytes);
    Arrays.fill(payload, Math.min(start.length, lengthBytes), lengthBytes, (byte) filler);
    return payload;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A searchResEntry of LDAP with one attribute that fills the rest of {@code lengthBytes}. */
  private static byte[] searchResult(int lengthBytes) {
    byte[] set = tagged(0x31, tagged(0x04, padded("", lengthBytes - 63, 'x')));
    byte[] attribute = tagged(0x30, joined(tagged(0x04, ascii("netlogon")), set));
    byte[] content = joined(tagged(0x04, new byte[0]), tagged(0x30, attribute));
    return tagged(0x30, joined(new byte[] {2, 1, 7}, tagged(0x64, content)));
  }

  private static byte[] tagged(int tag, byte[] content) {
    boolean isShort = content.length < 128;
    ByteBuffer out = ByteBuffer.allocate((isShort ? 2 : 6) + content.length).put((byte) tag);
    if (isShort) {
      out.put((byte) content.length);
    } else {
      out.put((byte) 0x84).putInt(content.length);
    }
    return out.put(content).array();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
