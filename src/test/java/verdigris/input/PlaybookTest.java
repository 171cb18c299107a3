package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verdigris.action.Secret;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.world.Declaration;
import verdigris.world.Declaration.Existing;
import verdigris.world.Declaration.Primary;
import verdigris.world.Declaration.Standby;
import verdigris.world.Declaration.Transfer;
import verdigris.world.Declaration.Wanted;

class PlaybookTest {
  /** The least that a playbook must say. */
  private static final String LEAST =
      """
      topology: orders
      hosts: orders
      source: { host: blue }
      primary: { host: green, version: "15" }
      """;

  @Test
  void theExampleOfTheDesignIsRead() {
    Playbook playbook = Playbook.read(Path.of("playbooks/orders-15.yml"), SmallInventory.orders());

    assertThat(playbook.warnings()).isEmpty();
    Declaration declared = playbook.declaration();
    Wanted fifteen = new Wanted(15, Optional.empty());
    assertThat(declared.hosts()).containsExactly("blue", "green", "red");
    assertThat(declared.source()).isEqualTo(new Existing("blue", "main", 0, 5432));
    assertThat(declared.primary()).isEqualTo(new Primary("green", "main", fifteen));
    assertThat(declared.standbys()).containsExactly(new Standby("blue", "main", "green", fifteen));
    assertThat(declared.upgrade())
        .isEqualTo(new Declaration.Upgrade("pg_upgrade", Transfer.LINK, 4));
    assertThat(declared.clients())
        .contains(
            new Declaration.Clients(
                "pgbouncer",
                List.of("proxy"),
                List.of("orders"),
                Declaration.Holdouts.REFUSE,
                List.of("./smoke.sh {{host}}"),
                List.of(),
                Optional.empty()));
    assertThat(declared.replication().password()).contains(new Secret("replicator"));
    assertThat(declared.replication().address()).containsEntry("blue", "10.1.0.4");
    assertThat(declared.settings()).containsEntry("shared_buffers", "4GB");
    assertThat(declared.hba()).containsExactly("host orders app 10.20.0.0/16 scram-sha-256");
    assertThat(declared.limits())
        .isEqualTo(new Declaration.Limits(60, 1024 * 1024, 100 * 1024 * 1024, 20));
    assertThat(declared.rollback()).isEqualTo(new Declaration.Rollback(72 * 3600, "none"));
    assertThat(declared.accept())
        .containsExactly(new Declaration.Waiver("unlogged-tables", "cache, rebuilt", "2026-12-31"));
  }

  @Test
  void theExampleOfAStandbyIsRead() {
    Playbook playbook =
        Playbook.read(Path.of("playbooks/orders-standby.yml"), SmallInventory.orders());

    Wanted eleven = new Wanted(11, Optional.empty());
    assertThat(playbook.warnings()).isEmpty();
    assertThat(playbook.declaration().primary()).isEqualTo(new Primary("blue", "main", eleven));
    assertThat(playbook.declaration().standbys())
        .containsExactly(new Standby("green", "main", "blue", eleven));
  }

  @Test
  void whatIsNotSaidHasItsDefault() {
    Declaration declared = read(LEAST);

    assertThat(declared.source()).isEqualTo(new Existing("blue", "main", 0, 0));
    assertThat(declared.standbys()).isEmpty();
    assertThat(declared.upgrade())
        .isEqualTo(new Declaration.Upgrade("pg_upgrade", Transfer.LINK, 4));
    assertThat(declared.clients()).isEmpty();
    assertThat(declared.replication().user()).isEqualTo("replicator");
    assertThat(declared.replication().password()).isEmpty();
    assertThat(declared.replication().slots()).isTrue();
    assertThat(declared.replication().sslmode()).isEqualTo("prefer");
    assertThat(declared.limits())
        .isEqualTo(new Declaration.Limits(60, 1024 * 1024, 100 * 1024 * 1024, 20));
    assertThat(declared.rollback()).isEqualTo(new Declaration.Rollback(72 * 3600, "none"));
    assertThat(declared.backup()).isEmpty();
  }

  @Test
  void aFreshTopologyIsDeclaredByTheWordNew() {
    assertThat(read(LEAST.replace("{ host: blue }", "new")).source())
        .isEqualTo(new Declaration.New());
  }

