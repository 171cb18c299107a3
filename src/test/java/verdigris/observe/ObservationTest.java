package verdigris.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import verdigris.action.Secret;
import verdigris.facts.ChangedFacts;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.Reading;
import verdigris.facts.SecretFacts;
import verdigris.facts.ServerFacts;
import verdigris.postgres.Lsn;
import verdigris.problem.ProblemException;
import verdigris.resource.SlotGuard;
import verdigris.resource.Templates;
import verdigris.step.Wanted;
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
                        List.of(),
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
  void aStandbyThatIsAheadOfItsPrimaryIsNeitherWaitedForNorOverwritten() {
    UnaryOperator<Facts> cut = server("blue", s -> at(s, s.wal(), List.of()));
    UnaryOperator<Facts> ahead =
        instance(
            "green",
            i ->
                i.withServer(
                    i.server()
                        .map(
                            s ->
                                s.map(
                                    g ->
                                        withoutReceiver(
                                            at(g, ahead(g.wal(), 1 << 20), g.senders()))))));
    Situation situation = Recorded.handMadePair(f -> ahead.apply(cut.apply(f)));
    assertThat(situation.obstacles())
        .filteredOn(o -> o.stops("catch-up", "green") && o.stops("clone", "green"))
        .extracting(Obstacle::fact)
        .anyMatch(f -> f.startsWith("green:11/main has diverged from blue:11/main"));
    assertThat(Recorded.handMadePair(cut).obstacles())
        .extracting(Obstacle::fact)
        .noneMatch(f -> f.contains("diverged"));
  }

  private static ServerFacts.Wal ahead(ServerFacts.Wal wal, long bytes) {
    return new ServerFacts.Wal(
        wal.current(),
        wal.received(),
        wal.replayed().map(l -> new Lsn(l.value() + bytes)),
        wal.oldestKept(),
        wal.forks(),
        wal.replayPaused(),
        wal.replayAgeSeconds());
  }

  private static ServerFacts withoutReceiver(ServerFacts s) {
    return new ServerFacts(
        s.version(),
        s.systemId(),
        s.timeline(),
        s.inRecovery(),
        s.wal(),
        s.settings(),
        s.fileErrors(),
        s.hba(),
        s.roles(),
        s.databases(),
        s.senders(),
        Optional.empty(),
        s.slots(),
        s.preparedTransactions(),
        s.longTransactions(),
        s.clients(),
        s.startedSecondsAgo());
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
                        List.of(),
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
                        List.of(),
                        false,
                        -1),
                    List.of()));
    assertThat(green(gone).content()).isEqualTo(Content.STRANDED);
  }

  /** The same directory without a live postmaster. */
  private static InstanceFacts stopped(InstanceFacts i) {
    return stopped(i, i.directory().known().flatMap(InstanceFacts.Directory::slots));
  }

  private static InstanceFacts stopped(InstanceFacts i, Optional<List<String>> slots) {
    return withDirectory(
        i.withServer(Reading.of(Optional.empty())),
        i.directory()
            .map(
                d ->
                    ChangedFacts.directory(d, d.marker(), d.ownMarker(), slots, 0, d.sizeBytes())));
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
                        List.of(),
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
            o ->
                o.host().equals("green")
                    && o.blocks().equals(List.of("stop", "follow", "clone", "rewind")));
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
  void aRolePasswordThatCouldNotBeReadIsNeitherTheDeclaredOneNorAnother() {
    Situation situation =
        Observation.of(
            Recorded.facts("blue", "green"),
            new SecretFacts(Reading.unknown("the session was refused"), new LinkedHashMap<>()),
            Recorded.playbook("green", true, Optional.of(new Secret("replicator"))),
            Templates.builtIn());
    assertThat(situation.world().instance(BLUE).replicationRole()).isFalse();
    assertThat(situation.obstacles())
        .contains(
            new Obstacle(
                "blue",
                List.of("replication-role"),
                "Whether the password of replicator on blue:11/main holds the declared password could not be told: the session was refused.",
                "See to it that it can be read, and run again."));
  }

  @Test
  void aPasswordFileThatCouldNotBeReadIsNotTakenForRight() {
    SequencedMap<String, Reading<Boolean>> passfiles = new LinkedHashMap<>();
    passfiles.put("green", Reading.unknown("permission denied"));
    Situation situation =
        Observation.of(
            Recorded.facts("blue", "green"),
            new SecretFacts(Reading.of(true), passfiles),
            Recorded.playbook("green", true, Optional.of(new Secret("replicator"))),
            Templates.builtIn());
    assertThat(situation.world().instance(GREEN).recovery()).isFalse();
    assertThat(situation.obstacles())
        .filteredOn(o -> o.stops("follow", "green"))
        .extracting(Obstacle::fact)
        .anyMatch(f -> f.contains("the password file on green"));
  }

  /** Blue keeps WAL for a standby on bare that is still to be made, and these files guard it. */
  private static Situation guarded(
      int percent, Function<SlotGuard, Reading<List<HostFacts.OwnFile>>> files) {
    return Recorded.situation(
        guardedFacts(files),
        Recorded.withSlotWal(Recorded.playbook("bare", true, Optional.empty()), percent));
  }

  private static Facts guardedFacts(Function<SlotGuard, Reading<List<HostFacts.OwnFile>>> files) {
    var standby = new InstanceId("bare", 11, "main");
    Situation unguarded =
        Recorded.situation(
            Recorded.facts("blue", "bare"), Recorded.playbook("bare", true, Optional.empty()));
    SlotGuard guard = new Wanted(unguarded.briefing()).guard(standby, BLUE).orElseThrow();
    ServerFacts.Slot slot =
        new ServerFacts.Slot(
            "verdigris_bare", "physical", "", false, 0, Optional.of(new Lsn(1)), 0, "");
    Facts facts = server("blue", s -> withSlot(s, slot)).apply(Recorded.facts("blue", "bare"));
    var timer = new HostFacts.Job(guard.name() + ".timer", "active", "success", 0);
    return Recorded.with(facts, "blue", h -> withGuard(h, timer, files.apply(guard)));
  }

  private static HostFacts withGuard(
      HostFacts h, HostFacts.Job timer, Reading<List<HostFacts.OwnFile>> files) {
    return new HostFacts(
        h.name(),
        h.system(),
        h.disks(),
        h.software(),
        h.instances(),
        h.pgbouncer(),
        Reading.of(List.of(timer)),
        files,
        h.rehearsals(),
        h.listeners(),
        h.limits());
  }

  private static ServerFacts withSlot(ServerFacts s, ServerFacts.Slot slot) {
    return new ServerFacts(
        s.version(),
        s.systemId(),
        s.timeline(),
        s.inRecovery(),
        s.wal(),
        s.settings(),
        s.fileErrors(),
        s.hba(),
        s.roles(),
        s.databases(),
        s.senders(),
        s.receiver(),
        List.of(slot),
        s.preparedTransactions(),
        s.longTransactions(),
        s.clients(),
        s.startedSecondsAgo());
  }

  private static boolean keepsWal(Situation situation) {
    return situation.world().instance(new InstanceId("bare", 11, "main")).slot();
  }

  @Test
  void ofAStoppedUpstreamItsFilesTellWhetherItKeepsWal() {
    assertThat(keepsWal(stoppedUpstreamWith(List.of("verdigris_bare")))).isTrue();
    assertThat(keepsWal(stoppedUpstreamWith(List.of("verdigris_other")))).isFalse();
    assertThat(keepsWal(stoppedUpstreamWith(List.of()))).isFalse();
  }

  private static Situation stoppedUpstreamWith(List<String> slots) {
    Facts guarded = guardedFacts(g -> Reading.of(g.files()));
    return Recorded.situation(
        instance("blue", i -> stopped(i, Optional.of(slots))).apply(guarded),
        Recorded.withSlotWal(Recorded.playbook("bare", true, Optional.empty()), 20));
  }

  @Test
  void aSlotGuardWithAnotherLimitOrAHandMadeChangeIsNoGuard() {
    assertThat(keepsWal(guarded(20, g -> Reading.of(g.files())))).isTrue();
    assertThat(keepsWal(guarded(30, g -> Reading.of(g.files())))).isFalse();
    assertThat(keepsWal(guarded(20, g -> Reading.of(g.files().subList(1, g.files().size())))))
        .isFalse();
  }

  @Test
  void aSlotGuardThatNobodyCanReadIsAnObstacleAndNoGuard() {
    Situation unreadable = guarded(20, _ -> Reading.unknown("/home/x cannot be read."));
    assertThat(keepsWal(unreadable)).isFalse();
    assertThat(unreadable.obstacles())
        .filteredOn(o -> o.stops("create-slot", "blue"))
        .extracting(Obstacle::fact)
        .containsExactly("The slot guard's files could not be read: /home/x cannot be read.");
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
            ChangedFacts.disks(
                h,
                d ->
                    new HostFacts.Disk(
                        d.path(),
                        d.mountPoint(),
                        d.device(),
                        d.type(),
                        d.sizeBytes(),
                        1 << 20,
                        d.hardLinks(),
                        d.reflink()));
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
