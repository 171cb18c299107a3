package verdigris.input;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import verdigris.input.YamlNode.Scalar;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where.Position;

/**
 * A YAML document as a tree in which every node knows its line and column, with what is wrong with
 * it. Means what PyYAML, and so Ansible, takes the text for (YAML 1.1).
 *
 * @param root the document; an empty document, and one with {@code problems}, is a null scalar at
 *     1:1
 * @param problems YAML_SYNTAX: the text is no document that can be used
 * @param duplicateKeys DUPLICATE_KEY, one for each key given again in the same mapping; the tree
 *     has the last one, as Ansible has, so a reader may take these for warnings
 */
public record LocatedYaml(YamlNode root, List<Problem> problems, List<Problem> duplicateKeys) {
  private static final int DEEPEST_NESTING = 100;

  public LocatedYaml {
    problems = List.copyOf(problems);
    duplicateKeys = List.copyOf(duplicateKeys);
  }

  /**
   * Parses one document. Never throws for any text.
   *
   * @param file the path as the user gave it, for positions
   * @param text the document
   */
  public static LocatedYaml parse(String file, String text) {
    return parse(new SourceText(file, text));
  }

  /** Parses one document. Never throws for any text. */
  public static LocatedYaml parse(SourceText source) {
    StreamReader reader = new StreamReader(source.text());
    try {
      Node node = compose(reader);
      if (node == null) {
        return new LocatedYaml(nothing(source.file()), List.of(), List.of());
      }
      YamlTree tree = new YamlTree(source.file());
      YamlNode root = tree.read(node);
      return tree.problems().isEmpty()
          ? new LocatedYaml(root, List.of(), tree.duplicateKeys())
          : new LocatedYaml(nothing(source.file()), tree.problems(), tree.duplicateKeys());
    } catch (YAMLException e) {
      return new LocatedYaml(
          nothing(source.file()), List.of(YamlSyntax.explain(source, e)), List.of());
    } catch (IllegalArgumentException _) {
      // SnakeYAML 2.5 lets these through for broken escapes, such as "\x at the end of the text.
      return new LocatedYaml(
          nothing(source.file()),
          List.of(YamlSyntax.brokenEscape(source, reader.getMark())),
          List.of());
    }
  }

  /**
   * The tree, or what is wrong.
   *
   * @throws ProblemException YAML_SYNTAX; duplicate keys do not count
   */
  public YamlNode rootOrThrow() {
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return root;
  }

  private static @Nullable Node compose(StreamReader reader) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE); // SourceText limits the file.
    options.setMaxAliasesForCollections(Integer.MAX_VALUE); // YamlTree limits what they expand to.
    options.setNestingDepthLimit(DEEPEST_NESTING);
    options.setAllowDuplicateKeys(true); // YamlTree reports them with their places.
    ParserImpl parser = new ParserImpl(reader, options);
    return new Composer(parser, new Yaml11(), options).getSingleNode();
  }

  private static YamlNode nothing(String file) {
    return new Scalar(new Position(file, 1, 1), "", YamlNode.Type.NULL, "", false);
  }
}
