package verdigris.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verdigris.facts.ChangedFacts;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.HostFacts.Disk;
import verdigris.facts.Reading;
import verdigris.facts.Rehearsal;
import verdigris.facts.Rehearsal.Phase;
import verdigris.postgres.SystemId;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.step.RehearsalScript;
import verdigris.step.Rehearse;

/**
 * When the upgrade of a recorded pair can be rehearsed, what is then run, and what it is good for.
 */
class RehearsalFitTest {
  private static final Facts PAIR = ready(UnaryOperator.identity());

  /** Blue and its standby Green; Green has both majors, and its disk is changed. */
  private static Facts ready(UnaryOperator<Disk> change) {
    return Recorded.with(
        Recorded.facts("blue", "green"),
        "green",
        h ->
            ChangedFacts.software(
                ChangedFacts.disks(h, change), s -> ChangedFacts.withBinariesOf(s, 11, 15)));
  }

  private static Situation upgrade(Facts facts) {
    return Recorded.situation(facts, Recorded.takeover(15));
  }

  private static List<Problem> hindrances(Facts facts) {
    return new RehearsalFit(upgrade(facts)).hindrances();
  }

  private static RehearsalScript script() {
    return new Rehearse(upgrade(PAIR).briefing()).script();
  }

  @Test
  void aStandbyThatStreamsCanBeCopied() {
    assertThat(hindrances(PAIR)).isEmpty();
  }

  @Test
  void withoutAnUpgradeThereIsNothingToRehearse() {
    var fit = new RehearsalFit(Recorded.situation(PAIR, Recorded.takeover(11)));

    assertThat(fit.hindrances())
        .singleElement()
        .satisfies(p -> assertThat(p.kind()).isEqualTo(Kind.NOT_REHEARSABLE))
        .satisfies(p -> assertThat(p.detail()).contains("no other major version"));
  }

  @Test
  void withoutAStandbyThatStreamsTheRemedyIsToPrepare() {
    Facts gone =
        Recorded.with(PAIR, "green", h -> HostFacts.unknown("green", "It was not looked at."));

    assertThat(hindrances(gone))
        .singleElement()
        .satisfies(p -> assertThat(p.remedy()).contains("--through prepare"));
  }

  @Test
  void withoutTheNewMajorTheRemedyIsToPrepare() {
    Facts without =
        Recorded.with(
            PAIR, "green", h -> ChangedFacts.software(h, s -> ChangedFacts.withBinariesOf(s, 11)));

    assertThat(hindrances(without))
        .singleElement()
        .satisfies(p -> assertThat(p.detail()).contains("PostgreSQL 15 is not installed on green"))
        .satisfies(p -> assertThat(p.remedy()).contains("--through prepare"));
  }

  @Test
  void aDiskWithoutRoomForTheCopyIsRefusedWithNumbers() {
    Facts full =
        ready(
            d ->
                new Disk(
                    d.path(),
                    d.mountPoint(),
                    d.device(),
                    d.type(),
                    10L << 30,
                    1L << 20,
                    d.hardLinks(),
                    d.reflink()));

    assertThat(hindrances(full))
        .singleElement()
        .satisfies(p -> assertThat(p.kind()).isEqualTo(Kind.NO_ROOM))
        .satisfies(p -> assertThat(p.detail()).contains("1 MB free", "512 MB must stay free"));
  }

  @Test
  void theCopyIsMadeBesideTheStandbyOverItsOwnSocket() {
    assertThat(script().scratch()).isEqualTo("/var/lib/postgresql/11/.verdigris-rehearsal");
    assertThat(script().phases().get(Phase.COPY))
        .contains("pg_basebackup", "-h /var/run/postgresql", "-U postgres", "-X stream")
        .doesNotContain("-S ", "replicator");
  }

  @Test
  void nobodyReachesTheCopyAndItReachesNobody() {
    assertThat(script().isolation().lines())
        .contains(
            "listen_addresses = ''",
            "unix_socket_directories = '/var/lib/postgresql/11/.verdigris-rehearsal'",
            "unix_socket_permissions = 0700",
            "archive_mode = off",
            "max_wal_senders = 0",
            "max_worker_processes = 0",
            "max_logical_replication_workers = 0");
    assertThat(script().isolation()).doesNotContain("conninfo", "slot");
  }

  @Test
  void whatIsUpgradedIsTheCopyByTheDeclaredTransfer() {
    String upgrade = script().phases().getOrDefault(Phase.UPGRADE, "");

    assertThat(upgrade)
        .contains(
            "pg_upgrade",
            "--link",
            "-d /var/lib/postgresql/11/.verdigris-rehearsal/rehearsed-old",
            "-D /var/lib/postgresql/11/.verdigris-rehearsal/rehearsed-new",
            "-j 4")
        .doesNotContain("/etc/postgresql");
    assertThat(script().phases().get(Phase.CHECK)).isEqualTo(upgrade + " --check");
  }

  @Test
  void everyPhaseHasItsCommand() {
    assertThat(script().phases().sequencedKeySet()).containsExactly(Phase.values());
  }

  @Test
  void aRehearsalThatFitsIsTheForecast() {
    Situation situation = upgrade(rehearsed(PAIR, "link"));

    assertThat(situation.estimates().rehearsed()).contains("2026-11-27");
    assertThat(situation.estimates().upgradeSeconds()).isEqualTo(42 + 1);
    assertThat(situation.estimates().statisticsSeconds()).isEqualTo(42 + 1);
  }

  @Test
  void withoutOneOrWithOneOfAnotherTransferItIsCoarse() {
    assertThat(upgrade(PAIR).estimates().rehearsed()).isEmpty();
    Situation situation = upgrade(rehearsed(PAIR, "copy"));
    assertThat(situation.estimates()).isEqualTo(upgrade(PAIR).estimates());
  }

  private static Facts rehearsed(Facts facts, String transfer) {
    var rehearse = new Rehearse(upgrade(facts).briefing());
    SystemId source =
        facts.host("blue").stream()
            .flatMap(h -> h.instances().known().orElseThrow().stream())
            .flatMap(i -> i.server().known().orElseThrow().stream())
            .findFirst()
            .orElseThrow()
            .systemId();
    var lines =
        new ArrayList<>(
            Rehearsal.head(
                "15/main", "11/main", source, transfer, rehearse.databaseBytes().orElseThrow()));
    lines.add("when 2026-11-27T17:49:26Z");
    Stream.of(Phase.values()).forEach(p -> lines.add(p.word() + " 41500"));
    Rehearsal one = Rehearsal.read(lines).orElseThrow();
    return Recorded.with(facts, "green", h -> ChangedFacts.rehearsals(h, Reading.of(List.of(one))));
  }
}
