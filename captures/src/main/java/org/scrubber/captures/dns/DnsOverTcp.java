package org.scrubber.captures.dns;

import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.tcp.Host;
import org.scrubber.captures.tcp.Servers;
import org.scrubber.captures.tcp.Stack;
import org.scrubber.captures.tcp.Traffic;

/** One question and one answer over a TCP connection to port 53, each behind its length. */
final class DnsOverTcp implements TcpFallback {
  private static final int PORT = 53;
  private static final int HEADER_BYTES = 14;

  @Override
  public double packetsIn(boolean clientInside) {
    // Answer to the SYN, five or so of the answer, FIN; or SYN, ACK, question, FIN, ACK.
    return clientInside ? 7 : 5;
  }

  @Override
  public boolean ask(Sender sender, Exchange exchange, LongConsumer answered) {
    boolean inside = exchange.clientInside();
    Host client =
        inside
            ? Host.inside(exchange.client(), Stack.LINUX5)
            : Host.outside(exchange.client(), Stack.LINUX5, exchange.roundTripNs());
    Host server =
        inside
            ? Host.outside(exchange.server(), Stack.LINUX5, exchange.roundTripNs())
            : Host.inside(exchange.server(), Stack.LINUX5)
                .serving(Servers.of(sender.world()).at(exchange.server()));
    RandomStream random = sender.random();
    int id = random.below(1 << 16);
    org.scrubber.captures.tcp.Exchange.start(
        Traffic.of(sender.world(), sender.stream(), sender.legit()).unreported(),
        client,
        random.between(32_768, 60_999),
        server,
        PORT,
        question(id, exchange.questionBytes(), random),
        header(id, 0x8180, exchange.answerBytes() - 2, 1),
        exchange.answerBytes(),
        served -> answered.accept(served ? sender.world().nowNs() : -1));
    return true;
  }

  private static byte[] question(int id, int lengthBytes, RandomStream random) {
    byte[] question = random.bytes(lengthBytes);
    System.arraycopy(header(id, 0x0100, lengthBytes - 2, 0), 0, question, 0, HEADER_BYTES);
    return question;
  }

  /** Returns the length and the header of a message with one question. */
  private static byte[] header(int id, int flags, int messageBytes, int answers) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .putShort((short) messageBytes)
        .putShort((short) id)
        .putShort((short) flags)
        .putShort((short) 1)
        .putShort((short) answers)
        .putInt(0)
        .array();
  }
}
