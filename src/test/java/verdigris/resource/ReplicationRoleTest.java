package verdigris.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static verdigris.facts.ServerFacts.PasswordKind.NONE;
import static verdigris.facts.ServerFacts.PasswordKind.SCRAM;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verdigris.facts.ServerFacts;
import verdigris.facts.ServerFacts.PasswordKind;
import verdigris.world.Declaration;

class ReplicationRoleTest {

  @Test
  void aMissingRoleIsCreatedWithAVerifierAndNotWithAPassword() {
    assertThat(printed(List.of(), SecretState.UNCHECKED))
        .isEqualTo(
            """
            role replicator: create it
              CREATE ROLE "replicator" LOGIN REPLICATION PASSWORD <secret:replicator>;
            """);
  }

  @Test
  void aRoleThatMayNotReplicateIsAltered() {
    assertThat(printed(List.of(role(true, false, SCRAM)), SecretState.SAME))
        .isEqualTo(
            """
            role replicator: it may not log in for replication
              ALTER ROLE "replicator" LOGIN REPLICATION;
            """);
  }

  @Test
  void aRoleThatIsRightIsLeftAlone() {
    assertThat(printed(List.of(role(true, true, SCRAM)), SecretState.SAME)).isEmpty();
  }

  @Test
  void aSuperuserMayReplicateWithoutTheAttribute() {
    ServerFacts.Role superuser = new ServerFacts.Role("replicator", true, false, true, SCRAM, "");
    assertThat(printed(List.of(superuser), SecretState.SAME)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = PasswordKind.class,
      names = {"NONE", "MD5"})
  void aPasswordThatAScramLineRefusesIsSet(PasswordKind kind) {
    assertThat(printed(List.of(role(true, true, kind)), SecretState.SAME))
        .contains("ALTER ROLE \"replicator\" PASSWORD <secret:replicator>;");
  }

  @Test
  void anotherPasswordIsSet() {
    assertThat(printed(List.of(role(true, true, SCRAM)), SecretState.DIFFERENT))
        .isEqualTo(
            """
            role replicator: its password is another
              ALTER ROLE "replicator" PASSWORD <secret:replicator>;
            """);
  }

  @Test
  void aPasswordThatNobodyComparedIsToBeVerifiedFirst() {
    assertThat(compare(List.of(role(true, true, SCRAM)), SecretState.UNCHECKED))
        .containsInstanceOf(Change.PasswordCheck.class);
    assertThat(printed(List.of(role(true, true, SCRAM)), SecretState.UNCHECKED))
        .startsWith("role replicator: verify that the password is <secret:replicator>\n");
  }

  @Test
  void withoutADeclaredPasswordNoneIsTouched() {
    Declaration.Replication declared = Examples.orders().replication();
    Declaration.Replication passwordless =
        new Declaration.Replication(
            "replicator", Optional.empty(), true, "prefer", declared.address(), Optional.empty());
    ReplicationRole role = new ReplicationRole(passwordless);
    assertThat(role.compare(List.of(role(true, true, NONE)), SecretState.UNCHECKED)).isEmpty();
    assertThat(role.compare(List.of(), SecretState.UNCHECKED).orElseThrow().details())
        .containsExactly("CREATE ROLE \"replicator\" LOGIN REPLICATION;");
  }

  private static ServerFacts.Role role(boolean login, boolean replication, PasswordKind kind) {
    return new ServerFacts.Role(
        "replicator", login, replication, false, kind, kind == SCRAM ? "4096:c2FsdA==" : "");
  }

  private static Optional<Change> compare(List<ServerFacts.Role> roles, SecretState state) {
    return ResourceHarness.deterministic(
        () -> new ReplicationRole(Examples.orders().replication()).compare(roles, state));
  }

  private static String printed(List<ServerFacts.Role> roles, SecretState state) {
    return ResourceHarness.printed(compare(roles, state).stream().toList());
  }
}