  @Test
  void aSourceInstanceMayBeJustItsName() {
    assertThat(read(LEAST.replace("blue }", "blue, instance: old }")).source())
        .isEqualTo(new Existing("blue", "old", 0, 0));
  }

  @Test
  void ofSeveralInstancesOfANameOneIsSaidByItsMajor() {
    assertThat(read(LEAST.replace("blue }", "blue, instance: { major: 11 } }")).source())
        .isEqualTo(new Existing("blue", "main", 11, 0));
  }

  @Test
  void theRuntimePlaceholdersStayInCommands() {
    Declaration declared =
        read(LEAST + "backup: { verify: './fresh {{ host }} {{port}} {{ pg_port }} ${#x}' }\n");

    assertThat(declared.backup().orElseThrow().verify())
        .isEqualTo("./fresh {{host}} {{port}} 5433 ${#x}");
  }

  @Test
  void variablesOfTheInventoryAndTheEnvironmentAreReplaced() {
    Declaration declared =
        read(
            """
            topology: orders
            hosts: orders
            source: { host: blue, instance: { port: "{{ pg_port }}" } }
            primary: { host: "{{ new_primary }}", version: "{{env.NEW_VERSION}}" }
            settings: { event_source: "x-{{ pg_port }}-{{ env.SURFACE }}", my.raw: !unsafe "{{ x }}" }
            """);

    assertThat(declared.source()).isEqualTo(new Existing("blue", "main", 0, 5433));
    assertThat(declared.primary().host()).isEqualTo("green");
    assertThat(declared.primary().version().major()).isEqualTo(15);
    assertThat(declared.settings())
        .containsEntry("event_source", "x-5433-yes")
        .containsEntry("my.raw", "{{ x }}");
  }

  @Test
  void settingsKeepTheirValuesAsWritten() {
    Declaration declared =
        read(
            LEAST
                + "settings: { fsync: on, work_mem: 0x1000, checkpoint_completion_target: 0.90,"
                + " archive_command: '', pg_stat_statements.max: 1_0, jit: no }\n");

    assertThat(declared.settings())
        .containsEntry("fsync", "on")
        .containsEntry("work_mem", "0x1000")
        .containsEntry("checkpoint_completion_target", "0.90")
        .containsEntry("archive_command", "")
        .containsEntry("pg_stat_statements.max", "1_0")
        .containsEntry("jit", "no");
    assertThat(declared.settings().firstEntry().getKey()).isEqualTo("fsync");
  }

