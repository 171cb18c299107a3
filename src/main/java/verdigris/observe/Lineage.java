package verdigris.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.ServerFacts;
import verdigris.facts.ServerFacts.Sender;
import verdigris.observe.DiscoveredTopology.Follower;
import verdigris.observe.DiscoveredTopology.Member;
import verdigris.observe.DiscoveredTopology.Pooler;
import verdigris.resource.SourceConfiguration;

/**
 * Instances with one system identifier and one major version: copies of each other.
 *
 * @param nodes in the order of the hosts
 * @param facts of all hosts
 * @param reachedBy for each host the address that it is reached by from here
 */
record Lineage(List<Node> nodes, Facts facts, SequencedMap<String, String> reachedBy) {
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");

  /** An instance on its host. */
  record Node(HostFacts host, InstanceFacts instance) {
    Optional<ServerFacts> server() {
      return instance.server().known().flatMap(s -> s);
    }

    String title() {
      return host.name() + ":" + instance.label();
    }

    boolean isStandby() {
      return server().filter(ServerFacts::inRecovery).isPresent();
    }

    Member member() {
      return new Member(host.name(), instance.name(), instance.major(), instance.port());
    }
  }

  /** The one that runs and is not in recovery; a doubt when there is none or more than one. */
  Optional<Node> primary(List<String> doubts) {
    List<Node> primaries =
        nodes.stream().filter(n -> n.server().isPresent() && !n.isStandby()).toList();
    if (primaries.size() == 1) {
      return Optional.of(primaries.getFirst());
    }
    String all = titles(nodes);
    doubts.add(
        primaries.isEmpty()
            ? "No playbook for %s: none of them runs as a primary. Name the primary's host too, or start it."
                .formatted(all)
            : "No playbook for %s: %s are copies of each other and all accept writes. Say which one serves by stopping the others."
                .formatted(all, titles(primaries)));
    return Optional.empty();
  }

  private static String titles(List<Node> nodes) {
    return String.join(", ", nodes.stream().map(Node::title).toList());
  }

  /** What there is around a primary. */
  DiscoveredTopology topology(String name, Node primary) {
    var notes = new ArrayList<String>();
    List<Followed> followed = followers(primary, notes);
    findStopped(primary, notes);
    findStrangers(primary, followed, notes);
    return new DiscoveredTopology(
        name,
        primary.member(),
        followed.stream()
            .map(f -> new Follower(f.standby().member(), f.upstream().host().name()))
            .toList(),
        replication(primary, followed, notes),
        SourceConfiguration.settingsOnceDeclared(primary.instance()),
        poolers(primary),
        notes);
  }

  /** A standby and its upstream. */
  private record Followed(Node standby, Node upstream) {}

  private List<Followed> followers(Node primary, List<String> notes) {
    List<Node> left = new ArrayList<>(nodes.stream().filter(Node::isStandby).toList());
    var followed = new ArrayList<Followed>();
    var reached = new ArrayList<>(List.of(primary));
    for (int i = 0; i < reached.size(); i++) {
      Node upstream = reached.get(i);
      for (Node standby : List.copyOf(left)) {
        if (upstream(standby).filter(upstream::equals).isPresent()
            && isExpressible(standby, upstream, primary, followed)) {
          left.remove(standby);
          reached.add(standby);
          followed.add(new Followed(standby, upstream));
        }
      }
    }
    left.forEach(n -> notes.add(leftOut(n)));
    followed.stream()
        .filter(f -> !isStreaming(f.standby()))
        .forEach(
            f ->
                notes.add(
                    "%s does not stream from %s at the moment."
                        .formatted(f.standby().title(), f.upstream().title())));
    return followed;
  }

  /** A playbook names an upstream by its host alone. */
  private static boolean isExpressible(
      Node standby, Node upstream, Node primary, List<Followed> followed) {
    String host = upstream.host().name();
    if (standby.host().name().equals(host)) {
      return false;
    }
    Node named =
        primary.host().name().equals(host)
            ? primary
            : followed.stream()
                .map(Followed::standby)
                .filter(n -> n.host().name().equals(host))
                .findFirst()
                .orElse(upstream);
    return named.equals(upstream);
  }

