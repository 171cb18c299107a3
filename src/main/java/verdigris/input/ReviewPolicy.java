package verdigris.input;

import java.util.List;
import java.util.Optional;
import verdigris.problem.ProblemException;

/**
 * What a work tree demands of a plan before it is applied ({@code docs/policy.md}).
 *
 * @param branch the remote-tracking branch that must hold it, such as {@code origin/main}
 * @param fetch whether that branch is fetched first
 * @param signedBy file of allowed signers, from the root of the work tree
 */
public record ReviewPolicy(String branch, boolean fetch, Optional<String> signedBy) {
  /** The file's name, at the root of the work tree. */
  public static final String FILE = "verdigris.yml";

  /**
   * Reads a policy file's text.
   *
   * @return empty: it demands no review
   * @throws ProblemException with everything that is wrong, in the order of the file
   */
  public static Optional<ReviewPolicy> parse(SourceText source) {
    LocatedYaml yaml = LocatedYaml.parse(source);
    YamlNode root = yaml.rootOrThrow();
    if (root instanceof YamlNode.Scalar scalar && scalar.type() == YamlNode.Type.NULL) {
      return Optional.empty();
    }
    Scan scan = Scan.begin(NOTHING, "all");
    scan.problems().addAll(yaml.duplicateKeys());
    Optional<Optional<ReviewPolicy>> policy = ReviewKeys.FILE.read(root, scan);
    if (!scan.problems().isEmpty()) {
      throw new ProblemException(Scan.inOrder(scan.problems()));
    }
    return policy.orElseThrow();
  }

  /** A policy is the same for everybody: it may refer to no variable. */
  private static final PlaybookContext NOTHING =
      new PlaybookContext() {
        @Override
        public List<String> groups() {
          return List.of();
        }

        @Override
        public Optional<List<String>> hosts(String group) {
          return Optional.empty();
        }

        @Override
        public Optional<Variable> variable(String group, String name) {
          return Optional.empty();
        }

        @Override
        public Optional<String> environment(String name) {
          return Optional.empty();
        }
      };
}
