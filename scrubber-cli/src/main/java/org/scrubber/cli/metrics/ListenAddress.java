package org.scrubber.cli.metrics;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.scrubber.policy.Prefix;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where metrics are served, read from {@code ADDRESS:PORT}. */
public final class ListenAddress {
  private static final int MAX_PORT = 65_535;
  private static final String EXPECTED =
      "; expected ADDRESS:PORT, for example 127.0.0.1:9469 or [::1]:9469";

  private ListenAddress() {}

  /** Reads it from the command line. */
  public static final class Converter implements ITypeConverter<InetSocketAddress> {
    @Override
    public InetSocketAddress convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /**
   * Reads an address; names are never looked up, and no address at all is every one of the machine.
   *
   * @throws IllegalArgumentException when the text is none; the message is one line for people
   */
  public static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw wrong(text);
    }
    int port = port(text, text.substring(colon + 1));
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (host.isEmpty()) {
      return new InetSocketAddress(port);
    }
    if (host.indexOf(':') >= 0 != bracketed) {
      throw wrong(text);
    }
    return new InetSocketAddress(
        address(text, bracketed ? host.substring(1, host.length() - 1) : host), port);
  }

  private static int port(String text, String digits) {
    if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > MAX_PORT) {
      throw wrong(text);
    }
    return Integer.parseInt(digits);
  }

  private static InetAddress address(String text, String literal) {
    try {
      if (literal.indexOf('/') >= 0) {
        throw wrong(text);
      }
      Prefix.parse(literal);
      return InetAddress.getByName(literal);
    } catch (IllegalArgumentException | UnknownHostException e) {
      throw wrong(text);
    }
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException("\"" + text + "\" is no address" + EXPECTED);
  }
}
