package verdigris.show;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * Problems for programs. The keys of format 1, in this order:
 *
 * <pre>
 * format, outcome ("problems"), problems
 *   problem: severity ("error" | "warning"), id, category, summary, where, detail, remedy,
 *            evidence [line]
 *   where: what is known of file, line, column, host, instance
 * </pre>
 */
public final class ProblemJson {
  private ProblemJson() {}

  /** One document with all of them, in their order. */
  public static String of(Severity severity, List<Problem> problems) {
    return Json.document(
        json -> {
          json.number("format", Json.FORMAT);
          json.text("outcome", "problems");
          json.objects("problems", problems, (item, p) -> problem(item, severity, p));
        });
  }

  private static void problem(Json json, Severity severity, Problem problem) throws IOException {
    json.text("severity", severity.name().toLowerCase(Locale.ROOT));
    json.text("id", problem.kind().id());
    json.text("category", problem.kind().category().name().toLowerCase(Locale.ROOT));
    json.text("summary", problem.kind().summary());
    json.object("where", where -> where(where, problem.where()));
    json.text("detail", problem.detail());
    json.text("remedy", problem.remedy());
    json.texts("evidence", problem.evidence());
  }

  private static void where(Json json, Where where) throws IOException {
    switch (where) {
      case Where.Position(String file, int line, int column) -> {
        json.text("file", file);
        json.number("line", line);
        json.number("column", column);
      }
      case Where.InFile(String file) -> json.text("file", file);
      case Where.OnHost(String host) -> json.text("host", host);
      case Where.OnInstance(String host, String instance) -> {
        json.text("host", host);
        json.text("instance", instance);
      }
      case Where.Anywhere() -> {}
    }
  }
}
