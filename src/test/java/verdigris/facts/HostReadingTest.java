package verdigris.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verdigris.facts.HostFacts.Job;
import verdigris.facts.HostFacts.Listener;
import verdigris.facts.InstanceFacts.Boot;
import verdigris.facts.InstanceFacts.Layout;
import verdigris.facts.InstanceFacts.Marker;
import verdigris.postgres.Version;
import verdigris.problem.ProblemException;

/** What recorded answers of real hosts are read into, and variations of them. */
class HostReadingTest {
  private static final String PRIMARY = "debian12-primary";
  private static final String STANDBY = "debian12-standby";
  private static final String DATA = "/var/lib/postgresql/11/main";

  @Test
  void theMachineIsDescribed() {
    HostFacts.SystemFacts system = known(ProbeHarness.host(PRIMARY).system());

    assertThat(system.osId()).isEqualTo("debian");
    assertThat(system.osVersion()).isEqualTo("12");
    assertThat(system.architecture()).isEqualTo("x86_64");
    assertThat(system.libc()).isEqualTo("glibc 2.36");
    assertThat(system.icu()).contains("72.1");
    assertThat(system.hostname()).isEqualTo("blue");
    assertThat(system.loginUser()).isEqualTo("deploy");
    assertThat(system.locale()).isEqualTo("en_US.UTF-8");
    assertThat(system.initSystem()).isEqualTo("systemd");
    assertThat(system.cpus()).isEqualTo(2);
    assertThat(system.memoryBytes()).isGreaterThan(1L << 30);
    assertThat(system.addresses()).containsExactly("198.18.66.11");
  }

  @Test
  void collationsThatSortDifferentlyHaveDifferentDigests() {
    List<HostFacts.SortSample> samples = known(ProbeHarness.host(PRIMARY).system()).sortSamples();

    assertThat(samples)
        .extracting(HostFacts.SortSample::locale)
        .containsExactly("C", "C.utf8", "de_DE.utf8", "en_US.utf8");
    assertThat(samples.get(0).digest()).isEqualTo(samples.get(1).digest());
    assertThat(samples.get(0).digest()).isNotEqualTo(samples.get(3).digest());
  }

  @Test
  void equalHostsSortEqually() {
    assertThat(known(ProbeHarness.host(PRIMARY).system()).sortSamples())
        .isEqualTo(known(ProbeHarness.host("debian12-bare").system()).sortSamples());
  }

  @Test
  void aRunningPrimaryIsFoundWithEverythingAroundIt() {
    InstanceFacts instance = only(ProbeHarness.host(PRIMARY));

    assertThat(instance.label()).isEqualTo("11/main");
    assertThat(instance.layout()).isEqualTo(Layout.DEBIAN);
    assertThat(instance.port()).isEqualTo(5432);
    assertThat(instance.unit()).contains("postgresql@11-main.service");
    assertThat(instance.boot()).isEqualTo(Boot.AUTO);
    assertThat(instance.paths().data()).isEqualTo(DATA);
    assertThat(instance.paths().socketDirectory()).isEqualTo("/var/run/postgresql");
    assertThat(instance.paths().wal()).isEqualTo(DATA + "/pg_wal");
    InstanceFacts.Directory directory = known(instance.directory());
    assertThat(directory.exists()).isTrue();
    assertThat(directory.empty()).isFalse();
    assertThat(directory.owner()).isEqualTo("postgres");
    assertThat(directory.mode()).isEqualTo("700");
    assertThat(directory.pgVersion()).isEqualTo(11);
    assertThat(directory.hasControl()).isTrue();
    assertThat(directory.hasOldControl()).isFalse();
    assertThat(directory.marker()).isEqualTo(Marker.NONE);
    assertThat(directory.livePid()).isPositive();
    assertThat(directory.sizeBytes()).isGreaterThan(10_000_000);
    InstanceFacts.Control control = known(instance.control()).orElseThrow();
    assertThat(control.state()).isEqualTo("in production");
    assertThat(control.timeline()).isEqualTo(1);
    assertThat(control.walSegmentBytes()).isEqualTo(16 << 20);
    assertThat(control.checksums()).isFalse();
  }

  @Test
  void aServerThatWasNotAskedIsUnknownAndNotAbsent() {
    assertThat(only(ProbeHarness.host(PRIMARY)).server()).isInstanceOf(Reading.Unknown.class);
  }

  @Test
  void aServerThatPgUpgradeRunsIsNotToBeAsked() {
    String answer =
        ProbeHarness.document(PRIMARY).replaceFirst("(postmaster\t.*\t)-D\t", "$1-b\t-D\t");
    InstanceFacts instance = only(ProbeHarness.host(PRIMARY, answer));

    assertThat(only(ProbeHarness.host(PRIMARY)).isToBeAsked()).isTrue();
    assertThat(instance.isToBeAsked()).isFalse();
    assertThat(instance.isRunning()).isTrue();
    assertThat(instance.server()).isInstanceOf(Reading.Unknown.class);
  }

