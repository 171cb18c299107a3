package verdigris.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import verdigris.input.YamlNode.Mapping;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * Finds and reads {@code group_vars/} and {@code host_vars/} beside the sources of an inventory
 * (ansible.builtin.host_group_vars).
 */
final class VariablesFiles {
  private static final List<String> EXTENSIONS = List.of("", ".yml", ".yaml", ".json");

  private final VaultPasswords passwords;
  private final InventoryDraft draft;

  VariablesFiles(VaultPasswords passwords, InventoryDraft draft) {
    this.passwords = passwords;
    this.draft = draft;
  }

  /**
   * The variables of one file.
   *
   * @param values in order
   * @param closed why an encrypted file could not be opened; counts when a host needs the file
   */
  record Read(SequencedMap<String, Value> values, List<Problem> closed) {
    Read {
      values = Ordered.copy(values);
      closed = List.copyOf(closed);
    }
  }

  /**
   * Reads all files of a host or a group beside one source, in the order in which they win.
   *
   * @param folder {@code host_vars} or {@code group_vars}
   */
  List<Read> read(Path directory, String folder, String name) {
    Path base = directory.resolve(folder);
    if (!Files.exists(base) || name.startsWith("/")) {
      return List.of();
    }
    try {
      return files(base, name).stream().map(this::file).toList();
    } catch (ProblemException e) {
      draft.problems().addAll(e.problems());
    } catch (InvalidPathException _) {
      // A name that no file can have has no file.
    }
    return List.of();
  }

  /** The first of name, name.yml, name.yaml, name.json; a directory stands for all its files. */
  private static List<Path> files(Path base, String name) {
    for (String extension : EXTENSIONS) {
      Path candidate = base.resolve(name + extension);
      if (Files.isDirectory(candidate)) {
        List<Path> found = new ArrayList<>();
        collect(candidate, found);
        return found;
      }
      if (Files.exists(candidate)) {
        return List.of(candidate);
      }
    }
    return List.of();
  }

  private static void collect(Path directory, List<Path> found) {
    for (String name : sorted(directory)) {
      String extension = InventorySources.extension(name);
      Path path = directory.resolve(name);
      if (Files.isDirectory(path) && extension.isEmpty()) {
        collect(path, found);
      } else if (Files.isRegularFile(path) && EXTENSIONS.contains(extension)) {
        found.add(path);
      }
    }
  }

  private static List<String> sorted(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith(".") && !name.endsWith("~"))
          .sorted(Ordered.BY_CODE_POINT)
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

  private Read file(Path file) {
    try {
      return variables(DocumentFile.read(file, passwords));
    } catch (ProblemException e) {
      boolean vault = e.problems().stream().allMatch(p -> p.kind() == Kind.VAULT);
      if (!vault) {
        draft.problems().addAll(e.problems());
      }
      return new Read(new LinkedHashMap<>(), vault ? e.problems() : List.of());
    }
  }

  private Read variables(DocumentFile document) {
    LocatedYaml tree = document.tree();
    draft.problems().addAll(tree.problems());
    draft.warnings().addAll(tree.duplicateKeys());
    return switch (tree.root()) {
      case Mapping mapping ->
          new Read(
              new YamlValues(document.secret(), draft.problems()).variables(mapping), List.of());
      case YamlNode.Scalar scalar when scalar.isNull() ->
          new Read(new LinkedHashMap<>(), List.of());
      case YamlNode root -> {
        draft.problem(
            Kind.WRONG_VALUE,
            root.at(),
            "A file of variables is a mapping"
                + (document.secret() ? "." : ", found " + root.described() + "."),
            "Write each variable as \"name: value\".");
        yield new Read(new LinkedHashMap<>(), List.of());
      }
    };
  }
}
