package org.scrubber.policy.load.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.policy.AddressText;

class FeedReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final List<String> warnings = new ArrayList<>();

  @TempDir private Path directory;

  @Test
  void shouldReadCidrLinesWithComments() throws Exception {
    FeedReader.Feed list =
        read(
            FeedFormat.CIDR,
            """
            # a comment
            ; another

            192.0.2.0/24
              198.51.100.7\t# trailing
            203.0.113.0/25 ; trailing
            2001:db8::/32\r
            2001:DB8:1::7
            0.0.0.0/8
            9.9.9.9\
            """);
    assertEquals(7, list.entries());
    assertEquals(List.of(), warnings);
    assertTrue(list.set().contains(4, 0, 0xc000_02ffL));
    assertTrue(list.set().contains(4, 0, 0xc633_6407L));
    assertFalse(list.set().contains(4, 0, 0xc633_6408L));
    assertTrue(list.set().contains(4, 0, 0xcb00_717fL));
    assertFalse(list.set().contains(4, 0, 0xcb00_7180L));
    assertTrue(list.set().contains(6, 0x2001_0db8_ffff_0000L, 1));
    assertTrue(list.set().contains(4, 0, 1));
    assertTrue(list.set().contains(4, 0, 0x0909_0909L));
  }

  @Test
  void shouldReadSpamhausDropAsTextAndAsJsonLines() throws Exception {
    FeedReader.Feed text =
        read(
            FeedFormat.SPAMHAUS_DROP,
            """
            ; Spamhaus DROP List 2026/11/22
            ; Expires: Mon, 23 Nov 2026 00:00:00 GMT
            1.10.16.0/20 ; SBL256894
            2a06:f680::/29 ; SBL1
            """);
    assertEquals(2, text.entries());
    assertTrue(text.set().contains(4, 0, 0x010a_1000L));
    assertTrue(text.set().contains(6, 0x2a06_f687_0000_0000L, 0));
    FeedReader.Feed json =
        read(
            FeedFormat.SPAMHAUS_DROP,
            """
            {"cidr":"1.10.16.0/20","sblid":"SBL256894","rir":"apnic"}
            {"cidr":"2a06:f680::/29","sblid":"SBL1","rir":"ripencc"}
            {"type":"metadata","timestamp":1700000000,"size":2}
            """);
    assertEquals(2, json.entries());
    assertTrue(json.set().contains(4, 0, 0x010a_1000L));
    assertTrue(json.set().contains(6, 0x2a06_f687_0000_0000L, 0));
  }

  @Test
  void shouldReadFireholNetset() throws Exception {
    FeedReader.Feed list =
        read(
            FeedFormat.FIREHOL_NETSET, "#\n# firehol_level1\n#\n0.0.0.0/8\n224.0.0.0/3\n1.1.1.1\n");
    assertEquals(3, list.entries());
    assertTrue(list.set().contains(4, 0, 0xffff_ffffL));
    assertTrue(list.set().contains(4, 0, 0x0101_0101L));
  }

  @Test
  void shouldTakePrefixAroundSetHostBitsWithOneWarning() throws Exception {
    FeedReader.Feed list = read(FeedFormat.CIDR, "1.1.1.1\n192.0.2.7/24\n2001:db8::1/64\n");
    assertEquals(3, list.entries());
    assertTrue(list.set().contains(4, 0, 0xc000_0200L));
    assertTrue(list.set().contains(6, 0x2001_0db8_0000_0000L, 0xffff));
    assertEquals(
        List.of(
            "2: \"192.0.2.7/24\" has host bits set and is taken as the prefix around it,"
                + " as is 1 more"),
        warnings);
    warnings.clear();
    read(FeedFormat.CIDR, "1.1.1.1\n192.0.2.7/24\n");
    assertEquals(
        List.of("2: \"192.0.2.7/24\" has host bits set and is taken as the prefix around it"),
        warnings);
  }

  @Test
  void shouldWarnOfFeedWithoutEntries() throws Exception {
    assertEquals(0, read(FeedFormat.CIDR, "# all quiet").entries());
    assertEquals(List.of("1: the feed has no entries"), warnings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.2.3.4 5|\"1.2.3.4 5\" is not a prefix; expected CIDR, for example 203.0.113.0/24 or"
            + " 2001:db8::/32",
        "1.2.3.4.5|\"1.2.3.4.5\" is not a prefix; expected CIDR, for example 203.0.113.0/24 or"
            + " 2001:db8::/32",
        "1.2.3|\"1.2.3\" is not a prefix; expected CIDR, for example 203.0.113.0/24 or"
            + " 2001:db8::/32",
        "1.2.3.|\"1.2.3.\" is not a prefix; expected CIDR, for example 203.0.113.0/24 or"
            + " 2001:db8::/32",
        "1.2.3.256|\"1.2.3.256\" is not a prefix; expected CIDR, for example 203.0.113.0/24 or"
            + " 2001:db8::/32",
        "01.2.3.4|\"01.2.3.4\" is not a prefix; expected CIDR, for example 203.0.113.0/24 or"
            + " 2001:db8::/32",
        "1.2.3.4/|\"1.2.3.4/\" has no valid prefix length; expected 0 to 32 after the slash, for"
            + " example /24",
        "1.2.3.4/08|\"1.2.3.4/08\" has no valid prefix length; expected 0 to 32 after the slash,"
            + " for example /24",
        "1.2.3.4/33|\"1.2.3.4/33\" has no valid prefix length; expected 0 to 32 after the slash,"
            + " for example /24",
        "1.2.3.4/2x|\"1.2.3.4/2x\" has no valid prefix length; expected 0 to 32 after the slash,"
            + " for example /24",
        "0.0.0.0/0|\"0.0.0.0/0\" covers every address; expected a longer prefix",
        "::/0|\"::/0\" covers every address; expected a longer prefix",
        "evil.example|\"evil.example\" is not a prefix; expected CIDR, for example 203.0.113.0/24"
            + " or 2001:db8::/32",
        "{\"cidr\":\"1.2.3.0/24\"}|\"{\"cidr\":\"1.2.3.0/24\"}\" is not a prefix; expected CIDR,"
            + " for example 203.0.113.0/24 or 2001:db8::/32"
      })
  void shouldRefuseBadLineByItsNumber(String line, String problem) {
    FeedException error =
        assertThrows(FeedException.class, () -> read(FeedFormat.CIDR, "9.9.9.9\n\n" + line + "\n"));
    assertEquals("3: " + problem, error.getMessage());
  }

  @Test
  void shouldRefuseEndlessLine() {
    FeedException error =
        assertThrows(
            FeedException.class, () -> read(FeedFormat.CIDR, "9.9.9.9\n" + "x".repeat(5_000)));
    assertEquals("2: the line is longer than 4096 bytes; expected a text feed", error.getMessage());
  }

  @Test
  void shouldReadMillionEntriesInSeconds() throws Exception {
    Path file = directory.resolve("million.txt");
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (int i = 0; i < 1_000_000; i++) {
        if (i % 10 == 9) { // Every tenth an IPv6 /64.
          writer.write("2001:db8:" + Integer.toHexString(i >>> 16) + ":");
          writer.write(Integer.toHexString(i & 0xffff) + "::/64\n");
        } else { // An odd multiplier scatters the hosts over the whole space, each of them once.
          writer.write(AddressText.format(4, 0, scattered(i)) + (i % 10 == 0 ? "/31" : "") + "\n");
        }
      }
    }
    long startNs = System.nanoTime();
    FeedReader.Feed list =
        assertTimeout(Duration.ofSeconds(20), () -> FeedReader.read(file, FeedFormat.CIDR, NOW));
    long elapsedMs = (System.nanoTime() - startNs) / 1_000_000;
    System.out.println(
        "1,000,000 feed entries read and compiled in "
            + elapsedMs
            + " ms into "
            + list.set().sizeBytes()
            + " bytes");
    assertEquals(1_000_000, list.entries());
    assertTrue(list.set().sizeBytes() < 64 << 20);
    for (int i = 0; i < 1_000_000; i++) {
      if (i % 10 == 9) {
        long high = 0x2001_0db8_0000_0000L | i;
        assertTrue(list.set().contains(6, high, i));
        assertFalse(list.set().contains(6, high | 1L << 31, i));
      } else {
        assertTrue(list.set().contains(4, 0, scattered(i)));
        assertFalse(list.set().contains(4, 0, scattered(i) ^ 2));
      }
    }
  }

  @Test
  void shouldReadMillionEntriesOfIpv6AsQuickly() throws Exception {
    Path file = directory.resolve("million6.txt");
    SplittableRandom random = new SplittableRandom(6);
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (int i = 0; i < 1_000_000; i++) {
        long high = 0x2a00_0000_0000_0000L | random.nextLong() >>> 8;
        boolean host = i % 2 == 0;
        String text = AddressText.format(6, high, host ? random.nextLong() : 0);
        writer.write(text + (host ? "\n" : "/64\n"));
      }
    }
    for (int round = 0; round < 3; round++) {
      long startNs = System.nanoTime();
      FeedReader.Feed list =
          assertTimeout(Duration.ofSeconds(20), () -> FeedReader.read(file, FeedFormat.CIDR, NOW));
      System.out.println(
          "1,000,000 entries of IPv6 read and compiled in "
              + (System.nanoTime() - startNs) / 1_000_000
              + " ms");
      assertEquals(1_000_000, list.entries());
    }
  }

  /** Returns an even address for multiples of ten, so that it is a /31 without host bits. */
  private static long scattered(int i) {
    return (i * 0x9e37_79b1L << 2) & 0xffff_ffffL;
  }

  private FeedReader.Feed read(FeedFormat format, String text) throws IOException, FeedException {
    Path file = directory.resolve("feed.txt");
    Files.writeString(file, text);
    FeedReader.Feed feed = FeedReader.read(file, format, NOW);
    warnings.addAll(feed.warnings());
    return feed;
  }
}
