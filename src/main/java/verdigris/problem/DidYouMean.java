package verdigris.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that a mistyped one was probably meant to be. */
public final class DidYouMean {
  private static final int LONGEST_WORD = 100;

  private DidYouMean() {}

  /**
   * The nearest of the known words.
   *
   * @param word as typed
   * @param known in the order that breaks ties
   * @return empty when none is near: more than a third of the letters would have to change
   */
  public static Optional<String> closest(String word, Collection<String> known) {
    if (word.length() > LONGEST_WORD) {
      return Optional.empty();
    }
    return known.stream()
        .filter(candidate -> distance(plain(word), plain(candidate)) <= allowed(word, candidate))
        .min(Comparator.comparingInt(candidate -> distance(plain(word), plain(candidate))));
  }

  /** The question to append to a remedy, such as {@code Did you mean "standbys"?}; or empty. */
  public static String question(String word, Collection<String> known) {
    return closest(word, known).map(found -> "Did you mean \"" + found + "\"?").orElse("");
  }

  private static int allowed(String word, String candidate) {
    return Math.max(1, Math.max(word.length(), candidate.length()) / 3);
  }

  /** keepOld, keep-old and Keep_Old are all keep_old. */
  private static String plain(String word) {
    return word.replaceAll("(?<=[a-z])(?=[A-Z])", "_").replace('-', '_').toLowerCase(Locale.ROOT);
  }

  /** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
  static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int cheapest(int[][] cost, String from, String to, int i, int j) {
    int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
    int best = Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
