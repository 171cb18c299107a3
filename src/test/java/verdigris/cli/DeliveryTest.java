package verdigris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import verdigris.git.NoUserConfiguration;
import verdigris.git.RealGit;
import verdigris.plan.Plans;
import verdigris.planfile.PlanFile;
import verdigris.show.PlanMessage;
import verdigris.show.Style;

/** Where a plan goes, and what is said of it. */
@ExtendWith(NoUserConfiguration.class)
class DeliveryTest {
  @TempDir Path directory = Path.of("");
  private RealGit clone = new RealGit(directory);

  @BeforeEach
  void begin() throws IOException {
    directory = directory.toRealPath();
    clone = RealGit.cloneOfNew(directory);
    clone.commit("hosts.yml", "orders:\n  hosts:\n    blue:\n    green:\n");
    clone.commit(
        "playbooks/orders.yml",
        """
        topology: orders
        hosts: orders
        source: { host: blue, instance: { name: main } }
        primary: { host: blue, version: "11" }
        """);
  }

  /** Delivers a plan; what was said of it. */
  private String deliver(Optional<Path> output, boolean commit, Optional<String> branch) {
    var options = new InventoryOptions();
    options.sources = List.of(clone.file("hosts.yml").toString());
    var said = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new Surroundings(false, Style.PLAIN, 100),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(said, true, StandardCharsets.UTF_8),
            InstantSource.system());
    Path playbook = clone.file("playbooks/orders.yml");
    try (Workplace workplace = Workplace.open(options, playbook)) {
      Delivery.of(output, commit, branch, workplace)
          .ifPresent(
              d -> {
                d.prepare(terminal, options, playbook);
                d.deliver(terminal, Plans.fresh());
              });
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void withoutAFileAPlanIsCommittedBesideThePlaybooksOfItsWorkTree() throws IOException {
    String said = deliver(Optional.empty(), true, Optional.of("plan-orders"));

    assertThat(said)
        .contains("Plan written to " + clone.file("plans/orders.yaml"))
        .contains(
            "Committed as " + clone.git("rev-parse", "--short=10", "HEAD") + " on plan-orders")
        .contains("\n  git push -u origin plan-orders\n");
    assertThat(clone.git("show", "HEAD:plans/orders.yaml") + "\n")
        .isEqualTo(PlanFile.yaml(Plans.fresh()));
    assertThat(clone.git("log", "-1", "--format=%B") + "\n")
        .isEqualTo(PlanMessage.of(Plans.fresh()));
  }

  @Test
  void theSamePlanASecondTimeIsNothingToCommit() {
    deliver(Optional.empty(), true, Optional.empty());

    assertThat(deliver(Optional.empty(), true, Optional.empty()))
        .contains("Plan unchanged in ")
        .contains("Nothing to commit: main has this plan already.");
  }

  @Test
  void aFileThatIsNamedIsTheOneThatIsCommitted() {
    deliver(Optional.of(clone.file("green.yaml")), true, Optional.empty());

    assertThat(clone.git("show", "--name-only", "--format=", "HEAD")).isEqualTo("green.yaml");
  }

  @Test
  void withoutCommitAFileIsOnlyWritten() {
    String head = clone.git("rev-parse", "HEAD");

    assertThat(deliver(Optional.of(clone.file("green.yaml")), false, Optional.empty()))
        .isEqualTo("Plan written to %s%n".formatted(clone.file("green.yaml")));
    assertThat(clone.git("rev-parse", "HEAD")).isEqualTo(head);
  }

  @Test
  void withoutAFileAndWithoutCommitNothingIsWritten() {
    assertThat(deliver(Optional.empty(), false, Optional.empty())).isEmpty();
    assertThat(Files.exists(clone.file("plans"))).isFalse();
  }
}
