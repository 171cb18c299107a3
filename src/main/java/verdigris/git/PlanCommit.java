package verdigris.git;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import verdigris.problem.ProblemException;

/**
 * Commits a plan, and the records of runs, and nothing else: what is staged stays staged. Hooks of
 * the repository do not run. Never pushes.
 *
 * @param root of the work tree
 * @param branch that the user named
 */
public record PlanCommit(Path root, Optional<String> branch) {

  /** What became of it. */
  public sealed interface Result {
    /** The branch that is checked out now. */
    String branch();

    /**
     * There is a commit.
     *
     * @param id of the commit, short
     * @param branch it is the tip of
     * @param push the command that brings it to where it is reviewed
     */
    record Committed(String id, String branch, String push) implements Result {}

    /**
     * There was nothing to commit.
     *
     * @param branch that has it all
     */
    record Unchanged(String branch) implements Result {}
  }

  /**
   * In the work tree that a file is in.
   *
   * @param file need not be there
   * @throws ProblemException GIT: there is none, or none that can be read
   */
  public static PlanCommit around(Path file, Optional<String> branch) {
    try (WorkTree tree = WorkTree.around(file)) {
      return new PlanCommit(tree.root(), branch);
    }
  }

  /**
   * Stops when a commit would not be possible: in the middle of a merge, with no branch to commit
   * to, without a name, without a key to sign with. Writes nothing.
   *
   * @throws ProblemException GIT, COMMAND_LINE
   */
  public void require() {
    try (WorkTree tree = WorkTree.open(root)) {
      prepare(tree);
    }
  }

  private PathCommit prepare(WorkTree tree) {
    tree.requireSettled();
    return new PathCommit(
        tree, CommitBranch.of(tree, branch), Committer.of(tree), Signing.of(tree));
  }

  /**
   * Commits.
   *
   * @param plan the file
   * @param runs directory of the records of its topology; need not be there
   * @param message of the commit, its first line the subject
   * @throws ProblemException GIT, COMMAND_LINE; then nothing is committed
   */
  public Result commit(Path plan, Path runs, String message) {
    try (WorkTree tree = WorkTree.open(root)) {
      PathCommit commit = prepare(tree);
      var paths = new ArrayList<String>();
      paths.add(planPath(tree, plan));
      for (Path record : records(tree, runs)) {
        tree.pathOf(record).filter(p -> !tree.leavesOut(p)).ifPresent(paths::add);
      }
      return WorkTree.attempt(
          root,
          () ->
              commit
                  .of(paths, message)
                  .<Result>map(
                      id ->
                          new Result.Committed(
                              Snapshot.brief(id), commit.branch().name(), push(tree, commit)))
                  .orElseGet(() -> new Result.Unchanged(commit.branch().name())));
    }
  }

  private static String planPath(WorkTree tree, Path plan) {
    String path =
        tree.pathOf(plan)
            .orElseThrow(
                () ->
                    WorkTree.trouble(
                        plan,
                        "It really lies outside of the work tree %s.".formatted(tree.root()),
                        "Name a file inside with -o."));
    if (tree.leavesOut(path)) {
      throw WorkTree.trouble(
          plan,
          "Git leaves it out (.gitignore). It was written, but not committed.",
          "Name another file with -o, or see which line leaves it out:\n  "
              + GitLine.of("check-ignore", "-v", path));
    }
    return path;
  }

  /** Records and the head of their chain; a journal is for the machine that wrote it. */
  private static List<Path> records(WorkTree tree, Path runs) {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    return WorkTree.attempt(
        tree.root(),
        () -> {
          try (Stream<Path> files = Files.walk(runs)) {
            return files
                .filter(Files::isRegularFile)
                .filter(PlanCommit::isRecord)
                .sorted()
                .toList();
          }
        });
  }

  private static boolean isRecord(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".record.json") || name.equals("head");
  }

  private static String push(WorkTree tree, PathCommit commit) {
    List<String> remotes = List.copyOf(tree.repository().getRemoteNames());
    boolean only = remotes.size() == 1;
    String remote = only ? remotes.getFirst() : Constants.DEFAULT_REMOTE_NAME;
    return GitLine.of("push", "-u", remote, commit.branch().name());
  }
}
