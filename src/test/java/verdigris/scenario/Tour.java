package verdigris.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation that is run: what its comments say of the blocks below them.
 *
 * <pre>
 * &lt;!-- file: ana verdigris.yml --&gt;             the block is the file's text
 * &lt;!-- run: ana, exit 4, says: origin/main --&gt;  the block is run by Ana
 * &lt;!-- ci: cutover, at origin/main, killed at upgrade green:15/main --&gt;
 * </pre>
 */
final class Tour {
  private static final Pattern MARKED =
      Pattern.compile("<!-- (file|run|ci): (.*?) -->(?:\n```[a-z]*\n(.*?)\n```)?", Pattern.DOTALL);

  private Tour() {}

  /** A part of the page, in its order. */
  sealed interface Part {}

  /**
   * A file of somebody.
   *
   * @param who whose clone
   * @param name path in it
   * @param text all of it
   */
  record Text(String who, String name, String text) implements Part {}

  /**
   * What somebody types.
   *
   * @param who whose clone
   * @param script for a shell that ends at the first failure
   * @param expected how it ends
   */
  record Typed(String who, String script, Expected expected) implements Part {}

  /**
   * A job of the pipeline.
   *
   * @param job its name
   * @param at what is checked out
   * @param expected how it ends
   */
  record Job(String job, String at, Expected expected) implements Part {}

  /**
   * How a part ends.
   *
   * @param exit its exit status
   * @param says what stands in its output; empty: anything
   * @param killedAt the step in whose work the program is killed; empty: it is not
   */
  record Expected(int exit, String says, String killedAt) {
    static Expected of(List<String> words) {
      return new Expected(
          word(words, "exit ").map(Integer::parseInt).orElse(0),
          word(words, "says: ").orElse(""),
          word(words, "killed at ").orElse(""));
    }
  }

  /** The parts of a page. */
  static List<Part> of(String page) {
    var parts = new ArrayList<Part>();
    Matcher marked = MARKED.matcher(page);
    while (marked.find()) {
      List<String> words = Arrays.stream(marked.group(2).split(", ", -1)).toList();
      String block = Optional.ofNullable(marked.group(3)).orElse("");
      parts.add(
          switch (marked.group(1)) {
            case "file" -> {
              String[] file = words.getFirst().split(" ", -1);
              yield new Text(file[0], file[1], block + "\n");
            }
            case "run" -> new Typed(words.getFirst(), block, Expected.of(words));
            default ->
                new Job(words.getFirst(), word(words, "at ").orElseThrow(), Expected.of(words));
          });
    }
    return parts;
  }

  private static Optional<String> word(List<String> words, String start) {
    return words.stream()
        .filter(w -> w.startsWith(start))
        .map(w -> w.substring(start.length()))
        .findFirst();
  }
}
