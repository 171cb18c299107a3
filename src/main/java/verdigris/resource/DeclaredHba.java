package verdigris.resource;

import java.util.ArrayList;
import java.util.List;
import verdigris.postgres.HbaLine;
import verdigris.postgres.HbaSyntax;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * The playbook's pg_hba.conf lines as one major version reads them.
 *
 * @param rules in the playbook's order
 * @param problems lines that the server would refuse
 */
public record DeclaredHba(List<HbaLine> rules, List<Problem> problems) {
  public DeclaredHba {
    rules = List.copyOf(rules);
    problems = List.copyOf(problems);
  }

  /** Reads and checks every declared line. */
  public static DeclaredHba of(List<String> declared, int major, Where where) {
    List<HbaLine> rules = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (String line : declared) {
      switch (HbaSyntax.read(line, major)) {
        case HbaSyntax.Rule(HbaLine rule) -> rules.add(rule);
        case HbaSyntax.Wrong(String reason) ->
            problems.add(
                Problem.of(
                    Kind.INVALID_HBA_LINE,
                    where,
                    "hba: \"" + line + "\" is refused by PostgreSQL " + major + ": " + reason + ".",
                    "Correct the line; its form is: TYPE DATABASE USER [ADDRESS] METHOD [OPTIONS]."));
      }
    }
    return new DeclaredHba(rules, problems);
  }
}