  @Test
  void aStandbyAndANewerInstanceOnOneHostAreToldApart() {
    List<InstanceFacts> instances = known(ProbeHarness.host(STANDBY).instances());

    assertThat(instances).extracting(InstanceFacts::label).containsExactly("11/main", "15/main");
    InstanceFacts standby = instances.getFirst();
    assertThat(known(standby.directory()).marker()).isEqualTo(Marker.RECOVERY_CONF);
    assertThat(known(standby.control()).orElseThrow().state()).isEqualTo("in archive recovery");
    assertThat(known(standby.files()).included()).isEqualTo("port = 5432\n");
    assertThat(known(instances.getLast().directory()).marker()).isEqualTo(Marker.NONE);
    assertThat(instances.getLast().port()).isEqualTo(5433);
  }

  @Test
  void noPasswordOfAFileBecomesAFact() {
    HostFacts standby = ProbeHarness.host(STANDBY);

    assertThat(known(known(standby.instances()).getFirst().files()).recovery())
        .contains("user=replicator password=<hidden> host=blue port=5432");
    assertThat(standby.toString()).doesNotContain("s3 cret");
    assertThat(ProbeHarness.host(PRIMARY).toString()).doesNotContain("hush");
  }

  @Test
  void aHostWithoutPostgresqlHasNoInstancesAndNoBinaries() {
    HostFacts bare = ProbeHarness.host("debian12-bare");

    assertThat(known(bare.instances())).isEmpty();
    assertThat(known(bare.software()).binaries()).isEmpty();
    assertThat(known(bare.pgbouncer())).isEmpty();
    assertThat(known(bare.disks()))
        .extracting(HostFacts.Disk::path)
        .containsExactly("/var/lib/postgresql");
  }

  @Test
  void softwareIsListedWithWhatCouldBeInstalled() {
    HostFacts.Software software = known(ProbeHarness.host(STANDBY).software());

    assertThat(software.manager()).isEqualTo("apt");
    assertThat(software.createsClusterOnInstall()).isFalse();
    assertThat(software.binaries())
        .extracting(HostFacts.Binaries::version)
        .containsExactly(new Version(11, 22), new Version(15, 20));
    HostFacts.Binaries newer = software.binaries().getLast();
    assertThat(newer.tools()).contains("pg_upgrade", "pg_controldata", "postgres", "psql");
    assertThat(newer.extensions()).contains(new HostFacts.ExtensionFile("hstore", "1.8"));
    assertThat(newer.libraries()).contains("pgoutput", "libpqwalreceiver");
    assertThat(software.candidates())
        .contains(new HostFacts.Candidate("postgresql-15", "15.20-0+deb12u1"))
        .filteredOn(c -> c.name().equals("postgresql-11"))
        .extracting(HostFacts.Candidate::version)
        .containsExactly("11.22-1.lab", "11.21-1.lab");
    assertThat(software.packages())
        .contains(new HostFacts.InstalledPackage("postgresql-11", "11.22-1.lab"))
        .noneMatch(p -> p.name().equals("postgresql-pgmp"));
  }

  @Test
  void debiansDefaultIsToCreateAClusterOnInstall() {
    assertThat(known(ProbeHarness.host(PRIMARY).software()).createsClusterOnInstall()).isTrue();
  }

  @Test
  void aRunningPoolerIsFoundAndItsConsoleNotYetAsked() {
    HostFacts host = ProbeHarness.host("debian12-pgbouncer");
    PgBouncerFacts pooler = known(host.pgbouncer()).orElseThrow();

    assertThat(pooler.version()).isEqualTo("1.18.0");
    assertThat(pooler.configFile()).isEqualTo("/etc/pgbouncer/pgbouncer.ini");
    assertThat(pooler.unit()).isEqualTo("pgbouncer.service");
    assertThat(pooler.port()).isEqualTo(6432);
    assertThat(pooler.socketDirectory()).isEqualTo("/var/run/postgresql");
    assertThat(pooler.running()).isInstanceOf(Reading.Unknown.class);
    assertThat(known(host.listeners()))
        .contains(new Listener("0.0.0.0", 6432), new Listener("::", 6432));
    assertThat(known(host.instances())).isEmpty();
  }

