package verdigris.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.action.Secret;
import verdigris.action.Text;
import verdigris.facts.ServerFacts;
import verdigris.postgres.Quote;
import verdigris.world.Declaration;

/**
 * The role that standbys replicate with: LOGIN, REPLICATION, and the declared password as a SCRAM
 * verifier that is computed on our side, whatever password_encryption says. Every server from 10
 * takes such a verifier, and every libpq from 10 can answer it.
 *
 * @param wanted as declared
 */
public record ReplicationRole(Declaration.Replication wanted) {

  /**
   * Compares the role with what is there. Nothing is taken from a role that has more.
   *
   * @param roles of the server
   * @param password whether the stored password is the declared one
   */
  public Optional<Change> compare(List<ServerFacts.Role> roles, SecretState password) {
    Optional<ServerFacts.Role> found =
        roles.stream().filter(role -> role.name().equals(wanted.user())).findFirst();
    if (found.isEmpty()) {
      return Optional.of(change(List.of(create()), "create it"));
    }
    ServerFacts.Role role = found.get();
    List<Text> statements = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    if (!role.login() || !(role.replication() || role.superuser())) {
      statements.add(Text.of("ALTER ROLE " + name() + " LOGIN REPLICATION"));
      reasons.add("it may not log in for replication");
    }
    if (wanted.password().isPresent()) {
      Secret secret = wanted.password().get();
      Optional<String> reason = mustBeSet(role, password);
      reason.ifPresent(
          why -> {
            statements.add(setPassword(secret));
            reasons.add(why);
          });
      if (reason.isEmpty() && password == SecretState.UNCHECKED && statements.isEmpty()) {
        return Optional.of(
            new Change.PasswordCheck(
                wanted.user(),
                secret,
                change(List.of(setPassword(secret)), "its password is another")));
      }
      if (reason.isEmpty() && password == SecretState.UNCHECKED) {
        statements.add(setPassword(secret));
      }
    }
    return statements.isEmpty()
        ? Optional.empty()
        : Optional.of(change(statements, String.join("; ", reasons)));
  }

  /** Why the password must be set, if that can be told without the secret. */
  private static Optional<String> mustBeSet(ServerFacts.Role role, SecretState password) {
    return switch (role.password()) {
      case NONE -> Optional.of("it has no password");
      case MD5 -> Optional.of("its password is stored as md5, which a scram-sha-256 line refuses");
      case SCRAM ->
          password == SecretState.DIFFERENT
              ? Optional.of("its password is another")
              : Optional.empty();
    };
  }

  private Text create() {
    String statement = "CREATE ROLE " + name() + " LOGIN REPLICATION";
    return wanted
        .password()
        .map(secret -> Text.of(statement + " PASSWORD ").and(secret, Text.Form.SCRAM_LITERAL))
        .orElseGet(() -> Text.of(statement));
  }

  private Text setPassword(Secret secret) {
    return Text.of("ALTER ROLE " + name() + " PASSWORD ").and(secret, Text.Form.SCRAM_LITERAL);
  }

  private Change.RoleChange change(List<Text> statements, String reason) {
    return new Change.RoleChange(wanted.user(), statements, reason);
  }

  private String name() {
    return Quote.identifier(wanted.user());
  }
}
