package verdigris.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verdigris.action.Secret;
import verdigris.action.SecretValues;
import verdigris.postgres.Quote;
import verdigris.problem.ProblemException;
import verdigris.world.Declaration;

/**
 * Keeps the declared secrets out of what hosts and programs printed. No command is given a secret
 * to print; a server, or a script of the user's, may still do so.
 */
public final class Masks {
  /** Masks nothing. */
  public static final Masks NONE = new Masks(List.of());

  private static final String MASK = "<secret>";

  private final List<String> values;

  private Masks(List<String> values) {
    this.values = values;
  }

  /**
   * The secrets that a playbook speaks of. One that cannot be had cannot be printed either.
   *
   * @param secrets what they are worth
   */
  public static Masks of(Declaration declaration, SecretValues secrets) {
    return of(
        Stream.concat(
                declaration.replication().password().stream(),
                declaration.clients().flatMap(Declaration.Clients::canary).stream()
                    .map(Declaration.Canary::password))
            .distinct()
            .flatMap(s -> value(s, secrets).stream())
            .toList());
  }

  /** These values, also as they stand in a password file, a literal of SQL, and as single lines. */
  static Masks of(List<String> values) {
    return new Masks(
        values.stream()
            .flatMap(v -> Stream.concat(forms(v), v.lines()))
            .filter(v -> !v.isBlank())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  private static Stream<String> forms(String value) {
    return Stream.of(value, Quote.passfile(value), value.replace("'", "''"));
  }

  private static Optional<String> value(Secret secret, SecretValues secrets) {
    try {
      return Optional.of(secrets.value(secret));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /** The text without secrets. */
  String in(String text) {
    String masked = text;
    for (String value : values) {
      masked = masked.replace(value, MASK);
    }
    return masked;
  }

  /** Lines without secrets, also without one that was broken over several of them. */
  List<String> in(List<String> lines) {
    String joined = lines.stream().collect(Collectors.joining("\n"));
    String masked = in(joined);
    return masked.equals(joined) ? lines : new ArrayList<>(masked.lines().toList());
  }

  @Override
  public String toString() {
    return values.size() + " masks";
  }
}
