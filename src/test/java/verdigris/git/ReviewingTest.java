package verdigris.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import verdigris.problem.Kind;
import verdigris.problem.ProblemException;

/** Which plans a policy lets through, and what it says of the others. */
@ExtendWith(NoUserConfiguration.class)
class ReviewingTest {
  private static final String PLAN = "plans/orders.yaml";
  private static final String PLAYBOOK = "playbooks/orders.yml";
  private static final String POLICY = "review:\n  branch: origin/main\n";

  @TempDir Path directory = Path.of("");
  private RealGit clone = new RealGit(directory);
  private final List<String> told = new ArrayList<>();

  /** A plan that was merged, under a policy. */
  @BeforeEach
  void begin() throws IOException {
    directory = directory.toRealPath();
    clone = RealGit.cloneOfNew(directory);
    clone.commit("verdigris.yml", POLICY);
    clone.commit(PLAYBOOK, "topology: orders\n");
    clone.commit(PLAN, "format: 1\n");
    clone.git("push", "-q", "origin", "main");
  }

  private Review review(RealGit where, String plan) {
    return review(where.file(plan), where.file(PLAYBOOK));
  }

  private Review review(Path plan, Path playbook) {
    return Reviewing.ofPlan(plan, playbook, told::add);
  }

  private Review review() {
    return review(clone, PLAN);
  }

  private static void assertMissing(Review review, String... words) {
    assertThat(review).isInstanceOf(Review.Missing.class);
    var problem = ((Review.Missing) review).problem();
    assertThat(problem.kind()).isEqualTo(Kind.NOT_REVIEWED);
    assertThat(problem.detail()).contains(words);
    assertThat(problem.remedy()).isNotEmpty();
  }

  private void assertMissing(String... words) {
    assertMissing(review(), words);
  }

  @Test
  void aMergedPlanIsReviewed() {
    String head = clone.git("rev-parse", "HEAD");

    assertThat(review())
        .isEqualTo(new Review.Given(head, "origin/main has it since " + head.substring(0, 10)));
    assertThat(told).containsExactly("Fetching main from origin ...");
  }

  @Test
  void whatBroughtThePlanIsFoundBehindMergesAndLaterCommits() throws IOException {
    clone.git("checkout", "-q", "-b", "plan-orders");
    clone.commit(PLAN, "format: 1 # second\n");
    String brought = clone.git("rev-parse", "HEAD");
    clone.git("checkout", "-q", "main");
    clone.commit("README", "later\n");
    clone.git("merge", "-q", "--no-ff", "-m", "Merge", "plan-orders");
    clone.commit("README", "later still\n");
    clone.git("push", "-q", "origin", "main");

    assertThat(review())
        .isEqualTo(
            new Review.Given(
                clone.git("rev-parse", "HEAD"),
                "origin/main has it since " + brought.substring(0, 10)));
  }

  @Test
  void aPlanThatCameBackCountsFromWhenItCameBack() throws IOException {
    clone.commit(PLAN, "format: 1 # second\n");
    clone.commit(PLAN, "format: 1\n");
    clone.git("push", "-q", "origin", "main");

    assertThat(review())
        .extracting(r -> ((Review.Given) r).words())
        .asString()
        .endsWith(clone.git("rev-parse", "HEAD").substring(0, 10));
  }

  @Test
  void anUntrackedPlanIsNotReviewed() throws IOException {
    clone.write("plans/other.yaml", "format: 1\n");

    assertMissing(review(clone, "plans/other.yaml"), "It is not committed.");
  }

  @Test
  void aStagedPlanIsNotReviewedEither() throws IOException {
    clone.write("plans/other.yaml", "format: 1\n");
    clone.git("add", ".");

    assertMissing(review(clone, "plans/other.yaml"), "It is not committed.");
  }

  @Test
  void aPlanThatWasEditedAfterItsCommitIsNotReviewed() throws IOException {
    clone.write(PLAN, "format: 1 # edited\n");

    assertMissing("edited after it was committed");
    assertThat(review().commit()).isEmpty();
  }

  @Test
  void anEditThatIsStagedAndTakenBackFromTheIndexOnlyStaysAnEdit() throws IOException {
    clone.write(PLAN, "format: 1 # edited\n");
    clone.git("add", PLAN);

    assertMissing("edited after it was committed");
  }

  @Test
  void aCommittedPlanThatWasNotPushedIsNotMerged() throws IOException {
    clone.commit("plans/other.yaml", "format: 1\n");

    assertMissing(
        review(clone, "plans/other.yaml"), "It is not merged: origin/main does not have it.");
  }

  @Test
  void aPlanOnAPushedBranchIsNotMerged() throws IOException {
    clone.git("checkout", "-q", "-b", "plan-others");
    clone.commit("plans/others.yaml", "format: 1\n");
    clone.git("push", "-q", "-u", "origin", "plan-others");

    assertMissing(review(clone, "plans/others.yaml"), "not merged");
  }

