package org.scrubber.captures.attack.udp;

import org.scrubber.captures.attack.tool.Tool;
import org.scrubber.captures.random.RandomStream;

/** The kinds of reflectors, by the names that the product has for them. */
public final class Reflectors {
  private Reflectors() {}

  /**
   * Returns the replies of a kind.
   *
   * @throws IllegalArgumentException when there is no such kind
   */
  public static Tool of(String name, RandomStream random) {
    return switch (name) {
      case "memcached" -> new Reflection(11_211, ReflectedReplies.memcached(), false);
      case "ntp" -> new Reflection(123, ReflectedReplies.monlist(), false);
      case "dns" -> new Reflection(53, ReflectedReplies.dns(random), true);
      case "dns-small" -> new Reflection(53, ReflectedReplies.smallDns(random), true);
      case "cldap" -> new Reflection(389, ReflectedReplies.cldap(random), false);
      case "ssdp" -> new Reflection(1_900, ReflectedReplies.ssdp(random), false);
      case "ssdp-any-port" -> new Reflection(0, ReflectedReplies.ssdp(random), false);
      case "slp" -> new Reflection(427, ReflectedReplies.slp(random), false);
      case "wsd" -> new Reflection(3_702, ReflectedReplies.wsd(random), false);
      case "arms" -> new Reflection(3_283, ReflectedReplies.arms(), false);
      case "coap" -> new Reflection(5_683, ReflectedReplies.coap(random), false);
      case "tp240" -> new Reflection(10_074, ReflectedReplies.tp240(random), false);
      case "chargen" -> new Reflection(19, ReflectedReplies.chargen(random), false);
      case "qotd" -> new Reflection(17, ReflectedReplies.quotes(random), false);
      case "portmap" -> new Reflection(111, ReflectedReplies.portmap(random), false);
      case "snmp" -> new Reflection(161, ReflectedReplies.snmp(random), false);
      case "rip" -> new Reflection(520, ReflectedReplies.rip(), false);
      default -> throw new IllegalArgumentException("no reflector " + name);
    };
  }
}
