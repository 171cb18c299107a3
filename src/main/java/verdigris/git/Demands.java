package verdigris.git;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import verdigris.input.ReviewPolicy;
import verdigris.problem.Problem;

/**
 * What a policy demands of one plan, in the order in which it is asked.
 *
 * @param tree that the plan is in
 * @param policy of that tree
 * @param plan the file, as the user gave it
 * @param told what takes long
 */
record Demands(WorkTree tree, ReviewPolicy policy, Path plan, Consumer<String> told) {

  /** The first demand that is not met; empty: the plan was reviewed. */
  Optional<Problem> unmet() {
    return Stream.<Supplier<Optional<Problem>>>of(
            this::conflict,
            this::notCommitted,
            () -> changedHere(ReviewPolicy.FILE),
            () -> policy.signedBy().flatMap(this::changedHere),
            this::shallow,
            this::notFetched,
            this::noBranch,
            () -> otherThere(ReviewPolicy.FILE),
            () -> policy.signedBy().flatMap(this::otherThere),
            this::notMerged,
            this::notSigned)
        .flatMap(demand -> demand.get().stream())
        .findFirst();
  }

  /** How it is known that the plan was reviewed, when nothing is unmet. */
  String words() {
    Snapshot brought = brought();
    String signer =
        policy
            .signedBy()
            .flatMap(f -> new SignatureCheck(tree, f).of(brought).signer())
            .map(s -> ", signed by " + s)
            .orElse("");
    return "%s has it since %s%s"
        .formatted(policy.branch(), Snapshot.brief(brought.commit()), signer);
  }

  private Optional<Problem> conflict() {
    return when(
        tree.isInConflict(),
        "A merge has left conflicts in %s.".formatted(tree.root()),
        "Resolve them first:\n  git status");
  }

  private Optional<Problem> notCommitted() {
    Optional<Snapshot> head = tree.head();
    if (head.isEmpty() || head.get().blob(path()).isEmpty()) {
      return missing(
          "It is not committed.",
          "Commit it, have it reviewed and merged into %s, and apply it then:\n  %s\n  git commit -m \"Plan\""
              .formatted(policy.branch(), GitLine.of("add", "--", plan.toString())));
    }
    return when(
        !isAsIn(head.get(), path()),
        "It was edited after it was committed: it is not the file of %s."
            .formatted(Snapshot.brief(head.get().commit())),
        "See what was edited, and take it back:\n  %s\n  %s"
            .formatted(
                GitLine.of("diff", "HEAD", "--", plan.toString()),
                GitLine.of(
                    "restore", "--source=HEAD", "--staged", "--worktree", "--", plan.toString())));
  }

  private Optional<Problem> changedHere(String path) {
    Path file = tree.root().resolve(path);
    return when(
        tree.head().filter(h -> isAsIn(h, path)).isEmpty(),
        "%s, which says who reviews, is not as it is committed.".formatted(path),
        "Take the change back, or have it reviewed on its own:\n  "
            + GitLine.of("diff", "HEAD", "--", file.toString()));
  }

  private Optional<Problem> shallow() {
    return when(
        attempt(() -> !tree.repository().getObjectDatabase().getShallowCommits().isEmpty()),
        "The clone is shallow: it has not the commits that would tell where the plan is from.",
        "Fetch the whole history (in CI, check out with fetch-depth: 0):\n  git fetch --unshallow");
  }

  private Optional<Problem> notFetched() {
    return branch()
        .map(b -> policy.fetch() ? b.notFetched(told) : Optional.<String>empty())
        .orElseGet(() -> Optional.of("there is no such remote"))
        .flatMap(
            why ->
                missing(
                    "Fetching %s failed: %s. So it cannot be known whether the plan was merged."
                        .formatted(policy.branch(), why),
                    "Make this work first:\n  git fetch "
                        + branch().map(RemoteBranch::remote).orElse("--all")));
  }

  private Optional<Problem> noBranch() {
    return when(
        there().isEmpty(),
        "There is no remote-tracking branch %s, so it cannot be known whether the plan was merged."
            .formatted(policy.branch()),
        "Fetch it, or correct review.branch in %s:\n  git fetch".formatted(ReviewPolicy.FILE));
  }

  private Optional<Problem> otherThere(String path) {
    return when(
        !blobHere(path).equals(there().orElseThrow().blob(path)),
        "%s, which says who reviews, is another one in %s.".formatted(path, policy.branch()),
        "Bring this work tree up to date, or have the change reviewed and merged first:\n  git merge "
            + policy.branch());
  }

  private Optional<Problem> notMerged() {
    Optional<ObjectId> blob = there().orElseThrow().blob(path());
    if (blob.isEmpty()) {
      return missing(
          "It is not merged: %s does not have it.".formatted(policy.branch()),
          "Push the branch that you are on, have the plan reviewed and merged, and apply it then:\n  git push -u %s HEAD"
              .formatted(branch().orElseThrow().remote()));
    }
    return when(
        !blob.equals(blobHere(path())),
        "%s has another version of this plan.".formatted(policy.branch()),
        "Take that version, or have this one reviewed and merged:\n  git merge " + policy.branch());
  }

  private Optional<Problem> notSigned() {
    if (policy.signedBy().isEmpty()) {
      return Optional.empty();
    }
    Snapshot brought = brought();
    SignatureCheck.Answer answer = new SignatureCheck(tree, policy.signedBy().get()).of(brought);
    String commit = Snapshot.brief(brought.commit());
    return when(
        answer.signer().isEmpty(),
        "The commit that brought it into %s, %s, %s."
            .formatted(policy.branch(), commit, answer.objection()),
        "See the commit; somebody of %s must commit the plan with a signature (git commit -S):\n  git log --show-signature -1 %s"
            .formatted(policy.signedBy().get(), commit));
  }

  private Snapshot brought() {
    ObjectId blob = blobHere(path()).orElseThrow();
    return attempt(() -> Provenance.of(there().orElseThrow(), path(), blob));
  }

  private Optional<Snapshot> there() {
    return tree.at("refs/remotes/" + policy.branch());
  }

  private Optional<RemoteBranch> branch() {
    return RemoteBranch.named(policy.branch(), tree);
  }

  private Optional<ObjectId> blobHere(String path) {
    return tree.head().flatMap(h -> h.blob(path));
  }

  private boolean isAsIn(Snapshot commit, String path) {
    Path file = tree.root().resolve(path);
    return Files.isRegularFile(file)
        && commit.bytes(path).filter(b -> LineEnds.sameText(b, Reviewing.bytes(file))).isPresent();
  }

  private String path() {
    return tree.pathOf(plan).orElseThrow();
  }

  private <T> T attempt(WorkTree.Work<T> work) {
    return WorkTree.attempt(tree.root(), work);
  }

  private Optional<Problem> when(boolean unmet, String detail, String remedy) {
    return unmet ? missing(detail, remedy) : Optional.empty();
  }

  private Optional<Problem> missing(String detail, String remedy) {
    return Optional.of(Reviewing.missing(plan, detail, remedy));
  }
}
