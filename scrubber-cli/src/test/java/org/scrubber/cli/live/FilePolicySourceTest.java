package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.policy.Policy;

/** A policy is another one when one of its feeds is. */
class FilePolicySourceTest {
  @TempDir private Path directory;

  private final List<String> warnings = new ArrayList<>();
  private Path file;
  private Path feed;
  private FilePolicySource source;

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("scrubber.yaml");
    feed = directory.resolve("feed.txt");
    Files.writeString(
        file,
        """
        version: 1
        seed: 7
        objects:
          web: { prefixes: [198.18.0.0/24] }
        lists:
          - { file: feed.txt, format: cidr, action: report, direction: out }
        """);
    Files.writeString(feed, "192.0.2.1\n");
    source = new FilePolicySource(file, List.of(), new Seed(null), warnings::add);
  }

  @Test
  void shouldChangeItsVersionWithAFeedAlone() throws IOException {
    long before = source.version();
    assertEquals(before, source.version());
    assertEquals(1, source.load().lists().getFirst().entries());
    assertEquals(before, source.version(), "reading changes nothing");
    Files.writeString(feed, "192.0.2.1\n192.0.2.2\n");
    long after = source.version();
    assertNotEquals(before, after);
    Policy policy = source.load();
    assertEquals(2, policy.lists().getFirst().entries());
    assertEquals(after, source.version());
  }

  @Test
  void shouldSayInALineWhatIsWrongWithAFeedAndNoticeWhenItIsRight() throws IOException {
    Files.writeString(feed, "192.0.2.1\n192.0.2.300\n");
    long broken = source.version();
    IOException refusal = assertThrows(IOException.class, source::load);
    assertEquals(
        feed
            + ":2: \"192.0.2.300\" is not a prefix; expected CIDR, for example 203.0.113.0/24 or"
            + " 2001:db8::/32",
        refusal.getMessage());
    assertEquals(broken, source.version());
    Files.writeString(feed, "192.0.2.1\n192.0.2.30\n");
    assertNotEquals(broken, source.version());
    assertEquals(2, source.load().lists().getFirst().entries());
  }

  @Test
  void shouldWatchAFeedThatIsNotThereYet() throws IOException {
    Files.delete(feed);
    long missing = source.version();
    assertThrows(IOException.class, source::load);
    assertEquals(missing, source.version());
    Files.writeString(feed, "192.0.2.1\n");
    assertNotEquals(missing, source.version());
    assertEquals(1, source.load().lists().getFirst().entries());
  }

  @Test
  void shouldLookAtOtherFeedsWhenThePolicyNamesOthers() throws IOException {
    source.load();
    Path other = directory.resolve("other.txt");
    Files.writeString(other, "192.0.2.1\n");
    Files.writeString(file, Files.readString(file).replace("feed.txt", "other.txt"));
    long now = source.version();
    Files.writeString(feed, "192.0.2.1\n192.0.2.2\n192.0.2.3\n");
    assertEquals(now, source.version());
    Files.writeString(other, "192.0.2.1\n192.0.2.2\n");
    assertNotEquals(now, source.version());
  }
}
