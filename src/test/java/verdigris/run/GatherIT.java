package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
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
import verdigris.host.Host;
import verdigris.host.HostAddress;
import verdigris.host.HostAddress.Become;
import verdigris.host.HostAddress.SshOption;
import verdigris.host.HostAddress.Transport;
import verdigris.host.Hosts;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;
import verdigris.postgres.Lsn;
import verdigris.postgres.Version;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.run.Gather.Gathered;

/** Facts of real hosts, healthy and not. */
class GatherIT {
  private static Lab lab;

  @BeforeAll
  static void startHosts() {
    lab = Lab.start("blue", "green", "proxy");
  }

  @AfterAll
  static void removeHosts() {
    lab.close();
  }

  @Test
  void aPrimaryIsDescribedByItsSystemItsFilesAndItself() {
    InstanceFacts instance = onlyInstance(facts("blue"));
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
    HostFacts green = facts("green");

    assertThat(known(green.instances())).isEmpty();
    assertThat(known(green.pgbouncer())).isEmpty();
    assertThat(known(green.software()).candidates())
        .extracting(HostFacts.Candidate::name)
        .contains("postgresql-11", "postgresql-15");
    assertThat(green.limits()).isEmpty();
  }

  @Test
  void aPoolerTellsWhereItSendsItsClients() {
    PgBouncerFacts pooler = known(facts("proxy").pgbouncer()).orElseThrow();
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
      PgBouncerFacts pooler = known(facts("proxy").pgbouncer()).orElseThrow();

      assertThat(known(pooler.running()).orElseThrow().databases())
          .filteredOn(d -> d.name().equals("orders"))
          .allMatch(PgBouncerFacts.RoutedDatabase::paused);
    } finally {
      console(proxy, "RESUME orders");
    }
  }

  @Test
  void hostsThatDoNotAnswerAreUnknownAndTheOthersAreThereInOrder() {
    SequencedMap<String, Supplier<Host>> hosts = new LinkedHashMap<>();
    hosts.put("gone", () -> open("gone", "198.18.255.254"));
    hosts.put("blue", () -> open("blue", lab.host("blue").address()));

    Gathered gathered = Gather.from(hosts);

    assertThat(gathered.facts().hosts())
        .extracting(HostFacts::name)
        .containsExactly("gone", "blue");
    assertThat(gathered.facts().hosts().getFirst().instances()).isInstanceOf(Reading.Unknown.class);
    assertThat(known(gathered.facts().hosts().getLast().instances())).hasSize(1);
    assertThat(gathered.problems()).extracting(Problem::kind).containsExactly(Kind.UNREACHABLE);
  }

  @Test
  void nothingOnAHostChangesWhenItIsAsked() {
    LabHost blue = lab.host("blue");
    facts("blue");
    blue.sql(5432, "postgres", "CHECKPOINT");
    blue.script("sleep 1.1; touch /var/tmp/before; sleep 0.1");
    Lsn before = lsn(blue);

    facts("blue");

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
  void noiseOfALoginDoesNotMatter() {
    LabHost green = lab.host("green");
    green.script(
        """
        cp -a /home/deploy/.bashrc /var/tmp/bashrc
        printf 'echo "@@end\t1"; printf "no line break"; echo trouble >&2; export LC_ALL=de_DE.ISO-8859-1\\n' \
          | cat - /var/tmp/bashrc >/home/deploy/.bashrc
        """);
    try {
      HostFacts facts = facts("green");

      assertThat(known(facts.system()).osId()).isEqualTo("debian");
      assertThat(facts.limits()).isEmpty();
    } finally {
      green.script("cp -a /var/tmp/bashrc /home/deploy/.bashrc");
    }
  }

  @Test
  void aHostWithAnotherLanguageAndEncodingAnswersTheSame() {
    LabHost blue = lab.host("blue");
    String config = "/etc/postgresql/11/main/conf.d/comment.conf";
    blue.script(
        "echo LANG=de_DE.ISO-8859-1 >/etc/default/locale; printf '# sch\\366n\\n' >%s; chmod 644 %s"
            .formatted(config, config));
    try {
      HostFacts facts = facts("blue");

      assertThat(known(facts.system()).locale()).isEqualTo("de_DE.ISO-8859-1");
      assertThat(known(onlyInstance(facts).control()).orElseThrow().state())
          .isEqualTo("in production");
      assertThat(facts.limits()).singleElement().asString().contains("not UTF-8");
    } finally {
      blue.script("echo LANG=en_US.UTF-8 >/etc/default/locale; rm " + config);
    }
  }

  @Test
  void withoutSudoWhatIsClosedIsUnknownAndEverythingElseIsThere() {
    LabHost blue = lab.host("blue");
    blue.script("mv /etc/sudoers.d/verdigris /var/tmp/sudoers");
    try {
      Gathered gathered = gather("blue");
      HostFacts facts = gathered.facts().hosts().getFirst();
      InstanceFacts instance = onlyInstance(facts);

      assertThat(instance.label()).isEqualTo("11/main");
      assertThat(instance.port()).isEqualTo(5432);
      assertThat(instance.directory()).isInstanceOf(Reading.Unknown.class);
      assertThat(instance.control()).isInstanceOf(Reading.Unknown.class);
      assertThat(instance.files()).isInstanceOf(Reading.Unknown.class);
      assertThat(instance.server()).isInstanceOf(Reading.Unknown.class);
      assertThat(known(facts.software()).binaries()).isNotEmpty();
      assertThat(known(facts.system()).hostname()).isEqualTo("blue");
      assertThat(facts.limits()).singleElement().asString().contains("sudo");
    } finally {
      blue.script("mv /var/tmp/sudoers /etc/sudoers.d/verdigris");
    }
  }

  @Test
  void aDataDirectoryWhoseFileSystemIsNotMountedIsUnknown() {
    LabHost green = lab.host("green");
    green.script(
        """
        install -d /srv/pgdata /etc/postgresql/11/main
        echo "data_directory = '/srv/pgdata/11/main'" >/etc/postgresql/11/main/postgresql.conf
        echo '/dev/sdz1 /srv/pgdata ext4 noauto 0 2' >>/etc/fstab
        """);
    try {
      InstanceFacts instance = onlyInstance(facts("green"));

      assertThat(instance.directory())
          .isInstanceOfSatisfying(
              Reading.Unknown.class,
              unknown -> assertThat(unknown.reason()).contains("/srv/pgdata is not mounted"));
      assertThat(instance.control()).isInstanceOf(Reading.Unknown.class);
      assertThat(instance.server()).isInstanceOf(Reading.Unknown.class);

      green.script("sed -i /pgdata/d /etc/fstab");
      assertThat(known(onlyInstance(facts("green")).directory()).exists()).isFalse();
    } finally {
      green.script("rm -rf /etc/postgresql /srv/pgdata; sed -i /pgdata/d /etc/fstab");
    }
  }

  @Test
  void anInterruptedCloneIsFoundThoughNothingPointsAtIt() {
    LabHost blue = lab.host("blue");
    blue.script(
        "install -d -o postgres -m 700 /var/lib/postgresql/11/main.new/global;"
            + " echo 11 >/var/lib/postgresql/11/main.new/PG_VERSION");
    try {
      List<InstanceFacts> instances = known(facts("blue").instances());

      assertThat(instances)
          .extracting(InstanceFacts::label)
          .containsExactly("11/main", "11/main.new");
      InstanceFacts clone = instances.getLast();
      assertThat(clone.layout()).isEqualTo(Layout.PLAIN);
      assertThat(known(clone.directory()).hasControl()).isFalse();
      assertThat(known(clone.directory()).pgVersion()).isEqualTo(11);
      assertThat(known(clone.control())).isEmpty();
      assertThat(known(clone.server())).isEmpty();
    } finally {
      blue.script("rm -rf /var/lib/postgresql/11/main.new");
    }
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
      List<InstanceFacts> instances = known(facts("blue").instances());

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
      InstanceFacts stopped = known(facts("blue").instances()).getFirst();
      assertThat(stopped.label()).isEqualTo("11/data");
      assertThat(stopped.layout()).isEqualTo(Layout.RHEL);
      assertThat(stopped.unit()).contains("postgresql-11.service");
      assertThat(stopped.boot()).isEqualTo(Boot.MANUAL);
      assertThat(stopped.port()).isEqualTo(5444);
      assertThat(stopped.paths().socketDirectory()).isEqualTo("/var/run/postgresql");
      assertThat(stopped.paths().hba()).isEqualTo("/var/lib/pgsql/11/data/pg_hba.conf");
      assertThat(known(stopped.control()).orElseThrow().state()).isEqualTo("shut down");

      blue.script("systemctl enable --now -q postgresql-11");
      InstanceFacts running = known(facts("blue").instances()).getFirst();
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
  void aRoleThatIsNoSuperuserIsToldWhatItDoesNotSee() {
    LabHost blue = lab.host("blue");
    String hba = "/etc/postgresql/11/main/pg_hba.conf";
    blue.sql(5432, "postgres", "CREATE ROLE chief SUPERUSER LOGIN");
    blue.script("cp -a %1$s /var/tmp/hba; sed -i '1i local all chief trust' %1$s".formatted(hba));
    reload(blue, hba);
    chief(blue, "ALTER ROLE postgres RENAME TO founder; CREATE ROLE postgres LOGIN");
    try {
      HostFacts facts = facts("blue");
      ServerFacts server = server(onlyInstance(facts));

      assertThat(server.version()).isEqualTo(new Version(11, 22));
      assertThat(server.roles()).isInstanceOf(Reading.Unknown.class);
      assertThat(server.hba()).isEmpty();
      assertThat(known(server.databases().get(1).contents()).extensions()).isNotEmpty();
      assertThat(facts.limits()).singleElement().asString().contains("not a superuser");
    } finally {
      chief(blue, "DROP ROLE postgres; ALTER ROLE founder RENAME TO postgres");
      blue.sql(5432, "postgres", "DROP ROLE chief");
      blue.script("mv /var/tmp/hba " + hba);
      reload(blue, hba);
    }
  }

  private static void chief(LabHost host, String statements) {
    host.must(
        "psql",
        "-XAtq",
        "-v",
        "ON_ERROR_STOP=1",
        "-U",
        "chief",
        "-d",
        "postgres",
        "-c",
        statements);
  }

  private static void reload(LabHost host, String hba) {
    host.script(
        "chown postgres:postgres %s; pg_ctlcluster 11 main reload; sleep 0.5".formatted(hba));
  }

  @Test
  void aStoppedInstanceTellsByItsControlFileHowItStopped() {
    LabHost blue = lab.host("blue");
    blue.script("systemctl stop postgresql@11-main; systemctl mask --runtime postgresql@11-main");
    try {
      InstanceFacts instance = onlyInstance(facts("blue"));

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
  void aLockedCatalogHidesWhatItHoldsAndHangsNobody() {
    LabHost blue = lab.host("blue");
    blue.script(
        """
        runuser -u postgres -- psql -qX -d orders -c 'BEGIN' -c 'LOCK pg_extension' \
          -c 'SELECT pg_sleep(20)' >/dev/null 2>&1 &
        sleep 0.5
        """);
    long start = System.nanoTime();

    ServerFacts server = server(onlyInstance(facts("blue")));

    assertThat(server.databases().getFirst().contents()).isInstanceOf(Reading.Unknown.class);
    assertThat(known(server.databases().get(1).contents()).extensions()).isNotEmpty();
    assertThat((System.nanoTime() - start) / 1_000_000_000).isLessThan(15);
    blue.sql(
        5432,
        "postgres",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()");
  }

  @Test
  void ourUnitsAreSeenWithHowTheyEnded() {
    LabHost green = lab.host("green");
    green.run("systemd-run", "--unit=verdigris-trial", "--wait", "false");
    try {
      assertThat(known(facts("green").jobs()))
          .contains(new HostFacts.Job("verdigris-trial", "failed", "exit-code", 1));
    } finally {
      green.run("systemctl", "reset-failed", "verdigris-trial.service");
    }
  }

  @Test
  void theSameHostsGiveTheSameFactsTwiceButForWhatMoves() {
    HostFacts first = facts("green");
    HostFacts second = facts("green");

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

  private static Lsn lsn(LabHost host) {
    return Lsn.parse(host.sql(5432, "postgres", "SELECT pg_current_wal_insert_lsn()"))
        .orElseThrow();
  }

  private static HostFacts facts(String name) {
    return gather(name).facts().hosts().getFirst();
  }

  private static Gathered gather(String name) {
    try (Host host = open(name, lab.host(name).address())) {
      return Gather.from(List.of(host));
    }
  }

  private static Host open(String name, String address) {
    return Hosts.open(
        new HostAddress(
            name,
            Transport.SSH,
            address,
            0,
            Optional.of("deploy"),
            Optional.of(lab.privateKey().toString()),
            List.of(
                new SshOption(
                    "UserKnownHostsFile", lab.inventory().resolve("known_hosts").toString()),
                new SshOption("ConnectTimeout", "3")),
            new Become(true, "sudo", "root")));
  }

  private static InstanceFacts onlyInstance(HostFacts host) {
    List<InstanceFacts> instances = known(host.instances());
    assertThat(instances).hasSize(1);
    return instances.getFirst();
  }

  private static ServerFacts server(InstanceFacts instance) {
    return known(instance.server()).orElseThrow();
  }

  private static <T> T known(Reading<T> reading) {
    Optional<T> value = reading.known();
    assertThat(value).as("%s", reading).isPresent();
    return value.orElseThrow();
  }
}