  @Test
  void aNewerVersionOfThePlanThatWasNotMergedIsAnotherVersion() throws IOException {
    clone.commit(PLAN, "format: 1 # mine\n");

    assertMissing("origin/main has another version of this plan");
  }

  @Test
  void aPlanThatSomebodyReplacedMeanwhileIsAnotherVersionAfterTheFetch() throws IOException {
    RealGit colleague = RealGit.clone(directory, "colleague");
    colleague.commit(PLAN, "format: 1 # theirs\n");
    colleague.git("push", "-q", "origin", "main");

    assertMissing("origin/main has another version of this plan");
  }

  @Test
  void aPlanThatSomebodyMergedMeanwhileIsReviewedAfterTheFetch() throws IOException {
    clone.git("checkout", "-q", "-b", "plan-orders");
    clone.commit(PLAN, "format: 1 # second\n");
    clone.git("push", "-q", "-u", "origin", "plan-orders");
    RealGit colleague = RealGit.clone(directory, "colleague");
    colleague.git("merge", "-q", "--no-ff", "-m", "Merge", "origin/plan-orders");
    colleague.git("push", "-q", "origin", "main");

    assertThat(review()).isInstanceOf(Review.Given.class);
  }

  @Test
  void withoutFetchingWhatWasFetchedLastCounts() throws IOException {
    clone.commit("verdigris.yml", POLICY + "  fetch: false\n");
    clone.git("push", "-q", "origin", "main");
    clone.git("remote", "set-url", "origin", "file:///nonexistent");

    assertThat(review()).isInstanceOf(Review.Given.class);
    assertThat(told).isEmpty();
  }

  @Test
  void aFetchThatFailsIsNoYes() {
    clone.git("remote", "set-url", "origin", "file:///nonexistent");

    assertMissing("Fetching origin/main failed", "cannot be known");
  }

  @Test
  void aRemoteThatThereIsNotIsNoYes() {
    clone.git("remote", "remove", "origin");

    assertMissing("there is no such remote", "cannot be known");
  }

  @Test
  void aBranchThatTheRemoteDoesNotHaveIsNoYes() throws IOException {
    clone.commit("verdigris.yml", "review:\n  branch: origin/trunk\n");
    clone.git("push", "-q", "origin", "main");

    assertMissing("Fetching origin/trunk failed", "cannot be known");
  }

  @Test
  void withoutFetchingABranchThatWasNeverFetchedIsNoYes() throws IOException {
    clone.commit("verdigris.yml", "review:\n  branch: origin/trunk\n  fetch: false\n");
    clone.git("push", "-q", "origin", "main");

    assertMissing("There is no remote-tracking branch origin/trunk");
  }

  @Test
  void aShallowCloneDoesNotTellWhereAPlanIsFrom() {
    RealGit shallow = RealGit.clone(directory, "shallow", "--depth", "1");

    assertMissing(review(shallow, PLAN), "shallow");
  }

  @Test
  void aDetachedHeadIsFine() {
    clone.git("checkout", "-q", "--detach");

    assertThat(review()).isInstanceOf(Review.Given.class);
  }

  @Test
  void aLinkedWorkTreeIsFine() {
    clone.git("worktree", "add", "-q", "--detach", "../linked");

    assertThat(review(new RealGit(directory.resolve("linked")), PLAN))
        .isInstanceOf(Review.Given.class);
  }

  @Test
  void conflictsAreNotLookedBehind() throws IOException {
    PlanCommitTest.conflict(clone);

    assertMissing("conflicts");
  }

  @Test
  void thePolicyCannotBeSwitchedOffByEditingIt() throws IOException {
    clone.write("verdigris.yml", "review:\n  branch: origin/mine\n");

    assertMissing("verdigris.yml, which says who reviews, is not as it is committed");
  }

  @Test
  void thePolicyCannotBeSwitchedOffByEmptyingIt() throws IOException {
    clone.write("verdigris.yml", "");

    assertMissing("verdigris.yml, which says who reviews, is not as it is committed");
  }

  @Test
  void thePolicyCannotBeSwitchedOffByRemovingIt() throws IOException {
    Files.delete(clone.file("verdigris.yml"));

    assertMissing("verdigris.yml, which says who reviews, is not as it is committed");
  }

  @Test
  void thePolicyCannotBeSwitchedOffByACommitOfOnesOwn() throws IOException {
    clone.commit("verdigris.yml", POLICY + "  fetch: false\n");

    assertMissing("verdigris.yml, which says who reviews, is another one in origin/main");
  }

  @Test
  void aPlanOutsideIsStillUnderThePolicyOfItsPlaybook() throws IOException {
    Path plan = Files.copy(clone.file(PLAN), directory.resolve("orders.yaml"));

    assertMissing(review(plan, clone.file(PLAYBOOK)), "outside of");
  }

