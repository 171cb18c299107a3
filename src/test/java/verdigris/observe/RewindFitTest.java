package verdigris.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verdigris.action.Secret;
import verdigris.facts.ChangedFacts;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.HostFacts.Binaries;
import verdigris.facts.HostFacts.Software;
import verdigris.facts.InstanceFacts;
import verdigris.facts.InstanceFacts.Control;
import verdigris.facts.InstanceFacts.Directory;
import verdigris.facts.InstanceFacts.Files;
import verdigris.facts.InstanceFacts.Marker;
import verdigris.facts.Reading;
import verdigris.resource.Fence;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Obstacle;

/** Green was promoted behind a fence, and Blue serves again. */
class RewindFitTest {
  private static final Optional<Secret> PASSWORD = Optional.of(new Secret("replicator"));
  private static final InstanceId GREEN = new InstanceId("green", 11, "main");

  @Test
  void aServerThatMarkedItsPagesAndWasStoppedCleanlyCanBeRewound() {
    assertThat(parted(c -> c, true).world().instance(GREEN).what()).isEqualTo(What.PARTED);
    assertThat(reasons(parted(c -> c, true))).isEmpty();
  }

  @Test
  void whatIsMissingIsSaidAndLeavesTheClone() {
    assertThat(reasons(parted(c -> c, false)))
        .containsExactly(
            "green:11/main cannot be rewound: there is no pg_rewind of its version on green.");
    assertThat(reasons(parted(c -> control(c, "shut down", false, true), true)))
        .containsExactly(
            "green:11/main cannot be rewound: it ran without data checksums and without wal_log_hints.");
    assertThat(reasons(parted(c -> control(c, "shut down", true, false), true)))
        .containsExactly("green:11/main cannot be rewound: it ran with full_page_writes off.");
    assertThat(reasons(parted(c -> control(c, "in production", true, true), true)))
        .containsExactly("green:11/main cannot be rewound: it was not stopped cleanly.");
    assertThat(parted(c -> c, false).obstacles())
        .filteredOn(o -> o.host().equals("green"))
        .noneMatch(o -> o.blocks().equals(List.of("clone")));
  }

  @Test
  void aStandbyThatWasPromotedByHandAndCouldBeWrittenToIsLeftAlone() {
    Situation situation =
        Recorded.situation(
            green(h -> promotedInVain(withTool(h), c -> c, UnaryOperator.identity())),
            Recorded.playbook("green", true, PASSWORD));

    assertThat(situation.obstacles())
        .anyMatch(
            o ->
                o.blocks().equals(List.of("stop", "clone", "rewind"))
                    && o.fact().contains("clients could write to it"));
    assertThat(parted(c -> c, true).obstacles())
        .noneMatch(o -> o.fact().contains("clients could write to it"));
  }

  private static List<String> reasons(Situation situation) {
    return situation.obstacles().stream()
        .filter(o -> o.blocks().contains("rewind"))
        .map(Obstacle::fact)
        .filter(f -> f.contains("cannot be rewound"))
        .toList();
  }

  private static Situation parted(UnaryOperator<Control> change, boolean tool) {
    return Recorded.situation(
        green(h -> promotedInVain(tool ? withTool(h) : h, change, RewindFitTest::fenced)),
        Recorded.takeover(11, PASSWORD));
  }

  private static Facts green(UnaryOperator<HostFacts> change) {
    return Recorded.with(Recorded.facts("blue", "green"), "green", change);
  }

  private static HostFacts promotedInVain(
      HostFacts host, UnaryOperator<Control> change, UnaryOperator<Files> files) {
    return ChangedFacts.instances(
        host,
        all -> all.stream().map(i -> i.major() == 11 ? stopped(i, change, files) : i).toList());
  }

  private static InstanceFacts stopped(
      InstanceFacts i, UnaryOperator<Control> change, UnaryOperator<Files> files) {
    return new InstanceFacts(
        i.major(),
        i.name(),
        i.layout(),
        i.paths(),
        i.port(),
        i.unit(),
        i.boot(),
        i.directory().map(RewindFitTest::withoutMarker),
        i.control().map(c -> c.map(k -> change.apply(control(k, "shut down", true, true)))),
        i.files().map(files),
        Reading.of(Optional.empty()));
  }

  private static Control control(Control c, String state, boolean hints, boolean fullPages) {
    return new Control(
        c.systemId(),
        state,
        c.checkpoint(),
        c.timeline() + 1,
        c.minRecoveryEnd(),
        false,
        c.walSegmentBytes(),
        hints,
        fullPages);
  }

  private static Files fenced(Files f) {
    return new Files(
        f.config(), f.included(), f.auto(), Fence.INSTANCE.in(f.hba(), 11), "", f.passfileDigest());
  }

  private static Directory withoutMarker(Directory d) {
    return ChangedFacts.stopped(d, Marker.NONE);
  }

  private static HostFacts withTool(HostFacts host) {
    return ChangedFacts.software(
        host,
        s ->
            new Software(
                s.manager(),
                s.packages(),
                s.candidates(),
                s.binaries().stream().map(RewindFitTest::withTool).toList(),
                s.managers(),
                s.createsClusterOnInstall()));
  }

  private static Binaries withTool(Binaries b) {
    return new Binaries(
        b.directory(),
        b.version(),
        Stream.concat(b.tools().stream(), Stream.of("pg_rewind")).distinct().toList(),
        b.extensions(),
        b.libraries());
  }
}
