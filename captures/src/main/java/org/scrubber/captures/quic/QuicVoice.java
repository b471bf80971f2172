package org.scrubber.captures.quic;

import java.nio.ByteBuffer;
import org.scrubber.captures.datagram.DatagramPath;
import org.scrubber.captures.payload.QuicRetry;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Frame;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.World;

/** Sends the packets of both ends of one connection, whoever decides when. */
final class QuicVoice {
  private static final int FULL_BYTES = 1_200;

  private final QuicEnds ends;
  private final RandomStream random;
  private final DatagramPath path;
  private final Party party;
  private final boolean clientInbound;
  private final int flow;
  private final long serverId;
  private final int flightPackets;
  private final int finishPackets;
  private Hello hello;

  QuicVoice(QuicEnds ends, DatagramPath path, Party party, int flow) {
    this.ends = ends;
    this.path = path;
    this.party = party;
    this.flow = flow;
    random = ends.random();
    clientInbound = ends.habits().clientOutside();
    serverId = random.next();
    flightPackets = random.between(2, 3);
    finishPackets = random.between(1, 3);
    hello = ends.hellos().at(random.below(Hellos.COUNT));
  }

  Hello hello() {
    return hello;
  }

  void hello(Hello next) {
    hello = next;
  }

  int flightPackets() {
    return flightPackets;
  }

  /** Handshake packets with which the client ends the handshake. */
  int finishPackets() {
    return finishPackets;
  }

  /** The client's first datagrams have indexes from 0; its 0-RTT packet has the one behind. */
  void sayHello(World world, int code, boolean early) {
    byte[][] datagrams = hello.datagrams();
    for (int k = 0; k < datagrams.length; k++) {
      fromClient(world).bytes(datagrams[k]);
      emit(world, code | k << 8);
    }
    if (early) {
      QuicFrames.early(fromClient(world), random, hello, random.between(200, 1_100));
      emit(world, code | datagrams.length << 8);
    }
  }

  void sayRetry(World world, int code) {
    fromServer(world).bytes(retry());
    emit(world, code);
  }

  byte[] retry() {
    byte[] server = ByteBuffer.allocate(8).putLong(~serverId).array();
    byte[] token = ByteBuffer.allocate(24).putLong(serverId).putInt(flow).array();
    return QuicRetry.packet(hello.version(), hello.target(), hello.source(), server, token);
  }

  /** The server's answer to a hello; indexes from 0. */
  void sayFlight(World world, int code) {
    int handshake = hello.version().handshake();
    for (int k = 0; k < flightPackets; k++) {
      Frame frame = fromServer(world);
      int bytes = k < 2 ? FULL_BYTES : random.between(300, FULL_BYTES);
      if (k == 0) {
        int initialBytes = random.between(130, 180);
        int initial = hello.version().initial();
        QuicFrames.fromServer(frame, random, initial, hello, serverId, initialBytes);
        bytes -= initialBytes;
      }
      QuicFrames.fromServer(frame, random, handshake, hello, serverId, bytes);
      emit(world, code | k << 8);
    }
  }

  /** The client's end of the handshake; indexes from 0. */
  void sayFinish(World world, int code) {
    int handshake = hello.version().handshake();
    for (int k = 0; k < finishPackets; k++) {
      Frame frame = fromClient(world);
      int bytes = random.between(60, 140);
      if (k == 0 && (serverId & 3) == 0) {
        // Some pack the acknowledgement of the server's Initial before it, which needs padding.
        byte[] server = ByteBuffer.allocate(8).putLong(serverId).array();
        frame.bytes(hello.acknowledgement(server, FULL_BYTES - bytes));
      }
      QuicFrames.fromClient(frame, random, handshake, hello, serverId, bytes);
      emit(world, code | k << 8);
    }
  }

  void sayRequest(World world, int code) {
    clientShort(world, random.between(200, 1_100));
    emit(world, code);
  }

  /** An acknowledgement of the client, or its farewell when nobody needs to follow it. */
  void sayAck(World world, int code) {
    clientShort(world, random.between(35, 60));
    emit(world, code);
  }

  void sayServerAck(World world, int code) {
    serverShort(world, random.between(35, 60));
    emit(world, code);
  }

  void sayData(World world, int code, boolean isFull) {
    QuicHabits habits = ends.habits();
    serverShort(world, random.between(isFull ? habits.dataLow() : 60, habits.dataHigh()));
    emit(world, code);
  }

  private void clientShort(World world, int bytes) {
    QuicFrames.shortFromClient(fromClient(world), random, hello.greased(), serverId, bytes);
  }

  private void serverShort(World world, int bytes) {
    QuicFrames.shortFromServer(fromServer(world), random, hello.greased(), hello.source(), bytes);
  }

  private Frame fromClient(World world) {
    return path.datagram(world, clientInbound);
  }

  private Frame fromServer(World world) {
    return path.datagram(world, !clientInbound);
  }

  private void emit(World world, int code) {
    world.emit(ends.truth(), flow, party, code);
  }
}
