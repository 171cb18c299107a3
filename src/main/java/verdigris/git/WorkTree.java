package verdigris.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryState;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.WorkingTreeIterator;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * A work tree of Git, the main one or a linked one.
 *
 * @param root its real path
 * @param repository open
 */
record WorkTree(Path root, Repository repository) implements AutoCloseable {

  /** What may fail at Git's files. */
  interface Work<T> {
    T done() throws IOException;
  }

  /**
   * The root of the work tree that a file is in. Asks Git nothing, so that a program outside of Git
   * never loads it.
   *
   * @param file need not be there
   * @return empty: none
   */
  static Optional<Path> rootOf(Path file) {
    return parents(file).filter(d -> Files.exists(d.resolve(Constants.DOT_GIT))).findFirst();
  }

  /** The directories that a file is in, the nearest first. */
  static Stream<Path> parents(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return Stream.iterate(absolute.getParent(), d -> d != null, Path::getParent);
  }

  /**
   * Where a file really is: links followed as far as it exists.
   *
   * @throws ProblemException GIT: the path goes through a link that leads nowhere, or in circles
   */
  static Path real(Path file) {
    // Not normalized: what ".." means behind a link only the file system knows.
    Path absolute = file.toAbsolutePath();
    Path there =
        Stream.iterate(absolute, d -> d != null, Path::getParent)
            .filter(p -> Files.exists(p, LinkOption.NOFOLLOW_LINKS))
            .findFirst()
            .orElseThrow();
    try {
      return there.toRealPath().resolve(there.relativize(absolute)).normalize();
    } catch (IOException e) {
      throw trouble(file, "A link in its path leads nowhere: " + e.getMessage() + ".", "");
    }
  }

  /**
   * Opens the work tree that a file is in.
   *
   * @throws ProblemException GIT: there is none, or none that can be read
   */
  static WorkTree around(Path file) {
    Path real = real(file);
    Path root = rootOf(real).orElseThrow(() -> nowhere(file, real));
    return open(root);
  }

  /**
   * Opens a work tree.
   *
   * @param root from {@link #rootOf}
   * @throws ProblemException GIT: the repository cannot be read
   */
  static WorkTree open(Path root) {
    return attempt(
        root,
        () -> {
          FileRepositoryBuilder found = new FileRepositoryBuilder();
          found.addCeilingDirectory(root.toFile().getParentFile());
          found.findGitDir(root.toFile());
          if (found.getGitDir() == null) {
            throw trouble(
                root, "Its .git is not that of a repository.", "See what Git says:\n  git status");
          }
          Repository repository = found.setMustExist(true).build();
          if (repository.isBare()) {
            repository.close();
            throw bare(root);
          }
          requireSha1(root, repository);
          return new WorkTree(root.toRealPath(), repository);
        });
  }

  /** JGit reads the other format as if it were this one. */
  private static void requireSha1(Path root, Repository repository) {
    String format = repository.getConfig().getString("extensions", null, "objectformat");
    if (format != null && !format.equalsIgnoreCase("sha1")) {
      repository.close();
      throw trouble(
          root,
          "Its objects are named by %s; only sha1 can be read.".formatted(format),
          "Use a repository of the usual format.");
    }
  }

  /** A file's path inside, as Git writes it; empty: it is elsewhere. */
  Optional<String> pathOf(Path file) {
    Path real = real(file);
    return real.startsWith(root) && !real.equals(root)
        ? Optional.of(root.relativize(real).toString().replace('\\', '/'))
        : Optional.empty();
  }

  /** The commit that is checked out; empty: there is none yet. */
  Optional<Snapshot> head() {
    return at(Constants.HEAD);
  }

  /** What a reference names; empty: there is no such reference. */
  Optional<Snapshot> at(String reference) {
    return attempt(root, () -> Snapshot.of(repository, reference));
  }

  /** Whether a merge has left a conflict in the index. */
  boolean isInConflict() {
    return attempt(root, () -> repository.readDirCache().hasUnmergedPaths());
  }

  /** Whether Git does not know a path, and is told not to (.gitignore). */
  boolean leavesOut(String path) {
    return attempt(
        root,
        () -> {
          if (repository.readDirCache().getEntry(path) != null) {
            return false;
          }
          try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(new FileTreeIterator(repository));
            walk.setFilter(PathFilter.create(path));
            while (walk.next()) {
              if (walk.getTree(0, WorkingTreeIterator.class).isEntryIgnored()) {
                return true;
              }
              if (walk.isSubtree()) {
                walk.enterSubtree();
              }
            }
            return false;
          }
        });
  }

  /**
   * Stops while somebody is in the middle of a merge, a rebase or the like.
   *
   * @throws ProblemException GIT
   */
  void requireSettled() {
    if (isInConflict()) {
      throw trouble(
          root,
          "A merge has left conflicts here. Nothing was committed.",
          "Resolve them, then run the same command again:\n  git status");
    }
    RepositoryState state = repository.getRepositoryState();
    if (state != RepositoryState.SAFE) {
      throw trouble(
          root,
          "Git is in the middle of something here: %s. Nothing was committed."
              .formatted(state.getDescription()),
          "Bring it to an end or abort it, then run the same command again:\n  git status");
    }
  }

  /**
   * Does something that reads or writes Git's files.
   *
   * @throws ProblemException GIT, with what Git said
   */
  static <T> T attempt(Path root, Work<T> work) {
    try {
      return work.done();
    } catch (MissingObjectException e) {
      throw trouble(
          root,
          "An object is missing: %s. The clone is partial or damaged.".formatted(e.getMessage()),
          "Make a whole clone, or see what Git says:\n  git fsck");
    } catch (IOException | JGitInternalException | IllegalArgumentException e) {
      throw trouble(
          root, "Reading it failed: %s.".formatted(said(e)), "See what Git says:\n  git status");
    }
  }

  /** What an exception of JGit says, without a full stop. */
  static String said(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.strip().replaceAll("\\.$", "");
  }

  /** A problem with Git's files. */
  static ProblemException trouble(Path at, String detail, String remedy) {
    return Problem.of(Kind.GIT, new Where.InFile(at.toString()), detail, remedy).asException();
  }

  private static ProblemException nowhere(Path file, Path real) {
    return parents(real)
        .filter(WorkTree::isBare)
        .findFirst()
        .map(WorkTree::bare)
        .orElseGet(
            () ->
                trouble(
                    file,
                    "It is in no Git work tree.",
                    "Name a file inside one with -o, or make one:\n  git init"));
  }

  /** As Git recognises a repository (gitrepository-layout(5)). */
  private static boolean isBare(Path directory) {
    return Files.exists(directory.resolve(Constants.HEAD))
        && Files.isDirectory(directory.resolve("objects"))
        && Files.isDirectory(directory.resolve("refs"));
  }

  private static ProblemException bare(Path directory) {
    return trouble(
        directory,
        "It is a bare repository, which has no files to work with.",
        "Clone it, and work in the clone:\n  git clone " + directory);
  }

  @Override
  public void close() {
    repository.close();
  }
}
