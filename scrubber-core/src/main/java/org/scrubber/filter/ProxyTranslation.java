package org.scrubber.filter;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.filter.proxy.Connections;
import org.scrubber.parse.ParseFlags;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * The last stage, where frames may be rewritten: translates what passed of connections that the
 * proxy has opened, in both directions and in the order of the packets.
 *
 * <p>All before it see a packet as its sender wrote it. What a client sends before its server has
 * answered is the only thing that is judged here. One thread.
 */
public final class ProxyTranslation implements Filter {
  private final Connections connections;
  private final SynFlood synFlood;

  /** Creates the stage of a filter that proxies. */
  ProxyTranslation(Connections connections, SynFlood synFlood) {
    this.connections = connections;
    this.synFlood = synFlood;
  }

  @Override
  public void apply(PacketBatch batch) {
    int size = batch.size;
    if (size > 0) {
      connections.begin(batch.clockNs[size - 1]);
    }
    for (int i = 0; i < size; i++) {
      boolean ours = batch.object[i] >= 0 || batch.sourceObject[i] >= 0;
      boolean goesOn = batch.verdict[i] == Verdict.PASS_CODE || batch.monitored[i];
      if (ours && goesOn && batch.transportOffset[i] >= 0) {
        one(batch, i);
      }
    }
  }

  private void one(PacketBatch batch, int i) {
    if ((batch.parseFlags[i] & (ParseFlags.ICMP_ERROR | ParseFlags.LATER_FRAGMENT)) != 0) {
      error(batch, i);
      return;
    }
    if (batch.protocol[i] != Protocols.TCP) {
      return;
    }
    int flags = batch.tcpFlags[i] & (Tcp.SYN | Tcp.ACK);
    if (flags == (Tcp.SYN | Tcp.ACK) && batch.sourceObject[i] >= 0) {
      connections.learn(batch, i);
    }
    long slot = connections.find(batch, i);
    if (slot == 0) {
      return;
    }
    if (!connections.isOfClient(batch, i, slot)) {
      connections.fromServer(batch, i, slot);
    } else if (!connections.fromClient(batch, i, slot)) {
      synFlood.hold(batch, i);
    }
  }

  private void error(PacketBatch batch, int i) {
    if ((batch.parseFlags[i] & ParseFlags.ICMP_ERROR) == 0 || batch.payloadOffset[i] < 0) {
      return;
    }
    long slot = connections.find(batch, i);
    if (slot == 0) {
      return;
    }
    boolean aboutClient = connections.isOfClient(batch, i, slot);
    if (batch.object[i] >= 0 && !aboutClient) {
      connections.quoteFromOutside(batch, i, slot);
    } else if (batch.object[i] < 0 && aboutClient) {
      connections.quoteFromInside(batch, i, slot);
    }
  }
}
