package verdigris.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import verdigris.input.YamlNode.Mapping;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.problem.Where.Position;

/**
 * Finds and reads the sources of an inventory, each in the format that Ansible would find: a list
 * of hosts with commas, a directory of sources, YAML, INI.
 */
final class InventorySources {
  /** Names in a directory that Ansible passes over (INVENTORY_IGNORE_EXTS, REJECT_EXTS). */
  private static final Pattern IGNORED =
      Pattern.compile(
          "^\\.|^host_vars$|^group_vars$|^vars_plugins$"
              + "|\\.(?:pyc|pyo|swp|bak|rpm|md|txt|rst|orig|ini|cfg|retry)$|~$");

  private static final List<String> YAML_EXTENSIONS = List.of("", ".yaml", ".yml", ".json");

  private final VaultPasswords passwords;
  private final InventoryDraft draft;

  InventorySources(VaultPasswords passwords, InventoryDraft draft) {
    this.passwords = passwords;
    this.draft = draft;
  }

  /** Reads what stands behind one {@code -i}. */
  void read(String source) {
    if (isHostList(source)) {
      hostList(source);
      return;
    }
    Path path = Path.of(source);
    if (!Files.exists(path)) {
      draft.problem(
          Kind.FILE_UNREADABLE, new Where.InFile(source), "There is no such inventory.", "");
      return;
    }
    read(path);
  }

  /** Whether it is no path but names of hosts with commas between. */
  static boolean isHostList(String source) {
    return source.contains(",") && !Files.exists(Path.of(source));
  }

  private void hostList(String source) {
    for (String part : source.split(",", -1)) {
      String entry = PythonText.strip(part);
      if (!entry.isEmpty()) {
        HostNames address = HostNames.withoutRanges(entry);
        var at = new Position("--inventory", 1, 1 + source.indexOf(entry));
        draft.addHosts(InventoryDraft.UNGROUPED, address, new LinkedHashMap<>(), at);
      }
    }
  }

  private void read(Path path) {
    try {
      if (Files.isDirectory(path)) {
        listed(path).forEach(this::member);
      } else {
        file(path);
      }
    } catch (ProblemException e) {
      draft.problems().addAll(e.problems());
    }
  }

  /**
   * A file of a directory. Ansible warns of one that it cannot read and goes on without it, but
   * keeps what stands before the first wrong line. Here only what no line of can be read is left
   * out, such as a known_hosts file; half an inventory, or what is called one, is a problem.
   */
  private void member(Path path) {
    if (Files.isDirectory(path) || isCalledAnInventory(path)) {
      read(path);
      return;
    }
    InventoryDraft trial = new InventoryDraft();
    draft.groups().keySet().forEach(trial::addGroup);
    new InventorySources(passwords, trial).read(path);
    if (trial.problems().isEmpty() || !isWrongFromTheStart(path, trial.problems())) {
      read(path);
      return;
    }
    draft.warning(
        Kind.DOUBTFUL_DECLARATION,
        new Where.InFile(path.toString()),
        "It is no inventory, and was left out, as Ansible leaves it out.",
        "Keep other files elsewhere, or name the inventory's file itself with -i.");
  }

  private static boolean isCalledAnInventory(Path path) {
    String extension = extension(path.toString());
    return !extension.isEmpty() && YAML_EXTENSIONS.contains(extension);
  }

  /** Whether already the first line that says something is none of an INI inventory. */
  private static boolean isWrongFromTheStart(Path path, List<Problem> problems) {
    boolean syntax = problems.stream().allMatch(p -> p.kind() == Kind.INI_SYNTAX);
    if (!syntax || !(problems.getFirst().where() instanceof Position(String _, int line, int _))) {
      return false;
    }
    return SourceText.read(path)
        .text()
        .lines()
        .limit(line - 1L)
        .map(PythonText::strip)
        .allMatch(l -> l.isEmpty() || l.startsWith("#") || l.startsWith(";"));
  }

  private static List<Path> listed(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !IGNORED.matcher(name).find())
          .sorted(Ordered.BY_CODE_POINT)
          .map(directory::resolve)
          .toList();
    } catch (IOException e) {
      throw Problem.of(
              Kind.FILE_UNREADABLE,
              new Where.InFile(directory.toString()),
              "The directory cannot be listed: " + e + ".",
              "")
          .asException();
    }
  }

  private void file(Path file) {
    DocumentFile document = DocumentFile.read(file, passwords);
    String name = file.toString();
    if (Files.isExecutable(file) && document.source().text().startsWith("#!")) {
      notSupported(
          name,
          "It is a script that prints an inventory; Verdigris runs no inventory scripts.",
          "Write its result to a file and use that: ansible-inventory -i %s --list --yaml --export"
              .formatted(name));
      return;
    }
    if (name.endsWith(".toml")) {
      notSupported(name, "It is an inventory in TOML.", "Write it as YAML or INI.");
      return;
    }
    if (YAML_EXTENSIONS.contains(extension(name))) {
      yamlOrIni(document, name);
      return;
    }
    IniSource.read(document.source(), draft);
  }

  private void notSupported(String file, String detail, String remedy) {
    draft.problem(Kind.NOT_SUPPORTED, new Position(file, 1, 1), detail, remedy);
  }

  private void yamlOrIni(DocumentFile document, String name) {
    LocatedYaml yaml = document.tree();
    if (yaml.root() instanceof Mapping root && !root.entries().isEmpty()) {
      draft.warnings().addAll(yaml.duplicateKeys());
      YamlSource.read(root, document.secret(), draft);
      return;
    }
    if (isNothing(yaml)) {
      return;
    }
    if (extension(name).isEmpty() && !looksLikeYaml(document.source().text())) {
      IniSource.read(document.source(), draft);
      return;
    }
    iniOrYamlProblem(document, yaml);
  }

  /** Ansible tries INI last; only when that fails too, the file is wrong, and wrong as YAML. */
  private void iniOrYamlProblem(DocumentFile document, LocatedYaml yaml) {
    InventoryDraft attempt = new InventoryDraft();
    draft.groups().keySet().forEach(attempt::addGroup);
    IniSource.read(document.source(), attempt);
    if (attempt.problems().isEmpty()) {
      IniSource.read(document.source(), draft);
      return;
    }
    draft.problems().addAll(yaml.problems());
    if (yaml.problems().isEmpty()) {
      draft.problem(
          Kind.WRONG_VALUE,
          yaml.root().at(),
          "An inventory is a mapping of groups, found " + yaml.root().described() + ".",
          "");
    }
  }

  private static boolean isNothing(LocatedYaml yaml) {
    return yaml.problems().isEmpty()
        && yaml.root() instanceof YamlNode.Scalar scalar
        && scalar.isNull();
  }

  /** Whether the first line that says something is one of YAML. */
  private static boolean looksLikeYaml(String text) {
    Optional<String> first =
        text.lines()
            .map(PythonText::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .findFirst();
    return first
        .map(
            line -> line.equals("---") || line.startsWith("{") || line.matches("[^\\s=]+:(\\s.*)?"))
        .orElse(false);
  }

  /** As Python's os.path.splitext: dots at the beginning of a name begin no extension. */
  static String extension(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    boolean leading = name.chars().limit(Math.max(0, dot)).allMatch(c -> c == '.');
    return dot < 0 || leading ? "" : name.substring(dot);
  }
}