  @Test
  void whatALoginPrintsAroundTheAnswerDoesNotMatter() {
    String answer = ProbeHarness.document(PRIMARY);
    String noisy =
        "Welcome to blue!\n@@section\tsystem\nLast login: never" + answer + "\n@@end\t1\nBye.\n";

    assertThat(ProbeHarness.host(PRIMARY, noisy)).isEqualTo(ProbeHarness.host(PRIMARY));
  }

  @Test
  void somethingElseThanAnAnswerIsAProblem() {
    assertThatThrownBy(() -> HostReading.read("blue", "This account is not available.\n", 0, 0))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no begin mark");
  }

  @Test
  void theClockIsComparedWithTheMiddleOfTheExchange() {
    String answer =
        ProbeHarness.document(PRIMARY)
            .replaceFirst("@@verdigris\t1\t\\d+", "@@verdigris\t1\t1700000000100000000")
            .replaceFirst("@@end\t\\d+", "@@end\t1700000000300000000");

    HostFacts facts = HostReading.read("blue", answer, 1_700_000_005_000L, 1_700_000_005_400L);

    assertThat(known(facts.system()).clockOffsetMillis()).isEqualTo(-5000);
  }

  @Test
  void aClockWithoutNanosecondsIsGoodEnough() {
    String answer =
        ProbeHarness.document(PRIMARY)
            .replaceFirst("@@verdigris\t1\t\\d+", "@@verdigris\t1\t1700000000%N")
            .replaceFirst("@@end\t\\d+", "@@end\t1700000000%N");

    HostFacts facts = HostReading.read("blue", answer, 1_700_000_000_000L, 1_700_000_000_200L);

    assertThat(known(facts.system()).clockOffsetMillis()).isEqualTo(-100);
  }

  @Test
  void whatSudoDoesNotAllowIsUnknownAndSaidSo() {
    String answer =
        ProbeHarness.document(PRIMARY)
            .replace("@@as\tpostgres", "@@as\tdeploy\tsudo: a password is required")
            .replace("real\t" + DATA + "\n", "obstacle\t" + DATA + "\nreal\t\n");

    HostFacts facts = ProbeHarness.host(PRIMARY, answer);

    assertThat(only(facts).directory()).isInstanceOf(Reading.Unknown.class);
    assertThat(only(facts).control()).isInstanceOf(Reading.Unknown.class);
    assertThat(facts.limits()).singleElement().asString().contains("a password is required");
  }

  @Test
  void aFileThatMayNotBeReadMakesTheFilesUnknown() {
    String hba = "/etc/postgresql/11/main/pg_hba.conf";
    String answer =
        ProbeHarness.document(PRIMARY)
            .replace("log\t/var/log", "denied\t" + hba + "\nlog\t/var/log");

    assertThat(only(ProbeHarness.host(PRIMARY, answer)).files())
        .isEqualTo(Reading.unknown(hba + " cannot be read."));
  }

  @Test
  void aDataDirectoryBelowAMountThatIsMissingIsUnknown() {
    String answer =
        gone()
            .replace("@@section\tmounts\n", "@@section\tmounts\nwanted\t/var/lib/postgresql/11\n");

    assertThat(only(ProbeHarness.host(PRIMARY, answer)).directory())
        .isInstanceOfSatisfying(
            Reading.Unknown.class,
            unknown ->
                assertThat(unknown.reason()).contains("/var/lib/postgresql/11 is not mounted"));
  }

  @Test
  void aDataDirectoryBelowAMountThatIsThereIsAbsentWhenItIsAbsent() {
    String answer =
        gone().replace("@@section\tmounts\n", "@@section\tmounts\nwanted\t/var/lib/postgresql\n");

    InstanceFacts.Directory directory = known(only(ProbeHarness.host(PRIMARY, answer)).directory());

    assertThat(directory.exists()).isFalse();
    assertThat(directory.livePid()).isZero();
  }

  @Test
  void aPidFileOfAPostmasterThatIsGoneMeansNothing() {
    String answer =
        ProbeHarness.document(PRIMARY)
            .replaceFirst("postmaster\t.*\n", "")
            .replace("MainPID=53", "MainPID=0");

    InstanceFacts instance = only(ProbeHarness.host(PRIMARY, answer));

    assertThat(known(instance.directory()).livePid()).isZero();
    assertThat(known(instance.server())).isEmpty();
    assertThat(instance.port()).isEqualTo(5432);
  }

  @Test
  void aPidFileWhoseNumberIsAnotherServerNowMeansNothing() {
    String answer =
        ProbeHarness.document(PRIMARY)
            .replaceFirst("(postmaster\t\\d+\t[^\t]*\t)" + DATA, "$1/srv/other");

    assertThat(known(only(ProbeHarness.host(PRIMARY, answer)).directory()).livePid()).isZero();
  }

