package org.scrubber.policy.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/** The names of the reflector protocols: the first column of the reflector table. */
final class ReflectorNames {
  private static final String RESOURCE = "/org/scrubber/classify/reflectors.tsv";

  private ReflectorNames() {}

  /** Returns the names in the order of the table; empty when this build has no table. */
  static Set<String> builtIn() {
    try (InputStream table = ReflectorNames.class.getResourceAsStream(RESOURCE)) {
      return table == null ? Set.of() : read(table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the first columns of a tab-separated table with {@code #} comments. */
  static Set<String> read(InputStream table) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String name = line.substring(0, line.indexOf('\t') < 0 ? line.length() : line.indexOf('\t'));
      if (!name.isBlank() && !name.startsWith("#")) {
        names.add(name.strip());
      }
    }
    return names;
  }
}
