package verdigris.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verdigris.facts.ChangedFacts;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.InstanceFacts.Control;
import verdigris.facts.InstanceFacts.Directory;
import verdigris.facts.InstanceFacts.Files;
import verdigris.facts.InstanceFacts.Marker;
import verdigris.facts.Reading;
import verdigris.world.Declaration;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Role;

/**
 * Green has taken over on 11; now it is to be upgraded where it is, and Blue to follow it on 15.
 */
class SecondOutageTest {
  private static final InstanceId BLUE = new InstanceId("blue", 11, "main");
  private static final InstanceId GREEN = new InstanceId("green", 11, "main");
  private static final InstanceId GREEN15 = new InstanceId("green", 15, "main");

  @Test
  void theStandbyWhosePlaceADeclaredOneTakesIsKnownAndNotAStranger() {
    Situation situation = situation(switched());

    assertThat(situation.refusals()).isEmpty();
    assertThat(situation.target().origin()).isEqualTo(GREEN);
    assertThat(situation.world().instance(BLUE).role()).isEqualTo(new Role.StandbyOf(GREEN));
    assertThat(situation.world().instance(BLUE).content()).isEqualTo(Content.FOLLOWS);
  }

  @Test
  void theNewInstanceIsNotTakenForTheSourceWhileItIsMade() {
    Facts facts =
        Recorded.with(
            switched(), "green", h -> instances(h, i -> List.of(i, upgraded(i, "", "", ""))));

    assertThat(situation(facts).target().origin()).isEqualTo(GREEN);
  }

  @Test
  void anInstanceOfAnotherLineageInThatPlaceIsNone() {
    assertThat(
            situation(
                    Recorded.with(switched(), "blue", h -> instances(h, SecondOutageTest::strange)))
                .target()
                .former())
        .isEmpty();
  }

  @Test
  void fromWhenAnUpgradeTookTheFilesTheStandbyStandsForTheSource() {
    Situation situation = situation(taken("upgrading", "blue:11/main", ""));

    assertThat(situation.target().origin()).isEqualTo(BLUE);
    assertThat(situation.world().instance(GREEN).what()).isEqualTo(What.DISPOSABLE);
    assertThat(situation.world().instance(GREEN15).what()).isEqualTo(What.DISPOSABLE);
    assertThat(situation.world().instance(BLUE).role()).isEqualTo(new Role.StandbyOf(GREEN));
    assertThat(situation.world().instance(BLUE).hasAll()).isTrue();
  }

  @Test
  void aStandbyThatTheUpgradeDidNotListIsNoCopy() {
    Situation situation = situation(taken("upgrading", "", ""));

    assertThat(situation.world().instance(BLUE).hasAll()).isFalse();
  }

  @Test
  void onceTheUpgradedOneHasServedTheStandbyLacksCommits() {
    Situation situation = situation(taken("upgraded", "blue:11/main", "2026-11-24T02:00:00Z"));

    assertThat(situation.world().instance(GREEN15).hasAll()).isTrue();
    assertThat(situation.world().instance(GREEN).what()).isEqualTo(What.LINKED);
    assertThat(situation.world().instance(BLUE).content()).isEqualTo(Content.BEHIND);
  }

  @Test
  void aPrimaryThatWasMarkedAndNeverFollowedHasEverythingThoughItsSuccessorIsDown() {
    assertThat(marked("shut down", true).role()).isEqualTo(new Role.StandbyOf(GREEN));
    assertThat(marked("shut down", true).hasAll()).isTrue();
  }

  @Test
  void soItHasWhenARebootStartedItAsAStandbyOfItsOwnStandbyButNotOnceThatIsThePrimary() {
    assertThat(marked("shut down in recovery", true).hasAll()).isTrue();
    assertThat(marked("shut down in recovery", false).hasAll()).isFalse();
  }

  /** Both servers are down; Blue has a standby's marker, and this in its control file. */
  private static Instance marked(String state, boolean greenFollows) {
    InstanceFacts green = eleven(Recorded.facts("green"));
    Facts down =
        Recorded.with(
            Recorded.facts("blue", "green"),
            "green",
            h ->
                instances(
                    h,
                    i ->
                        List.of(
                            stopped(
                                i,
                                i.files(),
                                i.directory()
                                    .map(
                                        d ->
                                            ChangedFacts.stopped(
                                                d, greenFollows ? d.marker() : Marker.NONE)),
                                i.control()))));
    Facts facts =
        Recorded.with(
            down,
            "blue",
            h ->
                instances(
                    h,
                    i ->
                        List.of(
                            stopped(
                                i,
                                i.files().map(f -> following(f, green)),
                                i.directory().map(d -> marked(d, green)),
                                i.control().map(c -> c.map(k -> control(k, state)))))));
    return Recorded.situation(facts, Recorded.takeover(11)).world().instance(BLUE);
  }

  private static InstanceFacts eleven(Facts facts) {
    return facts.hosts().getFirst().instances().known().stream()
        .flatMap(List::stream)
        .filter(i -> i.major() == 11)
        .findFirst()
        .orElseThrow();
  }

