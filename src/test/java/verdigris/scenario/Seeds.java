package verdigris.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;

/** Real hosts made as bad as they can be without ceasing to run. */
record Seeds(Lab lab) {
  private static final String LEGACY = "src/test/resources/corpus/legacy.sql";

  /** What a healthy pair has besides its standby. */
  void prepareHealthy() {
    lab.host("green")
        .script(
            """
            install -d /etc/postgresql-common
            sed -i '/create_main_cluster/d' /etc/postgresql-common/createcluster.conf
            echo 'create_main_cluster = false' >> /etc/postgresql-common/createcluster.conf
            DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install postgresql-15 >/dev/null
            """);
    sql("orders", "ALTER SYSTEM SET wal_log_hints = on");
    blue().must("systemctl", "restart", "postgresql@11-main");
  }

  void everything() {
    theStandby();
    theServer();
    theDatabases();
    thePooler();
    whatMayOnlyComeLast();
  }

  private LabHost blue() {
    return lab.host("blue");
  }

  private String sql(String database, String statement) {
    return blue().sql(5432, database, statement);
  }

  /** Limits first: a standby with lower ones than its primary ends. */
  private void theStandby() {
    lab.host("green")
        .script(
            """
            printf '%s\\n' 'max_prepared_transactions = 7' 'max_connections = 150' 'hot_standby_feedback = on' \\
              >> /var/lib/postgresql/11/main/postgresql.auto.conf
            systemctl restart postgresql@11-main
            pg_createcluster 15 main -- --data-checksums >/dev/null
            localedef --delete-from-archive de_DE.utf8 2>/dev/null || rm -rf /usr/lib/locale/de_DE.utf8
            """);
    Scenario.await(
        "green answers",
        Duration.ofMinutes(1),
        () -> lab.host("green").run("pg_isready", "-q", "-p", "5432").getExitCode() == 0);
  }

  /** What needs a restart, and a page that cannot be read. */
  private void theServer() {
    sql("orders", "CREATE TABLE damaged AS SELECT 1 AS i");
    sql("orders", "CHECKPOINT");
    String file = sql("orders", "SELECT pg_relation_filepath('damaged')");
    for (String setting :
        new String[] {
          "max_prepared_transactions = 5",
          "wal_level = logical",
          "archive_mode = on",
          "archive_command = 'false'",
          "vacuum_cleanup_index_scale_factor = 0.5",
          "wal_log_hints = off"
        }) {
      sql("orders", "ALTER SYSTEM SET " + setting);
    }
    blue()
        .script(
            """
            systemctl stop postgresql@11-main
            dd if=/dev/urandom of=/var/lib/postgresql/11/main/%s bs=8192 count=1 conv=notrunc status=none
            systemctl start postgresql@11-main
            """
                .formatted(file));
    blue().run("runuser", "-u", "postgres", "--", "psql", "-d", "orders", "-c", "TABLE damaged");
  }

  private void theDatabases() {
    blue()
        .script(
            """
            libraries=/usr/lib/postgresql/11/lib/postgresql
            extensions=/usr/share/postgresql/11/extension
            cp $libraries/fuzzystrmatch.so $libraries/seeded.so
            for extension in seeded lonely; do
              echo "default_version = '1.0'" > $extensions/$extension.control
              echo 'SELECT 1;' > $extensions/$extension--1.0.sql
            done
            """);
    lab.host("green")
        .script(
            """
            for major in 11 15; do
              echo "default_version = '$((major - 10)).0'" > /usr/share/postgresql/$major/extension/lonely.control
            done
            """);
    blue().put("/root/legacy.sql", text(LEGACY), 0644);
    blue()
        .script(
            """
            runuser -u postgres -- createdb legacy
            runuser -u postgres -- psql -Xq -v ON_ERROR_STOP=1 -d legacy < /root/legacy.sql >/dev/null
            runuser -u postgres -- createdb -T template0 --lc-collate=de_DE.utf8 --lc-ctype=de_DE.utf8 german
            """);
    sql("german", "CREATE TABLE words (w text PRIMARY KEY)");
    sql("orders", "CREATE DATABASE closed ALLOW_CONNECTIONS false");
    sql("orders", "CREATE ROLE own");
    sql("orders", "UPDATE pg_authid SET rolname = 'pg_own' WHERE rolname = 'own'");
    sql("orders", "SET password_encryption = 'md5'; CREATE ROLE old LOGIN PASSWORD 'x'");
    sql("orders", "ALTER ROLE app SET vacuum_cleanup_index_scale_factor = 1");
    sql("orders", "ALTER DATABASE legacy SET default_transaction_read_only = on");
    sql("orders", "SELECT pg_create_physical_replication_slot('barman', true)");
    sql("orders", "SELECT pg_create_logical_replication_slot('cdc', 'pgoutput')");
    sql(
        "orders",
        "CREATE SUBSCRIPTION up_sub CONNECTION 'host=127.0.0.1 dbname=nowhere' PUBLICATION p WITH (connect = false)");
    sql("orders", "BEGIN; CREATE TABLE prepared (i int); PREPARE TRANSACTION 'seed-1'");
    sql("orders", "SELECT pg_switch_wal()");
    Scenario.await(
        "archiving has failed",
        Duration.ofMinutes(1),
        () -> sql("orders", "SELECT failed_count > 0 FROM pg_stat_archiver").equals("t"));
  }

  private void thePooler() {
    lab.host("proxy")
        .script(
            """
            sed -i 's/^pool_mode.*/pool_mode = session/; s/^query_wait_timeout.*/query_wait_timeout = 5/' /etc/pgbouncer/pgbouncer.ini
            systemctl reload pgbouncer
            """);
    try (Connection connection =
            DriverManager.getConnection(lab.applicationUrl(), "app", Lab.APP_PASSWORD);
        var statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    } catch (SQLException e) {
      throw new IllegalStateException("the application cannot connect", e);
    }
  }

  /** After these no commit returns, and no reload does anything. */
  private void whatMayOnlyComeLast() {
    // The upgrade is tried from what the standby has.
    String lsn = sql("orders", "SELECT pg_current_wal_lsn()");
    Scenario.await(
        "green has the seeds",
        Duration.ofMinutes(1),
        () ->
            lab.host("green")
                .sql(5432, "postgres", "SELECT pg_last_wal_replay_lsn() >= '%s'".formatted(lsn))
                .equals("t"));
    lab.host("green").sql(5432, "postgres", "SELECT pg_wal_replay_pause()");
    sql("orders", "CREATE TABLE much AS SELECT repeat('x', 1000) FROM generate_series(1, 5000)");
    sql("orders", "ALTER SYSTEM SET max_worker_processes = 9");
    sql("orders", "ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
    blue()
        .script(
            """
            systemctl reload postgresql@11-main
            """);
    Scenario.await(
        "commits wait",
        Duration.ofMinutes(1),
        () -> sql("orders", "SHOW synchronous_standby_names").equals("nobody"));
    blue()
        .script(
            """
            echo 'wal_keep_size = 8GB' >> /etc/postgresql/11/main/postgresql.conf
            systemctl reload postgresql@11-main
            """);
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
