package verdigris.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import verdigris.problem.Kind;
import verdigris.problem.Problem;

/** Planning in a dirty work tree. */
@ExtendWith(NoUserConfiguration.class)
class UncommittedTest {
  @TempDir Path directory = Path.of("");
  private RealGit clone = new RealGit(directory);

  @BeforeEach
  void begin() throws IOException {
    directory = directory.toRealPath();
    clone = RealGit.cloneOfNew(directory);
    clone.commit("playbooks/orders.yml", "topology: orders\n");
    clone.commit("inventory/hosts.yml", "all:\n");
  }

  private List<Problem> among(String... inputs) {
    return Uncommitted.among(List.of(inputs).stream().map(clone::file).toList()).stream().toList();
  }

  private List<Problem> warnings() {
    return among("playbooks/orders.yml", "playbooks/templates", "inventory");
  }

  @Test
  void whatIsCommittedIsNotWarnedOf() throws IOException {
    clone.write("README", "something else that changed\n");
    clone.write("notes", "something else that is new\n");

    assertThat(warnings()).isEmpty();
  }

  @Test
  void oneWarningNamesEveryInputThatChangedOrIsNew() throws IOException {
    clone.write("playbooks/orders.yml", "topology: others\n");
    clone.write("playbooks/templates/postgresql.conf", "x\n");
    clone.write("inventory/group_vars/all.yml", "x: 1\n");
    clone.write("inventory/hosts.yml", "all: {}\n");
    clone.git("add", "inventory/hosts.yml");

    assertThat(warnings())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.kind()).isEqualTo(Kind.UNCOMMITTED_INPUT);
              assertThat(p.detail())
                  .contains("playbooks/orders.yml")
                  .contains("playbooks/templates/postgresql.conf")
                  .contains("inventory/group_vars/all.yml")
                  .contains("inventory/hosts.yml");
            });
  }

  @Test
  void whatIsIgnoredIsNotMeantToBeSeen() throws IOException {
    clone.commit(".gitignore", "*.secret\n");
    clone.write("playbooks/templates/app.secret", "x\n");

    assertThat(warnings()).isEmpty();
  }

  @Test
  void theRootItselfMayBeAnInput() throws IOException {
    clone.write("new", "x\n");

    assertThat(Uncommitted.among(List.of(clone.directory()))).isPresent();
  }

  @Test
  void manyFilesAreCountedRatherThanListed() throws IOException {
    for (int i = 10; i < 30; i++) {
      clone.write("inventory/group_vars/g" + i + ".yml", "x\n");
    }

    assertThat(warnings().getFirst().detail())
        .contains("g19.yml and 10 more")
        .doesNotContain("g20");
  }

  @Test
  void filesOutsideOfGitAreNobodysBusiness() throws IOException {
    Path file = Files.writeString(directory.resolve("orders.yml"), "x\n");

    assertThat(Uncommitted.among(List.of(file))).isEmpty();
  }

  @Test
  void aRepositoryThatCannotBeReadIsOnlyWarnedOf() throws IOException {
    clone.write(".git/index", "nonsense");

    assertThat(warnings()).singleElement().matches(p -> p.kind() == Kind.GIT);
  }
}
