package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;
import static verdigris.run.AskedLab.known;
import static verdigris.run.AskedLab.lsn;
import static verdigris.run.AskedLab.onlyInstance;
import static verdigris.run.AskedLab.server;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.InstanceFacts.Boot;
import verdigris.facts.InstanceFacts.Layout;
import verdigris.facts.PgBouncerFacts;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;
import verdigris.postgres.Lsn;
import verdigris.postgres.Version;

/** Facts of real hosts that are well. */
class GatherIT {
  private static Lab lab;
  private static AskedLab asked;

  @BeforeAll
  static void startHosts() {
    lab = Lab.start("blue", "green", "proxy");
    asked = new AskedLab(lab);
  }

  @AfterAll
  static void removeHosts() {
    lab.close();
  }

  @Test
  void aPrimaryIsDescribedByItsSystemItsFilesAndItself() {
    InstanceFacts instance = onlyInstance(asked.facts("blue"));
    ServerFacts server = server(instance);

    assertThat(instance.label()).isEqualTo("11/main");
    assertThat(instance.boot()).isEqualTo(Boot.AUTO);
    assertThat(instance.unit()).contains("postgresql@11-main.service");
    assertThat(server.version()).isEqualTo(new Version(11, 22));
    assertThat(server.inRecovery()).isFalse();
    assertThat(server.wal().current()).isPresent();
    assertThat(server.wal().replayed()).isEmpty();
    assertThat(known(instance.control()).orElseThrow().systemId()).isEqualTo(server.systemId());
    assertThat(server.databases())
        .extracting(ServerFacts.Database::name)
        .containsExactly("orders", "postgres", "template0", "template1");
    assertThat(server.databases()).allMatch(d -> d.sizeBytes() > 0);
    assertThat(known(server.databases().getFirst().contents()).extensions())
        .extracting(ServerFacts.Extension::name)
        .contains("plpgsql");
    assertThat(server.databases().get(2).contents()).isInstanceOf(Reading.Unknown.class);
    assertThat(server.setting("work_mem").orElseThrow().value()).isEqualTo("8MB");
    assertThat(server.setting("TimeZone").orElseThrow().source()).isEqualTo("configuration file");
    assertThat(server.setting("statement_timeout")).isEmpty();
    assertThat(known(server.roles()))
        .filteredOn(r -> r.name().equals("app"))
        .singleElement()
        .matches(r -> r.password() == ServerFacts.PasswordKind.SCRAM);
    assertThat(server.hba()).isNotEmpty().allMatch(rule -> rule.error().isEmpty());
  }

  @Test
  void aHostWithoutPostgresqlIsKnownToHaveNone() {
    HostFacts green = asked.facts("green");

    assertThat(known(green.instances())).isEmpty();
    assertThat(known(green.pgbouncer())).isEmpty();
    assertThat(known(green.software()).candidates())
        .extracting(HostFacts.Candidate::name)
        .contains("postgresql-11", "postgresql-15");
    assertThat(green.limits()).isEmpty();
  }

  @Test
  void aPoolerTellsWhereItSendsItsClients() {
    PgBouncerFacts pooler = known(asked.facts("proxy").pgbouncer()).orElseThrow();
    PgBouncerFacts.Console console = known(pooler.running()).orElseThrow();

    assertThat(console.databases())
        .contains(
            new PgBouncerFacts.RoutedDatabase("orders", "blue", 5432, "orders", false, false));
    assertThat(console.settings())
        .contains(new PgBouncerFacts.ConfigValue("pool_mode", "transaction"));
  }

  @Test
  void aPausedPoolerIsSeenAsPaused() {
    LabHost proxy = lab.host("proxy");
    console(proxy, "PAUSE orders");
    try {
      PgBouncerFacts pooler = known(asked.facts("proxy").pgbouncer()).orElseThrow();

      assertThat(known(pooler.running()).orElseThrow().databases())
          .filteredOn(d -> d.name().equals("orders"))
          .allMatch(PgBouncerFacts.RoutedDatabase::paused);
    } finally {
      console(proxy, "RESUME orders");
    }
  }

  @Test
  void nothingOnAHostChangesWhenItIsAsked() {
    LabHost blue = lab.host("blue");
    asked.facts("blue");
    blue.sql(5432, "postgres", "CHECKPOINT");
    blue.script("sleep 1.1; touch /var/tmp/before; sleep 0.1");
    Lsn before = lsn(blue);

    asked.facts("blue");

    String places = "/etc /home /root /opt /srv /usr /tmp /var/tmp /var/cache /var/lib";
    String changed =
        blue.script(
            "find "
                + places
                + " -newer /var/tmp/before -o -cnewer /var/tmp/before | grep -v ^/var/tmp/before"
                // What the server itself writes while nobody does anything.
                + " | grep -vE 'main/(pg_wal|pg_stat_tmp|pg_logical|global|pg_xact|pg_subtrans)' || true");
    assertThat(changed).isEmpty();
    assertThat(lsn(blue).minus(before)).isLessThan(500);
  }

