package org.scrubber.policy.load.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.policy.AddressSet;
import org.scrubber.policy.AddressText;
import org.scrubber.policy.Prefix;

class CsvFeedTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir private Path directory;

  private FeedReader.Feed read(String text, String column, String until)
      throws IOException, FeedException {
    Path file = directory.resolve("feed.csv");
    Files.writeString(file, text);
    return FeedReader.readColumns(file, column, until, NOW);
  }

  private static boolean has(FeedReader.Feed feed, String address) {
    Prefix host = AddressText.parse(address);
    return feed.set().contains(host.family(), host.high(), host.low());
  }

  private static boolean has(FeedReader.Feed feed, String address, String time) {
    Prefix host = AddressText.parse(address);
    long nowNs = Instant.parse(time).getEpochSecond() * 1_000_000_000L;
    return feed.set().containsAt(host.family(), host.high(), host.low(), nowNs);
  }

  @Test
  void shouldFindAColumnByItsTitleInTheFirstLine() throws Exception {
    FeedReader.Feed feed =
        read("\ufeffname,dst_ip,port\r\nx,192.0.2.1,80\r\ny,2001:db8::/32,443\r\n", "dst_ip", null);
    assertEquals(2, feed.entries());
    assertTrue(has(feed, "192.0.2.1"));
    assertTrue(has(feed, "2001:db8:7::1"));
    assertFalse(has(feed, "192.0.2.2"));
    assertEquals(List.of(), feed.warnings());
  }

  @Test
  void shouldFindAColumnByItsTitleInACommentAndReadQuotedValues() throws Exception {
    FeedReader.Feed feed =
        read(
            """
            ################
            # made up, for tests
            #
            # "first_seen","dst_ip","note"
            "2026-11-01 10:00:00", "192.0.2.1" ,"says ""hello, you"", and more"
            "2026-11-01 10:00:00",192.0.2.2,
            """,
            "dst_ip",
            null);
    assertEquals(2, feed.entries());
    assertTrue(has(feed, "192.0.2.1"));
    assertTrue(has(feed, "192.0.2.2"));
  }

  @ParameterizedTest
  @CsvSource({"','", "';'", "'\t'"})
  void shouldFindOutWhatSeparatesValuesAndCountColumns(String separator) throws Exception {
    String text = "a|b|c\n1|192.0.2.1|x\n\n2|198.51.100.0/24|y\n# end\n".replace("|", separator);
    FeedReader.Feed feed = read(text, "2", null);
    assertEquals(2, feed.entries());
    assertTrue(has(feed, "198.51.100.9"));
    FeedReader.Feed withoutTitles = read(text.substring(6), "2", null);
    assertEquals(2, withoutTitles.entries());
  }

  @Test
  void shouldReadRangesAsExactlyTheirAddresses() throws Exception {
    FeedReader.Feed feed =
        read("1,192.0.2.7-192.0.2.21\n2,2001:db8::fffe-2001:db8::1:1\n", "2", null);
    assertEquals(2, feed.entries());
    for (int last = 0; last < 40; last++) {
      assertEquals(last >= 7 && last <= 21, has(feed, "192.0.2." + last), "192.0.2." + last);
    }
    assertFalse(has(feed, "2001:db8::fffd"));
    assertTrue(has(feed, "2001:db8::fffe"));
    assertTrue(has(feed, "2001:db8::1:1"));
    assertFalse(has(feed, "2001:db8::1:2"));
  }

  @Test
  void shouldLetEachEntryExpireAtTheTimeOfItsLine() throws Exception {
    FeedReader.Feed feed =
        read(
            """
            ip;until
            192.0.2.1;2026-12-01
            192.0.2.2;2026-12-01T10:00:00Z
            192.0.2.3;2026-12-01 10:00
            192.0.2.4;2026-12-01T10:00:00.5+02:00
            192.0.2.5;1796119200
            192.0.2.6;
            """,
            "ip",
            "until");
    assertEquals(6, feed.entries());
    assertTrue(has(feed, "192.0.2.1", "2026-11-30T23:59:59Z"));
    assertFalse(has(feed, "192.0.2.1", "2026-12-01T00:00:00Z"));
    for (String address : List.of("192.0.2.2", "192.0.2.3", "192.0.2.5")) {
      assertTrue(has(feed, address, "2026-12-01T09:59:59Z"), address);
      assertFalse(has(feed, address, "2026-12-01T10:00:00Z"), address);
    }
    assertTrue(has(feed, "192.0.2.4", "2026-12-01T08:00:00Z"));
    assertFalse(has(feed, "192.0.2.4", "2026-12-01T08:00:01Z"));
    assertTrue(has(feed, "192.0.2.6", "2099-12-01T08:00:01Z"));
  }

  @Test
  void shouldWarnOfAFeedThatHasExpired() throws Exception {
    assertEquals(
        List.of("1: all entries have expired; they hold for older packets only"),
        read("192.0.2.1,2026-11-22\n192.0.2.2,2026-11-21\n", "1", "2").warnings());
    assertEquals(List.of(), read("192.0.2.1,2026-11-22\n192.0.2.2,\n", "1", "2").warnings());
  }

  @Test
  void shouldWarnOfAPublishedListThatShouldHaveBeenFetchedAnew() throws Exception {
    Path file = directory.resolve("drop.txt");
    Files.writeString(
        file,
        "; List\n; Expires: Sun, 22 Nov 2026 11:00:00 GMT\n; Expires: soon\n1.10.16.0/20 ; A\n",
        StandardCharsets.US_ASCII);
    assertEquals(
        List.of("2: the feed was to be used until 2026-11-22T11:00:00Z; expected a later copy"),
        FeedReader.read(file, FeedFormat.SPAMHAUS_DROP, NOW).warnings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,evil.example|2:3: \"evil.example\" is not a prefix; expected CIDR, for example"
            + " 203.0.113.0/24 or 2001:db8::/32",
        "a,|2:3: \"\" is not a prefix; expected CIDR, for example 203.0.113.0/24 or 2001:db8::/32",
        "a|2: has 1 column; expected column 2, which is number 2",
        "a,\"192.0.2.1|2: a quote is not closed, or more than 1024 columns; expected a line of"
            + " values as in RFC 4180",
        "a,0.0.0.0/0|2:3: \"0.0.0.0/0\" covers every address; expected a longer prefix",
        "a,192.0.2.9-192.0.2.1|2:3: \"192.0.2.9-192.0.2.1\" is not a range; expected first-last,"
            + " for example 203.0.113.7-203.0.113.21"
      })
  void shouldRefuseABadLineByItsPlace(String line, String problem) {
    FeedException error =
        assertThrows(FeedException.class, () -> read("x,192.0.2.1\n" + line, "2", null));
    assertEquals(problem, error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "soon",
    "2026-13-01",
    "2026-12-01T25:00:00Z",
    "2026-12-01T10:00:00X",
    "20261201000000",
    "-1",
    "2026-12-1",
    "2026-12-01T10:00:00.Z",
    "2200-01-01"
  })
  void shouldRefuseWhatIsNoTime(String time) {
    FeedException error =
        assertThrows(
            FeedException.class, () -> read("ip,end\n192.0.2.1," + time + "\n", "ip", "end"));
    assertEquals(
        "2:11: end: \""
            + time
            + "\" is not a time; expected a date, a time or seconds since 1970, for example"
            + " 2026-12-01, 2026-12-01T10:00:00Z or 1796119200",
        error.getMessage());
  }

  @Test
  void shouldRefuseATitleThatIsNotThere() {
    assertEquals(
        "1: \"ip\" is not the title of a column; expected one of name, addr, or the number of a"
            + " column",
        assertThrows(FeedException.class, () -> read("name,addr\nx,192.0.2.1\n", "ip", null))
            .getMessage());
    assertEquals(
        "1: \"end\" is not the title of a column; expected one of name, addr, or the number of a"
            + " column",
        assertThrows(FeedException.class, () -> read("name,addr\nx,192.0.2.1\n", "addr", "end"))
            .getMessage());
  }

  @Test
  void shouldTakeNothingAndMillionsAlike() throws Exception {
    assertEquals(List.of("1: the feed has no entries"), read("", "1", null).warnings());
    StringBuilder text = new StringBuilder("ip,until\n");
    for (int n = 0; n < 100_000; n++) {
      String address = AddressText.format(4, 0, n * 0x9e37_79b1L & 0xffff_ffffL);
      text.append(address).append(',').append(1_000 + n % 7).append('\n');
    }
    FeedReader.Feed feed = read(text.toString(), "ip", "until");
    assertEquals(100_000, feed.entries());
    AddressSet set = feed.set();
    for (int n = 0; n < 100_000; n++) {
      long address = n * 0x9e37_79b1L & 0xffff_ffffL;
      long until = 1_000 + n % 7;
      assertTrue(set.containsAt(4, 0, address, until * 1_000_000_000L - 1));
      assertFalse(set.containsAt(4, 0, address, until * 1_000_000_000L));
    }
  }
}
