package verdigris.git;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.SubmoduleConfig.FetchRecurseSubmodulesMode;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;

/**
 * A branch of a remote.
 *
 * @param tree that knows the remote
 * @param remote its name
 * @param name of the branch there
 */
record RemoteBranch(WorkTree tree, String remote, String name) {
  private static final int PATIENCE_SECONDS = 30;

  /**
   * The one that a remote-tracking branch stands for; a remote's name may have slashes too.
   *
   * @param tracking such as {@code origin/main}
   * @return empty: there is no such remote
   */
  static Optional<RemoteBranch> named(String tracking, WorkTree tree) {
    return tree.repository().getRemoteNames().stream()
        .filter(r -> tracking.startsWith(r + "/"))
        .max(Comparator.comparingInt(String::length))
        .map(r -> new RemoteBranch(tree, r, tracking.substring(r.length() + 1)));
  }

  /** Fetches this branch and nothing else; what went wrong, or empty. */
  Optional<String> notFetched(Consumer<String> told) {
    told.accept("Fetching %s from %s ...".formatted(name, remote));
    var spec = new RefSpec("+refs/heads/%s:refs/remotes/%s/%s".formatted(name, remote, name));
    SshAgents.use();
    try (Git git = Git.wrap(tree.repository())) {
      git.fetch()
          .setRemote(remote)
          .setRefSpecs(spec)
          .setTagOpt(TagOpt.NO_TAGS)
          .setRecurseSubmodules(FetchRecurseSubmodulesMode.NO)
          .setTimeout(PATIENCE_SECONDS)
          .call();
      return Optional.empty();
    } catch (GitAPIException | JGitInternalException e) {
      return Optional.of(WorkTree.said(e));
    }
  }
}
