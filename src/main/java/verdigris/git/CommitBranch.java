package verdigris.git;

import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * The branch that a commit goes to.
 *
 * @param tree whose branch it is
 * @param name without {@code refs/heads/}
 * @param isNew whether it is made and switched to with the commit
 */
record CommitBranch(WorkTree tree, String name, boolean isNew) {

  /**
   * The branch that was asked for, or the one that is checked out.
   *
   * @param asked by the user
   * @throws ProblemException COMMAND_LINE: no name for a branch; GIT: it is another one than the
   *     one that is checked out, or none is
   */
  static CommitBranch of(WorkTree tree, Optional<String> asked) {
    return WorkTree.attempt(
        tree.root(), () -> asked.isPresent() ? named(tree, asked.get()) : current(tree));
  }

  private static CommitBranch current(WorkTree tree) throws IOException {
    return checkedOut(tree)
        .map(name -> new CommitBranch(tree, name, false))
        .orElseThrow(
            () ->
                WorkTree.trouble(
                    tree.root(),
                    "No branch is checked out (HEAD is detached), so the commit would belong to none. Nothing was committed.",
                    "Name a branch for it with --branch NAME, or switch to one:\n  git switch NAME"));
  }

  private static CommitBranch named(WorkTree tree, String name) throws IOException {
    Repository repository = tree.repository();
    if (!Repository.isValidRefName(Constants.R_HEADS + name)
        || name.startsWith("-")
        || name.equals(Constants.HEAD)) {
      throw Problem.of(
              Kind.COMMAND_LINE,
              new Where.Anywhere(),
              "\"%s\" cannot be the name of a branch.".formatted(name),
              "Name one such as plan-orders.")
          .asException();
    }
    if (checkedOut(tree).filter(name::equals).isPresent()) {
      return new CommitBranch(tree, name, false);
    }
    if (repository.exactRef(Constants.R_HEADS + name) != null) {
      throw WorkTree.trouble(
          tree.root(),
          "The branch %s exists, and is not the one that is checked out. Nothing was committed."
              .formatted(name),
          "Switch to it first, or name a new one:\n  " + GitLine.of("switch", name));
    }
    return new CommitBranch(tree, name, true);
  }

  /** Its name; empty: HEAD is detached. */
  private static Optional<String> checkedOut(WorkTree tree) throws IOException {
    return Optional.ofNullable(tree.repository().getFullBranch())
        .filter(n -> n.startsWith(Constants.R_HEADS))
        .map(n -> n.substring(Constants.R_HEADS.length()));
  }

  /**
   * Makes a commit its tip, and switches to it when it is new.
   *
   * @param commit whose parent is {@code before}
   * @param before what was checked out; empty: nothing
   * @throws ProblemException GIT: somebody else moved it meanwhile
   */
  void advance(ObjectId commit, Optional<Snapshot> before, String subject) throws IOException {
    ObjectId parent = before.map(s -> s.commit().getId()).orElse(ObjectId.zeroId());
    RefUpdate update = tree.repository().updateRef(Constants.R_HEADS + name);
    update.setExpectedOldObjectId(isNew ? ObjectId.zeroId() : parent);
    update.setNewObjectId(commit);
    update.setRefLogMessage("commit: " + subject, false);
    require(update.update());
    if (isNew) {
      RefUpdate head = tree.repository().updateRef(Constants.HEAD);
      head.setRefLogMessage("checkout: moving to " + name, false);
      require(head.link(Constants.R_HEADS + name));
    }
  }

  private void require(RefUpdate.Result result) {
    boolean done =
        switch (result) {
          case NEW, FAST_FORWARD, FORCED, NO_CHANGE -> true;
          case NOT_ATTEMPTED,
              LOCK_FAILURE,
              REJECTED,
              REJECTED_CURRENT_BRANCH,
              REJECTED_MISSING_OBJECT,
              REJECTED_OTHER_REASON,
              IO_FAILURE,
              RENAMED ->
              false;
        };
    if (!done) {
      throw WorkTree.trouble(
          tree.root(),
          "The branch %s cannot be moved (%s): a branch of such a name is there already, or somebody moved it just now."
              .formatted(name, result),
          "See what is there, then run the same command again:\n  git branch");
    }
  }
}
