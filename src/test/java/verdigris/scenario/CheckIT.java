package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import verdigris.check.Checks;

/** Every hazard of a seeded corpus is found on real hosts, and none on a healthy pair. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckIT {
  /** What cannot be seeded on containers in a minute; {@code ChecksTest} has them. */
  private static final List<String> NOT_SEEDED =
      List.of(
          "architecture",
          "libc-release",
          "clock",
          "rebuild-disk",
          "backup-declared",
          "standby-queries",
          "long-transactions",
          "slot-retention",
          "pooler-auth",
          "install-user",
          "aclitem-columns");

  private static final String UPGRADE =
      """
      topology: orders
      hosts: orders
      source: { host: blue, instance: { name: main } }
      primary: { host: green, version: "%s" }
      standbys:
        - { host: blue, follows: green, version: "%s" }
      clients: { via: pgbouncer, on: [proxy], databases: [orders] }
      replication: { user: replicator, password: { file: replicator.secret } }
      settings: { wal_keep_size: 512MB%s }
      limits: { outage: %s }
      upgrade: { transfer: %s }
      backup: { verify: "%s" }
      hba: [ "host orders all 10.0.0.0/8 %s" ]
      """;

  private final Scenario scenario = Scenario.given("check", "right-horse");
  private Ended healthy = new Ended(0, "", java.time.Duration.ZERO);
  private Ended tried = healthy;
  private Ended seeded = healthy;
  private Ended accepted = healthy;

  @BeforeAll
  void bothAreChecked() {
    Ended applied = scenario.apply();
    assertThat(applied.exit()).as(applied.output()).isZero();
    var seeds = new Seeds(scenario.lab());
    seeds.prepareHealthy();
    scenario.awaitCatchUp();
    scenario.write("good.yml", UPGRADE.formatted("15", "15", "", "60s", "link", "true", "md5"));
    healthy = scenario.check("good.yml");
    tried = scenario.check("good.yml", "--deep");
    seeds.everything();
    String bad =
        UPGRADE.formatted(
            "15.9",
            "15.9",
            ", archive_command: 'false'",
            "10s",
            "clone",
            "echo none; exit 1",
            "scram-sha-256");
    scenario.write("bad.yml", bad);
    seeded = scenario.check("bad.yml", "--deep");
    scenario.write(
        "accepted.yml",
        bad
            + "accept:\n"
            + "  - { check: unlogged-tables, reason: \"cache\", until: 2999-12-31 }\n"
            + "  - { check: prepared-transactions, reason: \"old\", until: 2020-01-01 }\n");
    accepted = scenario.check("accepted.yml");
  }

  @AfterAll
  void labIsGone() {
    scenario.close();
  }

  @Test
  void onAHealthyPairNothingIsFoundAndEverythingIsChecked() {
    assertThat(healthy.results("blocks")).as(healthy.output()).isEmpty();
    assertThat(healthy.results("warns")).isEmpty();
    assertThat(healthy.results("unchecked")).isEmpty();
    assertThat(healthy.results("later"))
        .containsExactly("upgrade-check green  ", "schema-restore green  ");
  }

  @Test
  void anUpgradeThatIsTriedOnAHealthyPairSucceedsAndLeavesNothing() {
    assertThat(tried.results("later")).as(tried.output()).isEmpty();
    assertThat(tried.results("unchecked")).isEmpty();
    assertThat(tried.results("blocks")).isEmpty();
    assertThat(scenario.green().must("ls", "-A", "/var/lib/postgresql"))
        .doesNotContain("verdigris-check");
    assertThat(scenario.green().run("pgrep", "-f", "verdigris-check").getExitCode()).isEqualTo(1);
  }

  @Test
  void whatCannotBeRestoredIsFoundByTrying() {
    assertThat(seeded.output())
        .contains("column pg_attrdef.adsrc does not exist")
        .contains("pg_upgrade refuses");
  }

  @Test
  void everyHazardThatWasSeededIsFound() {
    List<String> found =
        java.util.stream.Stream.concat(
                seeded.results("blocks").stream(), seeded.results("warns").stream())
            .map(r -> r.substring(0, r.indexOf(' ')))
            .distinct()
            .toList();
    assertThat(found)
        .as(seeded.output())
        .containsAll(Checks.ids().stream().filter(id -> !NOT_SEEDED.contains(id)).toList());
    assertThat(seeded.exit()).isEqualTo(4);
  }

  @Test
  void whatIsFoundIsNamedWithHostDatabaseAndObject() {
    assertThat(seeded.results("blocks"))
        .as(seeded.output())
        .contains(
            "unlogged-tables blue legacy public.cache",
            "reg-columns blue legacy public.hidden_reg_columns.f",
            "old-time-columns blue legacy public.old_time.a",
            "oid-tables blue legacy public.with_oids",
            "removed-columns blue legacy public.defaults",
            "removed-calls blue legacy view public.factorial",
            "prepared-transactions blue orders seed-1",
            "logical-slots blue orders cdc",
            "not-connectable blue closed ",
            "md5-passwords blue  old",
            "extensions green  seeded",
            "collation green  de_DE.utf8");
  }

  @Test
  void whatIsAcceptedDoesNotBlockAndWhatIsOverDoes() {
    assertThat(accepted.results("accepted"))
        .as(accepted.output())
        .contains("unlogged-tables blue legacy public.cache");
    assertThat(accepted.results("blocks")).contains("prepared-transactions blue orders seed-1");
  }

  @Test
  void largeObjectsAndHarmlessColumnsAreNotFound() {
    assertThat(seeded.output()).doesNotContain("pg_largeobject").doesNotContain("fine_columns");
  }
}
