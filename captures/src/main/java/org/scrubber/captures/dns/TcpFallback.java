package org.scrubber.captures.dns;

import java.util.function.LongConsumer;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.plan.Address;

/** Asks over TCP what does not fit into a datagram. */
public interface TcpFallback {
  /** There is none: a truncated answer has to do. */
  TcpFallback NONE =
      new TcpFallback() {
        @Override
        public double packetsIn(boolean clientInside) {
          return 0;
        }

        @Override
        public boolean ask(Sender sender, Exchange exchange, LongConsumer answered) {
          return false;
        }
      };

  /** The one that is used. */
  TcpFallback USED = NONE;

  /**
   * One question and its answer over a connection to port 53.
   *
   * @param client who asks
   * @param server who answers
   * @param clientInside true when the client is inside
   * @param roundTripNs from the scrubber to the outside host and back, ns
   * @param questionBytes bytes of the question, with the two that tell its length
   * @param answerBytes bytes of the answer
   */
  record Exchange(
      Address client,
      Address server,
      boolean clientInside,
      long roundTripNs,
      int questionBytes,
      int answerBytes) {}

  /** Returns how many packets come in for one exchange, on average. */
  double packetsIn(boolean clientInside);

  /**
   * Begins an exchange now.
   *
   * @param answered is given the time at which the whole answer has passed, ns of the world, or -1
   *     when the exchange failed
   * @return false when there is no TCP, and nothing will happen
   */
  boolean ask(Sender sender, Exchange exchange, LongConsumer answered);
}
