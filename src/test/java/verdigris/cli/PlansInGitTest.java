package verdigris.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static verdigris.cli.Program.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import verdigris.cli.Program.Said;
import verdigris.git.NoUserConfiguration;
import verdigris.git.RealGit;
import verdigris.plan.PlanDocument;
import verdigris.plan.Plans;
import verdigris.planfile.PlanFile;

/**
 * {@code plan} and {@code apply} in a work tree, as far as they go without a host: one listens
 * nowhere, and an inventory that is not there shows that nobody looked for hosts yet.
 */
@ExtendWith(NoUserConfiguration.class)
class PlansInGitTest {
  private static final String HOSTS =
      """
      orders:
        hosts:
          blue:
          green:
        vars: { ansible_host: 127.0.0.1, ansible_port: 1 }
      """;
  private static final String ORDERS =
      """
      topology: orders
      hosts: orders
      source: { host: blue, instance: { name: main } }
      primary: { host: blue, version: "11" }
      standbys:
        - { host: green, follows: blue, version: "11" }
      """;

  @TempDir Path directory = Path.of("");
  private RealGit clone = new RealGit(directory);

  @BeforeEach
  void begin() throws IOException {
    directory = directory.toRealPath();
    clone = RealGit.cloneOfNew(directory);
    clone.commit("hosts.yml", HOSTS);
    clone.commit("orders.yml", ORDERS);
    clone.commit("verdigris.yml", "review:\n  branch: origin/main\n");
    clone.git("push", "-q", "origin", "main");
  }

  /** A plan of these playbook and hosts, as {@code plan -o} would have written it. */
  private Path plan() throws IOException {
    PlanDocument some = Plans.fresh();
    var inputs = new LinkedHashMap<String, String>();
    inputs.put("playbook " + clone.file("orders.yml"), "0");
    var document =
        new PlanDocument(
            some.topology(),
            some.target(),
            inputs,
            some.from(),
            some.source(),
            some.facts(),
            some.steps(),
            some.end(),
            some.outageSeconds(),
            some.rehearsed(),
            some.pointOfNoReturn(),
            some.parts(),
            some.unmanaged());
    Path file = clone.file("plans/orders.yaml");
    PlanFile.write(file, document);
    return file;
  }

  private Said apply(Path file, String... more) {
    var words = new ArrayList<>(List.of("apply", "-i", "/nonexistent/hosts"));
    words.add(file.toString());
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  private Said planned(String... more) {
    var words = new ArrayList<>(List.of("plan", "-i"));
    words.add(clone.file("hosts.yml").toString());
    words.add(clone.file("orders.yml").toString());
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  @Test
  void aPlanThatIsNotReviewedIsRefusedBeforeAnyHostIsLookedFor() throws IOException {
    Said said = apply(plan());

    assertThat(said.code()).isEqualTo(4);
    assertThat(said.err())
        .contains("[not-reviewed]")
        .contains("It is not committed. Nothing was changed.")
        .doesNotContain("/nonexistent/hosts");
  }

  @Test
  void aPlanThatIsNotReviewedIsAppliedLoudlyWhenTheUserSaysSo() throws IOException {
    Said said = apply(plan(), "--allow-unreviewed");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err())
        .contains("Warning, set aside by you: The plan is not reviewed as the policy demands")
        .contains("It is not committed.")
        .contains("/nonexistent/hosts");
  }

  @Test
  void aReviewedPlanIsAppliedAndItIsSaidHowThatIsKnown() throws IOException {
    Path file = plan();
    clone.git("add", "plans");
    clone.git("commit", "-q", "-m", "Plan");
    clone.git("push", "-q", "origin", "main");

    Said said = apply(file);

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err())
        .contains(
            "Reviewed: origin/main has it since " + clone.git("rev-parse", "--short=10", "HEAD"))
        .contains("/nonexistent/hosts");
  }

  @Test
  void aPlaybookIsRefusedUnderAPolicyWithTheWayToDoIt() {
    Said said = apply(clone.file("orders.yml"));

    assertThat(said.code()).isEqualTo(4);
    assertThat(said.err())
        .contains("[not-reviewed]")
        .contains("verdigris plan -i /nonexistent/hosts " + clone.file("orders.yml") + " --commit");
  }

  @Test
  void outsideOfGitNothingIsSaidOfReviews() throws IOException {
    Path playbook = Files.writeString(directory.resolve("orders.yml"), ORDERS);

    assertThat(apply(playbook).err()).contains("/nonexistent/hosts").doesNotContain("eview");
  }

  @Test
  void aBranchWithoutACommitIsAMistake() {
    Said said = planned("--branch", "plan-orders");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("[command-line]").contains("Add --commit");
  }

  @Test
  void whatCannotBeCommittedIsSaidBeforeAnyHostIsAsked() {
    clone.git("checkout", "-q", "--detach");

    Said said = planned("--commit");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("[git]").contains("--branch NAME").doesNotContain("blue");
  }

  @Test
  void committingOutsideOfGitIsSaidBeforeAnyHostIsAsked() {
    Said said = planned("--commit", "-o", directory.resolve("plan.yaml").toString());

    assertThat(said.err()).contains("It is in no Git work tree").doesNotContain("blue");
  }

  @Test
  void planningFromFilesThatAreNotCommittedIsWarnedOf() throws IOException {
    clone.write("orders.yml", ORDERS + "settings: { work_mem: 8MB }\n");

    Said said = planned("-o", clone.file("plans/orders.yaml").toString());

    assertThat(said.err())
        .contains("Warning: A plan is made from files that are not committed")
        .contains("orders.yml")
        .contains("host blue"); // Then the hosts were asked.
  }

  @Test
  void onlyLookingAtAPlanWarnsOfNothing() throws IOException {
    clone.write("orders.yml", ORDERS + "settings: { work_mem: 8MB }\n");

    assertThat(planned().err()).doesNotContain("committed");
  }
}
