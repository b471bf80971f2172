package org.scrubber.policy;

import java.util.LinkedHashMap;
import java.util.Map;

/** The names of IP protocols in services and rules; any other goes by its number. Thread-safe. */
public final class ProtocolNames {
  private static final int LAST_PORT = 65_535;

  private static final Map<String, Integer> NUMBERS = numbers();

  private ProtocolNames() {}

  /** Returns the protocol's number, or -1 when the text is neither a name nor 0..255. */
  public static int numberOf(String text) {
    Integer number = NUMBERS.get(text);
    if (number != null) {
      return number;
    }
    return smallNumber(text, 255);
  }

  /** Returns the protocol's name, or its number as text. */
  public static String nameOf(int number) {
    for (Map.Entry<String, Integer> entry : NUMBERS.entrySet()) {
      if (entry.getValue() == number) {
        return entry.getKey();
      }
    }
    return Integer.toString(number);
  }

  /** Returns the port 0..65535 of a decimal number without leading zeros; -1 for other text. */
  public static int portOf(String text) {
    return smallNumber(text, LAST_PORT);
  }

  /** Tells whether the protocol has ports. */
  public static boolean hasPorts(int number) {
    return number == 6 || number == 17 || number == 132;
  }

  /** Returns a decimal number 0..most without sign or leading zeros, or -1. */
  private static int smallNumber(String text, int most) {
    if (text.isEmpty() || text.length() > 5 || (text.length() > 1 && text.charAt(0) == '0')) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + c - '0';
    }
    return number <= most ? number : -1;
  }

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    numbers.put("icmp", 1);
    numbers.put("igmp", 2);
    numbers.put("ipip", 4);
    numbers.put("tcp", 6);
    numbers.put("udp", 17);
    numbers.put("6in4", 41);
    numbers.put("gre", 47);
    numbers.put("esp", 50);
    numbers.put("ah", 51);
    numbers.put("icmpv6", 58);
    numbers.put("ospf", 89);
    numbers.put("pim", 103);
    numbers.put("vrrp", 112);
    numbers.put("sctp", 132);
    return numbers;
  }
}