  @Test
  void bootStatesOfDebianFollowStartConfTheUnitAndTheUmbrella() {
    assertThat(boot("|auto\n", "|manual\n")).isEqualTo(Boot.MANUAL);
    assertThat(boot("|auto\n", "|disabled\n")).isEqualTo(Boot.DISABLED);
    assertThat(boot("UnitFileState=enabled\n", "UnitFileState=disabled\n")).isEqualTo(Boot.MANUAL);
    assertThat(boot("UnitFileState=enabled-runtime", "UnitFileState=masked"))
        .isEqualTo(Boot.DISABLED);
    assertThat(boot("|auto\n", "|auto # at boot\n")).isEqualTo(Boot.AUTO);
  }

  @Test
  void ourUnitsAreJobs() {
    String unit = "\n\nId=%s\nLoadState=loaded\nActiveState=%s\nResult=%s\nExecMainStatus=%s\n";
    String answer =
        ProbeHarness.document(PRIMARY)
            .replace(
                "@@section\tunits\n",
                "@@section\tunits\n"
                    + unit.formatted("verdigris-clone-11-main.service", "failed", "exit-code", 1)
                    + unit.formatted("verdigris-slot.timer", "active", "success", 0)
                    + "\n");

    assertThat(known(ProbeHarness.host(PRIMARY, answer).jobs()))
        .containsExactly(
            new Job("verdigris-clone-11-main", "failed", "exit-code", 1),
            new Job("verdigris-slot.timer", "active", "success", 0));
  }

  @Test
  void managersAreFoundByProcessOrUnit() {
    String answer =
        ProbeHarness.document(PRIMARY)
            .replace("@@section\tprocesses\n", "@@section\tprocesses\nprocess\t77\tpatroni\tx\n")
            .replace(
                "@@section\tunits\n",
                "@@section\tunits\nId=keepalived.service\nLoadState=loaded\nActiveState=inactive\n\n");

    assertThat(known(ProbeHarness.host(PRIMARY, answer).software()).managers())
        .containsExactly(
            new HostFacts.HaManager("patroni", "process 77", true),
            new HostFacts.HaManager("keepalived", "unit keepalived.service", false));
  }

  @Test
  void reflinksAreKnownWhereTheFileSystemTells() {
    String answer = ProbeHarness.document(PRIMARY);

    assertThat(reflink(answer)).isEqualTo(Reading.of(false));
    assertThat(reflink(xfs(answer))).isInstanceOf(Reading.Unknown.class);
    assertThat(
            reflink(
                xfs(answer)
                    .replace(
                        "@@section\tbinaries",
                        "reflink\t/var/lib/postgresql\n@@section\tbinaries")))
        .isEqualTo(Reading.of(true));
  }

  @Test
  void aTextThatIsNotUtf8IsALimitAndNoFailure() {
    String answer = ProbeHarness.document(PRIMARY).replace("|auto\n", "|# sch\uFFFDn\n|auto\n");

    assertThat(ProbeHarness.host(PRIMARY, answer).limits())
        .singleElement()
        .asString()
        .contains("not UTF-8");
  }

  @Test
  void aControlFileThatPgControldataDoesNotUnderstandIsUnknown() {
    String answer =
        ProbeHarness.document(PRIMARY).replace("|Latest checkpoint location", "|Neuester");

    assertThat(only(ProbeHarness.host(PRIMARY, answer)).control())
        .isInstanceOf(Reading.Unknown.class);
  }

  private static String gone() {
    return ProbeHarness.document(PRIMARY)
        .replaceFirst("postmaster\t.*\n", "")
        .replaceFirst(
            "(?s)stat\tpostgres 700\n.*?\nlog\t", "absent\t/var/lib/postgresql/11\nlog\t");
  }

  private static Boot boot(String before, String after) {
    String answer = ProbeHarness.document(PRIMARY);
    assertThat(answer).contains(before);
    return only(ProbeHarness.host(PRIMARY, answer.replace(before, after))).boot();
  }

  private static String xfs(String answer) {
    return answer.replaceFirst("(/var/lib/postgresql\t)ext4", "$1xfs");
  }

  private static Reading<Boolean> reflink(String answer) {
    return known(ProbeHarness.host(PRIMARY, answer).disks()).stream()
        .filter(disk -> disk.path().equals(DATA))
        .findFirst()
        .orElseThrow()
        .reflink();
  }

  private static InstanceFacts only(HostFacts host) {
    List<InstanceFacts> instances = known(host.instances());
    assertThat(instances).hasSize(1);
    return instances.getFirst();
  }

  private static <T> T known(Reading<T> reading) {
    Optional<T> value = reading.known();
    assertThat(value).as("%s", reading).isPresent();
    return value.orElseThrow();
  }
}
