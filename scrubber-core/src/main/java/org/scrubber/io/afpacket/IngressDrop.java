package org.scrubber.io.afpacket;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.scrubber.io.linux.Errno;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.netlink.MessageWriter;
import org.scrubber.io.netlink.NetlinkSocket;

/**
 * An {@link Ingress} that is an nftables table of family netdev, whose chains have no rules and
 * drop. The table belongs to this object's socket, so the kernel removes it with the process (Linux
 * 5.12). What a worker does that stands still it cannot know.
 */
final class IngressDrop implements Ingress {
  private static final AtomicInteger NEXT = new AtomicInteger();

  private static final int BATCH_BEGIN = 16;
  private static final int BATCH_END = 17;
  private static final int NFTABLES = 10;
  private static final int NEW_TABLE = NFTABLES << 8;
  private static final int NEW_CHAIN = NFTABLES << 8 | 3;
  private static final byte ANY_FAMILY = 0;
  private static final byte NETDEV = 5;

  private static final int TABLE_NAME = 1;
  private static final int TABLE_FLAGS = 2;
  private static final int FLAG_OWNER = 2;
  private static final int CHAIN_TABLE = 1;
  private static final int CHAIN_NAME = 3;
  private static final int CHAIN_HOOK = 4;
  private static final int CHAIN_POLICY = 5;
  private static final int CHAIN_TYPE = 7;
  private static final int HOOK_NUMBER = 1;
  private static final int HOOK_PRIORITY = 2;
  private static final int HOOK_DEVICE = 3;
  private static final int INGRESS = 0;
  private static final int DROP = 0;
  private static final int ACCEPT = 1;
  private static final String[] CHAINS = {"outside", "inside"};

  private final NetlinkSocket socket;
  private final String table =
      "scrubber-" + ProcessHandle.current().pid() + "-" + NEXT.getAndIncrement();

  private IngressDrop(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** As {@link Ingress#open}. */
  static IngressDrop open(String[] names) throws IOException {
    IngressDrop drop = new IngressDrop(NetlinkSocket.open(NetlinkSocket.NETFILTER, 0));
    try {
      drop.create(names);
      return drop;
    } catch (LinuxException failure) {
      drop.close();
      boolean unknown =
          failure.errno() == Errno.EINVAL
              || failure.errno() == Errno.EOPNOTSUPP
              || failure.errno() == Errno.ENOENT;
      throw unknown
          ? new IOException(
              "packet sockets need nftables with the family netdev and owned tables (Linux 5.12),"
                  + " or each packet would pass twice: "
                  + failure.getMessage(),
              failure)
          : failure;
    } catch (IOException failure) {
      drop.close();
      throw failure;
    }
  }

  private void create(String[] names) throws IOException {
    MessageWriter owned =
        message(NEW_TABLE, MessageWriter.CREATE)
            .text(TABLE_NAME, table)
            .u32Network(TABLE_FLAGS, FLAG_OWNER);
    commit("make an nftables table", owned, chain(CHAINS[0], names[0]), chain(CHAINS[1], names[1]));
  }

  private MessageWriter chain(String name, String device) {
    return message(NEW_CHAIN, MessageWriter.CREATE)
        .text(CHAIN_TABLE, table)
        .text(CHAIN_NAME, name)
        .begin(CHAIN_HOOK)
        .u32Network(HOOK_NUMBER, INGRESS)
        .u32Network(HOOK_PRIORITY, 0)
        .text(HOOK_DEVICE, device)
        .end()
        .u32Network(CHAIN_POLICY, ACCEPT)
        .text(CHAIN_TYPE, "filter");
  }

  @Override
  public void set(boolean dropping) throws IOException {
    MessageWriter[] policies = new MessageWriter[CHAINS.length];
    for (int i = 0; i < policies.length; i++) {
      policies[i] =
          message(NEW_CHAIN, 0)
              .text(CHAIN_TABLE, table)
              .text(CHAIN_NAME, CHAINS[i])
              .u32Network(CHAIN_POLICY, dropping ? DROP : ACCEPT);
    }
    commit(dropping ? "keep packets from the kernel" : "let the kernel have packets", policies);
  }

  private void commit(String what, MessageWriter... messages) throws IOException {
    MessageWriter[] all = new MessageWriter[messages.length + 2];
    all[0] = bound(BATCH_BEGIN);
    System.arraycopy(messages, 0, all, 1, messages.length);
    all[all.length - 1] = bound(BATCH_END);
    socket.request(what, all);
  }

  private static MessageWriter bound(int type) {
    return new MessageWriter(type, 0).fixed(ANY_FAMILY, (byte) 0, (byte) 0, (byte) NFTABLES);
  }

  private static MessageWriter message(int type, int flags) {
    return new MessageWriter(type, MessageWriter.ACKNOWLEDGE | flags)
        .fixed(NETDEV, (byte) 0, (byte) 0, (byte) 0);
  }

  @Override
  public boolean hasSigns() {
    return false;
  }

  @Override
  public void giveSign(int side) {}

  @Override
  public boolean isPassing(int side) {
    return false;
  }

  @Override
  public long passed(int side) {
    return 0;
  }

  @Override
  public long passingNs(int side) {
    return 0;
  }

  @Override
  public long passedAside(int side) {
    return 0;
  }

  @Override
  public long passedFromNs(int side) {
    return 0;
  }

  @Override
  public long passedUntilNs(int side) {
    return 0;
  }

  @Override
  public void close() {
    socket.close();
  }
}
