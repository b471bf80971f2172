package org.scrubber.filter.proxy;

import org.scrubber.batch.PacketBatch;
import org.scrubber.table.ProxyTable;
import org.scrubber.wire.Icmp;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

/**
 * What happens to connections that the proxy has opened, packet by packet: the server's answer,
 * translation both ways, and their end. One thread.
 */
public final class Connections {
  private static final int UNREACHABLE_V6 = 1;
  private static final int QUOTED_BYTES = 8;

  private final SynProxy proxy;
  private final ProxyTable table;
  private final Translator translator;
  private final Terms said = new Terms();

  /** Creates the other side of a proxy. */
  public Connections(SynProxy proxy) {
    this.proxy = proxy;
    table = proxy.table;
    translator = new Translator(table);
  }

  /** Does what is due, before a batch. */
  public void begin(long nowNs) {
    table.tick(nowNs);
    proxy.openings.expire(nowNs);
  }

  /** Learns what a server agrees to from its SYN-ACK, whoever opens the connection. */
  public void learn(PacketBatch batch, int i) {
    if (batch.payloadOffset[i] >= 0) {
      said.read(transport(batch, i));
      proxy.habits.learn(batch, i, said);
    }
  }

  /** Returns the slot of a packet's connection, or 0 when that is not the proxy's. */
  public long find(PacketBatch batch, int i) {
    return table.used() == 0 ? 0 : table.find(batch.flowHash[i], batch.clockNs[i]);
  }

  /** Tells whether a packet, or what an ICMP error quotes, comes from the connection's client. */
  public boolean isOfClient(PacketBatch batch, int i, long slot) {
    return batch.fromHigh[i] == ((table.flags(slot) & ProxyTable.CLIENT_HIGH) != 0);
  }

  /**
   * A client's segment goes on to its server, which knows other numbers.
   *
   * @return false when the server has not answered yet: the segment must wait until it is sent
   *     again
   */
  public boolean fromClient(PacketBatch batch, int i, long slot) {
    int flags = batch.tcpFlags[i];
    if ((flags & Tcp.SYN) != 0 || batch.payloadOffset[i] < 0) {
      return true; // Another connection between the same ends: its SYN-ACK will tell.
    }
    boolean opening = (table.flags(slot) & ProxyTable.OPENING) != 0;
    if (opening && (flags & Tcp.RST) != 0) {
      table.remove(slot);
      return true;
    }
    if (opening) {
      if (!proxy.openings.holds(slot, batch.flowHash[i])) {
        proxy.ask(batch, i, slot);
      }
      return false;
    }
    translator.toServer(batch, i, slot);
    table.seen(slot, ending(flags, ProxyTable.CLIENT_ENDED), 0, batch.clockNs[i]);
    return true;
  }

  /** A server's segment goes on to its client. */
  public void fromServer(PacketBatch batch, int i, long slot) {
    int flags = batch.tcpFlags[i];
    if (batch.payloadOffset[i] < 0) {
      return;
    }
    if ((flags & Tcp.SYN) != 0) {
      synAck(batch, i, slot);
    } else if ((table.flags(slot) & ProxyTable.OPENING) != 0) {
      early(batch, i, slot);
    } else {
      translator.toClient(batch, i, slot);
      table.seen(slot, ending(flags, ProxyTable.SERVER_ENDED), 0, batch.clockNs[i]);
    }
  }

  private static int ending(int flags, int fin) {
    return (flags & Tcp.RST) != 0 ? ProxyTable.RESET : (flags & Tcp.FIN) != 0 ? fin : 0;
  }