  @Test
  void aServerThatRunsFromADirectoryNobodyKnowsIsFoundAndAsked() {
    LabHost blue = lab.host("blue");
    String bin = "/usr/lib/postgresql/11/bin";
    blue.script(
        """
        install -d -o postgres -m 755 '/srv/some where'
        cd /srv
        runuser -u postgres -- %1$s/initdb -D '/srv/some where/data' -A peer >/dev/null
        runuser -u postgres -- %1$s/pg_ctl -D '/srv/some where/data' -w -l '/srv/some where/log' \
          -o '-p 5499 -k /var/run/postgresql' start >/dev/null
        """
            .formatted(bin));
    try {
      List<InstanceFacts> instances = known(asked.facts("blue").instances());

      assertThat(instances).extracting(InstanceFacts::label).containsExactly("11/data", "11/main");
      InstanceFacts found = instances.getFirst();
      assertThat(found.layout()).isEqualTo(Layout.PLAIN);
      assertThat(found.paths().data()).isEqualTo("/srv/some where/data");
      assertThat(found.port()).isEqualTo(5499);
      assertThat(server(found).setting("data_directory").orElseThrow().value())
          .isEqualTo("/srv/some where/data");
      assertThat(server(found).systemId()).isNotEqualTo(server(instances.getLast()).systemId());
    } finally {
      blue.script(
          "cd /srv; runuser -u postgres -- %s/pg_ctl -D '/srv/some where/data' -m fast stop >/dev/null; rm -rf '/srv/some where'"
              .formatted(bin));
    }
  }

  @Test
  void aLayoutAsOnRedHatIsFoundWithItsUnit() {
    LabHost blue = lab.host("blue");
    blue.script(
        """
        ln -s /usr/lib/postgresql/11 /usr/pgsql-11
        install -d -o postgres /var/lib/pgsql/11
        cd /
        runuser -u postgres -- /usr/pgsql-11/bin/initdb -D /var/lib/pgsql/11/data -A peer >/dev/null
        printf "port = 5444\nunix_socket_directories = '/var/run/postgresql, /tmp'\n" \
          >>/var/lib/pgsql/11/data/postgresql.conf
        cat >/etc/systemd/system/postgresql-11.service <<'E'
        [Service]
        Type=forking
        User=postgres
        ExecStart=/usr/pgsql-11/bin/pg_ctl start -D /var/lib/pgsql/11/data -w -l /var/lib/pgsql/11/log
        ExecStop=/usr/pgsql-11/bin/pg_ctl stop -D /var/lib/pgsql/11/data -m fast
        [Install]
        WantedBy=multi-user.target
        E
        systemctl daemon-reload
        """);
    try {
      InstanceFacts stopped = known(asked.facts("blue").instances()).getFirst();
      assertThat(stopped.label()).isEqualTo("11/data");
      assertThat(stopped.layout()).isEqualTo(Layout.RHEL);
      assertThat(stopped.unit()).contains("postgresql-11.service");
      assertThat(stopped.boot()).isEqualTo(Boot.MANUAL);
      assertThat(stopped.port()).isEqualTo(5444);
      assertThat(stopped.paths().socketDirectory()).isEqualTo("/var/run/postgresql");
      assertThat(stopped.paths().hba()).isEqualTo("/var/lib/pgsql/11/data/pg_hba.conf");
      assertThat(known(stopped.control()).orElseThrow().state()).isEqualTo("shut down");

      blue.script("systemctl enable --now -q postgresql-11");
      InstanceFacts running = known(asked.facts("blue").instances()).getFirst();
      assertThat(running.boot()).isEqualTo(Boot.AUTO);
      assertThat(server(running).setting("port").orElseThrow().value()).isEqualTo("5444");
    } finally {
      blue.script(
          """
          systemctl disable --now -q postgresql-11 || true
          rm -rf /var/lib/pgsql /usr/pgsql-11 /etc/systemd/system/postgresql-11.service
          systemctl daemon-reload
          """);
    }
  }

  @Test
  void aStoppedInstanceTellsByItsControlFileHowItStopped() {
    LabHost blue = lab.host("blue");
    blue.script("systemctl stop postgresql@11-main; systemctl mask --runtime postgresql@11-main");
    try {
      InstanceFacts instance = onlyInstance(asked.facts("blue"));

      assertThat(instance.isRunning()).isFalse();
      assertThat(known(instance.server())).isEmpty();
      assertThat(known(instance.control()).orElseThrow().state()).isEqualTo("shut down");
      assertThat(instance.boot()).isEqualTo(Boot.DISABLED);
    } finally {
      blue.script(
          "systemctl unmask --runtime postgresql@11-main; systemctl start postgresql@11-main");
    }
  }

  @Test
  void ourUnitsAreSeenWithHowTheyEnded() {
    LabHost green = lab.host("green");
    green.run("systemd-run", "--unit=verdigris-trial", "--wait", "false");
    try {
      assertThat(known(asked.facts("green").jobs()))
          .contains(new HostFacts.Job("verdigris-trial", "failed", "exit-code", 1));
    } finally {
      green.run("systemctl", "reset-failed", "verdigris-trial.service");
    }
  }

  @Test
  void theSameHostsGiveTheSameFactsTwiceButForWhatMoves() {
    HostFacts first = asked.facts("green");
    HostFacts second = asked.facts("green");

    assertThat(second.software()).isEqualTo(first.software());
    assertThat(second.instances()).isEqualTo(first.instances());
    assertThat(second.listeners()).isEqualTo(first.listeners());
    assertThat(known(second.system()).sortSamples()).isEqualTo(known(first.system()).sortSamples());
    assertThat(Math.abs(known(first.system()).clockOffsetMillis())).isLessThan(5000);
  }

  private static void console(LabHost proxy, String command) {
    proxy.must(
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
        "-h",
        "/var/run/postgresql",
        "-d",
        "pgbouncer",
        "-c",
        command);
  }
}
