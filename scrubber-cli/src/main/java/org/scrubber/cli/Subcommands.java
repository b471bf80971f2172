package org.scrubber.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.scrubber.cli.bench.BenchCommand;
import org.scrubber.cli.capture.CaptureCommand;
import org.scrubber.cli.capture.InterfacesCommand;
import org.scrubber.cli.diff.DiffCommand;
import org.scrubber.cli.journal.EventsCommand;
import org.scrubber.cli.lab.ScoreCommand;
import org.scrubber.cli.live.RunCommand;
import org.scrubber.cli.machine.BypassCommand;
import org.scrubber.cli.machine.DoctorCommand;
import org.scrubber.cli.report.ReportCommand;
import org.scrubber.cli.top.TopCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of the program, in the order of its help.
 *
 * <p>Reading all options of all commands takes longer than most of what they do: of those that are
 * not called only the name is known, and the description where help lists them.
 */
final class Subcommands {
  private static final Map<String, Class<?>> ALL = all();

  private Subcommands() {}

  private static Map<String, Class<?>> all() {
    Map<String, Class<?>> all = new LinkedHashMap<>();
    all.put("replay", ReplayCommand.class);
    all.put("run", RunCommand.class);
    all.put("capture", CaptureCommand.class);
    all.put("explain", ExplainCommand.class);
    all.put("events", EventsCommand.class);
    all.put("diff", DiffCommand.class);
    all.put("report", ReportCommand.class);
    all.put("top", TopCommand.class);
    all.put("check", CheckCommand.class);
    all.put("score", ScoreCommand.class);
    all.put("bench", BenchCommand.class);
    all.put("generate", GenerateCommand.class);
    all.put("policy", PolicyCommand.class);
    all.put("bypass", BypassCommand.class);
    all.put("doctor", DoctorCommand.class);
    all.put("interfaces", InterfacesCommand.class);
    all.put("completion", CompletionCommand.class);
    all.put("help", HelpCommand.class);
    return all;
  }

  /** Adds all commands to the program's line: whole, if its arguments may call them. */
  static void addTo(CommandLine line, String[] args) {
    Set<String> words = Set.copyOf(java.util.Arrays.asList(args));
    // Completion knows every option; and what a file of arguments calls is not known yet.
    boolean whole =
        words.contains("completion") || words.stream().anyMatch(word -> word.startsWith("@"));
    boolean described = ALL.keySet().stream().noneMatch(words::contains) || words.contains("help");
    for (Map.Entry<String, Class<?>> one : ALL.entrySet()) {
      if (whole || words.contains(one.getKey())) {
        line.addSubcommand(one.getKey(), one.getValue());
      } else {
        line.addSubcommand(one.getKey(), outline(one.getKey(), one.getValue(), described));
      }
    }
  }

  private static CommandSpec outline(String name, Class<?> command, boolean described) {
    CommandSpec spec = CommandSpec.create().name(name);
    if (described) {
      Command says = command.getAnnotation(Command.class);
      spec.usageMessage().header(says.header()).description(says.description());
    }
    return spec;
  }
}
