package verdigris.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import verdigris.action.Secret;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.Reading;
import verdigris.facts.SecretFacts;
import verdigris.facts.ServerFacts;
import verdigris.postgres.Lsn;
import verdigris.problem.ProblemException;
import verdigris.resource.Templates;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.InstanceId;
import verdigris.world.Obstacle;
import verdigris.world.Role;

/** Relations are read off measurements; what cannot be told is never taken for absent. */
class ObservationTest {
  private static final InstanceId BLUE = new InstanceId("blue", 11, "main");
  private static final InstanceId GREEN = new InstanceId("green", 11, "main");

  private static Instance green(UnaryOperator<Facts> change) {
    return Recorded.handMadePair(change).world().instance(GREEN);
  }

  /** Facts in which the instance 11/main of a host is another. */
  private static UnaryOperator<Facts> instance(String host, UnaryOperator<InstanceFacts> change) {
    return facts ->
        Recorded.with(
            facts,
            host,
            h ->
                h.answered(
                    h.instances()
                        .map(
                            all ->
                                all.stream()
                                    .map(i -> i.major() == 11 ? change.apply(i) : i)
                                    .toList()),
                    h.pgbouncer(),
                    List.of()));
  }

  private static UnaryOperator<Facts> server(String host, UnaryOperator<ServerFacts> change) {
    return instance(host, i -> i.withServer(i.server().map(s -> s.map(change))));
  }

  private static ServerFacts at(
      ServerFacts s, ServerFacts.Wal wal, List<ServerFacts.Sender> senders) {
    return new ServerFacts(
        s.version(),
        s.systemId(),
        s.timeline(),
        s.inRecovery(),
        wal,
        s.settings(),
        s.fileErrors(),
        s.hba(),
        s.roles(),
        s.databases(),
        senders,
        s.receiver(),
        s.slots(),
        s.preparedTransactions(),
        s.longTransactions(),
        s.clients(),
        s.startedSecondsAgo());
  }

  private static InstanceFacts withDirectory(
      InstanceFacts i, Reading<InstanceFacts.Directory> directory) {
    return new InstanceFacts(
        i.major(),
        i.name(),
        i.layout(),
        i.paths(),
        i.port(),
        i.unit(),
        i.boot(),
        directory,
        i.control(),
        i.files(),
        i.server());
  }

  @Test
  void aStreamingPairIsSeenAsOne() {
    assertThat(green(f -> f).role()).isEqualTo(new Role.StandbyOf(BLUE));
    assertThat(green(f -> f).content()).isEqualTo(Content.FOLLOWS);
  }

  @Test
  void aWalPositionThatMovesChangesNoWorld() {
    UnaryOperator<Facts> later =
        server(
            "blue",
            s ->
                at(
                    s,
                    new ServerFacts.Wal(
                        s.wal().current().map(l -> new Lsn(l.value() + 4096)),
                        s.wal().received(),
                        s.wal().replayed(),
                        s.wal().oldestKept(),
                        false,
                        -1),
                    s.senders()));
    assertThat(Recorded.handMadePair(later).world())
        .isEqualTo(Recorded.handMadePair(f -> f).world());
  }

  @Test
  void aStandbyThatItsUpstreamDoesNotSendToIsBehindAndNotWithoutLag() {
    assertThat(green(server("blue", s -> at(s, s.wal(), List.of()))).content())
        .isEqualTo(Content.BEHIND);
  }

  @Test
  void pausedReplayIsSeenAlthoughTheReceiverStreams() {
    UnaryOperator<Facts> paused =
        server(
            "green",
            s ->
                at(
                    s,
                    new ServerFacts.Wal(
                        s.wal().current(),
                        s.wal().received(),
                        s.wal().replayed(),
                        s.wal().oldestKept(),
                        true,
                        0),
                    s.senders()));
    assertThat(green(paused).content()).isEqualTo(Content.PAUSED);
  }

  @Test
  void aStandbyWhoseNextWalIsGoneAtTheUpstreamIsStranded() {
    UnaryOperator<Facts> gone =
        server(
            "blue",
            s ->
                at(
                    s,
                    new ServerFacts.Wal(
                        s.wal().current(),
                        s.wal().received(),
                        s.wal().replayed(),
                        s.wal().current().map(l -> new Lsn(l.value() + (64L << 20))),
                        false,
                        -1),
                    List.of()));
    assertThat(green(gone).content()).isEqualTo(Content.STRANDED);
  }

  /** The same directory without a live postmaster. */
  private static InstanceFacts stopped(InstanceFacts i) {
    return withDirectory(
        i.withServer(Reading.of(Optional.empty())),
        i.directory()
            .map(
                d ->
                    new InstanceFacts.Directory(
                        d.exists(),
                        d.empty(),
                        d.owner(),
                        d.mode(),
                        d.pgVersion(),
                        d.hasControl(),
                        d.hasOldControl(),
                        d.marker(),
                        d.ownMarker(),
                        d.backupLabel(),
                        d.upgradeOutput(),
                        0,
                        d.sizeBytes())));
  }

  @Test
  void aServerThatDoesNotRunIsStoppedAndKnownByItsMarker() {
    Instance stopped = green(instance("green", ObservationTest::stopped));
    assertThat(stopped.run()).isEqualTo(Run.STOPPED);
    assertThat(stopped.role()).isInstanceOf(Role.StandbyOf.class);
  }

