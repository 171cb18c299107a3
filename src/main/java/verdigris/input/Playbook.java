package verdigris.input;

import java.nio.file.Path;
import java.util.List;
import verdigris.input.YamlNode.Mapping;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.world.Declaration;

/**
 * A playbook that was read: the target state of one topology ({@code docs/playbook.md}).
 *
 * @param declaration what it says, defaults filled in, variables replaced
 * @param warnings what is possible but probably not wanted; in the order of the file
 */
public record Playbook(Declaration declaration, List<Problem> warnings) {
  public Playbook {
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads a playbook.
   *
   * @param file path as the user gave it
   * @param context what it may refer to
   * @throws ProblemException with everything that is wrong, in the order of the file
   */
  public static Playbook read(Path file, PlaybookContext context) {
    return parse(SourceText.read(file), context);
  }

  /**
   * Reads a playbook's text; no file is touched.
   *
   * @throws ProblemException with everything that is wrong, in the order of the file
   */
  public static Playbook parse(SourceText source, PlaybookContext context) {
    LocatedYaml yaml = LocatedYaml.parse(source);
    if (!(yaml.rootOrThrow() instanceof Mapping root)) {
      throw notAPlaybook(yaml.root()).asException();
    }
    Scan scan = Scan.begin(context, group(root, context));
    scan.problems().addAll(yaml.duplicateKeys());

    Values values = PlaybookKeys.playbook(List.of()).values(root, scan);
    new PlaybookChecks(scan, new Places(root), values).run();
    if (!scan.problems().isEmpty()) {
      throw new ProblemException(Scan.inOrder(scan.problems()));
    }
    List<String> hosts = context.hosts(values.get(PlaybookKeys.HOSTS)).orElseThrow();
    return new Playbook(
        PlaybookKeys.playbook(hosts).meaning().apply(values), Scan.inOrder(scan.warnings()));
  }

  /** Whose variables count: the group's; all's to find out what the group is. */
  private static String group(Mapping root, PlaybookContext context) {
    Scan first = Scan.begin(context, "all"); // Its problems are found again, and reported, later.
    return root.get(PlaybookKeys.HOSTS.name())
        .flatMap(name -> PlaybookKeys.HOSTS.form().read(name, first))
        .filter(name -> context.hosts(name).isPresent())
        .orElse("all");
  }

  private static Problem notAPlaybook(YamlNode found) {
    return Problem.of(
        Kind.WRONG_VALUE,
        found.at(),
        "Found "
            + found.described()
            + "; expected a mapping with the keys "
            + String.join(", ", PlaybookKeys.ALL.stream().map(Key::name).toList())
            + ".",
        found instanceof YamlNode.Sequence
            ? "An Ansible playbook is a list of plays; a Verdigris playbook declares a state. verdigris"
                + " init writes an example."
            : "verdigris init writes an example.");
  }
}
