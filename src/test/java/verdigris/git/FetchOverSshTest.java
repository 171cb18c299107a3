package verdigris.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.eclipse.jgit.util.FS;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A remote over SSH: the user's key, and only a server that the user's known_hosts knows. */
@ExtendWith(NoUserConfiguration.class)
class FetchOverSshTest {
  @TempDir Path directory = Path.of("");
  private final File home = FS.DETECTED.userHome();
  private RealGit clone = new RealGit(directory);
  private final SshServer server = SshServer.setUpDefaultServer();

  @BeforeEach
  void begin() throws Exception {
    directory = directory.toRealPath();
    Files.createDirectories(directory.resolve("home/.ssh"));
    FS.DETECTED.setUserHome(directory.resolve("home").toFile());
    clone = RealGit.cloneOfNew(directory);
    clone.commit("verdigris.yml", "review: { branch: origin/main }\n");
    clone.commit("plans/orders.yaml", "format: 1\n");
    clone.git("push", "-q", "origin", "main");
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(directory.resolve("server.key")));
    // It runs the real git-upload-pack.
    server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
    server.start();
    clone.git("remote", "set-url", "origin", address());
  }

  @AfterEach
  void end() throws IOException {
    server.stop(true);
    FS.DETECTED.setUserHome(home);
  }

  private String address() {
    return "ssh://ana@127.0.0.1:%d%s".formatted(server.getPort(), directory.resolve("remote.git"));
  }

  private Path ssh(String name) {
    return directory.resolve("home/.ssh").resolve(name);
  }

  private void admit(SshKey key) throws Exception {
    PublicKey known =
        AuthorizedKeyEntry.parseAuthorizedKeyEntry(key.publicKey())
            .resolvePublicKey(null, null, null);
    server.setPublickeyAuthenticator(
        (user, offered, _) -> user.equals("ana") && KeyUtils.compareKeys(known, offered));
  }

  private void known() throws Exception {
    String key =
        PublicKeyEntry.toString(
            server
                .getKeyPairProvider()
                .loadKey(null, server.getKeyPairProvider().getKeyTypes(null).iterator().next())
                .getPublic());
    Files.writeString(ssh("known_hosts"), "[127.0.0.1]:%d %s%n".formatted(server.getPort(), key));
  }

  private Review review() {
    return Reviewing.ofPlan(clone.file("plans/orders.yaml"), clone.file("orders.yml"), _ -> {});
  }

  private void assertNotFetched() {
    assertThat(review())
        .extracting(r -> ((Review.Missing) r).problem().detail())
        .asString()
        .contains("Fetching origin/main failed");
  }

  @Test
  void theUsersKeyIsUsed() throws Exception {
    admit(SshKey.make(ssh(""), "id_ed25519", ""));
    known();

    assertThat(review()).isInstanceOf(Review.Given.class);
  }

  @Test
  void aServerThatNobodyKnowsIsNotTrusted() throws Exception {
    admit(SshKey.make(ssh(""), "id_ed25519", ""));

    assertNotFetched();
    assertThat(ssh("known_hosts")).doesNotExist();
  }

  @Test
  void anotherKeyThanTheServersIsNotTrusted() throws Exception {
    admit(SshKey.make(ssh(""), "id_ed25519", ""));
    Files.writeString(
        ssh("known_hosts"),
        "[127.0.0.1]:%d %s%n"
            .formatted(server.getPort(), SshKey.make(directory, "other", "").publicKey()));

    assertNotFetched();
  }

  @Test
  void whoIsNotLetInCannotKnow() throws Exception {
    SshKey.make(ssh(""), "id_ed25519", "");
    admit(SshKey.make(directory, "other", ""));
    known();

    assertNotFetched();
  }
}
