package verdigris.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Commits that are signed, as Git and ssh-keygen judge them. */
@ExtendWith(NoUserConfiguration.class)
class SigningTest {
  private static final String PLAN = "plans/orders.yaml";

  @TempDir Path directory = Path.of("");
  private RealGit clone = new RealGit(directory);

  @BeforeEach
  void begin() throws IOException {
    directory = directory.toRealPath();
    clone = RealGit.cloneOfNew(directory);
    clone.write(PLAN, "format: 1\n");
  }

  private void commit() {
    PlanCommit.around(clone.file(PLAN), Optional.empty())
        .commit(clone.file(PLAN), clone.file("runs/orders"), "Plan orders\n");
  }

  private void assertVerifies(SshKey key) throws IOException {
    Path allowed = new RealGit(directory).write("allowed", key.allowed("dora@example.org"));
    clone.git("config", "gpg.ssh.allowedSignersFile", allowed.toString());
    assertThat(clone.run(List.of("git", "verify-commit", "HEAD")))
        .matches(s -> s.status() == 0)
        .extracting(RealGit.Said::text)
        .asString()
        .contains("Good \"git\" signature for dora@example.org");
  }

  private void assertNothingCommitted(String... words) {
    String before = clone.git("rev-parse", "HEAD");
    assertThatThrownBy(this::commit).hasMessageContainingAll(words);
    assertThat(clone.git("rev-parse", "HEAD")).isEqualTo(before);
    assertThat(clone.git("status", "--porcelain")).isEqualTo("?? plans/");
    assertThat(clone.file(".git/index.lock")).doesNotExist();
  }

  @Test
  void aCommitIsSignedWhenGitIsConfiguredToAndGitVerifiesIt() throws IOException {
    SshKey key = SshKey.make(directory, "dora", "");
    key.signsFor(clone);

    commit();

    assertVerifies(key);
  }

  @Test
  void thePrivateHalfMayBeNamedToo() throws IOException {
    SshKey key = SshKey.make(directory, "dora", "");
    key.signsFor(clone);
    clone.git("config", "user.signingkey", key.file().toString());

    commit();

    assertVerifies(key);
  }

  @Test
  void aKeyWithAPassphraseIsAskedOfTheAgent() throws Exception {
    SshKey key = SshKey.make(directory, "dora", "secret words");
    key.signsFor(clone);
    Path socket = directory.resolve("agent");
    Process agent =
        new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
            .redirectErrorStream(true)
            .start();
    try {
      add(key, socket, agent);
      NoUserConfiguration.use(Map.of("SSH_AUTH_SOCK", socket.toString()));

      commit();
    } finally {
      agent.destroy();
      agent.waitFor(10, TimeUnit.SECONDS);
    }
    assertVerifies(key);
  }

  /** Adds a key once the agent listens. */
  private void add(SshKey key, Path socket, Process agent) throws Exception {
    Path askpass = new RealGit(directory).write("askpass", "#!/bin/sh\necho 'secret words'\n");
    assertThat(askpass.toFile().setExecutable(true)).isTrue();
    for (int i = 0; i < 200 && agent.isAlive() && !java.nio.file.Files.exists(socket); i++) {
      Thread.sleep(50);
    }
    ProcessBuilder add = new ProcessBuilder("ssh-add", key.file().toString());
    add.environment().put("SSH_AUTH_SOCK", socket.toString());
    add.environment().put("SSH_ASKPASS", askpass.toString());
    add.environment().put("SSH_ASKPASS_REQUIRE", "force");
    Process process = add.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
  }

  @Test
  void aKeyWithAPassphraseAndNoAgentCommitsNothing() {
    SshKey.make(directory, "dora", "secret words").signsFor(clone);

    assertNothingCommitted("cannot be signed", "dora.pub");
  }

  @Test
  void anAgentThatIsGoneCommitsNothing() {
    SshKey.make(directory, "dora", "secret words").signsFor(clone);
    NoUserConfiguration.use(Map.of("SSH_AUTH_SOCK", directory.resolve("gone").toString()));

    assertNothingCommitted("cannot be signed");
  }

  @Test
  void aKeyThatIsNotThereCommitsNothing() {
    clone.git("config", "gpg.format", "ssh");
    clone.git("config", "commit.gpgsign", "true");
    clone.git("config", "user.signingkey", "/nonexistent/key.pub");

    assertNothingCommitted("cannot be signed", "/nonexistent/key.pub");
  }

  @Test
  void noKeyAtAllCommitsNothing() {
    clone.git("config", "gpg.format", "ssh");
    clone.git("config", "commit.gpgsign", "true");

    assertNothingCommitted("user.signingkey is missing");
  }

  @Test
  void anotherFormatThanSshIsRefusedRatherThanLeftUnsigned() {
    clone.git("config", "commit.gpgsign", "true");

    assertNothingCommitted("openpgp", "SSH keys only");
  }
}
