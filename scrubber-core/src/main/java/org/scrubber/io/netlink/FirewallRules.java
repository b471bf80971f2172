package org.scrubber.io.netlink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which families of protocols this machine's firewall may drop packets of, by nftables
 * (iptables-nft included); in the network namespace of the calling thread.
 */
public final class FirewallRules {
  /** Family: IPv4 and IPv6 together. */
  public static final int INET = 1;

  /** Family: IPv4. */
  public static final int IPV4 = 2;

  /** Family: ARP. */
  public static final int ARP = 3;

  /** Family: IPv6. */
  public static final int IPV6 = 10;

  // Of linux/netfilter/nf_tables.h.
  private static final int NFTABLES = 10;
  private static final int GET_CHAIN = NFTABLES << 8 | 4;
  private static final int GET_RULE = NFTABLES << 8 | 7;
  private static final int CHAIN_POLICY = 5;
  private static final int DROP = 0;
  private static final int ACCEPT = 1;
  private static final int HEADER_BYTES = 4;
  private static final byte ANY_FAMILY = 0;

  private FirewallRules() {}

  /**
   * Returns the families that have a rule, whatever it does, or a chain that drops what no rule
   * accepts.
   *
   * @throws IOException when the kernel does not say: it has no nftables, or CAP_NET_ADMIN is
   *     missing
   */
  public static Set<Integer> families() throws IOException {
    Set<Integer> families = new HashSet<>();
    try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER, 0)) {
      for (NetlinkSocket.Message rule : socket.list("list rules", all(GET_RULE))) {
        families.add(family(rule.payload()));
      }
      List<NetlinkSocket.Message> chains = socket.list("list chains", all(GET_CHAIN));
      for (NetlinkSocket.Message chain : chains) {
        ByteBuffer payload = chain.payload();
        int start = payload.position() + HEADER_BYTES;
        Attributes attributes = new Attributes(payload.slice(start, payload.limit() - start));
        if (attributes.u32(CHAIN_POLICY, ACCEPT) == DROP) {
          families.add(family(payload));
        }
      }
    }
    return families;
  }

  private static MessageWriter all(int type) {
    return new MessageWriter(type, MessageWriter.DUMP)
        .fixed(ANY_FAMILY, (byte) 0, (byte) 0, (byte) 0);
  }

  private static int family(ByteBuffer payload) {
    return payload.get(payload.position()) & 0xff;
  }
}
