package org.scrubber.policy;

import java.util.List;
import org.scrubber.table.PrefixTable;

/**
 * Source addresses that cannot come from the Internet: the IANA special-purpose registries (RFC
 * 6890, RFC 8190), multicast and reserved space. Immutable.
 */
public final class Bogons {
  private static final List<String> V4 =
      List.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3");

  private static final List<String> V6 =
      List.of(
          "::/8",
          "100::/64",
          "2001:2::/48",
          "2001:db8::/32",
          "3fff::/20",
          "5f00::/16",
          "fc00::/7",
          "fe80::/10",
          "fec0::/10",
          "ff00::/8");

  /** What no single host has as its address, in any network: it must never be answered. */
  private static final List<String> NO_HOST =
      List.of("0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3", "::/127", "ff00::/8");

  /** What cannot come from the Internet. */
  public static final Bogons INTERNET = new Bogons(V4, V6);

  /** What no host has as its address, not even in a private network. */
  public static final Bogons NOBODY = new Bogons(NO_HOST, List.of());

  private final PrefixTable table;

  private Bogons(List<String> some, List<String> others) {
    PrefixTable.Builder builder = PrefixTable.builder();
    for (List<String> texts : List.of(some, others)) {
      for (String text : texts) {
        Prefix prefix = Prefix.parse(text);
        builder.add(prefix.family(), prefix.high(), prefix.low(), prefix.length(), 0);
      }
    }
    table = builder.build();
  }

  /** Tells whether the address is one; columns as in PacketBatch. */
  public boolean contains(int family, long high, long low) {
    return (family == 4 ? table.lookup4((int) low) : table.lookup6(high, low)) != PrefixTable.NONE;
  }
}
