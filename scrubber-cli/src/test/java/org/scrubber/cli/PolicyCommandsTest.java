package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.cli.render.PolicySummary;
import org.scrubber.policy.Profile;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.policy.load.PolicyExample;

final class PolicyCommandsTest {
  @TempDir Path directory;

  @Test
  void shouldPrintAnExampleThatPassesItsOwnCheck() throws IOException {
    String example = Shell.run("policy", "init").assertOk().out();
    assertEquals(PolicyExample.text(), example);
    Path file = Files.writeString(directory.resolve("scrubber.yaml"), example);
    String summary = Shell.run("check", file).assertOk().out();
    assertTrue(summary.startsWith(file + "   4 objects   6 prefixes   "), summary);
    summary.lines().skip(1).forEach(line -> assertTrue(line.length() <= 100, line));
  }

  @Test
  void shouldSummariseObjectsListsAndMemoryOnOneScreen() throws IOException {
    Files.writeString(directory.resolve("drop.txt"), "192.0.2.0/24 # a test network\n198.18.0.1\n");
    StringBuilder yaml = new StringBuilder("version: 1\nobjects:\n");
    for (int i = 0; i < 250; i++) {
      yaml.append("  tenant-%d: { prefixes: [10.%d.0.0/16], profile: web }\n".formatted(i, i));
    }
    yaml.append("lists:\n  - { file: drop.txt, format: cidr, action: block }\n");
    Path file = Files.writeString(directory.resolve("p.yaml"), yaml);
    List<String> summary = Shell.run("check", file).assertOk().out().lines().toList();
    String all = String.join("\n", summary);
    assertTrue(all.contains("250 objects   250 prefixes   0 rules   1 list   "), all);
    assertTrue(all.contains("220 objects more"), all);
    assertTrue(all.matches("(?s).*drop.txt +block +in +all +2 .*"), all);
    assertTrue(all.matches("(?s).*\ntogether +\\d+\\.\\d MB"), all);
    assertTrue(summary.size() <= PolicySummary.MAX_OBJECTS + 20, "one screen");
  }

  @Test
  void shouldPrintWarningsAndSucceed() throws IOException {
    String yaml =
        """
        version: 1
        objects: { a: { prefixes: [198.51.100.0/24] } }
        lists: [ { file: drop.txt, format: cidr, action: block } ]
        """;
    Files.writeString(directory.resolve("drop.txt"), "");
    Path file = Files.writeString(directory.resolve("p.yaml"), yaml);
    String summary = Shell.run("check", file).assertOk().out();
    assertTrue(summary.contains("\nwarning: " + directory.resolve("drop.txt")), summary);
  }

  @Test
  void shouldPrintEveryThresholdOfEveryProfile() {
    List<String> lines = Shell.run("policy", "profiles").assertOk().out().lines().toList();
    for (Profile profile : Profile.values()) {
      assertTrue(lines.getFirst().contains(profile.text()), profile.text());
    }
    for (ThresholdKey key : ThresholdKey.values()) {
      String row =
          lines.stream().filter(line -> line.startsWith(key.key() + " ")).findFirst().orElseThrow();
      assertEquals(1 + Profile.values().length, row.split(" +").length, row);
    }
    lines.forEach(line -> assertTrue(line.length() <= 100, line));
  }
}
