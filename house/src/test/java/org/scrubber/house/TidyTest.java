package org.scrubber.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidyTest {
  private final SourceTree tree = SourceTree.ofThisBuild();

  @Test
  void shouldKeepEverySourceShortAndFinished() {
    List<String> findings = new ArrayList<>();
    for (Path file : tree.files()) {
      findings.addAll(Tidy.findings(tree.name(file), SourceTree.text(file)));
    }
    assertEquals(List.of(), findings);
  }

  @Test
  void shouldKeepPackagesSmallAndDescribed() {
    assertEquals(List.of(), Tidy.packageFindings(tree));
  }

  @Test
  void shouldDocumentEveryPublicTypeAndMethod() {
    List<String> findings = new ArrayList<>();
    for (Path file : tree.mainFiles()) {
      findings.addAll(Documentation.findings(tree.name(file), file));
    }
    assertEquals(List.of(), findings);
  }

  @Test
  void shouldFindWhatIsUntidy() {
    String source = "class A {\n\tint a; // TO" + "DO later\n}\n" + "//\n".repeat(400);
    assertEquals(
        List.of("A: 403 lines, at most 400", "A:2: a tab", "A:2: TO" + "DO"),
        Tidy.findings("A", source));
  }

  @Test
  void shouldFindPackagesThatAreCrowdedOrUndescribed(@TempDir Path root) throws Exception {
    Path directory = Files.createDirectories(root.resolve("m/src/main/java/p"));
    for (int i = 0; i <= Tidy.FILES_PER_PACKAGE; i++) {
      Files.writeString(directory.resolve("A" + i + ".java"), "class A" + i + " {}\n");
    }
    assertEquals(
        List.of(
            "m/src/main/java/p: no package-info.java", "m/src/main/java/p: 21 files, at most 20"),
        Tidy.packageFindings(SourceTree.of(root)));
  }

  @Test
  void shouldFindPublicMethodsWithoutJavadoc() {
    String source =
        """
        /** A. */
        public class A {
          public A() {}
          public void b() {}
          void c() {}
          @Override public String toString() { return ""; }
          public interface D { void e(); }
          class F { public void g() {} }
        }
        """;
    assertEquals(
        List.of(
            "A:3: no Javadoc on method <init>",
            "A:4: no Javadoc on method b",
            "A:7: no Javadoc on type D",
            "A:7: no Javadoc on method e"),
        Documentation.findings("A", source));
  }

  @Test
  void shouldLookAtTestsAndMainCodeOfSeveralModules() {
    assertTrue(tree.files().stream().anyMatch(file -> !SourceTree.isMain(file)));
    assertTrue(tree.mainFiles().size() > 10, "main sources: " + tree.mainFiles().size());
  }
}
