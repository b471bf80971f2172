package org.scrubber.captures.dns;

import org.scrubber.captures.dialogue.Datagram;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.tcp.Exchange;
import org.scrubber.captures.tcp.Host;
import org.scrubber.captures.tcp.Servers;
import org.scrubber.captures.tcp.Stack;
import org.scrubber.captures.tcp.Traffic;

/** Questions and answers over TCP (RFC 7766): each in a connection of its own. */
final class OverTcp {
  /** Packets that come in when the client is inside, on average over answers of 1.5 to 12 kB. */
  static final double PACKETS_TO_CLIENT = 8;

  /** Packets that come in when the server is inside, and its answer is one segment. */
  static final double PACKETS_TO_SERVER = 5;

  private OverTcp() {}

  /**
   * One question and its answer.
   *
   * @param name on the wire
   * @param type of the records
   * @param answerBytes bytes of the answer, at most 64,000
   */
  record Question(byte[] name, int type, int answerBytes) {}

  /** Begins a connection of a client inside to a server outside, at a round trip's distance. */
  static void lookUp(
      Sender sender,
      Address client,
      Address server,
      long roundTripNs,
      Question question,
      Exchange.Done done) {
    Host inside = Host.inside(client, Stack.LINUX5);
    Host outside = Host.outside(server, Stack.LINUX5, roundTripNs);
    start(sender, inside, outside, question, done);
  }

  /** Begins a connection of a client outside to a server inside. */
  static void query(
      Sender sender,
      Address client,
      Address server,
      long roundTripNs,
      Question question,
      Exchange.Done done) {
    Host outside = Host.outside(client, Stack.LINUX5, roundTripNs);
    Host inside = Servers.host(sender.world(), server);
    start(sender, outside, inside, question, done);
  }

  private static void start(
      Sender sender, Host client, Host server, Question question, Exchange.Done done) {
    RandomStream random = sender.random();
    int id = random.below(1 << 16);
    Datagram asked = framed(sender, client, server);
    Message.question(asked, id, question.name, question.type, AnswerMix.LARGEST, true);
    byte[] questionBytes = framed(asked);
    Datagram told = framed(sender, client, server);
    Message.answer(
        told,
        random,
        id,
        Message.ANSWER,
        question.name,
        question.type,
        question.answerBytes,
        AnswerMix.LARGEST,
        true);
    byte[] answerBytes = framed(told);
    Traffic traffic = Traffic.of(sender.world(), sender.stream(), sender.legit()).unreported();
    int port = random.between(1_024, 65_535);
    Exchange.start(
        traffic,
        client,
        port,
        server,
        Lookup.PORT,
        questionBytes,
        answerBytes,
        answerBytes.length,
        done);
  }

  /** The writer of datagrams serves as scratch paper. */
  private static Datagram framed(Sender sender, Host client, Host server) {
    return sender.datagram().begin(client.address(), 0, server.address(), 0, 0);
  }

  /** Returns the message with its length in front. */
  private static byte[] framed(Datagram message) {
    byte[] bytes = message.payload(2);
    int length = bytes.length - 2;
    bytes[0] = (byte) (length >>> 8);
    bytes[1] = (byte) length;
    return bytes;
  }
}
