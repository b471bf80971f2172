package org.scrubber.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scrubber.classify.Reflectors;
import org.scrubber.classify.Vectors;
import org.scrubber.parse.Malformed;
import org.scrubber.policy.ThresholdKey;

/** Holds the reasons and vectors of the code and those of the documentation together. */
class ReasonsTest {
  private static final String FEED = "org.scrubber.filter.feed.";

  private static List<String> rows(String document) throws IOException {
    Path path = Path.of("docs", document);
    Path found = Files.exists(path) ? path : Path.of("..").resolve(path);
    return Files.readAllLines(found).stream().filter(line -> line.startsWith("| `")).toList();
  }

  private static String name(String row) {
    return row.substring(3, row.indexOf('`', 3));
  }

  private static Set<String> vectors() {
    Stream<String> fixed =
        IntStream.rangeClosed(Vectors.SYN_FLOOD, Vectors.CARPET_BOMBING).mapToObj(Vectors::name);
    Stream<String> reflected =
        IntStream.range(0, Reflectors.names().size())
            .mapToObj(id -> Vectors.name(Vectors.FIRST_AMPLIFICATION + id));
    return Stream.concat(fixed, reflected).collect(Collectors.toSet());
  }

  @Test
  void shouldGiveEveryReasonAnIdACodeAndATextOfItsOwn() {
    Set<Integer> ids = new HashSet<>();
    Set<String> codes = new HashSet<>();
    Set<String> texts = new HashSet<>();
    for (Reason reason : Reasons.all()) {
      assertTrue(reason.id() > 0 && reason.id() < Reasons.COUNT, reason::toString);
      assertTrue(ids.add(reason.id()), reason::toString);
      assertTrue(codes.add(reason.code()), reason::toString);
      assertTrue(texts.add(reason.text()), reason::toString);
      assertTrue(reason.code().matches("[a-z0-9]+(-[a-z0-9]+)*"), reason::code);
      assertFalse(reason.text().isBlank(), reason::code);
      assertEquals(reason, Reasons.get(reason.id()));
    }
    assertNull(Reasons.get(0));
    assertEquals(34 + Malformed.values().length - 1, ids.size());
  }

  @Test
  void shouldDocumentEveryReasonOnceAndNoOther() throws IOException {
    List<String> documented = rows("reasons.md").stream().map(ReasonsTest::name).toList();
    List<String> codes = Reasons.all().stream().map(Reason::code).toList();
    assertEquals(documented.size(), Set.copyOf(documented).size());
    assertEquals(Set.copyOf(codes), Set.copyOf(documented));
  }

  @Test
  void shouldNameTheFilterAndAnAdviceForEveryReason() throws IOException {
    for (String row : rows("reasons.md")) {
      String[] cells = row.split("\\|", -1);
      assertEquals(6, cells.length, row);
      String filter = cells[2].strip();
      assertTrue(isFilter("org.scrubber.filter." + filter) || isFilter(FEED + filter), row);
      assertFalse(cells[3].isBlank() || cells[4].isBlank(), row);
    }
  }

  private static boolean isFilter(String className) {
    try {
      return Filter.class.isAssignableFrom(Class.forName(className));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @Test
  void shouldDocumentEveryVectorOnceAndNoOther() throws IOException {
    List<String> documented = rows("vectors.md").stream().map(ReasonsTest::name).toList();
    assertEquals(documented.size(), Set.copyOf(documented).size());
    assertEquals(vectors(), Set.copyOf(documented));
  }

  @Test
  void shouldNameOnlyThresholdsThatThereAre() throws IOException {
    Set<String> keys =
        Stream.of(ThresholdKey.values()).map(ThresholdKey::key).collect(Collectors.toSet());
    for (String document : List.of("vectors.md", "reasons.md")) {
      for (String row : rows(document)) {
        for (String word : row.split("`", -1)) {
          boolean threshold = word.endsWith("-pps") || word.startsWith("carpet-f");
          assertTrue(!threshold || keys.contains(word), row);
        }
      }
    }
  }
}
