package org.scrubber.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.load.LoadedPolicy;
import org.scrubber.policy.load.Policies;
import org.scrubber.policy.load.PolicyException;
import org.scrubber.policy.load.PolicyLoader;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options by which a command is told what is inside. */
public final class Protection {
  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Policy in YAML; scrubber policy init prints one to start from.")
  private @Nullable Path policyFile;

  @Option(
      names = "--protect",
      paramLabel = "CIDR",
      description =
          "A prefix that is inside and shall be protected; repeatable. With --policy, it is added"
              + " to the policy's objects.")
  private List<String> protect = new ArrayList<>();

  /** Returns the policy that the options stand for, with the warnings of its file. */
  public LoadedPolicy policy(CommandLine commandLine) throws IOException, PolicyException {
    List<Prefix> prefixes = prefixes(commandLine);
    if (policyFile != null) {
      LoadedPolicy loaded = PolicyLoader.load(policyFile);
      return prefixes.isEmpty()
          ? loaded
          : new LoadedPolicy(Policies.withProtected(loaded.policy(), prefixes), loaded.warnings());
    }
    return new LoadedPolicy(
        prefixes.isEmpty() ? Policies.forCapture() : Policies.protecting(prefixes), List.of());
  }

  /** Returns the policy's file, or null when there is none. */
  public @Nullable Path policyFile() {
    return policyFile;
  }

  /** Tells whether anything was said to be inside. */
  public boolean isGiven() {
    return policyFile != null || !protect.isEmpty();
  }

  /**
   * Returns the prefixes that are protected beside the policy's, each once.
   *
   * @throws ParameterException when one is no prefix
   */
  public List<Prefix> prefixes(CommandLine commandLine) {
    Set<Prefix> prefixes = new LinkedHashSet<>();
    for (String text : protect) {
      try {
        prefixes.add(Prefix.parse(text));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(commandLine, "--protect: \"" + text + "\" " + e.getMessage());
      }
    }
    return List.copyOf(prefixes);
  }
}
