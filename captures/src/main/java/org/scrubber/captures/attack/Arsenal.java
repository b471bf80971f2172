package org.scrubber.captures.attack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.scrubber.captures.attack.ip.Fragments;
import org.scrubber.captures.attack.ip.Fragments6;
import org.scrubber.captures.attack.ip.Gre;
import org.scrubber.captures.attack.ip.ImpossibleFragments;
import org.scrubber.captures.attack.ip.MalformedHeaders;
import org.scrubber.captures.attack.ip.OtherProtocols;
import org.scrubber.captures.attack.ip.OverlappingFragments;
import org.scrubber.captures.attack.ip.TinyFragments;
import org.scrubber.captures.attack.tcp.ConnectionFlood;
import org.scrubber.captures.attack.tcp.FakeTls;
import org.scrubber.captures.attack.tcp.Segments;
import org.scrubber.captures.attack.tcp.Stomp;
import org.scrubber.captures.attack.tcp.SynAcks;
import org.scrubber.captures.attack.tcp.Syns;
import org.scrubber.captures.attack.tool.Tool;
import org.scrubber.captures.attack.udp.Datagrams;
import org.scrubber.captures.attack.udp.DnsQueries;
import org.scrubber.captures.attack.udp.QuicFlood;
import org.scrubber.captures.attack.udp.ReflectedReplies;
import org.scrubber.captures.attack.udp.Reflection;
import org.scrubber.captures.attack.udp.SpoofedAnswers;
import org.scrubber.captures.random.RandomStream;

/** All tools by the names that scenario files use, with the product's name of what each does. */
final class Arsenal {
  private static final int EMITTERS = 40;
  private static final Map<String, Entry> TOOLS = new LinkedHashMap<>();

  static {
    syns();
    segments();
    datagrams();
    reflectors();
    fragments();
    others();
  }

  private Arsenal() {}

  /**
   * A tool that can be made.
   *
   * @param vector the product's name of what it does
   * @param maker makes it
   */
  record Entry(String vector, Kit.Maker maker) {}

  /**
   * Returns a tool by name.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Entry entry(String name) {
    Entry entry = TOOLS.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "no tool " + name + "; there are " + String.join(", ", TOOLS.keySet()));
    }
    return entry;
  }

  /** Returns the names of all tools. */
  static Set<String> names() {
    return TOOLS.keySet();
  }

  private static void add(String name, String vector, Kit.Maker maker) {
    TOOLS.put(name, new Entry(vector, maker));
  }

  /** Adds a tool that keeps nothing. */
  private static void plain(String name, String vector, Tool tool) {
    add(name, vector, kit -> tool);
  }

  private static void syns() {
    add(
        "hping3-syn",
        "syn-flood",
        kit -> Syns.hping3(kit.stream().random(), kit.whole("emitters", EMITTERS)));
    add("padded-syn", "syn-flood", kit -> Syns.padded(kit.whole("emitters", EMITTERS)));
    plain("mirai-syn", "syn-flood", Syns::mirai);
    plain("zmap-syn", "syn-flood", Syns::zmap);
    plain("masscan-syn", "syn-flood", Syns::masscan);
    plain("linux-syn", "syn-flood", Syns::linux);
    plain("windows-syn", "syn-flood", Syns::windows);
    plain("apple-syn", "syn-flood", Syns::apple);
    plain("bare-syn", "syn-flood", Syns::bare);
    plain("mimic-syn", "syn-flood", Syns::mimic);
  }

  private static void segments() {
    plain("mirai-ack", "ack-flood", Segments::miraiAck);
    plain("bare-ack", "ack-flood", Segments::bareAck);
    plain("empty-push", "ack-flood", Segments::emptyPush);
    plain("fake-tls", "ack-flood", FakeTls::write);
    plain("rst", "rst-flood", Segments::rst);
    plain("fin", "fin-flood", Segments::fin);
    plain("impossible-flags", "tcp-malformed", Segments::impossibleFlags);
    plain("land", "land", Segments::land);
    add("synack", "synack-reflection", kit -> new SynAcks());
    plain("reflected-ack", "ack-flood", Segments::reflectedAck);
    plain("reflected-rst", "rst-flood", Segments::reflectedRst);
    add(
        "mirai-stomp",
        "tcp-malformed",
        kit -> new Stomp(kit.setting().world(), kit.stream(), kit.vector()));
    add("connections", "syn-flood", kit -> connections(kit, false));
    add("slow-connections", "syn-flood", kit -> connections(kit, true));
  }

