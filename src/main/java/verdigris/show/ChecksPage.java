package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import verdigris.check.Check;

/** {@code docs/checks.md}: every pre-flight check, from the list itself. */
public final class ChecksPage {
  private ChecksPage() {}

  /** The page. */
  public static String of(List<Check> checks) {
    var out = new ArrayList<String>();
    out.add("<!-- Generated from verdigris.check.Checks; mvn test -Dgolden=write rewrites it. -->");
    out.add("");
    out.add("# Pre-flight checks");
    out.add("");
    out.add(
        "`verdigris check` looks for all of this, read-only, and so does every cutover before it begins. A check"
            + " that **blocks** forbids the cutover, also when it could not be made; one that **warns** does not."
            + " A playbook accepts a check by its id, with a reason and a last day:");
    out.add("");
    out.addAll(
        Markdown.fenced(
            "yaml",
            List.of(
                "accept: [ { check: unlogged-tables, reason: \"cache, rebuilt\", until: 2026-12-31 } ]")));
    for (Check check : checks) {
      out.add("");
      out.add("## " + check.id());
      out.add("");
      out.add("**" + Markdown.text(check.title()) + ".** " + severity(check) + ".");
      out.add("");
      out.add(check.why());
    }
    return out.stream().map(l -> l + "\n").collect(Collectors.joining());
  }

  private static String severity(Check check) {
    String guards =
        check.guards().stream()
            .map(g -> g.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return switch (check.severity()) {
      case BLOCKS -> "Blocks: " + guards;
      case WARNS -> "Warns: " + guards;
    };
  }
}
