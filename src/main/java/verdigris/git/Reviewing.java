package verdigris.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import verdigris.action.Command;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * Finds out whether what is to be applied was reviewed. Contacts no host; with a policy that says
 * so it fetches a branch.
 */
public final class Reviewing {
  private Reviewing() {}

  /**
   * Of a plan file.
   *
   * @param plan the file, as the user gave it
   * @param playbook that it was made from; its work tree's policy counts too, so that a plan is not
   *     free of it by lying elsewhere
   * @param told what takes long
   * @throws ProblemException when a policy file is wrong
   */
  public static Review ofPlan(Path plan, Path playbook, Consumer<String> told) {
    String commit = commit(plan);
    List<Governed> governed =
        Governed.around(Stream.of(plan, playbook).flatMap(f -> Stream.of(f, WorkTree.real(f))))
            .toList();
    if (governed.isEmpty()) {
      return new Review.NotDemanded(commit);
    }
    try {
      return review(plan, governed, commit, told);
    } catch (ProblemException e) {
      return new Review.Missing(commit, e.problems().getFirst());
    }
  }

  /**
   * Of a playbook that is to be applied without a plan file, which no policy allows.
   *
   * @param inventory option and value to name in what to do instead, ready for a shell
   * @throws ProblemException when a policy file is wrong
   */
  public static Review ofPlaybook(Path playbook, String inventory) {
    String commit = commit(playbook);
    return Governed.around(Stream.of(playbook, WorkTree.real(playbook)))
        .findFirst()
        .<Review>map(g -> new Review.Missing(commit, unplanned(playbook, g, inventory)))
        .orElse(new Review.NotDemanded(commit));
  }

  private static Review review(
      Path plan, List<Governed> governed, String commit, Consumer<String> told) {
    Path real = WorkTree.real(plan);
    Optional<Governed> other =
        governed.stream().filter(g -> !real.startsWith(g.root())).findFirst();
    if (other.isPresent()) {
      return new Review.Missing(commit, outside(plan, real, other.get()));
    }
    Governed first = governed.getFirst();
    if (!first.isWorkTree()) {
      return new Review.Missing(commit, withoutGit(plan, first));
    }
    try (WorkTree tree = WorkTree.open(first.root())) {
      var demands = new Demands(tree, first.policy(), plan, told);
      return demands
          .unmet()
          .<Review>map(p -> new Review.Missing(commit, p))
          .orElseGet(() -> new Review.Given(commit, demands.words()));
    }
  }

  /** The commit that is checked out, if it holds this file as it is; trouble with Git is none. */
  private static String commit(Path file) {
    Path real = WorkTree.real(file);
    Optional<Path> root = WorkTree.rootOf(real);
    if (root.isEmpty()) {
      return "";
    }
    try (WorkTree tree = WorkTree.open(root.get())) {
      byte[] bytes = bytes(real);
      String path = tree.pathOf(real).orElseThrow();
      return tree.head()
          .filter(h -> h.bytes(path).filter(b -> LineEnds.sameText(b, bytes)).isPresent())
          .map(Snapshot::id)
          .orElse("");
    } catch (ProblemException _) {
      return "";
    }
  }

  /** A file's content. */
  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw Problem.of(
              Kind.FILE_UNREADABLE,
              new Where.InFile(file.toString()),
              "Reading it failed: " + e + ".",
              "")
          .asException();
    }
  }

  private static Problem outside(Path plan, Path real, Governed governed) {
    return missing(
        plan,
        "It lies at %s, outside of %s, whose policy counts for it. Nobody can have reviewed it there."
            .formatted(real, governed.root()),
        "Put the plan into that work tree, have it reviewed, and apply it from there.");
  }

  private static Problem withoutGit(Path plan, Governed governed) {
    return missing(
        plan,
        "%s has a policy, but no Git repository that could tell of a review."
            .formatted(governed.root()),
        "Apply the plan from a clone of the repository.");
  }

  private static Problem unplanned(Path playbook, Governed governed, String inventory) {
    return missing(
        playbook,
        "The policy of %s demands a plan that %s has; this is a playbook, of which nobody knows what it will do."
            .formatted(governed.root(), governed.policy().branch()),
        "Make a plan on a branch, have it reviewed and merged, and apply the plan:\n  verdigris plan %s %s --commit --branch NAME"
            .formatted(inventory, Command.quote(playbook.toString())));
  }

  /** A refusal. */
  static Problem missing(Path at, String detail, String remedy) {
    return Problem.of(Kind.NOT_REVIEWED, new Where.InFile(at.toString()), detail, remedy);
  }
}
