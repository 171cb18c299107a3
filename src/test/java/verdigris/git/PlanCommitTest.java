package verdigris.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verdigris.git.PlanCommit.Result.Committed;
import verdigris.git.PlanCommit.Result.Unchanged;

/** What {@code plan --commit} does to a repository, as Git itself sees it. */
@ExtendWith(NoUserConfiguration.class)
class PlanCommitTest {
  private static final String PLAN = "plans/orders.yaml";
  private static final String MESSAGE =
      "Plan orders: green is the primary\n\n3 steps, no outage.\n";

  @TempDir Path directory = Path.of("");
  private RealGit clone = new RealGit(directory);

  @BeforeEach
  void begin() throws IOException {
    directory = directory.toRealPath();
    clone = RealGit.cloneOfNew(directory);
    clone.write(PLAN, "format: 1\n");
  }

  private PlanCommit.Result commit(Optional<String> branch) {
    return commit(clone, PLAN, branch);
  }

  private static PlanCommit.Result commit(RealGit clone, String plan, Optional<String> branch) {
    return PlanCommit.around(clone.file(plan), branch)
        .commit(clone.file(plan), clone.file("runs/orders"), MESSAGE);
  }

  private void assertRefused(Optional<String> branch, String... words) {
    String before = clone.git("rev-parse", "HEAD") + clone.git("status", "--porcelain=v2", "-b");
    assertThatThrownBy(() -> PlanCommit.around(clone.file(PLAN), branch).require())
        .hasMessageContainingAll(words);
    assertThatThrownBy(() -> commit(branch)).hasMessageContainingAll(words);
    assertThat(clone.git("rev-parse", "HEAD") + clone.git("status", "--porcelain=v2", "-b"))
        .isEqualTo(before);
  }

  @Test
  void aPlanIsOneCommitByTheConfiguredUser() {
    var result = (Committed) commit(Optional.empty());

    assertThat(clone.git("log", "-1", "--format=%an <%ae>|%cn <%ce>|%B"))
        .isEqualTo(
            "Dora Dbaer <dora@example.org>|Dora Dbaer <dora@example.org>|"
                + MESSAGE.stripTrailing());
    assertThat(clone.git("show", "--name-status", "--format=", "HEAD")).isEqualTo("A\t" + PLAN);
    assertThat(clone.git("show", "HEAD:" + PLAN)).isEqualTo("format: 1");
    assertThat(clone.git("status", "--porcelain")).isEmpty();
    assertThat(clone.git("fsck", "--strict")).isEmpty();
    assertThat(clone.git("rev-parse", "HEAD")).startsWith(result.id());
    assertThat(result.branch()).isEqualTo("main");
    assertThat(result.push()).isEqualTo("git push -u origin main");
  }

  @Test
  void whatElseIsStagedStaysStagedAndUncommitted() throws IOException {
    clone.write("staged", "staged\n");
    clone.write("README", "staged, and then ");
    clone.git("add", "staged", "README");
    clone.write("README", "changed again\n");
    clone.write("untracked", "x\n");

    commit(Optional.empty());

    assertThat(clone.git("show", "--name-only", "--format=", "HEAD")).isEqualTo(PLAN);
    assertThat(clone.git("status", "--porcelain")).isEqualTo("MM README\nA  staged\n?? untracked");
    assertThat(clone.git("show", ":README")).isEqualTo("staged, and then");
  }

