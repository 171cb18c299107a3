package verdigris.git;

import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/** Where a file's content came into a branch. */
final class Provenance {
  private Provenance() {}

  /**
   * The newest commit that has this content at the path while none of its parents has.
   *
   * @param tip of the branch; has it
   */
  static Snapshot of(Snapshot tip, String path, ObjectId content) throws IOException {
    Repository repository = tip.repository();
    try (RevWalk walk = new RevWalk(repository)) {
      walk.sort(RevSort.TOPO);
      walk.sort(RevSort.COMMIT_TIME_DESC, true);
      walk.markStart(walk.parseCommit(tip.commit()));
      for (RevCommit commit : walk) {
        if (has(repository, commit, path, content)
            && !inherits(walk, repository, commit, path, content)) {
          return new Snapshot(repository, commit);
        }
      }
    }
    throw new IOException("no commit of " + tip.id() + " brought " + path);
  }

  private static boolean inherits(
      RevWalk walk, Repository repository, RevCommit commit, String path, ObjectId content)
      throws IOException {
    for (RevCommit parent : commit.getParents()) {
      walk.parseHeaders(parent);
      if (has(repository, parent, path, content)) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(
      Repository repository, RevCommit commit, String path, ObjectId content) {
    return new Snapshot(repository, commit).blob(path).equals(Optional.of(content));
  }
}
