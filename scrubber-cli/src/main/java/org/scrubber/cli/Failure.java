package org.scrubber.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.scrubber.bypass.BypassException;
import org.scrubber.io.FileProblem;
import org.scrubber.policy.load.PolicyException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What went wrong, in one line, with the exit code that says whose turn it is.
 *
 * @param exitCode one of {@link ExitCode}
 * @param message what went wrong, for a person
 */
public record Failure(int exitCode, String message) {
  private static final Pattern CONSTANTS =
      Pattern.compile("expected one of \\[([A-Za-z0-9_, -]+)] \\(case-insensitive\\)");

  private static final Pattern WHOLE = Pattern.compile("is not an? (?:long|int)$");
  private static final Pattern DECIMAL = Pattern.compile("is not a double$");

  /** Returns the failure that {@code thrown} stands for. */
  public static Failure of(Throwable thrown) {
    return switch (thrown) {
      case ParameterException e -> new Failure(ExitCode.USAGE, usage(e));
      case PolicyException e -> new Failure(ExitCode.USAGE, e.getMessage());
      case BypassException e -> new Failure(ExitCode.USAGE, e.getMessage());
      case UncheckedIOException e ->
          new Failure(ExitCode.INPUT_OUTPUT, FileProblem.line(e.getCause()));
      case IOException e -> new Failure(ExitCode.INPUT_OUTPUT, FileProblem.line(e));
      case OutOfMemoryError e ->
          new Failure(
              ExitCode.INTERNAL,
              "out of memory: the policy's tables do not fit; see scrubber check --help");
      default ->
          new Failure(
              ExitCode.INTERNAL,
              "internal error: " + thrown + "; SCRUBBER_DEBUG=1 shows where it happened");
    };
  }

  private static String usage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String message = inLowerCase(inWords(decapitalised(e.getMessage())));
    if (e instanceof UnmatchedArgumentException unmatched) {
      message = unmatched(unmatched);
    }
    return message + "; see " + command.getCommandSpec().qualifiedName() + " --help";
  }

  /** Writes what may be given as the help does: in lower case, and not as constants of ours. */
  private static String inLowerCase(String message) {
    return CONSTANTS
        .matcher(message)
        .replaceAll(found -> "expected one of " + String.join(", ", words(found.group(1))) + ",");
  }

  /** A constant that is also listed as a word, with hyphens, is said once. */
  private static Set<String> words(String constants) {
    List<String> all = List.of(constants.toLowerCase(Locale.ROOT).split(", "));
    Set<String> words = new LinkedHashSet<>();
    for (String one : all) {
      String hyphened = one.replace('_', '-');
      words.add(all.contains(hyphened) ? hyphened : one);
    }
    return words;
  }

  private static String inWords(String message) {
    String whole = WHOLE.matcher(message).replaceFirst("is not a whole number");
    return DECIMAL.matcher(whole).replaceFirst("is not a number");
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String given = e.getUnmatched().getFirst();
    String kind =
        e.isUnknownOption()
            ? "unknown option"
            : e.getCommandLine().getSubcommands().isEmpty()
                ? "unexpected argument"
                : "unknown command";
    List<String> names = List.copyOf(candidates(e.getCommandLine(), e.isUnknownOption()));
    String nearest = Suggestion.nearest(given.replaceFirst("=.*", ""), names);
    return kind + " '" + given + "'" + (nearest == null ? "" : ", did you mean " + nearest + "?");
  }

  private static Set<String> candidates(CommandLine command, boolean options) {
    return options
        ? command.getCommandSpec().optionsMap().keySet()
        : command.getSubcommands().keySet();
  }

  private static String decapitalised(String text) {
    boolean acronym = text.length() > 1 && Character.isUpperCase(text.charAt(1));
    return acronym ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}
