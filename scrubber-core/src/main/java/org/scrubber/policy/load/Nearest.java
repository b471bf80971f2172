package org.scrubber.policy.load;

import java.util.Collection;

/** Finds the word that somebody probably meant. */
final class Nearest {
  private static final int MOST_EDITS = 2;

  private Nearest() {}

  /** Returns {@code one of a, b, c}, and a guess when one is near. */
  static String expectation(String word, Collection<String> known) {
    String nearest = of(word, known);
    String all = "one of " + String.join(", ", known);
    return nearest == null ? all : nearest + " (" + all + ")";
  }

  /** Returns the known word within two edits, or that begins with {@code word}; null if none. */
  static String of(String word, Collection<String> known) {
    String nearest = null;
    int least = MOST_EDITS + 1;
    for (String candidate : known) {
      int edits = edits(word, candidate);
      if (edits < least && edits < candidate.length()) {
        nearest = candidate;
        least = edits;
      }
    }
    if (nearest == null && word.length() > 2) {
      for (String candidate : known) {
        if (candidate.startsWith(word) || word.startsWith(candidate)) {
          return candidate;
        }
      }
    }
    return nearest;
  }

  /**
   * Returns the Levenshtein distance, or a large number when the lengths alone exceed the limit.
   */
  private static int edits(String a, String b) {
    if (Math.abs(a.length() - b.length()) > MOST_EDITS) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
