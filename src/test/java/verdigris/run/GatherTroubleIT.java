package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;
import static verdigris.run.AskedLab.known;
import static verdigris.run.AskedLab.onlyInstance;
import static verdigris.run.AskedLab.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.InstanceFacts.Layout;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts;
import verdigris.host.Host;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;
import verdigris.postgres.Version;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.run.Gather.Gathered;

/** Facts of real hosts on which something is wrong or closed to us. */
class GatherTroubleIT {
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
  void hostsThatDoNotAnswerAreUnknownAndTheOthersAreThereInOrder() {
    SequencedMap<String, Supplier<Host>> hosts = new LinkedHashMap<>();
    hosts.put("gone", () -> asked.open("gone", "198.18.255.254"));
    hosts.put("blue", () -> asked.open("blue", lab.host("blue").address()));

    Gathered gathered = Gather.from(hosts);

    assertThat(gathered.facts().hosts())
        .extracting(HostFacts::name)
        .containsExactly("gone", "blue");
    assertThat(gathered.facts().hosts().getFirst().instances()).isInstanceOf(Reading.Unknown.class);
    assertThat(known(gathered.facts().hosts().getLast().instances())).hasSize(1);
    assertThat(gathered.problems()).extracting(Problem::kind).containsExactly(Kind.UNREACHABLE);
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
      HostFacts facts = asked.facts("green");

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
      HostFacts facts = asked.facts("blue");

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
      Gathered gathered = asked.gather("blue");
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
      InstanceFacts instance = onlyInstance(asked.facts("green"));

      assertThat(instance.directory())
          .isInstanceOfSatisfying(
              Reading.Unknown.class,
              unknown -> assertThat(unknown.reason()).contains("/srv/pgdata is not mounted"));
      assertThat(instance.control()).isInstanceOf(Reading.Unknown.class);
      assertThat(instance.server()).isInstanceOf(Reading.Unknown.class);

      green.script("sed -i /pgdata/d /etc/fstab");
      assertThat(known(onlyInstance(asked.facts("green")).directory()).exists()).isFalse();
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
      List<InstanceFacts> instances = known(asked.facts("blue").instances());

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
  void aRoleThatIsNoSuperuserIsToldWhatItDoesNotSee() {
    LabHost blue = lab.host("blue");
    String hba = "/etc/postgresql/11/main/pg_hba.conf";
    blue.sql(5432, "postgres", "CREATE ROLE chief SUPERUSER LOGIN");
    blue.script("cp -a %1$s /var/tmp/hba; sed -i '1i local all chief trust' %1$s".formatted(hba));
    reload(blue, hba);
    chief(blue, "ALTER ROLE postgres RENAME TO founder; CREATE ROLE postgres LOGIN");
    try {
      HostFacts facts = asked.facts("blue");
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
  void aLockedCatalogHidesWhatItHoldsAndHangsNobody() {
    LabHost blue = lab.host("blue");
    blue.script(
        """
        runuser -u postgres -- psql -qX -d orders -c 'BEGIN' -c 'LOCK pg_extension' \
          -c 'SELECT pg_sleep(20)' >/dev/null 2>&1 &
        sleep 0.5
        """);
    long start = System.nanoTime();

    ServerFacts server = server(onlyInstance(asked.facts("blue")));

    assertThat(server.databases().getFirst().contents()).isInstanceOf(Reading.Unknown.class);
    assertThat(known(server.databases().get(1).contents()).extensions()).isNotEmpty();
    assertThat((System.nanoTime() - start) / 1_000_000_000).isLessThan(15);
    blue.sql(
        5432,
        "postgres",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()");
  }
}