  private static Tool connections(Kit kit, boolean slow) {
    return new ConnectionFlood(kit.setting().world(), kit.stream(), kit.vector(), slow);
  }

  private static void datagrams() {
    plain("mirai-udp", "udp-flood", Datagrams::mirai);
    plain("random-udp", "udp-flood", Datagrams::random);
    plain("short-lived-udp", "udp-flood", Datagrams::shortLived);
    plain("fake-bfd", "udp-flood", Datagrams::fakeBfd);
    plain("quic-undecryptable", "udp-flood", QuicFlood::undecryptable);
    plain("quic-unknown-version", "udp-flood", QuicFlood::unknownVersion);
    add("quic-initial", "udp-flood", kit -> QuicFlood.valid(kit.stream().random()));
    plain("dns-query-by-resolver", "udp-flood", DnsQueries::byResolver);
    plain("dns-query-by-bot", "udp-flood", DnsQueries::byBot);
    add(
        "spoofed-dns-answer",
        "dns-amplification",
        kit -> new SpoofedAnswers(kit.stream().random(), kit.whole("emitters", EMITTERS)));
  }

  private static void reflectors() {
    reflector("memcached", 11_211, random -> ReflectedReplies.memcached());
    reflector("ntp", 123, random -> ReflectedReplies.monlist());
    add(
        "dns",
        "dns-amplification",
        kit -> new Reflection(53, ReflectedReplies.dns(kit.stream().random()), true));
    reflector("cldap", 389, ReflectedReplies::cldap);
    reflector("ssdp", 1_900, ReflectedReplies::ssdp);
    reflector("slp", 427, ReflectedReplies::slp);
    reflector("wsd", 3_702, ReflectedReplies::wsd);
    reflector("arms", 3_283, random -> ReflectedReplies.arms());
    reflector("coap", 5_683, ReflectedReplies::coap);
    reflector("tp240", 10_074, ReflectedReplies::tp240);
    reflector("chargen", 19, ReflectedReplies::chargen);
    reflector("qotd", 17, ReflectedReplies::quotes);
    reflector("portmap", 111, ReflectedReplies::portmap);
    reflector("snmp", 161, ReflectedReplies::snmp);
    reflector("rip", 520, random -> ReflectedReplies.rip());
    add(
        "ssdp-any-port",
        "ssdp-amplification",
        kit -> new Reflection(0, ReflectedReplies.ssdp(kit.stream().random()), false));
  }

  /** Adds reflectors that are called after their protocol and answer from its port. */
  private static void reflector(
      String name, int port, Function<RandomStream, List<byte[]>> replies) {
    add(
        name,
        name + "-amplification",
        kit -> new Reflection(port, replies.apply(kit.stream().random()), false));
  }

  private static void fragments() {
    plain("later-fragments", "fragment-flood", Fragments::later);
    plain("first-fragments", "fragment-flood", Fragments::first);
    plain("fragments-v6", "fragment-flood", Fragments6::write);
    plain("impossible-fragments", "fragment-malformed", ImpossibleFragments::write);
    add("tiny-fragments", "fragment-malformed", kit -> new TinyFragments());
    add("overlapping-fragments", "fragment-malformed", kit -> new OverlappingFragments());
  }

  private static void others() {
    add("mirai-gre-ip", "gre-flood", kit -> new Gre(false));
    add("mirai-gre-ethernet", "gre-flood", kit -> new Gre(true));
    plain("esp", "esp-flood", OtherProtocols::esp);
    plain("rare-protocols", "protocol-flood", OtherProtocols::rare);
    plain("ping", "icmp-flood", OtherProtocols::ping);
    plain("unreachable", "icmp-flood", OtherProtocols::unreachable);
    plain("bad-checksum", "malformed", MalformedHeaders::badChecksum);
    plain("short-header", "malformed", MalformedHeaders::shortHeader);
    plain("bad-length", "malformed", MalformedHeaders::badLength);
    plain("dead-on-arrival", "malformed", MalformedHeaders::deadOnArrival);
    plain("udp-length", "malformed", MalformedHeaders::badUdpLength);
    plain("port-zero", "malformed", MalformedHeaders::portZero);
    plain("source-route", "malformed", MalformedHeaders::sourceRoute);
    plain("tcp-offset", "tcp-malformed", MalformedHeaders::badTcpOffset);
  }
}
