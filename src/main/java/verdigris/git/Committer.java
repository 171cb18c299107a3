package verdigris.git;

import java.util.ArrayList;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.UserConfig;

/**
 * Who a commit is by, from Git's configuration and its variables of the environment.
 *
 * @param author who wrote it
 * @param committer who committed it
 */
record Committer(PersonIdent author, PersonIdent committer) {

  /**
   * Of a repository's user. Git makes up a name and an address when none is given; we do not, since
   * a review wants to know who asks for it.
   *
   * @throws verdigris.problem.ProblemException GIT: it is not said who that is
   */
  static Committer of(WorkTree tree) {
    UserConfig user = tree.repository().getConfig().get(UserConfig.KEY);
    var missing = new ArrayList<String>();
    if (isMissing(user.isAuthorNameImplicit(), user.getAuthorName())
        || isMissing(user.isCommitterNameImplicit(), user.getCommitterName())) {
      missing.add("user.name");
    }
    if (isMissing(user.isAuthorEmailImplicit(), user.getAuthorEmail())
        || isMissing(user.isCommitterEmailImplicit(), user.getCommitterEmail())) {
      missing.add("user.email");
    }
    if (!missing.isEmpty()) {
      throw WorkTree.trouble(
          tree.root(),
          "Git is not told who commits: %s is missing. Nothing was committed."
              .formatted(String.join(" and ", missing)),
          "Tell it:\n  git config --global user.name \"Your Name\"\n  git config --global user.email you@example.org");
    }
    return new Committer(
        new PersonIdent(user.getAuthorName(), user.getAuthorEmail()),
        new PersonIdent(user.getCommitterName(), user.getCommitterEmail()));
  }

  private static boolean isMissing(boolean madeUp, String value) {
    return madeUp || value.isBlank();
  }
}
