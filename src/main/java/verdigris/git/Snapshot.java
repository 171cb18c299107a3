package verdigris.git;

import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * The files of one commit.
 *
 * @param repository that has it
 * @param commit with its headers read
 */
record Snapshot(Repository repository, RevCommit commit) {
  private static final int SHORT = 10;

  /** The commit that a reference names; empty: there is no such reference, or no commit yet. */
  static Optional<Snapshot> of(Repository repository, String reference) throws IOException {
    ObjectId id = repository.resolve(reference + "^{commit}");
    if (id == null) {
      return Optional.empty();
    }
    try (RevWalk walk = new RevWalk(repository)) {
      return Optional.of(new Snapshot(repository, walk.parseCommit(id)));
    }
  }

  /** The id of a file's content; empty: there is no such file. */
  Optional<ObjectId> blob(String path) {
    return WorkTree.attempt(
        repository.getWorkTree().toPath(),
        () -> {
          try (TreeWalk walk = TreeWalk.forPath(repository, path, commit.getTree())) {
            boolean file = walk != null && FileMode.REGULAR_FILE.getObjectType() == type(walk);
            return file ? Optional.of(walk.getObjectId(0)) : Optional.empty();
          }
        });
  }

  private static int type(TreeWalk walk) {
    return walk.getFileMode(0).getObjectType();
  }

  /** A file's content; empty: there is no such file. */
  Optional<byte[]> bytes(String path) {
    return blob(path)
        .map(
            id ->
                WorkTree.attempt(
                    repository.getWorkTree().toPath(), () -> repository.open(id).getBytes()));
  }

  /** The commit's id in full. */
  String id() {
    return commit.getId().name();
  }

  /** An id as people write it. */
  static String brief(AnyObjectId id) {
    return id.name().substring(0, SHORT);
  }
}
