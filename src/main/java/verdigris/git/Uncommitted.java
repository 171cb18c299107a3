package verdigris.git;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.Status;
import org.eclipse.jgit.api.StatusCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/** What a plan is made from and a reviewer would not see. */
public final class Uncommitted {
  private static final int NAMED = 10;

  private Uncommitted() {}

  /**
   * One warning that names the files which the commit that is checked out has not, or has
   * otherwise. What is outside of Git, or ignored, is not meant to be in it.
   *
   * @param inputs files and directories; need not be there
   */
  public static Optional<Problem> among(List<Path> inputs) {
    List<Path> real = inputs.stream().map(WorkTree::real).toList();
    List<Path> roots = real.stream().flatMap(p -> rootOf(p).stream()).distinct().toList();
    try {
      List<String> files = roots.stream().flatMap(r -> in(r, real)).toList();
      return files.isEmpty() ? Optional.empty() : Optional.of(warning(files));
    } catch (ProblemException e) {
      return Optional.of(e.problems().getFirst()); // Planning needs no Git, so this only warns.
    }
  }

  /** A directory may be the root itself. */
  private static Optional<Path> rootOf(Path input) {
    return WorkTree.rootOf(input.resolve("x"));
  }

  private static Stream<String> in(Path root, List<Path> inputs) {
    try (WorkTree tree = WorkTree.open(root)) {
      List<Path> ours = inputs.stream().filter(p -> p.startsWith(tree.root())).toList();
      return status(tree, ours).map(root::resolve).map(Uncommitted::shown);
    }
  }

  private static Stream<String> status(WorkTree tree, List<Path> inputs) {
    try (Git git = Git.wrap(tree.repository())) {
      StatusCommand command = git.status();
      boolean everything = inputs.contains(tree.root());
      if (!everything) {
        inputs.forEach(p -> tree.pathOf(p).ifPresent(command::addPath));
      }
      Status status = command.call();
      var files = new TreeSet<String>();
      files.addAll(status.getUntracked());
      files.addAll(status.getUncommittedChanges());
      return files.stream();
    } catch (GitAPIException | JGitInternalException e) {
      throw WorkTree.trouble(
          tree.root(),
          "Reading it failed: " + WorkTree.said(e) + ".",
          "See what Git says:\n  git status");
    }
  }

  /** As a person where the program was started would write it. */
  private static String shown(Path file) {
    Path here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file).toString() : file.toString();
  }

  private static Problem warning(List<String> files) {
    int more = files.size() - NAMED;
    String named = String.join(", ", files.subList(0, Math.min(NAMED, files.size())));
    return Problem.of(
        Kind.UNCOMMITTED_INPUT,
        new Where.Anywhere(),
        "Changed or new, and not committed: %s%s. Whoever reviews the plan does not see what it was made from."
            .formatted(named, more > 0 ? " and " + more + " more" : ""),
        "Commit them before the plan, on the same branch:\n  "
            + GitLine.of(
                Stream.concat(Stream.of("add", "--"), files.stream().limit(NAMED))
                    .toArray(String[]::new)));
  }
}
