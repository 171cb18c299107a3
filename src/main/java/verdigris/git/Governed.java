package verdigris.git;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import verdigris.input.ReviewPolicy;
import verdigris.input.SourceText;
import verdigris.problem.ProblemException;

/**
 * A directory with a policy for plans.
 *
 * @param root its real path
 * @param isWorkTree whether Git knows it
 * @param policy what it demands
 */
record Governed(Path root, boolean isWorkTree, ReviewPolicy policy) {

  /**
   * The one that a file is in. The policy of the commit that is checked out counts when the file is
   * gone or says nothing, so that nobody sets a policy aside by removing a file.
   *
   * @throws ProblemException with what is wrong in the policy file
   */
  static Optional<Governed> around(Path file) {
    Optional<Path> root = WorkTree.rootOf(file);
    if (root.isEmpty()) {
      return WorkTree.parents(file).flatMap(d -> written(d, false).stream()).findFirst();
    }
    return written(root.get(), true).or(() -> committed(root.get()));
  }

  private static Optional<Governed> written(Path root, boolean isWorkTree) {
    Path file = root.resolve(ReviewPolicy.FILE);
    return Files.exists(file)
        ? ReviewPolicy.parse(SourceText.read(file)).map(p -> governed(root, isWorkTree, p))
        : Optional.empty();
  }

  private static Optional<Governed> committed(Path root) {
    return text(root)
        .flatMap(
            t ->
                ReviewPolicy.parse(
                    new SourceText(root.resolve(ReviewPolicy.FILE) + " (as committed)", t)))
        .map(p -> governed(root, true, p));
  }

  private static Optional<String> text(Path root) {
    try (WorkTree tree = WorkTree.open(root)) {
      return tree.head()
          .flatMap(h -> h.bytes(ReviewPolicy.FILE))
          .map(b -> new String(b, StandardCharsets.UTF_8));
    } catch (ProblemException _) {
      return Optional.empty(); // A repository that cannot be read demands nothing.
    }
  }

  private static Governed governed(Path root, boolean isWorkTree, ReviewPolicy policy) {
    return new Governed(WorkTree.real(root), isWorkTree, policy);
  }

  /** The same work trees only once. */
  static Stream<Governed> around(Stream<Path> files) {
    return files.flatMap(f -> around(f).stream()).distinct();
  }
}
