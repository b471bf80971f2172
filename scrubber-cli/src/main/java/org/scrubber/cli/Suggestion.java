package org.scrubber.cli;

import java.util.Collection;

/** Guesses which word was meant. */
final class Suggestion {
  private static final int MAX_EDITS = 3;

  private Suggestion() {}

  /**
   * Returns the candidate that {@code word} begins, or else the one with the fewest edits from it,
   * or null when none is near.
   */
  static String nearest(String word, Collection<String> candidates) {
    String best = null;
    int bestEdits = Math.min(MAX_EDITS, word.replace("-", "").length() - 1) + 1;
    for (String candidate : candidates) {
      boolean begun = word.length() > 3 && candidate.startsWith(word);
      int edits = begun ? 0 : edits(word, candidate);
      if (edits < bestEdits) {
        best = candidate;
        bestEdits = edits;
      }
    }
    return best;
  }

  /** Returns how many insertions, deletions, replacements and swaps of neighbours lead to b. */
  static int edits(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
