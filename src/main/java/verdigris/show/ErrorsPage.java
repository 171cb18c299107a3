package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verdigris.problem.Kind;
import verdigris.problem.Kind.Category;

/** {@code docs/errors.md}: every kind of problem there is, from the list itself. */
public final class ErrorsPage {
  private ErrorsPage() {}

  /**
   * The page.
   *
   * @param exitCode what a command ends with for a problem of a category
   */
  public static String of(ToIntFunction<Category> exitCode) {
    var out = new ArrayList<String>();
    out.add("<!-- Generated from verdigris.problem.Kind; mvn test -Dgolden=write rewrites it. -->");
    out.add("");
    out.add("# Errors");
    out.add("");
    out.add(
        "Every message begins with a fixed summary and a stable id in brackets, then says where, what"
            + " was found and expected, and what to do. `--json` gives the same as data.");
    for (Category category : Category.values()) {
      out.add("");
      out.add("## " + title(category) + " (exit code " + exitCode.applyAsInt(category) + ")");
      out.add("");
      out.add("| Id | Summary |");
      out.add("|---|---|");
      kinds(category)
          .forEach(k -> out.add("| `" + k.id() + "` | " + Markdown.text(k.summary()) + " |"));
    }
    return out.stream().map(l -> l + "\n").collect(Collectors.joining());
  }

  private static List<Kind> kinds(Category category) {
    return Stream.of(Kind.values()).filter(k -> k.category() == category).toList();
  }

  private static String title(Category category) {
    return switch (category) {
      case INPUT -> "What was written cannot be used";
      case HOST -> "A host did not do what was asked";
      case LOCK -> "Another run is at work";
      case REFUSED -> "Refused: nothing was changed, on purpose";
    };
  }
}
