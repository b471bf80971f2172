package org.scrubber.policy;

/**
 * A service that an object offers to the outside.
 *
 * @param protocol IP protocol number (6, 17, 47, 50, ...)
 * @param lowPort first port, 0 when the protocol has none
 * @param highPort last port, inclusive
 * @param pps the service's own threshold, packets/s per host; 0 to use the object's
 */
public record Service(int protocol, int lowPort, int highPort, long pps) {
  private static final int LAST_PORT = 65_535;

  private static final String EXPECTED =
      "; expected a protocol, with ports where it has them, for example tcp/443, udp/10000-20000 or"
          + " esp";

  /**
   * Reads {@code PROTOCOL}, {@code PROTOCOL/PORT} or {@code PROTOCOL/LOW-HIGH}; TCP, UDP and SCTP
   * without ports mean all ports. The service has no threshold of its own.
   *
   * @throws IllegalArgumentException when the text is no service; the message, meant to follow the
   *     quoted text, says what is wrong and what is expected
   */
  public static Service parse(String text) {
    int slash = text.indexOf('/');
    int protocol = ProtocolNames.numberOf(slash < 0 ? text : text.substring(0, slash));
    if (protocol < 0) {
      throw new IllegalArgumentException("is not a service" + EXPECTED);
    }
    if (slash < 0) {
      return new Service(protocol, 0, ProtocolNames.hasPorts(protocol) ? LAST_PORT : 0, 0);
    }
    if (!ProtocolNames.hasPorts(protocol)) {
      throw new IllegalArgumentException(
          "names a port of a protocol without ports; expected " + ProtocolNames.nameOf(protocol));
    }
    String ports = text.substring(slash + 1);
    int dash = ports.indexOf('-');
    int low = ProtocolNames.portOf(dash < 0 ? ports : ports.substring(0, dash));
    int high = dash < 0 ? low : ProtocolNames.portOf(ports.substring(dash + 1));
    if (low < 0 || high < 0) {
      throw new IllegalArgumentException("has no valid port" + EXPECTED);
    }
    if (low > high) {
      throw new IllegalArgumentException(
          "has its ports the wrong way round; expected "
              + ProtocolNames.nameOf(protocol)
              + "/"
              + high
              + "-"
              + low);
    }
    return new Service(protocol, low, high, 0);
  }

  /** Returns the text that {@link #parse} reads; the service's own threshold is left out. */
  @Override
  public String toString() {
    String name = ProtocolNames.nameOf(protocol);
    if (!ProtocolNames.hasPorts(protocol) || (lowPort == 0 && highPort == LAST_PORT)) {
      return name;
    }
    return name + "/" + lowPort + (lowPort == highPort ? "" : "-" + highPort);
  }
}
