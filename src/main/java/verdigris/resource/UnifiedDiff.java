package verdigris.resource;

import java.util.ArrayList;
import java.util.List;

/** The difference between two texts in the unified format, three lines of context. */
final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /** One line of an edit script: ' ', '-' or '+', and the line. */
  private record Edit(char sign, String line) {}

  private UnifiedDiff() {}

  /**
   * Compares two texts.
   *
   * @return no lines when they are equal; secrets of other programs in pg_hba.conf are hidden
   */
  static List<String> of(String fromName, String toName, String from, String to) {
    if (from.equals(to)) {
      return List.of();
    }
    List<Edit> edits = edits(lines(from), lines(to));
    List<String> diff = new ArrayList<>();
    diff.add("--- " + fromName);
    diff.add("+++ " + toName);
    int at = 0;
    int fromLine = 1;
    int toLine = 1;
    while (at < edits.size()) {
      int begin = nextChange(edits, at);
      if (begin == edits.size()) {
        break;
      }
      int first = Math.max(at, begin - CONTEXT);
      fromLine += first - at;
      toLine += first - at;
      int end = hunkEnd(edits, begin);
      List<Edit> hunk = edits.subList(first, end);
      int removed = count(hunk, '+');
      int added = count(hunk, '-');
      diff.add(
          "@@ -%s +%s @@"
              .formatted(
                  range(fromLine, hunk.size() - removed), range(toLine, hunk.size() - added)));
      hunk.forEach(edit -> diff.add(edit.sign() + masked(edit.line())));
      fromLine += hunk.size() - removed;
      toLine += hunk.size() - added;
      at = end;
    }
    return diff;
  }

  private static String range(int line, int count) {
    int start = count == 0 ? line - 1 : line;
    return count == 1 ? Integer.toString(start) : start + "," + count;
  }

  private static int count(List<Edit> edits, char sign) {
    return (int) edits.stream().filter(edit -> edit.sign() == sign).count();
  }

  private static int nextChange(List<Edit> edits, int from) {
    int at = from;
    while (at < edits.size() && edits.get(at).sign() == ' ') {
      at++;
    }
    return at;
  }

  /** A hunk ends where more than twice the context is unchanged. */
  private static int hunkEnd(List<Edit> edits, int begin) {
    int end = begin;
    while (true) {
      while (end < edits.size() && edits.get(end).sign() != ' ') {
        end++;
      }
      int next = nextChange(edits, end);
      if (next == edits.size() || next - end > 2 * CONTEXT) {
        return Math.min(edits.size(), end + CONTEXT);
      }
      end = next;
    }
  }

  private static List<String> lines(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return List.of(whole.split("\n", -1));
  }

  /** By the longest common subsequence; configuration files are short. */
  private static List<Edit> edits(List<String> from, List<String> to) {
    int[][] common = new int[from.size() + 1][to.size() + 1];
    for (int i = from.size() - 1; i >= 0; i--) {
      for (int j = to.size() - 1; j >= 0; j--) {
        common[i][j] =
            from.get(i).equals(to.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<Edit> edits = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < from.size() || j < to.size()) {
      if (i < from.size() && j < to.size() && from.get(i).equals(to.get(j))) {
        edits.add(new Edit(' ', from.get(i++)));
        j++;
      } else if (i < from.size() && (j == to.size() || common[i + 1][j] >= common[i][j + 1])) {
        edits.add(new Edit('-', from.get(i++)));
      } else {
        edits.add(new Edit('+', to.get(j++)));
      }
    }
    return edits;
  }

  /** Secrets that pg_hba.conf and conninfo may hold are kept in files and out of diffs. */
  private static String masked(String line) {
    return line.replaceAll(
        "(?i)\\b(ldapbindpasswd|radiussecrets|password)(\\s*=\\s*)(\"[^\"]*\"|''[^']*''|[^\\s'\"]+)",
        "$1$2<hidden>");
  }
}
