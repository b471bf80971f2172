package org.scrubber.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scrubber.policy.Policy;
import org.scrubber.policy.load.PolicyLoader;

/** The project's own samples, with their policy, against their labels. */
class SampleCapturesTest {
  private static final Path FOLDER = Path.of("..", "captures");

  /** First packets of clients that a SYN flood's challenge would have met: 18 of 1,419 at most. */
  private static final double MAX_LEGITIMATE_LOSS = 0.015;

  static Stream<String> samples() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".pcapng"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldDropTheAttackAndSpareTheRest(String name) throws Exception {
    Policy policy = PolicyLoader.load(FOLDER.resolve("policy.yaml")).policy();
    StringBuilder labels = new StringBuilder();
    TreeSet<String> expected = new TreeSet<>();
    Path file = FOLDER.resolve(name.replace(".pcapng", ".labels.tsv"));
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("#")) {
        continue;
      }
      String[] f = line.split("\t", -1);
      boolean attack = f[2].equals("ATTACK");
      labels.repeat(attack ? 'A' : 'B', Integer.parseInt(f[1]));
      if (attack) {
        expected.add(f[3]);
      }
    }
    RealCapture sample =
        new RealCapture(
            FOLDER.resolve(name), name, "sample", "", labels.length(), 0, "", labels.toString());
    Judged judged = Judged.of(sample, policy);
    assertEquals(labels.length(), judged.packets);
    assertTrue(judged.share('A') >= 0.95, "attack lost: " + judged.share('A'));
    assertTrue(judged.share('B') <= MAX_LEGITIMATE_LOSS, "legitimate lost: " + judged.share('B'));
    expected.remove("malformed"); // Has several vectors, none of which is a mitigation.
    assertTrue(judged.treated.containsAll(expected), expected + " not in " + judged.treated);
  }
}
