package org.scrubber.cli.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.scrubber.captures.scenario.Mode;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Scenario;
import org.scrubber.captures.score.mutant.Finding;
import org.scrubber.captures.score.mutant.Mutant;
import org.scrubber.captures.score.run.Board;
import org.scrubber.captures.score.run.Card;
import org.scrubber.captures.score.run.Ratchet;
import org.scrubber.captures.score.run.Run;
import org.scrubber.captures.score.run.Task;
import org.scrubber.cli.ExitCode;
import org.scrubber.cli.Main;
import org.scrubber.cli.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scrubber score}: plays attacks and legitimate traffic in the lab, and keeps score. */
@Command(
    name = "score",
    description = {
      "Play scenarios of the lab against the engine: say what it stops, and what it does to those"
          + " who did nothing.",
      "",
      "Without a scenario, all that every commit must pass are played. Time is virtual; nothing"
          + " is sent."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every criterion is met (with --ratchet: but for those that it says are not met yet)",
      "1:a criterion is missed, or an output could not be written",
      "2:the command line or the ratchet is wrong; nothing was played",
      "130:interrupted"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  scrubber score A-02",
      "  scrubber score --mode ASYM --profile nightly --seed 1 --seed 2 A-02 A-12",
      "  scrubber score --ratchet captures/ratchet.tsv --advance"
    })
public final class ScoreCommand implements Callable<Integer> {
  private static final int MAX_JOBS = 64;

  @Spec private CommandSpec spec;
  @ParentCommand private Main main;
  @Mixin private LabOptions lab;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Master seed of all that is random; repeatable. Default: 20210504.")
  private List<Long> seeds = new ArrayList<>();