  @Test
  void aPlanThatIsStagedInAnotherVersionIsCommittedAsItIsOnTheDisk() throws IOException {
    clone.git("add", PLAN);
    clone.write(PLAN, "format: 1 # newer\n");

    commit(Optional.empty());

    assertThat(clone.git("show", "HEAD:" + PLAN)).isEqualTo("format: 1 # newer");
    assertThat(clone.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void recordsOfRunsAndTheirHeadGoWithIt_JournalsStay() throws IOException {
    clone.write("runs/orders/1.record.json", "{}\n");
    clone.write("runs/orders/head", "1\n");
    clone.write("runs/orders/1.jsonl", "{}\n");
    clone.write("runs/others/2.record.json", "{}\n");

    commit(Optional.empty());

    assertThat(clone.git("show", "--name-only", "--format=", "HEAD"))
        .isEqualTo(PLAN + "\nruns/orders/1.record.json\nruns/orders/head");
  }

  @Test
  void recordsThatAreIgnoredStayOutside() throws IOException {
    clone.commit(".gitignore", "runs/\n");
    clone.write("runs/orders/1.record.json", "{}\n");

    commit(Optional.empty());

    assertThat(clone.git("show", "--name-only", "--format=", "HEAD")).isEqualTo(PLAN);
  }

  @Test
  void aPlanThatIsIgnoredIsNotForcedIn() throws IOException {
    clone.commit(".gitignore", "plans/\n");

    assertThatThrownBy(() -> commit(Optional.empty())).hasMessageContaining(".gitignore");
  }

  @Test
  void thereIsNothingToCommitTheSecondTime() {
    commit(Optional.empty());
    String head = clone.git("rev-parse", "HEAD");

    assertThat(commit(Optional.empty())).isEqualTo(new Unchanged("main"));
    assertThat(clone.git("rev-parse", "HEAD")).isEqualTo(head);
  }

  @Test
  void aBranchIsMadeAndSwitchedTo() {
    var result = (Committed) commit(Optional.of("plan-orders"));

    assertThat(result.branch()).isEqualTo("plan-orders");
    assertThat(result.push()).isEqualTo("git push -u origin plan-orders");
    assertThat(clone.git("branch", "--show-current")).isEqualTo("plan-orders");
    assertThat(clone.git("rev-parse", "plan-orders^")).isEqualTo(clone.git("rev-parse", "main"));
    assertThat(clone.git("rev-parse", "main")).isEqualTo(clone.git("rev-parse", "origin/main"));
    assertThat(clone.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void theBranchThatIsCheckedOutMayBeNamed() throws IOException {
    commit(Optional.of("plan-orders"));
    clone.write(PLAN, "format: 1 # second\n");

    assertThat(((Committed) commit(Optional.of("plan-orders"))).branch()).isEqualTo("plan-orders");
    assertThat(clone.git("rev-list", "--count", "main..plan-orders")).isEqualTo("2");
  }

  @Test
  void aBranchThatExistsElsewhereIsLeftAlone() {
    clone.git("branch", "plan-orders");

    assertRefused(Optional.of("plan-orders"), "exists");
  }

  @Test
  void aBranchThatCannotBeMadeBesideAnotherLeavesNothingBehind() {
    clone.git("branch", "plan");

    assertThatThrownBy(() -> commit(Optional.of("plan/orders")))
        .hasMessageContaining("plan/orders");
    assertThat(clone.git("branch", "--show-current")).isEqualTo("main");
    assertThat(clone.git("status", "--porcelain")).isEqualTo("?? plans/");
    assertThat(clone.file(".git/index.lock")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-f", "HEAD", "a b", "a..b", "x.lock", "a~1"})
  void whatCannotBeABranchIsRefused(String name) {
    assertRefused(Optional.of(name), "cannot be the name of a branch");
  }

  @Test
  void aDetachedHeadNeedsABranchToCommitTo() {
    clone.git("checkout", "-q", "--detach");

    assertRefused(Optional.empty(), "HEAD is detached");

    assertThat(((Committed) commit(Optional.of("plan-orders"))).branch()).isEqualTo("plan-orders");
    assertThat(clone.git("branch", "--show-current")).isEqualTo("plan-orders");
  }

  @Test
  void theFirstCommitOfARepositoryMayBeAPlan() throws IOException {
    new RealGit(directory).git("init", "-q", "-b", "main", "young");
    RealGit young = new RealGit(directory.resolve("young"));
    young.identify("Dora Dbaer", "dora@example.org");
    young.write(PLAN, "format: 1\n");

    commit(young, PLAN, Optional.empty());

    assertThat(young.git("log", "--format=%s")).isEqualTo("Plan orders: green is the primary");
  }

  @Test
  void aLinkedWorkTreeCommitsToItsOwnBranch() throws IOException {
    clone.git("worktree", "add", "-q", "-b", "other", "../linked");
    RealGit linked = new RealGit(directory.resolve("linked"));
    linked.write(PLAN, "format: 1 # linked\n");

    assertThat(((Committed) commit(linked, PLAN, Optional.empty())).branch()).isEqualTo("other");

    assertThat(linked.git("show", "other:" + PLAN)).isEqualTo("format: 1 # linked");
    assertThat(linked.git("status", "--porcelain")).isEmpty();
    assertThat(clone.git("branch", "--show-current")).isEqualTo("main");
    assertThat(clone.git("rev-parse", "main")).isEqualTo(clone.git("rev-parse", "origin/main"));
  }

  @Test
  void nobodyIsNotGuessed() {
    clone.git("config", "--unset", "user.email");

    assertRefused(Optional.empty(), "user.email is missing");
  }

  @Test
  void conflictsStopIt() throws IOException {
    conflict(clone);

    assertRefused(Optional.empty(), "conflicts");
  }

  /** A merge that stopped. */
  static void conflict(RealGit clone) throws IOException {
    clone.git("checkout", "-q", "-b", "theirs");
    clone.commit("README", "theirs\n");
    clone.git("checkout", "-q", "main");
    clone.commit("README", "ours\n");
    assertThat(clone.run(java.util.List.of("git", "merge", "theirs")).status()).isEqualTo(1);
  }

  @Test
  void aMergeWhoseConflictsAreResolvedIsNotConcludedByUs() throws IOException {
    conflict(clone);
    clone.write("README", "both\n");
    clone.git("add", "README");

    assertRefused(Optional.empty(), "in the middle of something");
  }

  @Test
  void aRebaseIsNotDisturbed() throws IOException {
    clone.git("checkout", "-q", "-b", "mine");
    clone.commit("README", "mine\n");
    clone.git("checkout", "-q", "main");
    clone.commit("README", "main\n");
    clone.git("checkout", "-q", "mine");
    clone.run(java.util.List.of("git", "rebase", "main"));
    clone.write("README", "both\n");
    clone.git("add", "README");

    assertRefused(Optional.of("plan-orders"), "in the middle of something");
  }

  @Test
  void anotherGitAtWorkIsWaitedForByNobody() throws IOException {
    clone.write(".git/index.lock", "");

    assertThatThrownBy(() -> commit(Optional.empty()))
        .hasMessageContaining("Another Git is at work");
    assertThat(clone.file(".git/index.lock")).exists();
  }

  @Test
  void aFileOutsideOfGitCannotBeCommitted() {
    assertThatThrownBy(() -> PlanCommit.around(directory.resolve("plan.yaml"), Optional.empty()))
        .hasMessageContaining("It is in no Git work tree");
  }

  @Test
  void aPathWithSpacesAndUmlautsIsCommitted() throws IOException {
    String plan = "Pläne für alle/Aufträge 1.yaml";
    clone.write(plan, "format: 1\n");

    commit(clone, plan, Optional.empty());

    assertThat(clone.git("-c", "core.quotePath=false", "show", "--name-only", "--format=", "HEAD"))
        .isEqualTo(plan);
    assertThat(clone.git("status", "--porcelain")).isEqualTo("?? plans/");
  }

  @Test
  void whereGitConvertsLineEndsAPlanIsCommittedAsItWasWrittenAndIsCleanAfterwards()
      throws IOException {
    clone.git("config", "core.autocrlf", "true");

    commit(Optional.empty());

    assertThat(clone.git("status", "--porcelain")).isEmpty();
    assertThat(clone.git("cat-file", "-s", "HEAD:" + PLAN)).isEqualTo("10");
    Files.writeString(clone.file(PLAN), "format: 1\r\n");
    assertThat(commit(Optional.empty())).isEqualTo(new Unchanged("main"));
  }

  @Test
  void aLinkToAPlanCommitsThePlanItself() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link.yaml"), clone.file(PLAN));

    PlanCommit.around(link, Optional.empty()).commit(link, clone.file("runs/orders"), MESSAGE);

    assertThat(clone.git("show", "--name-only", "--format=", "HEAD")).isEqualTo(PLAN);
  }
}
