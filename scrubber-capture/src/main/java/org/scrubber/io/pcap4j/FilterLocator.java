package org.scrubber.io.pcap4j;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a filter is wrong; libpcap says what, but not where.
 *
 * <p>Where libpcap names a word, its place is looked up. Else the filter is cut after each of its
 * words. Of a syntax error, a number of ends are tried behind the cut: the first word behind which
 * none of them makes a filter is the one at fault; when there is none, something is missing at the
 * end. An end that nobody has thought of would put the place too early, so the tests hold it to
 * filters that are known to be right. Of other errors, the first cut that is refused with the same
 * words ends with the word at fault. Cold path.
 */
final class FilterLocator {
  private static final Pattern TOKEN =
      Pattern.compile("\\\\?[\\p{Alnum}_.:/$-]+|&&|\\|\\||<<|>>|[<>!=]=|\\S");

  /** Inside of brackets and sums, colon, minus and slash stand between numbers. */
  private static final Pattern ARITHMETIC_TOKEN =
      Pattern.compile("\\\\?[\\p{Alnum}_.$]+(?:-[\\p{Alpha}][\\p{Alnum}-]*)?|<<|>>|\\S");

  private static final Pattern QUOTED = Pattern.compile("['\"]([^'\"]+)['\"]");
  private static final Pattern NUMBER = Pattern.compile("\\b\\d{4,}\\b");
  private static final String SYNTAX_ERROR = "syntax error";

  /** What may follow a word: nothing, or the beginning of something right. */
  private static final List<String> ENDS =
      List.of(
          "",
          " 1",
          " 1.2.3.4",
          " ip",
          " 1-2",
          " host 1",
          " port 1",
          " \\tcp",
          " 1:2:3:4:5:6",
          " mask 255.0.0.0",
          " mgt",
          " multicast",
          " arp",
          " lo",
          " 1]",
          " dst 1",
          "[0]");

  /** Words behind which a name may cost a question to a name server. */
  private static final Set<String> BEFORE_NAMES = Set.of("host", "gateway", "net");

  private final String filter;
  private final Function<String, String> compiler;
  private final List<MatchResult> tokens;

  /**
   * Creates a locator.
   *
   * @param compiler returns libpcap's message, empty for a filter that is right
   */
  FilterLocator(String filter, Function<String, String> compiler) {
    this.filter = filter;
    this.compiler = compiler;
    tokens = tokens(filter);
  }

  /** Returns where the fault is that libpcap has described by {@code message}. */
  FilterFault locate(String message) {
    String words = message.contains(SYNTAX_ERROR) ? SYNTAX_ERROR : message;
    if (!words.equals(SYNTAX_ERROR)) {
      MatchResult named = named(words);
      if (named != null) {
        return fault(words, named);
      }
    }
    boolean syntax = words.equals(SYNTAX_ERROR);
    StringBuilder cut = new StringBuilder();
    for (int k = 0; k < tokens.size(); k++) {
      MatchResult token = tokens.get(k);
      cut.append(filter, k == 0 ? 0 : tokens.get(k - 1).end(), token.start()).append(harmless(k));
      String begin = cut.toString();
      if (syntax ? !canGoOn(begin, k) : isRefused(begin, k, words)) {
        return fault(words, token);
      }
    }
    return new FilterFault(words, syntax ? filter.length() : -1, "");
  }

  private static FilterFault fault(String message, MatchResult token) {
    return new FilterFault(message, token.start(), token.group());
  }

  /** Returns the token that a message names, or null. */
  private @Nullable MatchResult named(String message) {
    Set<String> names = new HashSet<>();
    QUOTED.matcher(message).results().forEach(quoted -> names.add(quoted.group(1)));
    if (names.isEmpty()) {
      NUMBER.matcher(message).results().forEach(number -> names.add(number.group()));
    }
    List<MatchResult> found =
        tokens.stream().filter(token -> names.contains(token.group())).toList();
    return found.size() == 1 ? found.getFirst() : null;
  }

  /** Returns a token, or an address in the place of a name that would have to be looked up. */
  private String harmless(int k) {
    String token = tokens.get(k).group();
    boolean isName = k > 0 && BEFORE_NAMES.contains(tokens.get(k - 1).group());
    boolean isDotted = token.indexOf('.') > 0;
    boolean hasLetters = token.chars().anyMatch(c -> c > 'f' && Character.isLetter(c));
    return (isName || isDotted) && hasLetters ? "1.2.3.4" : token;
  }

  /** Tells whether anything can follow {@code begin}, which ends with token {@code k}. */
  private boolean canGoOn(String begin, int k) {
    List<String> closings = closings(k);
    for (String end : ENDS) {
      for (String closing : closings) {
        if (!compiler.apply(begin + end + closing).contains(SYNTAX_ERROR)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Tells whether {@code begin}, once closed, is refused with the same words. */
  private boolean isRefused(String begin, int k, String message) {
    return closings(k).stream().anyMatch(end -> compiler.apply(begin + end).equals(message));
  }

  /** Returns what closes all that is open behind token {@code k}, as a condition or a sum. */
  private List<String> closings(int k) {
    Deque<String> open = new ArrayDeque<>();
    for (MatchResult token : tokens.subList(0, k + 1)) {
      switch (token.group()) {
        case "(" -> open.push(")");
        case "[" -> open.push("]");
        case ")", "]" -> open.poll();
        default -> {}
      }
    }
    List<String> closers = List.copyOf(open);
    List<String> all = new ArrayList<>();
    all.add(String.join("", closers));
    for (int sum = 0; sum <= closers.size(); sum++) {
      all.add(
          String.join("", closers.subList(0, sum))
              + " = 0"
              + String.join("", closers.subList(sum, closers.size())));
    }
    return all;
  }

  private static List<MatchResult> tokens(String filter) {
    List<MatchResult> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(filter);
    int brackets = 0;
    for (int at = 0; ; ) {
      matcher.usePattern(brackets > 0 ? ARITHMETIC_TOKEN : TOKEN);
      if (!matcher.find(at)) {
        return List.copyOf(tokens);
      }
      tokens.add(matcher.toMatchResult());
      at = matcher.end();
      brackets += matcher.group().equals("[") ? 1 : matcher.group().equals("]") ? -1 : 0;
    }
  }
}
