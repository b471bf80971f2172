package org.scrubber.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinkTypeTest {
  @Test
  void shouldReadTheseLinkTypesAndNoOthers() {
    List<Integer> readable =
        IntStream.range(-1, 1_000).filter(LinkType::isReadable).boxed().toList();
    assertEquals(List.of(0, 1, 9, 12, 14, 50, 101, 104, 108, 113, 228, 229, 276), readable);
  }
}
