package verdigris.cli;

import java.nio.file.Path;
import java.util.List;
import verdigris.git.Review;
import verdigris.git.Reviewing;
import verdigris.problem.Problem;
import verdigris.run.Origin;
import verdigris.show.Severity;

/** Whether something may be applied, by the policy of the work tree that it is in. */
final class Permission {
  private static final String NO_POLICY = "no policy";

  private Permission() {}

  /**
   * What is to be applied, and who allowed it. No host is contacted for that.
   *
   * @param file as the user gave it
   * @param order what it says
   * @param allowUnreviewed whether the policy is set aside; then what is missing is only said
   * @throws verdigris.problem.ProblemException NOT_REVIEWED or GIT, with what is missing
   */
  static Origin of(
      Terminal terminal,
      Path file,
      Order order,
      InventoryOptions inventory,
      boolean allowUnreviewed) {
    String sha256 = Digest.sha256(file);
    Review review = review(terminal, order, inventory);
    return switch (review) {
      case Review.NotDemanded(String commit) ->
          new Origin(file.toString(), sha256, commit, NO_POLICY, false);
      case Review.Given(String commit, String words) ->
          new Origin(file.toString(), sha256, commit, words, false);
      case Review.Missing(String commit, var problem) when allowUnreviewed -> {
        terminal.problems(Severity.SET_ASIDE, List.of(problem), SourceFiles::text);
        yield new Origin(
            file.toString(), sha256, commit, "not reviewed: " + problem.detail(), true);
      }
      case Review.Missing(String _, var problem) -> throw refused(problem).asException();
    };
  }

  private static Problem refused(Problem missing) {
    return Problem.of(
        missing.kind(),
        missing.where(),
        missing.detail() + " Nothing was changed.",
        missing.remedy());
  }

  private static Review review(Terminal terminal, Order order, InventoryOptions inventory) {
    return switch (order) {
      case Order.Declared(Path playbook) -> Reviewing.ofPlaybook(playbook, inventory.asTyped());
      case Order.Reviewed(Path plan, Path playbook, var _) ->
          Reviewing.ofPlan(plan, playbook, terminal::say);
    };
  }

  /** Says that a policy was met, and how that is known. */
  static void tell(Terminal terminal, Origin origin) {
    if (!origin.unreviewed() && !origin.review().equals(NO_POLICY)) {
      terminal.say("Reviewed: " + origin.review() + ".");
    }
  }
}
