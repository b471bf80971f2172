package org.scrubber.parse;

import org.scrubber.batch.PacketBatch;

/** What the parser says about one packet. */
record Columns(
    int family,
    long sourceHigh,
    long sourceLow,
    long targetHigh,
    long targetLow,
    int ports,
    int protocol,
    int tcpFlags,
    int parseFlags,
    int networkOffset,
    int transportOffset,
    int payloadOffset,
    int payloadLength,
    Malformed malformed,
    int timeToLive,
    int fragmentId,
    int fragmentOffset) {

  static Columns of(PacketBatch batch, int i) {
    return new Columns(
        batch.family[i],
        batch.sourceHigh[i],
        batch.sourceLow[i],
        batch.targetHigh[i],
        batch.targetLow[i],
        batch.ports[i],
        batch.protocol[i],
        batch.tcpFlags[i],
        batch.parseFlags[i],
        batch.networkOffset[i],
        batch.transportOffset[i],
        batch.payloadOffset[i],
        batch.payloadLength[i],
        Malformed.values()[batch.malformed[i]],
        batch.timeToLive[i],
        batch.fragmentId[i],
        batch.fragmentOffset[i]);
  }

  boolean has(int flag) {
    return (parseFlags & flag) != 0;
  }
}