  @Test
  void allProblemsAreReportedAtOnceInTheOrderOfTheFile() {
    List<Problem> problems =
        problems(
            """
            topolgy: orders
            hosts: orders
            source: { host: blue, port: 5432 }
            primary: { host: grene, version: 15.10 }
            limits: { outage: 60, lag_alert: 1 MB }
            """);

    assertThat(problems.stream().map(p -> p.where() + " " + p.kind().id()))
        .containsExactly(
            "p.yml:1:1 unknown-key",
            "p.yml:1:1 missing-key",
            "p.yml:3:23 unknown-key",
            "p.yml:4:34 wrong-value",
            "p.yml:5:19 wrong-value",
            "p.yml:5:34 wrong-value");
    assertThat(problems.getFirst().remedy()).isEqualTo("Did you mean \"topology\"?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          primary: { host: green, version: 15.10 }    | 4:34 | wrong-value | 15.10" | number 15.1.
          primary: { host: green, version: "9.6" }    | 4:34 | wrong-value | from 10 on |
          primary: { host: green, version: "15.3.1" } | 4:34 | wrong-value | |
          primary: { host: grene, version: "15" }     | 4:18 | unknown-host | blue, green | "green"
          primary: { host: proxy, version: "15" }     | 4:18 | unknown-host | | add it to group
          primary: { host: no, version: "15" }        | 4:18 | wrong-value | boolean "no" | quotes
          primary: green                              | 4:10 | wrong-value | a mapping such as { host: green |
          primary: { version: "15" }                  | 4:10 | missing-key | host | Add: host: green
          primary: [ ]                                | 4:10 | wrong-value | a list |
          primary:                                    | 4:9  | wrong-value | nothing |
          primary: !vault x                           | 4:10 | wrong-value | |
          """)
  void aWrongPrimaryIsExplained(
      String line, String place, String kind, String detail, String remedy) {
    Problem problem = only(LEAST.replaceFirst("primary:.*", line));

    assertThat(problem.where()).hasToString("p.yml:" + place);
    assertThat(problem.kind().id()).isEqualTo(kind);
    assertThat(problem.detail()).contains(detail == null ? "" : detail);
    assertThat(problem.remedy()).contains(remedy == null ? "" : remedy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          limits: { outage: 60 }             | the unit, s, m, h or d
          limits: { outage: 0s }             | without a space
          limits: { outage: 2d }             | without a space
          limits: { outage: 1:30 }           | the unit
          limits: { lag_alert: 100KB }       | kB
          limits: { lag_alert: 1048576 }     | the unit
          limits: { slot_wal: 20 }           | the unit, %
          limits: { slot_wal: 0% }           | without a space
          rollback: { sync: logicl }         | Did you mean "logical"?
          rollback: { keep_old: forever }    | without a space
          upgrade: { jobs: "4" }             | Remove the quotes.
          upgrade: { jobs: 0 }               |
          upgrade: { transfer: links }       | Did you mean "link"?
          upgrade: { method: dump }          |
          replication: { slots: "yes" }      | Remove the quotes.
          replication: { sslmode: verify }   |
          replication: { user: pg_monitor }  |
          replication: { rate: 16k }         |
          replication: { rate: 50 }          | the unit, k or M
          replication: { address: { blue: 10.0.0.0/8 } } |
          settings: { Shared_Buffers: 4GB }  |
          settings: { shared_buffers: }      | ''
          settings: { shared_buffers: [1] }  |
          hba: "host all all all trust"      | list
          hba: [ "" ]                        |
          hba: [ "a\\nb" ]                   |
          accept: [ { check: x, reason: y, until: 2026-02-30 } ] |
          accept: [ { check: X Y, reason: y, until: 2026-02-03 } ] |
          accept: [ { check: x, reason: "  ", until: 2026-02-03 } ] |
          backup: { verify: "" }             |
          clients: { via: haproxy }          |
          """)
  void aValueOfAnotherFormIsWrong(String line, String remedy) {
    Problem problem = only(LEAST + line + "\n");

    assertThat(problem.kind()).isEqualTo(Kind.WRONG_VALUE);
    assertThat(problem.where().toString()).startsWith("p.yml:5:");
    assertThat(problem.detail()).contains("Found ").contains("; expected ");
    assertThat(problem.remedy()).contains(remedy == null ? "" : remedy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "{{ pg_port - 1 }}"       | 5:28 | wrong-value
          "a {{ lookup('env','X') }}" | 5:30 | wrong-value
          "{% if x %}"                | 5:28 | wrong-value
          "{{ "                       | 5:28 | wrong-value
          "{{ nobody }}"              | 5:28 | undefined-variable
          "x {{ env.NOBODY }}"        | 5:30 | undefined-variable
          "{{ jinja }}"               | 5:28 | not-supported
          "{{ replicator }}"          | 5:28 | secret-in-plain-text
          {{ pg_port }}               | 5:28 | yaml-syntax
          """)
  void onlyPlainNamesAreReplaced(String value, String place, String kind) {
    Problem problem = only(LEAST + "settings: { event_source: " + value + " }\n");

    assertThat(problem.kind().id()).isEqualTo(kind);
    assertThat(problem.where()).hasToString("p.yml:" + place);
  }

  @Test
  void aPasswordInThePlaybookIsRefusedAndNotRepeated() {
    for (String value : List.of("hunter2", "\"{{ plain_password }}\"", "[hunter2]")) {
      Problem problem = only(LEAST + "replication: { password: " + value + " }\n");

      assertThat(problem.kind()).isEqualTo(Kind.SECRET_IN_PLAIN_TEXT);
      assertThat(problem.where()).hasToString("p.yml:5:26");
      assertThat(problem.toString()).doesNotContain("hunter2");
      assertThat(problem.remedy()).contains("ansible-vault encrypt_string");
    }
  }

  @Test
  void anEncryptedValueBelongsIntoTheInventory() {
    Problem problem = only(LEAST + "replication:\n  password: !vault |\n    $ANSIBLE_VAULT;1.1\n");

    assertThat(problem.remedy()).contains("group_vars");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          { vault: replicator }            | replicator
          { env: REPLICATOR_PASSWORD }     | env:REPLICATOR_PASSWORD
          { file: ../secrets/replicator }  | file:../secrets/replicator
          """)
  void aPasswordIsAReference(String value, String secret) {
    assertThat(read(LEAST + "replication: { password: " + value + " }\n").replication().password())
        .contains(new Secret(secret));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          { }                           | wrong-value
          { vault: replicator, env: X } | wrong-value
          { vault: nobody }             | undefined-variable
          { vault: 'a b' }              | wrong-value
          { valut: replicator }         | unknown-key
          """)
  void aReferenceNamesExactlyOneThing(String value, String kind) {
    assertThat(
            problems(LEAST + "replication: { password: " + value + " }\n").getFirst().kind().id())
        .isEqualTo(kind);
  }

  @Test
  void aPlainTextVariableAsPasswordIsAWarning() {
    Playbook playbook = parse(LEAST + "replication: { password: { vault: plain_password } }\n");

    assertThat(playbook.warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.kind()).isEqualTo(Kind.SECRET_IN_PLAIN_TEXT);
              assertThat(warning.toString()).doesNotContain("hunter2");
            });
  }

  @Test
  void aBadMinorReleaseIsNamedButNotRefused() {
    Playbook playbook = parse(LEAST.replace("\"15\"", "\"15.9\""));

    assertThat(playbook.declaration().primary().version())
        .isEqualTo(new Wanted(15, Optional.of(9)));
    assertThat(playbook.warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.kind()).isEqualTo(Kind.KNOWN_BAD_RELEASE);
              assertThat(warning.where()).hasToString("p.yml:4:34");
              assertThat(warning.remedy()).contains("15.10");
            });
    assertThat(parse(LEAST.replace("\"15\"", "\"15.10\"")).warnings()).isEmpty();
  }

  @Test
  void moreLagForASwitchoverThanForAnAlertIsDoubtful() {
    assertThat(parse(LEAST + "limits: { lag_before_switchover: 1GB }\n").warnings())
        .singleElement()
        .satisfies(w -> assertThat(w.kind()).isEqualTo(Kind.DOUBTFUL_DECLARATION));
  }

  @Test
  void aKeyGivenTwiceIsAProblem() {
    assertThat(only(LEAST + "settings: { fsync: on, fsync: off }\n").kind())
        .isEqualTo(Kind.DUPLICATE_KEY);
    assertThat(only(LEAST + "hosts: orders\n").kind()).isEqualTo(Kind.DUPLICATE_KEY);
  }

  @Test
  void anUnknownGroupIsExplained() {
    Problem problem = only(LEAST.replace("hosts: orders", "hosts: order"));

    assertThat(problem.kind()).isEqualTo(Kind.UNKNOWN_GROUP);
    assertThat(problem.remedy()).isEqualTo("Did you mean \"orders\"?");
    assertThat(only(LEAST.replace("hosts: orders", "hosts: empty")).detail()).contains("no hosts");
  }

  @ParameterizedTest
  @CsvSource({"'', missing", "'- hosts: all', a list", "just words, the text", "'a: [', "})
  void anotherDocumentIsNotAPlaybook(String text, String found) {
    assertThat(problems(text)).hasSize(1);
  }

  private static Declaration read(String text) {
    return parse(text).declaration();
  }

  private static Playbook parse(String text) {
    return Playbook.parse(new SourceText("p.yml", text), SmallInventory.orders());
  }

  private static Problem only(String text) {
    List<Problem> problems = problems(text);
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }

  private static List<Problem> problems(String text) {
    return catchThrowableOfType(ProblemException.class, () -> parse(text)).problems();
  }

  @Test
  void aWaiverOfACheckThatDoesNotExistIsAProblemAtItsPlace() {
    assertThat(
            problems(
                LEAST + "accept: [ { check: unlogged-table, reason: y, until: 2026-02-03 } ]\n"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Kind.UNKNOWN_CHECK);
              assertThat(problem.where().toString()).matches(".*:\\d+:20");
              assertThat(problem.remedy()).contains("unlogged-tables");
            });
  }
}
