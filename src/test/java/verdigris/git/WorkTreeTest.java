package verdigris.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which repository a file is in. */
@ExtendWith(NoUserConfiguration.class)
class WorkTreeTest {
  @TempDir Path directory = Path.of("");
  private RealGit clone = new RealGit(directory);

  @BeforeEach
  void begin() throws IOException {
    directory = directory.toRealPath();
    clone = RealGit.cloneOfNew(directory);
  }

  @Test
  void aFileIsInTheWorkTreeAroundItAlsoWhenItIsNotThereYet() {
    try (WorkTree tree = WorkTree.around(clone.file("plans/orders.yaml"))) {
      assertThat(tree.root()).isEqualTo(clone.directory());
      assertThat(tree.pathOf(clone.file("plans/orders.yaml"))).contains("plans/orders.yaml");
      assertThat(tree.head().orElseThrow().id()).isEqualTo(clone.git("rev-parse", "HEAD"));
    }
  }

  @Test
  void aLinkedWorkTreeIsAWorkTreeOfItsOwn() throws IOException {
    clone.git("worktree", "add", "-q", "-b", "other", "../linked");
    RealGit linked = new RealGit(directory.resolve("linked"));
    linked.commit("only-here", "x\n");

    try (WorkTree tree = WorkTree.around(linked.file("plans/orders.yaml"))) {
      assertThat(tree.root()).isEqualTo(linked.directory());
      assertThat(tree.head().orElseThrow().blob("only-here")).isPresent();
      assertThat(tree.isInConflict()).isFalse();
    }
  }

  @Test
  void aFileOutsideIsInNone() {
    assertThat(WorkTree.rootOf(directory.resolve("plan.yaml"))).isEmpty();
    assertThatThrownBy(() -> WorkTree.around(directory.resolve("plan.yaml")))
        .hasMessageContaining("It is in no Git work tree");
  }

  @Test
  void aBareRepositoryHasNoFiles() {
    assertThatThrownBy(() -> WorkTree.around(directory.resolve("remote.git/plan.yaml")))
        .hasMessageContaining("bare repository");
  }

  @Test
  void aWorkTreeWhoseRepositoryIsGoneIsSaidToBeBroken() throws IOException {
    Files.createDirectories(directory.resolve("broken"));
    Files.writeString(directory.resolve("broken/.git"), "gitdir: /nonexistent/repository\n");

    assertThatThrownBy(() -> WorkTree.around(directory.resolve("broken/plan.yaml")))
        .hasMessageContaining("The Git repository does not allow this as it is");
  }

  @Test
  void aRepositoryOfAFormatThatWeCannotReadIsSaidToBeSo() {
    new RealGit(directory).git("init", "-q", "--object-format=sha256", "other-hash");

    assertThatThrownBy(
            () -> {
              try (WorkTree tree = WorkTree.around(directory.resolve("other-hash/plan.yaml"))) {
                tree.requireSettled();
              }
            })
        .hasMessageContaining("The Git repository does not allow this as it is");
  }

  @Test
  void beforeTheFirstCommitThereIsNoHead() {
    new RealGit(directory).git("init", "-q", "young");

    try (WorkTree tree = WorkTree.around(directory.resolve("young/plan.yaml"))) {
      assertThat(tree.head()).isEmpty();
    }
  }

  @Test
  void aLinkIsFollowedToWhereTheFileReallyIs() throws IOException {
    clone.write("plans/orders.yaml", "x\n");
    Path link =
        Files.createSymbolicLink(directory.resolve("link.yaml"), clone.file("plans/orders.yaml"));

    try (WorkTree tree = WorkTree.around(link)) {
      assertThat(tree.pathOf(link)).contains("plans/orders.yaml");
    }
  }

  @Test
  void aPathWithSpacesAndUmlautsIsAPath() throws IOException {
    clone.commit("Pläne für alle/Aufträge 1.yaml", "x\n");

    try (WorkTree tree = WorkTree.around(clone.file("Pläne für alle/Aufträge 1.yaml"))) {
      assertThat(tree.head().orElseThrow().blob("Pläne für alle/Aufträge 1.yaml")).isPresent();
    }
  }
}
