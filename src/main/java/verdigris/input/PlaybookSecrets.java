package verdigris.input;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import verdigris.action.Secret;
import verdigris.action.SecretValues;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * Finds the values of a playbook's secrets, each when it is asked for.
 *
 * @param directory the playbook's, to which paths are relative
 * @param variable the group's inventory variables, decrypted; extra variables win
 * @param environment the environment
 */
public record PlaybookSecrets(
    Path directory,
    Function<String, Optional<String>> variable,
    Function<String, Optional<String>> environment)
    implements SecretValues {
  private static final String ENV = "env:";
  private static final String FILE = "file:";

  /** An inventory variable's value: its name alone, as people say it. */
  static Secret vault(String name) {
    return new Secret(name);
  }

  static Secret environment(String name) {
    return new Secret(ENV + name);
  }

  static Secret file(String path) {
    return new Secret(FILE + path);
  }

  @Override
  public String value(Secret secret) {
    String name = secret.name();
    if (name.startsWith(ENV)) {
      String variableName = name.substring(ENV.length());
      return usable(
          environment
              .apply(variableName)
              .orElseThrow(
                  () -> unavailable("The environment has no variable " + variableName + ".")),
          "The environment's " + variableName);
    }
    if (name.startsWith(FILE)) {
      return content(name.substring(FILE.length()));
    }
    return usable(
        variable
            .apply(name)
            .orElseThrow(() -> unavailable("The inventory has no variable " + name + ".")),
        "The inventory's " + name);
  }

  private String content(String path) {
    Path file = directory.resolve(path);
    return usable(text(file).replaceFirst("\\r?\\n\\z", ""), file.toString());
  }

  private static String text(Path file) {
    try {
      return SourceText.read(file).text();
    } catch (ProblemException e) {
      throw unavailable(e.problems().getFirst().detail() + " (" + file + ")");
    }
  }

  /** A password file and a connection string hold one line; PostgreSQL has no empty password. */
  private static String usable(String value, String source) {
    if (value.isEmpty()) {
      throw unavailable(source + " is empty.");
    }
    if (value.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
      throw unavailable(source + " must be one line.");
    }
    return value;
  }

  private static ProblemException unavailable(String detail) {
    return Problem.of(Kind.SECRET_UNAVAILABLE, new Where.Anywhere(), detail, "").asException();
  }
}
