package verdigris.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts;
import verdigris.observe.DiscoveredTopology.Follower;
import verdigris.observe.DiscoveredTopology.Member;
import verdigris.postgres.SystemId;
import verdigris.postgres.Version;

/** What instances on hosts are to each other. */
class DiscoveryTest {
  private static final String BLUE = "10.1.0.4";
  private static final String GREEN = "10.1.0.5";

  @Test
  void aLonePrimaryIsATopology() {
    Discovery found = discover(host("blue", BLUE, primary("1")));

    assertThat(found.doubts()).isEmpty();
    assertThat(found.topologies())
        .singleElement()
        .satisfies(
            t -> {
              assertThat(t.name()).isEqualTo("blue-5432");
              assertThat(t.primary()).isEqualTo(new Member("blue", "main", 11, 5432));
              assertThat(t.standbys()).isEmpty();
            });
  }

  @Test
  void aStandbyFollowsWhomItsReceiverNames() {
    Discovery found =
        discover(
            host("green", GREEN, standby("1", BLUE, "green_slot")),
            host("blue", BLUE, primary("1", sender("walreceiver", GREEN))));

    DiscoveredTopology topology = found.topologies().getFirst();
    assertThat(topology.standbys())
        .containsExactly(new Follower(new Member("green", "main", 11, 5432), "blue"));
    assertThat(topology.replication().user()).contains("replicator");
    assertThat(topology.replication().slots()).isTrue();
    assertThat(topology.notes()).isEmpty();
  }

  @Test
  void aStandbyWithoutASlotMeansThatNoneIsDeclared() {
    Discovery found =
        discover(
            host("blue", BLUE, primary("1", sender("walreceiver", GREEN))),
            host("green", GREEN, standby("1", BLUE, "")));

    assertThat(found.topologies().getFirst().replication().slots()).isFalse();
  }

  @Test
  void aNameThatOnlyTheStandbyKnowsIsTheUpstreamsAddress() {
    Discovery found =
        discover(
            host("blue", BLUE, primary("1", sender("walreceiver", GREEN))),
            host("green", GREEN, standby("1", "db.example.org", "s")));

    assertThat(found.topologies().getFirst().standbys()).hasSize(1);
    assertThat(found.topologies().getFirst().replication().address())
        .containsEntry("blue", "db.example.org");
  }

  @Test
  void instancesOfAnotherLineageAreAnotherTopology() {
    Discovery found =
        discover(host("blue", BLUE, primary("1")), host("green", GREEN, primary("2")));

    assertThat(found.topologies()).extracting(DiscoveredTopology::name).doesNotHaveDuplicates();
    assertThat(found.topologies()).hasSize(2);
  }

  @Test
  void twoPrimariesOfOneLineageAreNotDescribed() {
    Discovery found =
        discover(host("blue", BLUE, primary("1")), host("green", GREEN, primary("1")));

    assertThat(found.topologies()).isEmpty();
    assertThat(found.doubts()).singleElement().asString().contains("all accept writes");
  }

  @Test
  void aStandbyWhosePrimaryWasNotLookedAtIsNotDescribed() {
    Discovery found = discover(host("green", GREEN, standby("1", BLUE, "")));

    assertThat(found.topologies()).isEmpty();
    assertThat(found.doubts())
        .singleElement()
        .asString()
        .contains("none of them runs as a primary");
  }

  @Test
  void aStandbyThatWasNotLookedAtIsTold() {
    Discovery found = discover(host("blue", BLUE, primary("1", sender("teal", "10.1.0.9"))));

    assertThat(found.topologies().getFirst().notes())
        .singleElement()
        .asString()
        .contains("10.1.0.9");
  }

  private static Discovery discover(HostFacts... hosts) {
    SequencedMap<String, String> reached = new LinkedHashMap<>();
    reached.put("blue", BLUE);
    reached.put("green", GREEN);
    return Discovery.of(new Facts(List.of(hosts)), reached);
  }

  private static HostFacts host(String name, String address, InstanceFacts instance) {
    var system =
        new HostFacts.SystemFacts(
            "debian",
            "12",
            "6.1",
            "x86_64",
            "glibc 2.36",
            Optional.empty(),
            name,
            "deploy",
            "C",
            "systemd",
            List.of(),
            1L << 30,
            2,
            0,
            "b",
            List.of(address));
    return new HostFacts(
        name,
        Reading.of(system),
        Reading.of(List.of()),
        Reading.of(
            new HostFacts.Software("apt", List.of(), List.of(), List.of(), List.of(), false)),
        Reading.of(List.of(instance)),
        Reading.of(Optional.empty()),
        Reading.of(List.of()),
        Reading.of(List.of()),
        Reading.of(List.of()),
        Reading.of(List.of()),
        List.of());
  }

  private static ServerFacts.Sender sender(String name, String address) {
    return new ServerFacts.Sender(
        7,
        "replicator",
        name,
        address,
        "streaming",
        "async",
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static InstanceFacts primary(String id, ServerFacts.Sender... senders) {
    return instance(server(id, List.of(senders), Optional.empty()));
  }

  private static InstanceFacts standby(String id, String upstream, String slot) {
    var receiver =
        new ServerFacts.Receiver("streaming", 1, Optional.empty(), slot, upstream, 5432, 1);
    return instance(server(id, List.of(), Optional.of(receiver)));
  }

  private static ServerFacts server(
      String id, List<ServerFacts.Sender> senders, Optional<ServerFacts.Receiver> receiver) {
    return new ServerFacts(
        new Version(11, 22),
        new SystemId(id),
        1,
        receiver.isPresent(),
        new ServerFacts.Wal(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false,
            -1),
        List.of(),
        List.of(),
        List.of(),
        Reading.of(List.of()),
        List.of(),
        senders,
        receiver,
        List.of(),
        List.of(),
        List.of(),
        0,
        100);
  }

  private static InstanceFacts instance(ServerFacts server) {
    String data = "/var/lib/postgresql/11/main";
    return new InstanceFacts(
        11,
        "main",
        InstanceFacts.Layout.DEBIAN,
        new InstanceFacts.Paths(
            data, "c", "h", "i", "/run/postgresql", Optional.empty(), data + "/pg_wal", List.of()),
        5432,
        Optional.empty(),
        InstanceFacts.Boot.AUTO,
        Reading.unknown("not looked at"),
        Reading.unknown("not looked at"),
        Reading.unknown("not looked at"),
        Reading.of(Optional.of(server)));
  }
}
