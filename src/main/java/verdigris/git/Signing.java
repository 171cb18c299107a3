package verdigris.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.api.errors.CanceledException;
import org.eclipse.jgit.api.errors.UnsupportedSigningFormatException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.GpgConfig.GpgFormat;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Signer;
import org.eclipse.jgit.lib.Signers;
import org.eclipse.jgit.util.FS;
import verdigris.problem.ProblemException;

/**
 * Signs commits with an SSH key, as Git's configuration says.
 *
 * @param tree whose configuration counts
 * @param config for the key: a file, or {@code key::} and a public key that the agent has
 */
record Signing(WorkTree tree, GpgConfig config) {

  /**
   * How commits of a work tree are signed.
   *
   * @return empty: they are not
   * @throws ProblemException GIT: they are, but in a way that we cannot
   */
  static Optional<Signing> of(WorkTree tree) {
    var repository = tree.repository().getConfig();
    GpgConfig config = WorkTree.attempt(tree.root(), () -> new GpgConfig(repository));
    if (!config.isSignCommits()) {
      return Optional.empty();
    }
    if (config.getKeyFormat() != GpgFormat.SSH) {
      throw WorkTree.trouble(
          tree.root(),
          "Commits are to be signed (commit.gpgsign) in the format %s; Verdigris signs with SSH keys only. Nothing was committed."
              .formatted(config.getKeyFormat().toConfigValue()),
          "Sign with an SSH key, or write the plan without --commit and commit it yourself:\n  git config gpg.format ssh\n  git config user.signingkey ~/.ssh/id_ed25519.pub");
    }
    if (config.getSigningKey() == null && config.getSshDefaultKeyCommand() == null) {
      throw WorkTree.trouble(
          tree.root(),
          "Commits are to be signed (commit.gpgsign), but user.signingkey is missing. Nothing was committed.",
          "Name the key:\n  git config user.signingkey ~/.ssh/id_ed25519.pub");
    }
    return Optional.of(new Signing(tree, config));
  }

  /**
   * Puts a signature on a commit that has everything else: with the key's file or, when that has a
   * passphrase or is elsewhere, by the agent.
   *
   * @throws ProblemException GIT: it cannot be signed
   */
  void sign(CommitBuilder commit, PersonIdent committer) {
    SshAgents.use();
    Optional<String> failure =
        failure(commit, committer, Optional.empty())
            .flatMap(
                byFile ->
                    publicHalf()
                        .map(key -> failure(commit, committer, Optional.of("key::" + key)))
                        .orElse(Optional.of(byFile)));
    if (failure.isPresent()) {
      throw WorkTree.trouble(
          tree.root(),
          "The commit cannot be signed with %s: %s. Nothing was committed."
              .formatted(named(), failure.get()),
          "A key with a passphrase must be in the agent:\n  ssh-add\n  git config user.signingkey ~/.ssh/id_ed25519.pub");
    }
  }

  /** Why it cannot be signed; empty: it is. */
  private Optional<String> failure(
      CommitBuilder commit, PersonIdent committer, Optional<String> key) {
    Signer signer = Signers.get(GpgFormat.SSH);
    try {
      signer.signObject(tree.repository(), config, commit, committer, key.orElse(null), null);
      return Optional.empty();
    } catch (IOException
        | CanceledException
        | UnsupportedSigningFormatException
        | RuntimeException e) {
      return Optional.of(
          reason(e)); // JGit lets runtime exceptions through, of a missing agent too.
    }
  }

  /**
   * The public key as the agent knows it, when a file is configured that lies beside it or is it.
   */
  private Optional<String> publicHalf() {
    if (config.getSigningKey() == null || config.getSigningKey().startsWith("key::")) {
      return Optional.empty();
    }
    Path file = expanded(config.getSigningKey());
    Path half = file.toString().endsWith(".pub") ? file : Path.of(file + ".pub");
    try {
      return Optional.of(Files.readString(half).strip());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Path expanded(String file) {
    return file.startsWith("~/")
        ? FS.DETECTED.userHome().toPath().resolve(file.substring(2))
        : Path.of(file);
  }

  private String named() {
    return config.getSigningKey() == null ? "gpg.ssh.defaultKeyCommand" : config.getSigningKey();
  }

  private static String reason(Exception e) {
    if (e instanceof NullPointerException) {
      return "no SSH agent answers";
    }
    Throwable cause = e.getCause();
    return cause instanceof Exception inner && inner.getMessage() != null
        ? WorkTree.said(e) + " (" + WorkTree.said(inner) + ")"
        : WorkTree.said(e);
  }
}
