package verdigris.input;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * One reading of a playbook: what it may refer to, and all that was found wrong so far.
 *
 * @param context the inventory and the environment
 * @param group whose variables may be used
 * @param problems grows
 * @param warnings grows
 */
record Scan(PlaybookContext context, String group, List<Problem> problems, List<Problem> warnings) {

  static Scan begin(PlaybookContext context, String group) {
    return new Scan(context, group, new ArrayList<>(), new ArrayList<>());
  }

  void problem(Kind kind, Where where, String detail, String remedy) {
    problems.add(Problem.of(kind, where, detail, remedy));
  }

  void warning(Kind kind, Where where, String detail, String remedy) {
    warnings.add(Problem.of(kind, where, detail, remedy));
  }

  /** WRONG_VALUE: found this, expected that. */
  void wrong(YamlNode node, String expected, String remedy) {
    problem(
        Kind.WRONG_VALUE,
        node.at(),
        "Found " + node.described() + "; expected " + expected + ".",
        remedy);
  }

  /** In the order of the file. */
  static List<Problem> inOrder(List<Problem> found) {
    return found.stream()
        .sorted(Comparator.comparingInt(Scan::line).thenComparingInt(Scan::column))
        .toList();
  }

  private static int line(Problem problem) {
    return problem.where() instanceof Where.Position at ? at.line() : 0;
  }

  private static int column(Problem problem) {
    return problem.where() instanceof Where.Position at ? at.column() : 0;
  }
}
