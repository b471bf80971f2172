package org.scrubber.captures.world;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.parse.Parser;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

/** A frame that the scrubber sent, as its receiver reads it. Reused; valid during one call. */
public final class Reply {
  private final PacketBatch one = new PacketBatch(1);
  private final Parser parser = new Parser();

  void read(Replies replies, int k, long timestampNs) {
    one.size = 1;
    one.frameAddress[0] = replies.frameAddress[k];
    one.capturedLength[0] = replies.lengthBytes[k];
    one.wireLength[0] = replies.lengthBytes[k];
    one.timestampNs[0] = timestampNs;
    one.interfaceId[0] = 0;
    one.linkType[0] = LinkType.ETHERNET;
    parser.parse(one);
  }

  /** Returns the parsed frame, alone in its batch. */
  public PacketBatch parsed() {
    return one;
  }

  /** Returns the TCP flags, 0 when it is not TCP. */
  public int tcpFlags() {
    return one.tcpFlags[0];
  }

  /** Returns the TCP sequence number. */
  public int sequence() {
    return Memory.i32(one.frameAddress[0] + one.transportOffset[0] + Tcp.SEQUENCE);
  }

  /** Returns the TCP acknowledgement number. */
  public int acknowledgement() {
    return Memory.i32(one.frameAddress[0] + one.transportOffset[0] + Tcp.ACKNOWLEDGEMENT);
  }

  /** Returns the bytes of the frame. */
  public int lengthBytes() {
    return one.capturedLength[0];
  }

  /** Returns the frame's address. */
  public long frameAddress() {
    return one.frameAddress[0];
  }
}
