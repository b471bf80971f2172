package org.scrubber.policy.load.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.policy.Prefix;

class Ipv6EntryTest {
  private static final String LETTERS = "0123456789abcdefABCDEF:::://.g -%";

  private final SplittableRandom random = new SplittableRandom(20261130);
  private final Ipv6Entry entry = new Ipv6Entry();

  private boolean parse(String text) {
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.ISO_8859_1);
    return entry.parse(bytes, 1, bytes.length - 1);
  }

  @Test
  void shouldReadEveryFormOfAnAddressAsTheJdkDoes() throws UnknownHostException {
    for (int round = 0; round < 200_000; round++) {
      String text = form();
      InetAddress expected = InetAddress.getByName(text);
      if (!(expected instanceof Inet6Address)) {
        assertFalse(parse(text), text); // Mapped IPv4.
        continue;
      }
      int length = 1 + random.nextInt(128);
      assertTrue(parse(text), text);
      assertEquals(128, entry.length);
      assertTrue(parse(text + "/" + length), text);
      ByteBuffer bytes = ByteBuffer.wrap(expected.getAddress());
      assertEquals(bytes.getLong(0), entry.high, text);
      assertEquals(bytes.getLong(8), entry.low, text);
      assertEquals(length, entry.length);
    }
  }

  /** Returns an address in some form: zeros left out or not, in capitals or not, any gap. */
  private String form() {
    int gapStart = random.nextInt(12);
    int gapEnd = Math.min(8, gapStart + 1 + random.nextInt(8));
    StringBuilder text = new StringBuilder();
    for (int group = 0; group < 8; group++) {
      if (group == gapStart) {
        text.append("::");
        group = gapEnd - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      int value = random.nextInt(4) == 0 ? 0 : random.nextInt(1 << 4 * (1 + random.nextInt(4)));
      String digits = random.nextBoolean() ? "%x".formatted(value) : "%04x".formatted(value);
      text.append(random.nextBoolean() ? digits : digits.toUpperCase(java.util.Locale.ROOT));
    }
    return text.toString();
  }

  /** What it reads at all it must read as the slow way does, which refuses the same or less. */
  @Test
  void shouldReadNothingThatIsReadOtherwiseOrRefusedByWayOfText() {
    int read = 0;
    for (int round = 0; round < 500_000; round++) {
      String text = random.nextBoolean() ? spoilt(form()) : spoilt(form() + "/" + 64);
      if (!parse(text)) {
        continue;
      }
      read++;
      Prefix prefix = Prefix.around(text);
      assertEquals(Prefix.masked(6, entry.high, entry.low, entry.length), prefix, text);
    }
    assertTrue(read > 50_000, "read " + read);
  }

  private String spoilt(String text) {
    StringBuilder spoilt = new StringBuilder(text);
    int at = random.nextInt(text.length());
    char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
    switch (random.nextInt(3)) {
      case 0 -> spoilt.setCharAt(at, letter);
      case 1 -> spoilt.insert(at, letter);
      default -> spoilt.deleteCharAt(at);
    }
    return spoilt.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":::",
        "1",
        "1:",
        ":1",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        "12345::",
        "::ffff:1.2.3.4",
        "::ffff:102:304",
        "1:2:3:4:5:6:7::8",
        "::/0",
        "::1/",
        "::1/129",
        "::1/064",
        "::1/1x",
        "fe80::1%eth0",
        "g::",
        "1:2:3:4:5:6:7:8:",
        "1.2.3.4",
        "/64"
      })
  void shouldLeaveToOthersWhatIsNoPlainEntry(String text) {
    assertFalse(parse(text));
  }
}
