package org.scrubber.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatTest {
  private static final Formatter FORMATTER = new Formatter();

  @Test
  void shouldKeepEverySourceInTheProjectsFormat() {
    SourceTree tree = SourceTree.ofThisBuild();
    assertTrue(tree.files().size() > 20, "sources found: " + tree.files().size());
    List<String> different = new ArrayList<>();
    for (Path file : tree.files()) {
      String source = SourceTree.text(file);
      if (!source.equals(formatted(source))) {
        different.add(tree.name(file));
      }
    }
    assertEquals(List.of(), different, "run house/format, which rewrites these files");
  }

  @Test
  void shouldSeeABadlyFormattedSource() {
    assertEquals("class A {\n  int b;\n}\n", formatted("class A { int  b; }"));
  }

  private static String formatted(String source) {
    try {
      return FORMATTER.formatSourceAndFixImports(source);
    } catch (FormatterException failure) {
      return "not Java: " + failure.getMessage();
    }
  }
}