  private String leftOut(Node standby) {
    String follows =
        Upstream.of(standby.instance())
            .map(u -> "it follows " + u.host() + ":" + u.port())
            .orElse("it is not told whom it follows");
    return upstream(standby).isPresent()
        ? "%s was left out: %s, and a playbook cannot say that (one host, or two instances on it)."
            .formatted(standby.title(), follows)
        : "%s was left out: %s, which is none of the instances that were found."
            .formatted(standby.title(), follows);
  }

  private static boolean isStreaming(Node standby) {
    return standby
        .server()
        .flatMap(ServerFacts::receiver)
        .filter(r -> r.status().equals("streaming"))
        .isPresent();
  }

  /** By the address that it connects to; a name that we do not know, by who sends to it. */
  private Optional<Node> upstream(Node standby) {
    Optional<Upstream> at = Upstream.of(standby.instance());
    if (at.isEmpty()) {
      return Optional.empty();
    }
    List<Node> others =
        nodes.stream()
            .filter(n -> !n.equals(standby) && n.instance().port() == at.get().port())
            .toList();
    Optional<Node> known =
        others.stream().filter(n -> isAt(n, standby, at.get().host())).findFirst();
    if (known.isPresent()) {
      return known;
    }
    List<Node> senders = others.stream().filter(n -> sender(n, standby).isPresent()).toList();
    return senders.size() == 1 ? Optional.of(senders.getFirst()) : Optional.empty();
  }

  private boolean isAt(Node node, Node standby, String address) {
    boolean local = LOOPBACK.contains(address) || address.startsWith("/");
    return local ? node.host().equals(standby.host()) : addresses(node.host()).contains(address);
  }

  /** Every address that a host is known by. */
  private List<String> addresses(HostFacts host) {
    Stream<String> own =
        host.system().known().stream()
            .flatMap(s -> Stream.concat(s.addresses().stream(), Stream.of(s.hostname())));
    return Stream.concat(own, Stream.of(host.name(), reached(host.name()))).distinct().toList();
  }

  private String reached(String host) {
    return reachedBy.getOrDefault(host, host);
  }

  private Optional<Sender> sender(Node upstream, Node standby) {
    return senders(upstream)
        .filter(s -> addresses(standby.host()).contains(s.clientAddress()))
        .findFirst();
  }

  private static Stream<Sender> senders(Node upstream) {
    return upstream.server().stream()
        .flatMap(s -> s.senders().stream())
        .filter(s -> !Senders.isBackup(s));
  }

  private void findStopped(Node primary, List<String> notes) {
    nodes.stream()
        .filter(n -> !n.equals(primary) && n.server().isEmpty())
        .forEach(
            n ->
                notes.add(
                    "%s was left out: it is a copy of %s, and does not run or could not be asked."
                        .formatted(n.title(), primary.title())));
  }

  private void findStrangers(Node primary, List<Followed> followed, List<String> notes) {
    Stream.concat(Stream.of(primary), followed.stream().map(Followed::standby))
        .forEach(
            upstream ->
                senders(upstream)
                    .filter(
                        s ->
                            followed.stream()
                                .filter(f -> f.upstream().equals(upstream))
                                .noneMatch(
                                    f -> addresses(f.standby().host()).contains(s.clientAddress())))
                    .forEach(s -> notes.add(stranger(upstream, s))));
  }

  private static String stranger(Node upstream, Sender sender) {
    return "Somebody else streams from %s: application_name %s, from %s, user %s. Discover that host too; no plan is made while it is not named."
        .formatted(
            upstream.title(),
            sender.applicationName(),
            sender.clientAddress().isEmpty() ? "the same host" : sender.clientAddress(),
            sender.user());
  }

