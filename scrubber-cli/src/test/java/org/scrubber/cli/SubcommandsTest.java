package org.scrubber.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

final class SubcommandsTest {
  private static CommandLine line(String... args) {
    CommandLine line = new CommandLine(new Main(Terminal.system(), (options, progress) -> null));
    Subcommands.addTo(line, args);
    return line;
  }

  /** Those that know their options. */
  private static Set<String> whole(CommandLine line) {
    Set<String> whole = new java.util.TreeSet<>();
    line.getSubcommands()
        .forEach(
            (name, one) -> {
              CommandSpec spec = one.getCommandSpec();
              if (!spec.args().isEmpty() || !spec.subcommands().isEmpty()) {
                whole.add(name);
              }
            });
    return whole;
  }

  @Test
  void shouldNameCommandsAsTheyNameThemselves() {
    CommandLine all = line("completion");
    assertEquals(all.getSubcommands().keySet(), whole(all));
    all.getSubcommands().forEach((name, one) -> assertEquals(name, one.getCommandName()));
  }

  @Test
  void shouldReadOptionsOfCommandsThatAreCalledAlone() {
    assertEquals(Set.of("replay"), whole(line("replay", "x.pcap")));
    assertEquals(Set.of("help", "replay"), whole(line("help", "replay")));
    assertEquals(Set.of(), whole(line("--help")));
    assertEquals(18, whole(line("@file")).size());
  }

  @Test
  void shouldListTheSameHelpWhetherCommandsAreWholeOrNot(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("arguments"), "--help");
    String help = Shell.run("--help").assertOk().out();
    assertEquals(help, Shell.run("@" + file).assertOk().out());
    assertTrue(Shell.run("help").assertOk().out().contains("Commands:"));
  }
}
