package org.scrubber.captures.attack;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.scrubber.captures.attack.ip.Fragments;
import org.scrubber.captures.attack.ip.Fragments6;
import org.scrubber.captures.attack.ip.ImpossibleFragments;
import org.scrubber.captures.attack.ip.OverlappingFragments;
import org.scrubber.captures.attack.ip.TinyFragments;
import org.scrubber.captures.attack.tcp.Syns;
import org.scrubber.captures.attack.tool.Tool;
import org.scrubber.captures.attack.udp.Reflectors;

/** All tools by the names that scenario files use, with the product's name of what each does. */
final class Arsenal {
  private static final int EMITTERS = 40;
  private static final Map<String, Entry> TOOLS = new LinkedHashMap<>();

  static {
    syns();
    reflectors();
    fragments();
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
  }

  private static void reflectors() {
    for (String name :
        new String[] {
          "memcached",
          "ntp",
          "dns",
          "cldap",
          "ssdp",
          "slp",
          "wsd",
          "arms",
          "coap",
          "tp240",
          "chargen",
          "qotd",
          "portmap",
          "snmp",
          "rip"
        }) {
      add(name, name + "-amplification", kit -> Reflectors.of(name, kit.stream().random()));
    }
    add(
        "ssdp-any-port",
        "ssdp-amplification",
        kit -> Reflectors.of("ssdp-any-port", kit.stream().random()));
  }

  private static void fragments() {
    plain("later-fragments", "fragment-flood", Fragments::later);
    plain("first-fragments", "fragment-flood", Fragments::first);
    plain("fragments-v6", "fragment-flood", Fragments6::write);
    plain("impossible-fragments", "fragment-malformed", ImpossibleFragments::write);
    add("tiny-fragments", "fragment-malformed", kit -> new TinyFragments());
    add("overlapping-fragments", "fragment-malformed", kit -> new OverlappingFragments());
  }
}
