package org.scrubber.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TextTableTest {

  @Test
  void shouldAlignTextLeftAndNumbersRight() {
    TextTable table = new TextTable().left("NAME").right("COUNT").left("NOTE");
    table.row("a", "1,000", "");
    table.row("longer", "7", "x");
    assertEquals(
        List.of("NAME     COUNT   NOTE", "a        1,000", "longer       7   x"), table.lines());
  }

  @Test
  void shouldLetAnOverlongCellPushItsOwnRowOnly() {
    String wide = "x".repeat(TextTable.MAX_CELL_WIDTH + 1);
    TextTable table = new TextTable().left("NAME").right("COUNT");
    table.row(wide, "1");
    table.row("a", "2");
    assertEquals(List.of("NAME   COUNT", wide + "       1", "a          2"), table.lines());
  }

  @Test
  void shouldPrintDetailsAsTheyAre() {
    TextTable table = new TextTable().left("NAME").right("COUNT");
    table.row("a", "1");
    table.detail("    a detail much wider than any column");
    assertEquals("    a detail much wider than any column", table.lines().getLast());
  }

  @Test
  void shouldRefuseARowThatDoesNotMatchTheColumns() {
    TextTable table = new TextTable().left("NAME");
    assertThrows(IllegalArgumentException.class, () -> table.row("a", "b"));
  }
}