  private DiscoveredTopology.Replication replication(
      Node primary, List<Followed> followed, List<String> notes) {
    List<String> users = distinct(followed.stream().map(f -> user(f)).flatMap(Optional::stream));
    if (users.size() > 1) {
      notes.add(
          "The standbys connect as different roles: %s. The playbook names the first."
              .formatted(String.join(", ", users)));
    }
    List<Node> withSlot =
        followed.stream()
            .map(Followed::standby)
            .filter(n -> Upstream.slot(n.instance()).isPresent())
            .toList();
    boolean slots = withSlot.size() == followed.size();
    if (!slots && !withSlot.isEmpty()) {
      notes.add(
          "Only %s of the standbys use a slot; the playbook says that none has to."
              .formatted(titles(withSlot)));
    }
    List<String> modes =
        distinct(
            followed.stream()
                .flatMap(f -> Upstream.conninfo(f.standby().instance()).stream())
                .flatMap(c -> Upstream.word(c, "sslmode").stream()));
    if (modes.size() > 1) {
      notes.add(
          "The standbys connect with different sslmodes: %s. The playbook names none."
              .formatted(String.join(", ", modes)));
    }
    return new DiscoveredTopology.Replication(
        users.stream().findFirst(),
        slots,
        modes.size() == 1 ? Optional.of(modes.getFirst()) : Optional.empty(),
        slots && isUnlimited(primary),
        address(followed));
  }

  private static List<String> distinct(Stream<String> words) {
    return words.distinct().toList();
  }

  private Optional<String> user(Followed followed) {
    return sender(followed.upstream(), followed.standby())
        .map(Sender::user)
        .or(
            () ->
                Upstream.conninfo(followed.standby().instance())
                    .flatMap(c -> Upstream.word(c, "user")));
  }

  /** Neither by max_slot_wal_keep_size, from 13, nor by a guard of ours. */
  private static boolean isUnlimited(Node primary) {
    boolean guarded =
        primary.host().jobs().known().stream()
            .flatMap(List::stream)
            .anyMatch(j -> j.unit().startsWith("verdigris-slot-guard-"));
    return !guarded && isUnlimitedByItself(primary);
  }

  private static boolean isUnlimitedByItself(Node primary) {
    return primary
        .server()
        .flatMap(s -> s.setting("max_slot_wal_keep_size"))
        .filter(s -> s.rawValue().equals("-1"))
        .isPresent();
  }

  /** Where an upstream or a standby is known by another address than the one that we use. */
  private SequencedMap<String, String> address(List<Followed> followed) {
    SequencedMap<String, String> address = new LinkedHashMap<>();
    for (Followed f : followed) {
      Upstream.of(f.standby().instance())
          .map(Upstream::host)
          .ifPresent(a -> differs(address, f.upstream(), a));
    }
    for (Followed f : followed) {
      sender(f.upstream(), f.standby())
          .map(Sender::clientAddress)
          .ifPresent(a -> differs(address, f.standby(), a));
    }
    return address;
  }

  private void differs(SequencedMap<String, String> address, Node node, String other) {
    String host = node.host().name();
    if (!other.equals(reached(host)) && !other.isEmpty()) {
      address.putIfAbsent(host, other);
    }
  }

  private List<Pooler> poolers(Node primary) {
    var poolers = new ArrayList<Pooler>();
    for (HostFacts host : facts.hosts()) {
      List<String> databases =
          host.pgbouncer().known().flatMap(p -> p).flatMap(p -> p.running().known()).stream()
              .flatMap(Optional::stream)
              .flatMap(c -> c.databases().stream())
              .filter(d -> d.port() == primary.instance().port() && !d.name().equals("pgbouncer"))
              .filter(
                  d ->
                      addresses(primary.host()).contains(d.host())
                          || (isLocal(d.host()) && host.equals(primary.host())))
              .map(d -> d.name())
              .toList();
      if (!databases.isEmpty()) {
        poolers.add(new Pooler(host.name(), databases));
      }
    }
    return poolers;
  }

  private static boolean isLocal(String host) {
    return host.isEmpty() || host.startsWith("/") || LOOPBACK.contains(host);
  }
}
