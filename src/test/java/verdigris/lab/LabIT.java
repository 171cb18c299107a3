package verdigris.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lab keeps its promises: a test that fails elsewhere is about Verdigris, not about the lab.
 */
class LabIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Lab lab = Lab.shared();
  @TempDir Path scratch;

  @AfterEach
  void everythingIsConnectedAgain() {
    lab.hosts().forEach(LabHost::reconnect);
  }

  @Test
  void aHostRunsARealInit() {
    for (var host : lab.hosts()) {
      assertThat(host.must("cat", "/proc/1/comm")).isEqualTo("systemd");
      assertThat(host.must("hostname")).isEqualTo(host.name());
    }
  }

  @Test
  void blueServesPostgresql11AndStartsItAtBoot() {
    var blue = lab.host("blue");
    assertThat(blue.sql(5432, "orders", "SHOW server_version")).isEqualTo("11.22");
    assertThat(blue.must("systemctl", "is-active", "postgresql@11-main")).isEqualTo("active");
  }

  @Test
  void greenHasNoPostgresqlAndNoPostgresUserButCanInstallBoth() {
    lab.renew("green");
    var green = lab.host("green");
    assertThat(green.run("id", "postgres").getExitCode()).isNotZero();
    assertThat(green.must("apt-cache", "search", "--names-only", "^postgresql-1[135]$").lines())
        .hasSize(3);
    green.script(
        "DEBIAN_FRONTEND=noninteractive apt-get -qq -y install postgresql-11=11.21-1.lab"
            + " postgresql-client-11=11.21-1.lab >/dev/null 2>&1");
    assertThat(green.sql(5432, "postgres", "SHOW server_version")).isEqualTo("11.21");
    lab.renew("green");
    assertThat(lab.host("green").has("/usr/lib/postgresql")).isFalse();
  }

  @Test
  void anOlderMinorVersionOf15IsInstalledOnlyWhereItIsOffered() {
    lab.renew("green");
    var green = lab.host("green");
    assertThat(green.must("apt-cache", "madison", "postgresql-15").lines()).hasSize(1);
    green.must("/opt/lab/bin/offer", "15.9");
    green.script(
        "DEBIAN_FRONTEND=noninteractive apt-get -qq -y install postgresql-15=15.9-0lab"
            + " >/dev/null 2>&1");
    assertThat(green.sql(5432, "postgres", "SHOW server_version")).isEqualTo("15.9");
    lab.renew("green");
  }

  @Test
  void theStandInsForPostgresql11TellWhatTheServerTells() {
    var blue = lab.host("blue");
    var control =
        blue.must("/usr/lib/postgresql/11/bin/pg_controldata", "/var/lib/postgresql/11/main");
    assertThat(control)
        .contains(blue.sql(5432, "orders", "SELECT system_identifier FROM pg_control_system()"))
        .contains(blue.sql(5432, "orders", "SELECT checkpoint_lsn FROM pg_control_checkpoint()"));
  }

  @Test
  void deployLogsInWithItsKeyAgainstKnownHostKeysOnly() throws Exception {
    assertThat(ssh("green", "id -un")).isEqualTo("deploy");
    assertThat(ssh("blue", "sudo -n -u postgres id -un")).isEqualTo("postgres");
    assertThat(lab.host("blue").run("passwd", "-S", "deploy").getStdout()).startsWith("deploy L");
  }

  @Test
  void everyAcknowledgedRowIsThereOnceWhenBlueLosesItsPower() {
    var file = scratch.resolve("rows");
    Summary seen;
    try (var writer = Writer.start(Load.through(lab.applicationUrl()), file)) {
      writer.awaitRows(200, SOON);
      lab.host("blue").kill();
      lab.host("blue").boot();
      writer.awaitRows(200, SOON);
      seen = writer.stop();
    }
    assertThat(seen.errorCount()).isPositive();
    assertThat(seen.longestGap()).isGreaterThan(Duration.ofMillis(200));
    assertThat(judge(file)).matches(Judgement::isComplete, "is complete");
    assertThat(judge(file).acknowledged()).isEqualTo((int) seen.acknowledged());
  }

  @Test
  void aLostRowAndADoubledRowAreSeen() {
    var file = scratch.resolve("rows");
    try (var writer = Writer.start(Load.through(lab.applicationUrl()), file)) {
      writer.awaitRows(50, SOON);
    }
    lab.host("blue").sql(5432, "orders", "DELETE FROM written WHERE id = 7");
    lab.host("blue")
        .sql(
            5432,
            "orders",
            "INSERT INTO written (writer, id) SELECT writer, id FROM written WHERE id = 9 ORDER BY n DESC LIMIT 1");
    assertThat(judge(file).lost()).extracting(Rows.Row::id).containsExactly(7L);
    assertThat(judge(file).twice()).extracting(Rows.Row::id).containsExactly(9L);
  }

  @Test
  void aPausedPoolerLetsClientsWaitWithoutAnError() {
    var file = scratch.resolve("rows");
    try (var writer = Writer.start(Load.through(lab.applicationUrl()), file)) {
      writer.awaitRows(50, SOON);
      console("PAUSE orders");
      var before = writer.summary().acknowledged();
      lab.host("proxy").must("sleep", "1");
      console("RESUME orders");
      writer.awaitRows(50, SOON);
      var seen = writer.stop();
      assertThat(seen.errorCount()).isZero();
      assertThat(seen.acknowledged()).isGreaterThan(before);
      assertThat(seen.longestGap()).isGreaterThan(Duration.ofMillis(900));
    }
    assertThat(judge(file)).matches(Judgement::isComplete, "is complete");
  }

  @Test
  void anIsolatedHostDoesNotAnswerAndComesBack() {
    var blue = lab.host("blue");
    var proxy = lab.host("proxy");
    blue.isolateFrom(proxy.address());
    assertThat(canConnect(proxy, "blue")).isFalse();
    blue.reconnect();
    assertThat(canConnect(proxy, "blue")).isTrue();
    blue.isolate();
    assertThat(canConnect(proxy, "blue")).isFalse();
  }

  @Test
  void aPausedHostGoesOnWhereItWas() {
    var green = lab.host("green");
    green.pause();
    assertThat(canConnect(lab.host("proxy"), "green")).isTrue();
    green.resume();
    assertThat(green.must("true")).isEmpty();
  }

  private void console(String command) {
    lab.host("proxy")
        .must(
            "runuser",
            "-u",
            "postgres",
            "--",
            "psql",
            "-XAtq",
            "-p",
            "6432",
            "-U",
            "pgbouncer",
            "-d",
            "pgbouncer",
            "-c",
            command);
  }

  private static boolean canConnect(LabHost from, String to) {
    return from.run("timeout", "1", "bash", "-c", "exec 3<>/dev/tcp/%s/22".formatted(to))
            .getExitCode()
        == 0;
  }

  private Judgement judge(Path file) {
    return Judgement.of(
        List.of(Recorded.read(file)), Rows.seenAt(lab.applicationUrl(), Load.Login.APP));
  }

  private String ssh(String host, String command) throws IOException, InterruptedException {
    var ssh =
        List.of(
            "ssh",
            "-F",
            "none",
            "-o",
            "BatchMode=yes",
            "-o",
            "StrictHostKeyChecking=yes",
            "-o",
            "UserKnownHostsFile=" + lab.inventory().resolve("known_hosts"),
            "-i",
            lab.privateKey().toString(),
            "deploy@" + lab.host(host).address(),
            command);
    var process = new ProcessBuilder(ssh).redirectErrorStream(true).start();
    var output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
