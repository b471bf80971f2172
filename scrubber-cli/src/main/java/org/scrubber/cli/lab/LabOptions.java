package org.scrubber.cli.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.scrubber.captures.scenario.Mode;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Scenario;
import org.scrubber.captures.scenario.Scenarios;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What the commands of the lab have in common: mode, profile, warm-up. */
public final class LabOptions {
  private static final int MAX_WARM_UP_S = 3_600;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "What the scrubber sees: SYM (both directions), ASYM (what comes in) or DIVERT.")
  private String mode;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "How much traffic there is: ci (2,000 packets/s before the attack), nightly"
              + " (5,000) or lab (20,000). Default: ci.")
  private String profile = "ci";

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description =
          "Legitimate traffic before the score begins; as the scenario says if not given.")
  private Integer warmUpS;

  /** Returns the profile. */
  public Profile profile() {
    return choice("--profile", profile, Profile.values());
  }

  /** Returns the mode that was asked for, or null. */
  public Mode modeOrNull() {
    return mode == null ? null : choice("--mode", mode, Mode.values());
  }

  /** Returns a scenario by its id, with the warm-up that was asked for. */
  public Scenario scenario(String id) {
    try {
      return warmed(Scenarios.byId(id));
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  /** Returns the scenarios of every commit: tier P0, and those in which nobody attacks. */
  List<Scenario> usual() {
    return Scenarios.all().stream()
        .filter(one -> one.tier().equals("P0") || one.isBenign())
        .map(this::warmed)
        .toList();
  }

  /**
   * Returns the modes in which to play a scenario; none when it does not know the one asked for.
   */
  public List<Mode> modes(Scenario scenario) {
    Mode one = modeOrNull();
    return one == null
        ? scenario.modes()
        : scenario.modes().contains(one) ? List.of(one) : List.of();
  }

  private Scenario warmed(Scenario scenario) {
    if (warmUpS == null) {
      return scenario;
    }
    if (warmUpS < 0 || warmUpS > MAX_WARM_UP_S) {
      throw usage("--warm-up: " + warmUpS + " is out of range; expected 0 to " + MAX_WARM_UP_S);
    }
    return scenario.withWarmUp(warmUpS);
  }

  private <T extends Enum<T>> T choice(String option, String given, T[] values) {
    for (T value : values) {
      if (value.name().equalsIgnoreCase(given)) {
        return value;
      }
    }
    String names =
        Arrays.stream(values)
            .map(value -> value.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw usage("%s: \"%s\" is none of %s".formatted(option, given, names));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
