package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import verdigris.lab.LabHost;

/** {@code init --discover} describes hosts as they are, so that a plan from it is empty. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscoverIT {
  /** What a change of ours would show in: files, roles, slots, rules, who runs since when. */
  private static final String SNAPSHOT =
      """
      find /etc/postgresql /etc/systemd/system /etc/postgresql-common /var/lib/postgresql -maxdepth 4 -type f \
        ! -path '*/base/*' ! -path '*/pg_stat*' ! -path '*/pg_wal/*' ! -path '*/global/*' ! -path '*/pg_logical/*' \
        ! -path '*/pg_xact/*' ! -path '*/pg_subtrans/*' ! -path '*/pg_multixact/*' ! -path '*/pg_notify/*' \
        -exec sha256sum {} + 2>/dev/null | sort -k 2 || true
      systemctl show -p ActiveState,ExecMainStartTimestampMonotonic 'postgresql@*'
      if [ -S /var/run/postgresql/.s.PGSQL.5432 ]; then
        su postgres -c "psql -XAt -c 'SELECT rolname, rolpassword FROM pg_authid ORDER BY 1' -c 'SELECT slot_name FROM pg_replication_slots ORDER BY 1' -c 'SELECT pg_conf_load_time()'"
      fi
      """;

  private final Scenario scenario = Scenario.given("discover", "right-horse");
  private int discoveries;

  @AfterAll
  void labIsGone() {
    scenario.close();
  }

  @BeforeEach
  void hostsAreAsNew() {
    scenario.lab().renew("blue", "green");
  }

  /** What is left of one discovery. */
  private record Found(Ended ended, Path directory, String inventory, String playbook) {}

  private Found discover(LabHost... hosts) {
    List<String> before = Stream.of(hosts).map(DiscoverIT::snapshot).toList();
    String directory = "found-" + discoveries++;
    String logins = String.join(",", Stream.of(hosts).map(h -> "deploy@" + h.address()).toList());
    var words = new ArrayList<>(List.of("init", "--discover", logins, directory));
    words.addAll(List.of("--private-key", scenario.lab().privateKey().toString()));
    words.addAll(
        List.of(
            "--ssh-common-args",
            "-o UserKnownHostsFile=" + scenario.lab().inventory().resolve("known_hosts")));
    Ended ended = scenario.program(words.toArray(String[]::new));
    assertThat(Stream.of(hosts).map(DiscoverIT::snapshot)).isEqualTo(before);
    Path written = scenario.file(directory);
    return new Found(
        ended,
        written,
        text(written.resolve("inventory.yml")),
        text(written.resolve("playbooks/orders.yml")));
  }

  private static String snapshot(LabHost host) {
    return host.script(SNAPSHOT);
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** As the user would go on: plan from the files that were written. */
  private void thereIsNothingToDo(Found found, LabHost... hosts) {
    List<String> before = Stream.of(hosts).map(DiscoverIT::snapshot).toList();
    Ended planned =
        scenario.program(
            "plan",
            "-i",
            found.directory().resolve("inventory.yml").toString(),
            found.directory().resolve("playbooks/orders.yml").toString(),
            "--detailed-exitcode",
            "--diff");
    assertThat(planned.exit()).as(planned.output()).isZero();
    assertThat(planned.output()).containsIgnoringCase("nothing to do");
    assertThat(Stream.of(hosts).map(DiscoverIT::snapshot)).isEqualTo(before);
  }

  @Test
  void aSinglePrimaryBesideAHostWithoutPostgresql() {
    Found found = discover(scenario.blue(), scenario.green());
    assertThat(found.ended().exit()).as(found.ended().output()).isZero();
    assertThat(found.playbook())
        .contains("source: { host: blue, instance: { name: main, port: 5432 } }")
        .contains("standbys: []");
    assertThat(found.inventory()).contains("others:").contains("green: { ansible_host: ");
    assertThat(found.ended().output()).contains("nothing to do");
    thereIsNothingToDo(found, scenario.blue(), scenario.green());
  }

  @Test
  void hostsWithoutPostgresqlAloneGiveNoFiles() {
    Found found = discover(scenario.green());
    assertThat(found.ended().exit()).as(found.ended().output()).isEqualTo(1);
    assertThat(found.ended().output()).contains("No running primary was found on green");
    assertThat(found.directory()).doesNotExist();
  }

  @Test
  void aPairThatSomebodyMadeByHand() {
    madeByHand();
    Found found = discover(scenario.blue(), scenario.green());
    assertThat(found.ended().exit()).as(found.ended().output()).isZero();
    assertThat(found.playbook())
        .contains("- { host: green, follows: blue, version: \"11\" }")
        .contains("user: bystander");
    thereIsNothingToDo(found, scenario.blue(), scenario.green());
  }

  @Test
  void aPairThatApplyMade() {
    Ended applied = scenario.apply();
    assertThat(applied.exit()).as(applied.output()).isZero();
    scenario.awaitActive(scenario.green(), "postgresql@11-main");
    Found found = discover(scenario.blue(), scenario.green());
    assertThat(found.ended().exit()).as(found.ended().output()).isZero();
    assertThat(found.playbook())
        .contains("- { host: green, follows: blue, version: \"11\" }")
        .contains("user: replicator");
    thereIsNothingToDo(found, scenario.blue(), scenario.green());
  }

  @Test
  void filesThatAreThereAreNeverWrittenOver() throws IOException {
    Found found = discover(scenario.blue());
    String directory = found.directory().getFileName().toString();
    Ended again =
        scenario.program("init", "--discover", "deploy@" + scenario.blue().address(), directory);
    assertThat(again.exit()).as(again.output()).isEqualTo(1);
    assertThat(Files.readString(found.directory().resolve("inventory.yml")))
        .isEqualTo(found.inventory());
  }

  /** By hand, as many guides have it: role, rule, pg_basebackup -R, start. */
  private void madeByHand() {
    scenario
        .blue()
        .sql(5432, "orders", "CREATE ROLE bystander LOGIN REPLICATION PASSWORD 'by-hand'");
    scenario
        .blue()
        .script(
            """
            echo "host replication bystander %s/32 md5" >> /etc/postgresql/11/main/pg_hba.conf
            systemctl reload postgresql@11-main
            """
                .formatted(scenario.green().address()));
    scenario
        .green()
        .script(
            """
            export DEBIAN_FRONTEND=noninteractive
            apt-get -qq -y install postgresql-11 >/dev/null 2>&1
            systemctl stop postgresql@11-main
            rm -rf /var/lib/postgresql/11/main
            su postgres -c "/usr/lib/postgresql/11/bin/pg_basebackup -D /var/lib/postgresql/11/main -X stream -d 'host=%1$s user=bystander password=by-hand'"
            # As 11's own -R writes it; the lab's pg_basebackup is of 15, and writes what 11 cannot read.
            cat >/var/lib/postgresql/11/main/recovery.conf <<'EOF'
            standby_mode = 'on'
            primary_conninfo = 'user=bystander password=''by-hand'' host=%1$s port=5432 sslmode=prefer sslcompression=0 krbsrvname=postgres target_session_attrs=any'
            EOF
            chown postgres: /var/lib/postgresql/11/main/recovery.conf
            chmod 600 /var/lib/postgresql/11/main/recovery.conf
            systemctl start postgresql@11-main
            """
                .formatted(scenario.blue().address()));
    Scenario.await(
        "green streams",
        java.time.Duration.ofMinutes(1),
        () ->
            scenario
                .blue()
                .sql(
                    5432,
                    "orders",
                    "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")
                .equals("1"));
  }
}