  @Test
  void aServerThatRunsAndDoesNotAnswerIsNotTakenForStopped() {
    assertThat(
            green(instance("green", i -> i.withServer(Reading.unknown("too many clients")))).run())
        .isEqualTo(Run.RUNNING);
  }

  @Test
  void whatAStoppedStandbyHasInItsOwnWalIsNotKnownSoItIsNeverStranded() {
    UnaryOperator<Facts> gone =
        server(
            "blue",
            s ->
                at(
                    s,
                    new ServerFacts.Wal(
                        s.wal().current(),
                        s.wal().received(),
                        s.wal().replayed(),
                        s.wal().current(),
                        false,
                        -1),
                    List.of()));
    assertThat(
            green(f -> instance("green", ObservationTest::stopped).apply(gone.apply(f))).content())
        .isEqualTo(Content.BEHIND);
  }

  @Test
  void somebodyElsesStandbyIsNeitherStoppedNorRewritten() {
    assertThat(Recorded.handMadePair(f -> f).obstacles())
        .anyMatch(
            o -> o.host().equals("green") && o.blocks().equals(List.of("stop", "follow", "clone")));
  }

  @Test
  void anUnreadableDataDirectoryIsAnObstacleToEverythingOnItsHost() {
    Situation situation =
        Recorded.handMadePair(
            instance(
                "green",
                i -> withDirectory(i, Reading.unknown("/var/lib/postgresql is not mounted"))));
    assertThat(situation.obstacles())
        .anyMatch(
            o ->
                o.host().equals("green")
                    && o.blocks().isEmpty()
                    && o.fact().contains("is not mounted"));
  }

  @Test
  void aSourceWhoseDataDirectoryIsMissingStopsEverything() {
    UnaryOperator<Facts> unmounted =
        instance("blue", i -> withDirectory(i, Reading.unknown("its mount is missing")));
    ProblemException e =
        catchThrowableOfType(ProblemException.class, () -> Recorded.handMadePair(unmounted));
    assertThat(e.problems().getFirst().detail())
        .contains("/var/lib/postgresql/11/main")
        .contains("its mount is missing");
  }

  @Test
  void aStandbyThatThePlaybookDoesNotNameIsRefused() {
    UnaryOperator<Facts> stranger =
        server(
            "blue",
            s -> {
              var senders = new java.util.ArrayList<>(s.senders());
              senders.add(
                  new ServerFacts.Sender(
                      99,
                      "replicator",
                      "walreceiver",
                      "203.0.113.9",
                      "streaming",
                      "async",
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty()));
              return at(s, s.wal(), senders);
            });
    assertThat(Recorded.handMadePair(stranger).refusals())
        .singleElement()
        .satisfies(p -> assertThat(p.detail()).contains("203.0.113.9"));
  }

  @Test
  void aBaseBackupInProgressIsNoStranger() {
    UnaryOperator<Facts> backup =
        server(
            "blue",
            s -> {
              var senders = new java.util.ArrayList<>(s.senders());
              senders.add(
                  new ServerFacts.Sender(
                      99,
                      "replicator",
                      "pg_basebackup",
                      "203.0.113.9",
                      "backup",
                      "async",
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty()));
              return at(s, s.wal(), senders);
            });
    assertThat(Recorded.handMadePair(backup).refusals()).isEmpty();
  }

  @Test
  void aRoleWithAnotherPasswordDiffers() {
    SequencedMap<String, Reading<Boolean>> none = new LinkedHashMap<>();
    Situation situation =
        Observation.of(
            Recorded.facts("blue", "green"),
            new SecretFacts(Reading.of(false), none),
            Recorded.playbook("green", true, Optional.of(new Secret("replicator"))),
            Templates.builtIn());
    assertThat(situation.world().instance(BLUE).replicationRole()).isFalse();
  }

  @Test
  void aHostWithoutPostgresqlHasAnAbsentInstanceAndNoBinaries() {
    Situation fresh = Recorded.freshPair();
    assertThat(fresh.world().instance(new InstanceId("bare", 11, "main")).what())
        .isEqualTo(Instance.What.ABSENT);
    assertThat(fresh.world().installed()).extracting(i -> i.host()).containsExactly("blue");
  }

  @Test
  void tooLittleDiskIsAnObstacleToTheCloneWithBothNumbers() {
    UnaryOperator<HostFacts> small =
        h ->
            new HostFacts(
                h.name(),
                h.system(),
                h.disks()
                    .map(
                        all ->
                            all.stream()
                                .map(
                                    d ->
                                        new HostFacts.Disk(
                                            d.path(),
                                            d.mountPoint(),
                                            d.device(),
                                            d.type(),
                                            d.sizeBytes(),
                                            1 << 20,
                                            d.hardLinks(),
                                            d.reflink()))
                                .toList()),
                h.software(),
                h.instances(),
                h.pgbouncer(),
                h.jobs(),
                h.listeners(),
                h.limits());
    Situation situation =
        Recorded.situation(
            Recorded.with(Recorded.facts("blue", "bare"), "bare", small),
            Recorded.playbook("bare", true, Optional.empty()));
    assertThat(situation.obstacles())
        .filteredOn(o -> o.blocks().equals(List.of("clone")))
        .extracting(Obstacle::fact)
        .anyMatch(f -> f.startsWith("bare has 1 MB free") && f.contains("the clone needs"));
  }
}