  private void synAck(PacketBatch batch, int i, long slot) {
    long tcp = transport(batch, i);
    int clientNumber = table.get(slot, ProxyTable.CLIENT_NUMBER);
    int acknowledged = Memory.i32(tcp + Tcp.ACKNOWLEDGEMENT);
    boolean opening = (table.flags(slot) & ProxyTable.OPENING) != 0;
    if ((batch.tcpFlags[i] & Tcp.ACK) == 0 || acknowledged != clientNumber + 1) {
      if (opening) {
        proxy.frames.resetServer(batch, i, acknowledged); // It has another SYN in mind.
      } else {
        table.remove(slot); // The ends have begun another connection without us.
      }
      return;
    }
    said.read(tcp);
    boolean stamps = (table.flags(slot) & ProxyTable.TIMESTAMPS) != 0;
    if (stamps && !said.timestamps) {
      proxy.habits.lacksStamps(batch, i);
      proxy.frames.resetServer(batch, i, clientNumber + 1);
      translator.reset(batch, i, slot);
      table.remove(slot);
      return;
    }
    said.timestamps = stamps;
    int scale = said.scale;
    boolean scaled = agreedScale(slot) != Terms.NO_SCALE;
    if (opening) {
      int number = table.get(slot, ProxyTable.NUMBER);
      table.set(slot, ProxyTable.DELTA, number - Memory.i32(tcp + Tcp.SEQUENCE));
      table.set(slot, ProxyTable.STAMP_DELTA, table.get(slot, ProxyTable.ECHO) - said.stamp);
      int shift = scaled ? Math.max(0, scale) - Terms.SCALE : 0;
      table.set(slot, ProxyTable.SHIFT_TO_CLIENT, shift);
      boolean deaf = scaled && scale == Terms.NO_SCALE; // The client scales, its server does not.
      table.set(slot, ProxyTable.SHIFT_TO_SERVER, deaf ? agreedScale(slot) : 0);
    }
    table.seen(slot, ProxyTable.OPEN, ProxyTable.OPENING, batch.clockNs[i]);
    int window = table.get(slot, ProxyTable.WINDOW);
    proxy.frames.confirm(batch, i, clientNumber, window, said, table.get(slot, ProxyTable.STAMP));
    translator.openWindow(batch, i, slot, scaled);
  }

  private int agreedScale(long slot) {
    return Terms.scaleOf(table.get(slot, ProxyTable.NUMBER));
  }

  /** Something else than a SYN-ACK: a refusal, or what is left of a connection before. */
  private void early(PacketBatch batch, int i, long slot) {
    long tcp = transport(batch, i);
    int acknowledged = Memory.i32(tcp + Tcp.ACKNOWLEDGEMENT);
    boolean ours = acknowledged == table.get(slot, ProxyTable.CLIENT_NUMBER) + 1;
    if ((batch.tcpFlags[i] & Tcp.RST) == 0) {
      // What a client in SYN-SENT does (RFC 9293, 3.10.7.3); the SYN comes again.
      proxy.frames.resetServer(batch, i, acknowledged);
    } else if (ours) {
      translator.reset(batch, i, slot);
      table.remove(slot);
    }
  }

  /** An ICMP error from outside, about what a server has sent, must quote that one's numbers. */
  public void quoteFromOutside(PacketBatch batch, int i, long slot) {
    int quoted = Translator.quoted(batch, i);
    boolean open = (table.flags(slot) & ProxyTable.OPENING) == 0;
    if (open && batch.capturedLength[i] >= quoted + QUOTED_BYTES) {
      translator.quote(batch, i, slot, quoted);
    }
  }

  /** An ICMP error from inside: a server that cannot be reached refuses its client. */
  public void quoteFromInside(PacketBatch batch, int i, long slot) {
    int type = Memory.u8(transport(batch, i));
    int code = Memory.u8(transport(batch, i) + 1);
    boolean v4 = batch.family[i] == 4;
    boolean unreachable =
        v4 ? type == Icmp.UNREACHABLE && code != Icmp.FRAGMENTATION_NEEDED : type == UNREACHABLE_V6;
    boolean opening = (table.flags(slot) & ProxyTable.OPENING) != 0;
    if (unreachable && opening && proxy.openings.holds(slot, batch.flowHash[i])) {
      proxy.openings.unreachable(batch, i, slot);
    }
  }

  private static long transport(PacketBatch batch, int i) {
    return batch.frameAddress[i] + batch.transportOffset[i];
  }
}
