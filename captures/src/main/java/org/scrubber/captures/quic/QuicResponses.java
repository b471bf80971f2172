package org.scrubber.captures.quic;

import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.World;

/** The server's side of an open connection: responses in bursts, each acknowledged at its end. */
final class QuicResponses {
  private static final int MOST_LOSSES = 5;

  private final QuicEnds ends;
  private final QuicVoice voice;
  private final Actor connection;
  private final long delayNs;
  private final long timeoutNs;
  private int burst;
  private int packetsLeft;
  private int timer;
  private int losses;

  /**
   * Creates the side.
   *
   * @param connection acts on the steps DATA and SERVER_TIMER
   * @param delayNs from a packet that passes to the reaction to it
   * @param timeoutNs after which a burst's end is repeated; doubles each time
   */
  QuicResponses(QuicEnds ends, QuicVoice voice, Actor connection, long delayNs, long timeoutNs) {
    this.ends = ends;
    this.voice = voice;
    this.connection = connection;
    this.delayNs = delayNs;
    this.timeoutNs = timeoutNs;
  }

  /** A request came, so the client has all that was sent before it. */
  void stopWaiting() {
    timer++;
    losses = 0;
  }

  /** Sends the first burst of a response of random length. */
  void begin(World world) {
    QuicHabits habits = ends.habits();
    double bytes = ends.random().logNormal(habits.responseBytes(), habits.sigma());
    double packetBytes = (habits.dataLow() + habits.dataHigh()) / 2.0;
    packetsLeft = (int) Math.min(habits.longestPackets(), 1 + bytes / packetBytes);
    sendBurst(world);
  }

  void sendBurst(World world) {
    QuicHabits habits = ends.habits();
    int most = ends.random().between(habits.burstLow(), habits.burstHigh());
    int count = Math.min(most, packetsLeft);
    packetsLeft -= count;
    for (int k = 1; k < count; k++) {
      say(world, k % 2 == 0 ? QuicStep.ASKS : 0);
    }
    say(world, lastOfBurst());
    startTimer(world);
  }

  /** The client's acknowledgement of a burst's end has arrived. */
  void acknowledged(World world, long timeNs, int code) {
    if (QuicStep.isNumber(code, burst)) {
      burst++;
      stopWaiting();
      if (packetsLeft > 0) {
        world.at(ends.stream(), timeNs + delayNs, connection, QuicStep.DATA);
      }
    }
  }

  /** Repeats the burst's end when its timer is still the last one; false when that is hopeless. */
  boolean missed(World world, int code) {
    if (!QuicStep.isNumber(code, timer)) {
      return true;
    }
    if (++losses >= MOST_LOSSES) {
      return false;
    }
    say(world, lastOfBurst());
    startTimer(world);
    return true;
  }

  private int lastOfBurst() {
    return QuicStep.BURST_END | (packetsLeft == 0 ? QuicStep.RESPONSE_END : 0);
  }

  private void say(World world, int index) {
    boolean isFull = (index & QuicStep.RESPONSE_END) == 0;
    voice.sayData(world, QuicStep.of(QuicStep.DATA, index, burst), isFull);
  }

  private void startTimer(World world) {
    timer++;
    int code = QuicStep.of(QuicStep.SERVER_TIMER, 0, timer);
    world.at(ends.stream(), world.nowNs() + (timeoutNs << losses), connection, code);
  }
}