  private static InstanceFacts stopped(
      InstanceFacts i,
      Reading<Files> files,
      Reading<Directory> directory,
      Reading<Optional<Control>> control) {
    return new InstanceFacts(
        i.major(),
        i.name(),
        i.layout(),
        i.paths(),
        i.port(),
        i.unit(),
        i.boot(),
        directory.map(d -> ChangedFacts.stopped(d, d.marker())),
        control,
        files,
        Reading.of(Optional.empty()));
  }

  private static Files following(Files f, InstanceFacts green) {
    String recovery = green.files().known().orElseThrow().recovery();
    return new Files(
        f.config(),
        f.included(),
        f.auto(),
        f.hba(),
        recovery.replace(upstream(), "green"),
        f.passfileDigest());
  }

  private static Directory marked(Directory d, InstanceFacts like) {
    return ChangedFacts.stopped(d, like.directory().known().orElseThrow().marker());
  }

  private static Control control(Control c, String state) {
    return new Control(
        c.systemId(),
        state,
        c.checkpoint(),
        c.timeline(),
        c.minRecoveryEnd(),
        c.checksums(),
        c.walSegmentBytes(),
        c.hintsLogged(),
        c.fullPages());
  }

  private static Situation situation(Facts facts) {
    return Recorded.situation(facts, declaration());
  }

  private static Declaration declaration() {
    return Recorded.reaching(
        Recorded.takeover(15).from(new Declaration.Existing("green", "main", 0, 0)),
        "green",
        upstream());
  }

  /** Where the recorded standby receives from. */
  private static String upstream() {
    return Recorded.facts("green").hosts().getFirst().instances().known().stream()
        .flatMap(List::stream)
        .flatMap(i -> Upstream.of(i).stream())
        .map(Upstream::host)
        .findFirst()
        .orElseThrow();
  }

  /** The recorded pair under each other's names, so that Green is the primary. */
  private static Facts switched() {
    return new Facts(
        Recorded.facts("blue", "green").hosts().stream()
            .map(h -> renamed(h, h.name().equals("blue") ? "green" : "blue"))
            .toList());
  }

  private static HostFacts renamed(HostFacts host, String name) {
    return new HostFacts(
        name,
        host.system(),
        host.disks(),
        host.software(),
        host.instances(),
        host.pgbouncer(),
        host.jobs(),
        host.ownFiles(),
        host.rehearsals(),
        host.listeners(),
        host.limits());
  }

  private static Facts taken(String stage, String copies, String opened) {
    return Recorded.with(
        switched(),
        "green",
        h -> instances(h, i -> List.of(linked(i), upgraded(i, stage, copies, opened))));
  }

  private static HostFacts instances(
      HostFacts host, java.util.function.Function<InstanceFacts, List<InstanceFacts>> change) {
    return ChangedFacts.instances(
        host,
        all ->
            all.stream()
                .flatMap(i -> i.major() == 11 ? change.apply(i).stream() : Stream.of(i))
                .toList());
  }

  /**
   * Its files belong to what was made of it: it does not run, and its control file has another
   * name.
   */
  private static InstanceFacts linked(InstanceFacts old) {
    Reading<Directory> directory = old.directory().map(d -> directory(d, 11, false, d.ownMarker()));
    return new InstanceFacts(
        11,
        old.name(),
        old.layout(),
        old.paths(),
        old.port(),
        old.unit(),
        old.boot(),
        directory,
        Reading.unknown("there is no pg_control"),
        old.files(),
        Reading.of(Optional.empty()));
  }

  private static List<InstanceFacts> strange(InstanceFacts i) {
    return List.of(
        new InstanceFacts(
            i.major(),
            i.name(),
            i.layout(),
            i.paths(),
            i.port(),
            i.unit(),
            i.boot(),
            i.directory(),
            Reading.of(Optional.empty()),
            i.files(),
            Reading.of(Optional.empty())));
  }

  private static InstanceFacts upgraded(
      InstanceFacts old, String stage, String copies, String opened) {
    String lineage = Sight.systemId(old).orElseThrow().toString();
    String marker =
        "{ \"host\": \"green\", \"instance\": \"15/main\", \"made\": \"upgrade of green:11/main\", \"lineage\": \"%s\", \"stage\": \"%s\", \"statistics\": \"all\", \"copies\": \"%s\", \"opened\": \"%s\" }"
            .formatted(lineage, stage, copies, opened);
    boolean serves = !opened.isEmpty();
    return new InstanceFacts(
        15,
        old.name(),
        old.layout(),
        old.paths(),
        old.port(),
        old.unit(),
        old.boot(),
        old.directory().map(d -> directory(d, 15, true, Optional.of(marker))),
        old.control(),
        old.files(),
        serves ? old.server() : Reading.of(Optional.empty()));
  }

  private static Directory directory(
      Directory d, int major, boolean hasControl, Optional<String> marker) {
    return new Directory(
        d.exists(),
        d.empty(),
        d.owner(),
        d.mode(),
        major,
        hasControl,
        !hasControl,
        d.marker(),
        marker,
        d.backupLabel(),
        d.upgradeOutput(),
        d.slots(),
        0,
        d.sizeBytes());
  }
}