  @Test
  void aLinkOutOfTheWorkTreeIsOutside() throws IOException {
    Path plan = Files.copy(clone.file(PLAN), directory.resolve("orders.yaml"));
    Files.delete(clone.file(PLAN));
    Files.createSymbolicLink(clone.file(PLAN), plan);

    assertMissing("outside of");
  }

  @Test
  void aWayThroughALinkAndBackLeadsWhereTheFileSystemSaysNotWhereItSeemsTo() throws IOException {
    Files.createDirectories(directory.resolve("elsewhere/plans/deep"));
    Files.writeString(directory.resolve("elsewhere/plans/orders.yaml"), "format: 1 # other\n");
    Files.createSymbolicLink(clone.file("plans/link"), directory.resolve("elsewhere/plans/deep"));

    assertMissing(
        review(clone.file("plans/link/../orders.yaml"), clone.file(PLAYBOOK)), "outside of");
  }

  @Test
  void aLinkToThePlaybookBringsItsPolicyAlong() throws IOException {
    Path plan = Files.copy(clone.file(PLAN), directory.resolve("orders.yaml"));
    Path link = Files.createSymbolicLink(directory.resolve("link.yml"), clone.file(PLAYBOOK));

    assertMissing(review(plan, link), "outside of");
  }

  @Test
  void aLinkToAMergedPlanIsThatPlan() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link.yaml"), clone.file(PLAN));

    assertThat(review(link, clone.file(PLAYBOOK))).isInstanceOf(Review.Given.class);
  }

  @Test
  void aCopyOfTheFilesWithoutTheirRepositoryProvesNothing() throws IOException {
    Files.move(clone.file(".git"), directory.resolve("elsewhere"));

    assertMissing("no Git repository that could tell of a review");
  }

  @Test
  void aRepositoryThatIsBrokenProvesNothing() throws IOException {
    Files.delete(clone.file(".git/HEAD"));

    assertThat(review()).extracting(r -> ((Review.Missing) r).problem().kind()).isEqualTo(Kind.GIT);
  }

  @Test
  void withoutAPolicyACommittedPlanIsNamedByItsCommit() throws IOException {
    clone.git("rm", "-q", "verdigris.yml");
    clone.git("commit", "-q", "-m", "No policy");

    assertThat(review()).isEqualTo(new Review.NotDemanded(clone.git("rev-parse", "HEAD")));
  }

  @Test
  void withoutAPolicyAnEditedPlanHasNoCommit() throws IOException {
    clone.commit("verdigris.yml", "");
    clone.write(PLAN, "format: 1 # edited\n");

    assertThat(review()).isEqualTo(new Review.NotDemanded(""));
  }

  @Test
  void withoutGitThereIsNoCommit() throws IOException {
    Path plan = Files.writeString(directory.resolve("orders.yaml"), "format: 1\n");

    assertThat(review(plan, directory.resolve("orders.yml"))).isEqualTo(new Review.NotDemanded(""));
  }

  @Test
  void aPlaybookIsNeverReviewedUnderAPolicy() {
    Review review = Reviewing.ofPlaybook(clone.file(PLAYBOOK), "-i hosts.yml");

    assertMissing(review, "this is a playbook");
    assertThat(((Review.Missing) review).problem().remedy())
        .contains("verdigris plan -i hosts.yml")
        .contains("--commit --branch");
  }

  @Test
  void aPlaybookIsFreeWithoutAPolicy() throws IOException {
    Path playbook = Files.writeString(directory.resolve("orders.yml"), "topology: orders\n");

    assertThat(Reviewing.ofPlaybook(playbook, "-i hosts.yml"))
        .isEqualTo(new Review.NotDemanded(""));
  }

  @Test
  void aPathWithSpacesAndUmlautsIsFound() throws IOException {
    String plan = "Pläne für alle/Aufträge 1.yaml";
    clone.commit(plan, "format: 1\n");
    clone.git("push", "-q", "origin", "main");

    assertThat(review(clone, plan)).isInstanceOf(Review.Given.class);
  }

  @Test
  void aCheckoutWithOtherLineEndsIsTheSamePlan() throws IOException {
    clone.git("config", "core.autocrlf", "true");
    Files.delete(clone.file(PLAN));
    Files.delete(clone.file("verdigris.yml"));
    clone.git("checkout", "-q", "--", ".");
    assertThat(Files.readString(clone.file(PLAN))).isEqualTo("format: 1\r\n");

    assertThat(review()).isInstanceOf(Review.Given.class);
  }

  @Test
  void aMistakeInThePolicyIsSaidWithItsPlace() throws IOException {
    clone.write("verdigris.yml", "review:\n  brunch: origin/main\n");

    assertThatThrownBy(this::review)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("verdigris.yml:2:3")
        .hasMessageContaining("brunch");
  }
}
