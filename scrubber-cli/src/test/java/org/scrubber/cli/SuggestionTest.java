package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SuggestionTest {
  private static final List<String> OPTIONS =
      List.of("--policy", "--protect", "--clean", "--dropped", "--json", "-h", "--workers");

  @Test
  void shouldFindTheWordWithTheFewestEdits() {
    assertEquals("--clean", Suggestion.nearest("--clena", OPTIONS));
    assertEquals("--workers", Suggestion.nearest("--worker", OPTIONS));
    assertEquals("--json", Suggestion.nearest("--jsn", OPTIONS));
  }

  @Test
  void shouldFindTheWordThatIsBegun() {
    assertEquals("--protect", Suggestion.nearest("--pro", OPTIONS));
  }

  @Test
  void shouldNotGuessWildly() {
    assertNull(Suggestion.nearest("--xyzzy", OPTIONS));
    assertNull(Suggestion.nearest("-j", OPTIONS));
  }

  @Test
  void shouldCountASwapAsOneEdit() {
    assertEquals(1, Suggestion.edits("ab", "ba"));
    assertEquals(3, Suggestion.edits("", "abc"));
    assertEquals(3, Suggestion.edits("kitten", "sitting"));
  }
}
