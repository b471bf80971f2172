package org.scrubber.cli.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One line of the captures' manifest, with the labels of its packets when it is an attack. */
record RealCapture(
    Path file,
    String name,
    String kind,
    String attackType,
    long packets,
    int attackPackets,
    String anomalies,
    String labels) {

  static final String FOLDER = "scrubber.captures";

  /** Returns the folder: a system property, or beside the project. */
  static Path folder() {
    String set = System.getProperty(FOLDER);
    return set != null ? Path.of(set) : Path.of("..", "..", "shared", "captures");
  }

  static List<RealCapture> all() throws IOException {
    Map<String, String> labels = new HashMap<>();
    for (String line : Files.readAllLines(folder().resolve("labels.tsv"))) {
      if (!line.startsWith("#")) {
        String[] f = line.split("\t", -1);
        labels.put(f[0], expand(f[1]));
      }
    }
    List<String> lines = Files.readAllLines(folder().resolve("manifest.tsv"));
    List<String> columns = List.of(lines.getFirst().split("\t", -1));
    List<RealCapture> all = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] f = line.split("\t", -1);
      String name = f[0];
      all.add(
          new RealCapture(
              folder().resolve(name),
              name,
              f[columns.indexOf("kind")],
              f[columns.indexOf("attack_type")],
              number(f[columns.indexOf("packets")]),
              (int) number(f[columns.indexOf("attack_pkts")]),
              f[columns.indexOf("anomalies")],
              labels.getOrDefault(name, "")));
    }
    return all;
  }

  private static long number(String text) {
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  private static String expand(String runs) {
    StringBuilder labels = new StringBuilder();
    for (String run : runs.split(" ", -1)) {
      labels.repeat(run.charAt(0), Integer.parseInt(run.substring(1)));
    }
    return labels.toString();
  }

  /** Tells whether the file is an .xz or .zst, which are refused as no captures. */
  boolean isCompressedOtherwise() {
    return name.endsWith(".xz") || name.endsWith(".zst");
  }
}
