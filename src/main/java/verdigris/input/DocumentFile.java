package verdigris.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.problem.Where.Position;

/**
 * A file of an inventory as text: decrypted, where the whole file is a vault.
 *
 * @param source its text
 * @param secret whether it was encrypted
 */
record DocumentFile(SourceText source, boolean secret) {

  /**
   * @throws ProblemException FILE_UNREADABLE or VAULT
   */
  static DocumentFile read(Path file, VaultPasswords passwords) {
    String name = file.toString();
    if (!startsLikeAVault(file)) {
      return new DocumentFile(SourceText.read(file), false);
    }
    VaultText vault = new VaultText(SourceText.read(file).text());
    byte[] plain = passwords.open(vault, new Position(name, 1, 1));
    try {
      return new DocumentFile(SourceText.decode(name, plain), true);
    } catch (ProblemException e) {
      throw Problem.of(
              Kind.VAULT, e.problems().getFirst().where(), "The decrypted text is not UTF-8.", "")
          .asException();
    }
  }

  private static boolean startsLikeAVault(Path file) {
    try (var in = Files.newInputStream(file)) {
      return VaultText.isIn(in.readNBytes(32));
    } catch (IOException _) {
      return false; // Reading the whole file says why.
    }
  }

  /**
   * Its tree, as Ansible reads it: as JSON, else as YAML. What is wrong with a decrypted text is
   * said without showing it.
   */
  LocatedYaml tree() {
    return JsonTree.parse(source)
        .map(root -> new LocatedYaml(root, List.of(), List.of()))
        .orElseGet(this::yaml);
  }

  private LocatedYaml yaml() {
    LocatedYaml yaml = LocatedYaml.parse(source);
    return secret
        ? new LocatedYaml(
            yaml.root(), yaml.problems().stream().map(DocumentFile::hidden).toList(), List.of())
        : yaml;
  }

  private static Problem hidden(Problem problem) {
    Where where = problem.where();
    return Problem.of(problem.kind(), where, "The decrypted text is not valid YAML here.", "");
  }
}
