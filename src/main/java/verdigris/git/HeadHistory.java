package verdigris.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import verdigris.history.RunFiles;
import verdigris.history.SeenHead;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/** Every version of a topology's {@code head} that Git's history has. */
public final class HeadHistory {
  private static final int SHORT = 10;

  private final Repository repository;
  private final String directory;

  private HeadHistory(Repository repository, String directory) {
    this.repository = repository;
    this.directory = directory;
  }

  /**
   * Every version, each with the first commit that has it, of all commits that are reachable from
   * {@code HEAD} or a remote-tracking branch as it was fetched last.
   *
   * @param directory of the topology's runs
   * @return the oldest first; empty: no repository, or it was never committed
   * @throws verdigris.problem.ProblemException FILE_UNREADABLE: the repository cannot be read
   */
  public static List<SeenHead> of(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    FileRepositoryBuilder found = new FileRepositoryBuilder().findGitDir(absolute.toFile());
    if (found.getGitDir() == null) {
      return List.of();
    }
    try (Repository repository = found.setMustExist(true).build()) {
      if (repository.isBare()) {
        return List.of();
      }
      Path inside = repository.getWorkTree().toPath().toRealPath().relativize(real(absolute));
      return new HeadHistory(repository, inside.toString()).all();
    } catch (IOException e) {
      throw Problem.of(
              Kind.FILE_UNREADABLE,
              new Where.InFile(found.getGitDir().toString()),
              "The Git repository cannot be read: " + e.getMessage(),
              "See what Git says of it:\n  git fsck")
          .asException();
    }
  }

  private static Path real(Path directory) throws IOException {
    return directory.toFile().exists() ? directory.toRealPath() : directory;
  }

  private List<SeenHead> all() throws IOException {
    SequencedMap<ObjectId, SeenHead> seen = new LinkedHashMap<>();
    ObjectId head = repository.resolve(Constants.HEAD);
    if (head != null) {
      addAll(seen, head, Optional.empty(), Constants.HEAD);
    }
    for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_REMOTES)) {
      if (!ref.isSymbolic() && ref.getObjectId() != null) {
        String branch = Repository.shortenRefName(ref.getName());
        addAll(seen, ref.getObjectId(), Optional.ofNullable(head), branch);
      }
    }
    return List.copyOf(seen.sequencedValues());
  }

  /**
   * Looks at every commit: a walk that follows the file leaves out the sides of merges whose
   * version was not taken.
   *
   * @param seen version and where it was first
   * @param except what is reachable from there was looked at
   */
  private void addAll(
      SequencedMap<ObjectId, SeenHead> seen, ObjectId from, Optional<ObjectId> except, String where)
      throws IOException {
    try (var walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(from));
      if (except.isPresent()) {
        walk.markUninteresting(walk.parseCommit(except.get()));
      }
      walk.sort(RevSort.TOPO);
      walk.sort(RevSort.REVERSE, true);
      for (RevCommit commit : walk) {
        add(seen, commit, where);
      }
    }
  }

  private void add(SequencedMap<ObjectId, SeenHead> seen, RevCommit commit, String where)
      throws IOException {
    try (TreeWalk at = TreeWalk.forPath(repository, path(RunFiles.HEAD), commit.getTree())) {
      if (at == null || seen.containsKey(at.getObjectId(0))) {
        return;
      }
      boolean ours = where.equals(Constants.HEAD);
      seen.put(
          at.getObjectId(0),
          new SeenHead(
              commit.abbreviate(SHORT).name(),
              where,
              ours,
              content(at.getObjectId(0)),
              ours ? List.of() : records(commit)));
    }
  }

  private List<String> records(RevCommit commit) throws IOException {
    var records = new ArrayList<String>();
    try (var walk = new TreeWalk(repository)) {
      walk.addTree(commit.getTree());
      walk.setRecursive(true);
      if (!directory.isEmpty()) {
        walk.setFilter(PathFilter.create(directory));
      }
      while (walk.next()) {
        if (RunFiles.runOfRecord(walk.getNameString()).isPresent()) {
          records.add(content(walk.getObjectId(0)));
        }
      }
    }
    return records;
  }

  private String content(ObjectId blob) throws IOException {
    return new String(repository.open(blob).getBytes(), StandardCharsets.UTF_8);
  }

  private String path(String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }
}