  @Option(
      names = "--challenge",
      paramLabel = "RULE",
      description =
          "How the policy lets clients be challenged: symmetric, or proxy (the scrubber completes"
              + " handshakes in the servers' place). As the scenario says if not given.")
  private String challenge;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "Scenarios that are played at a time, 1 to 64; as many as there are cores if"
              + " not given.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--once",
      description =
          "Do not play each scenario a second time to see that the verdicts are the same.")
  private boolean once;

  @Option(
      names = "--mutants",
      description = "Play bad scrubbers, too, which the lab must find out.")
  private boolean mutants;

  @Option(
      names = "--ratchet",
      paramLabel = "FILE",
      description =
          "Fail only when something is missed that FILE does not say has never passed: what passed"
              + " once, and what it does not list.")
  private Path ratchetFile;

  @Option(names = "--advance", description = "Enter into the ratchet's file what is reached now.")
  private boolean advance;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Write the score as a Markdown document here.")
  private Path document;

  @Option(names = "--json", description = "Print the score as JSON, and nothing else.")
  private boolean json;

  @Option(names = "--no-progress", description = "Do not say on a terminal how far it is.")
  private boolean noProgress;

  @Parameters(
      paramLabel = "SCENARIO",
      arity = "0..*",
      description = "Ids of scenarios, for example A-02.")
  private List<String> scenarios = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    List<Task> tasks = tasks();
    Ratchet ratchet = ratchet();
    requirePlace(document);
    if (advance) {
      requirePlace(ratchetFile);
    }
    requireAllPlayed(ratchet, tasks);
    Run run = new Run();
    List<Card> cards = Board.play(tasks, jobs, task -> run.score(task, !once), this::progress);
    List<Finding> findings = mutants ? findings(run) : List.of();
    Terminal terminal = main.terminal();
    terminal.print(
        json
            ? ScoreJson.render(cards, findings)
            : ScoreText.render(cards, terminal.style(), terminal.interactive()));
    if (!json && mutants) {
      terminal.print(ScoreText.mutants(findings, terminal.style()));
    }
    if (document != null) {
      write(document, ScoreMarkdown.render(commandLine(), cards, findings));
    }
    boolean met = ratchet == null ? cards.stream().allMatch(Card::passes) : holds(ratchet, cards);
    return met && findings.stream().allMatch(Finding::found) ? ExitCode.OK : ExitCode.MISSED;
  }

  private List<Task> tasks() {
    if (jobs < 1 || jobs > MAX_JOBS) {
      throw usage("--jobs: " + jobs + " is out of range; expected 1 to " + MAX_JOBS);
    }
    if (advance && ratchetFile == null) {
      throw usage("--advance needs --ratchet");
    }
    List<Task> tasks = new ArrayList<>();
    Profile profile = lab.profile();
    for (Scenario scenario : chosen()) {
      for (Mode mode : lab.modes(scenario)) {
        for (long seed : seeds.isEmpty() ? List.of(Task.DEFAULT_SEED) : seeds) {
          tasks.add(new Task(scenario, mode, profile, seed));
        }
      }
    }
    if (tasks.isEmpty()) {
      throw usage("--mode: none of these scenarios is played in mode " + lab.modeOrNull());
    }
    return tasks;
  }

  private List<Scenario> chosen() {
    List<Scenario> chosen =
        scenarios.isEmpty() ? lab.usual() : scenarios.stream().map(lab::scenario).toList();
    if (challenge == null) {
      return chosen;
    }
    if (ratchetFile != null) {
      throw usage("--challenge: the ratchet holds what scenarios ask for, and nothing else");
    }
    double proxy =
        switch (challenge) {
          case "proxy" -> 1;
          case "symmetric" -> 0;
          default -> throw usage("--challenge: \"" + challenge + "\" is none of symmetric, proxy");
        };
    return chosen.stream().map(one -> one.withLimit("X-proxy", proxy)).toList();
  }

  /** Each bad scrubber in each scenario that must find it out, in its first mode. */
  private List<Finding> findings(Run run) {
    List<Finding> findings = new ArrayList<>();
    long seed = seeds.isEmpty() ? Task.DEFAULT_SEED : seeds.getFirst();
    for (Mutant mutant : Mutant.values()) {
      List<Task> tasks =
          chosen().stream()
              .filter(mutant::mustFail)
              .map(one -> new Task(one, one.modes().getFirst(), lab.profile(), seed))
              .toList();
      findings.addAll(
          Board.play(tasks, jobs, task -> Finding.of(run, mutant, task), this::progress));
    }
    return findings;
  }

  private Ratchet ratchet() throws IOException {
    if (ratchetFile == null) {
      return null;
    }
    if (advance && !Files.exists(ratchetFile)) {
      return Ratchet.parse("");
    }
    if (!Files.isReadable(ratchetFile)) {
      throw usage("--ratchet: " + ratchetFile + ": cannot be read");
    }
    try {
      return Ratchet.parse(Files.readString(ratchetFile));
    } catch (IllegalArgumentException e) {
      throw usage("--ratchet: " + ratchetFile + ": " + e.getMessage());
    }
  }

  private boolean holds(Ratchet ratchet, List<Card> cards) throws IOException {
    Ratchet.Comparison comparison = ratchet.compare(cards);
    StringBuilder text = new StringBuilder("\n");
    comparison.broken().forEach(one -> text.append("lost: ").append(one).append('\n'));
    comparison.missing().forEach(one -> text.append("not measured: ").append(one).append('\n'));
    comparison
        .unlisted()
        .forEach(one -> text.append("missed, and not listed: ").append(one).append('\n'));
    comparison.advanced().forEach(one -> text.append("reached: ").append(one).append('\n'));
    text.append(comparison.holds() ? "the ratchet holds" : "the ratchet is broken").append('\n');
    if (!json) {
      main.terminal().print(text.toString());
    }
    if (advance) {
      write(ratchetFile, ratchet.advance(cards));
    }
    return comparison.holds();
  }

  /** What is to be written at the end is refused at the beginning, if it can be. */
  private static void requirePlace(Path file) throws IOException {
    if (file == null) {
      return;
    }
    Path directory = file.toAbsolutePath().getParent();
    boolean taken = Files.exists(file) && !Files.isRegularFile(file);
    if (taken || directory == null || !Files.isWritable(directory)) {
      throw new IOException(file + ": cannot be written");
    }
  }

  /** When all is played, all that must pass is played. */
  private void requireAllPlayed(Ratchet ratchet, List<Task> tasks) {
    if (ratchet == null || !scenarios.isEmpty() || lab.modeOrNull() != null) {
      return;
    }
    List<String> unplayed = ratchet.unplayed(tasks);
    if (!unplayed.isEmpty()) {
      throw usage(
          "--ratchet: "
              + ratchetFile
              + ": must pass and is not played: "
              + String.join(", ", unplayed));
    }
  }

  private static void write(Path file, String text) throws IOException {
    Path partial = file.resolveSibling("." + file.getFileName() + ".partial");
    Files.write(partial, text.getBytes(StandardCharsets.UTF_8));
    Files.move(partial, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private String commandLine() {
    return "scrubber " + String.join(" ", spec.commandLine().getParseResult().originalArgs());
  }

  private void progress(Task task, int done, int total) {
    Terminal terminal = main.terminal();
    if (terminal.interactive() && !noProgress) {
      terminal.err().printf("\r%-60s", "%d of %d: %s".formatted(done, total, task.name()));
      if (done == total) {
        terminal.err().printf("\r%-60s\r", "");
      }
      terminal.err().flush();
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
