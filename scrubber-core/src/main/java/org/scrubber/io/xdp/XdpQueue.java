package org.scrubber.io.xdp;

import org.scrubber.io.xsk.ConsumerRing;
import org.scrubber.io.xsk.PacketMemory;
import org.scrubber.io.xsk.ProducerRing;
import org.scrubber.io.xsk.XdpSocket;

/**
 * One receive queue of one interface with its two lanes, as the line's thread sees it: rings only.
 */
final class XdpQueue {
  /** {@code PacketLine.OUTSIDE} or {@code INSIDE}. */
  final int side;

  /** Packets of the data lane. */
  final ConsumerRing data;

  /** Packets of the control lane. */
  final ConsumerRing control;

  /** Frames that the kernel may fill, for both lanes. */
  final ProducerRing fill;

  /** Packets to send. */
  final ProducerRing transmit;

  /** Frames that were sent. */
  final ConsumerRing completion;

  /** The socket of the data lane, which also sends. */
  final XdpSocket socket;

  /** The socket of the control lane. */
  final XdpSocket controlSocket;

  /** Frames that the kernel has for receiving, those in the receive rings included. */
  int lent;

  /** Puts the rings of a queue together. */
  XdpQueue(
      int side,
      ConsumerRing data,
      ConsumerRing control,
      ProducerRing fill,
      ProducerRing transmit,
      ConsumerRing completion,
      XdpSocket socket,
      XdpSocket controlSocket) {
    this.side = side;
    this.data = data;
    this.control = control;
    this.fill = fill;
    this.transmit = transmit;
    this.completion = completion;
    this.socket = socket;
    this.controlSocket = controlSocket;
  }

  /** Returns how many of a line's frames each of its queues has with the kernel to receive into. */
  static int lent(int frames, int queues) {
    return frames / 4 * 3 / queues;
  }

  /** Lets the kernel send what was put into the transmit ring. */
  void wake() {
    socket.wake();
  }

  /** Takes back the frames that were sent. */
  void reap(PacketMemory memory) {
    int done = completion.available();
    for (int entry = 0; entry < done; entry++) {
      memory.give(completion.completed(entry));
    }
    if (done > 0) {
      completion.release(done);
    }
  }

  /** Returns packets that the kernel could not hand over. */
  long lost() {
    return socket.lost() + controlSocket.lost();
  }

  /** Closes the sockets. */
  void close() {
    controlSocket.close();
    socket.close();
  }
}
