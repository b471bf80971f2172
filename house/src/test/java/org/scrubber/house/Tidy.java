package org.scrubber.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The habits that the formatter and the compiler do not check; each finding is one line. */
final class Tidy {
  /** Longest file, in lines. */
  static final int LINES_PER_FILE = 400;

  /** Most sources of a package, package-info.java included. */
  static final int FILES_PER_PACKAGE = 20;

  /** Packages that are larger; the number may only shrink. */
  static final Map<String, Integer> LARGER_PACKAGES =
      Map.of("captures/src/main/java/org/scrubber/captures/sample", 24);

  /** What must not be left in a source; in halves, as this file is a source, too. */
  private static final List<String> UNFINISHED =
      Stream.of(
              List.of("TO", "DO"),
              List.of("FIX", "ME"),
              List.of("XX", "X:"),
              List.of("@Dis", "abled"),
              List.of("Thread", ".sleep"),
              List.of("Unsupported", "OperationException"))
          .map(halves -> String.join("", halves))
          .toList();

  private Tidy() {}

  /** Returns what is wrong with one source. */
  static List<String> findings(String name, String source) {
    List<String> findings = new ArrayList<>();
    List<String> lines = source.lines().toList();
    if (lines.size() > LINES_PER_FILE) {
      findings.add(name + ": " + lines.size() + " lines, at most " + LINES_PER_FILE);
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.indexOf('\t') >= 0) {
        findings.add(name + ":" + (i + 1) + ": a tab");
      }
      for (String word : UNFINISHED) {
        if (line.contains(word)) {
          findings.add(name + ":" + (i + 1) + ": " + word);
        }
      }
    }
    return findings;
  }

  /** Returns what is wrong with the packages of main code. */
  static List<String> packageFindings(SourceTree tree) {
    Map<Path, Integer> filesByPackage = new TreeMap<>();
    for (Path file : tree.mainFiles()) {
      filesByPackage.merge(file.getParent(), 1, Integer::sum);
    }
    List<String> findings = new ArrayList<>();
    filesByPackage.forEach(
        (directory, count) -> {
          if (!Files.exists(directory.resolve("package-info.java"))) {
            findings.add(tree.name(directory) + ": no package-info.java");
          }
          int most = LARGER_PACKAGES.getOrDefault(tree.name(directory), FILES_PER_PACKAGE);
          if (count > most) {
            findings.add(tree.name(directory) + ": " + count + " files, at most " + most);
          }
        });
    return findings;
  }
}
