package verdigris.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.history.Chain;
import verdigris.history.ChainCheck;
import verdigris.history.Journals;
import verdigris.history.SeenHead;
import verdigris.problem.Problem;

/** What Git's history tells of heads, from real repositories. */
class HeadHistoryTest {
  @TempDir Path directory = Path.of("");

  @Test
  void everyVersionOfTheHeadIsFoundTheOldestFirst() throws Exception {
    try (Git git = repository("work")) {
      commit(git, "runs/orders/head", "one");
      commit(git, "README", "something else");
      commit(git, "runs/invoices/head", "of another topology");
      commit(git, "runs/orders/head", "two");
      Files.writeString(file(git, "runs/orders/head"), "not committed");

      assertThat(heads(git)).extracting(SeenHead::content).containsExactly("one", "two");
      assertThat(heads(git)).extracting(SeenHead::ours).containsOnly(true);
    }
  }

  @Test
  void aHeadOfASideBranchThatWasMergedIsFoundThoughTheMergeLeftItOut() throws Exception {
    try (Git git = repository("work")) {
      commit(git, "runs/orders/head", "one");
      String main = git.getRepository().getBranch();
      git.checkout().setCreateBranch(true).setName("side").call();
      RevCommit side = commit(git, "runs/orders/head", "two");
      git.checkout().setName(main).call();
      commit(git, "README", "here");
      git.merge().include(side).setStrategy(org.eclipse.jgit.merge.MergeStrategy.OURS).call();

      assertThat(heads(git)).extracting(SeenHead::content).containsExactly("one", "two");
    }
  }

  @Test
  void aHeadThatOnlyTheRemoteHasComesWithItsRecords() throws Exception {
    try (Git origin = repository("origin")) {
      commit(origin, "runs/orders/head", "one");
      try (Git clone =
          Git.cloneRepository()
              .setURI(directory.resolve("origin").toUri().toString())
              .setDirectory(directory.resolve("clone").toFile())
              .call()) {
        Files.writeString(file(origin, "runs/orders/r2.record.json"), "a record");
        commit(origin, "runs/orders/head", "two");
        clone.fetch().call();

        List<SeenHead> heads = heads(clone);
        assertThat(heads).extracting(SeenHead::content).containsExactly("one", "two");
        assertThat(heads.getLast().ours()).isFalse();
        assertThat(heads.getLast().where()).startsWith("origin/");
        assertThat(heads.getLast().records()).containsExactly("a record");
      }
    }
  }

  @Test
  void aChainThatWasRewrittenAsAWholeLacksTheHeadThatWasCommitted() throws Exception {
    try (Git git = repository("work")) {
      SequencedMap<String, byte[]> chain = Journals.chain("r1", "r2");
      commit(git, "runs/orders/head", Journals.head(chain).line());
      SequencedMap<String, byte[]> longer = Journals.chain("r1", "r2", "r3");
      SequencedMap<String, byte[]> rewritten = Journals.chain("r0", "r2", "r3");

      assertThat(problems(longer, heads(git))).isEmpty();
      assertThat(problems(rewritten, List.of())).isEmpty();
      assertThat(problems(rewritten, heads(git)))
          .singleElement()
          .satisfies(p -> assertThat(p.detail()).contains("rewritten since"));
    }
  }

  private static List<Problem> problems(SequencedMap<String, byte[]> files, List<SeenHead> seen) {
    return ChainCheck.of(
            "runs/orders",
            Chain.of("orders", files, Journals.head(files).line()),
            new LinkedHashMap<>(),
            seen)
        .problems();
  }

  @Test
  void aHeadThatWasRemovedAgainIsStillFound() throws Exception {
    try (Git git = repository("work")) {
      commit(git, "runs/orders/head", "one");
      git.rm().addFilepattern("runs/orders/head").call();
      git.commit().setMessage("remove").setSign(false).call();

      assertThat(heads(git)).extracting(SeenHead::content).containsExactly("one");
    }
  }

  @Test
  void withoutARepositoryOrACommitThereIsNone() throws Exception {
    assertThat(HeadHistory.of(Files.createDirectories(directory.resolve("runs/orders")))).isEmpty();
    try (Git git = repository("work")) {
      assertThat(heads(git)).isEmpty();
    }
  }

  private Git repository(String name) throws GitAPIException {
    return Git.init()
        .setDirectory(directory.resolve(name).toFile())
        .setInitialBranch("main")
        .call();
  }

  private static Path file(Git git, String path) throws IOException {
    Path file = git.getRepository().getWorkTree().toPath().resolve(path);
    Files.createDirectories(file.getParent());
    return file;
  }

  private static RevCommit commit(Git git, String path, String content)
      throws IOException, GitAPIException {
    Files.writeString(file(git, path), content);
    git.add().addFilepattern(".").call();
    return git.commit()
        .setMessage(path)
        .setAuthor("dana", "dana@example.com")
        .setCommitter("dana", "dana@example.com")
        .setSign(false)
        .call();
  }

  private List<SeenHead> heads(Git git) {
    return HeadHistory.of(git.getRepository().getWorkTree().toPath().resolve("runs/orders"));
  }
}
