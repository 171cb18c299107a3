package verdigris.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import verdigris.facts.ChangedFacts;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.HostFacts.Binaries;
import verdigris.facts.HostFacts.Software;
import verdigris.facts.HostFacts.SystemFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.PgBouncerFacts;
import verdigris.facts.PgBouncerFacts.ConfigValue;
import verdigris.facts.PgBouncerFacts.Console;
import verdigris.facts.PgBouncerFacts.Pool;
import verdigris.facts.PgBouncerFacts.RoutedDatabase;
import verdigris.facts.ProbeHarness;
import verdigris.facts.Reading;
import verdigris.facts.SecretFacts;
import verdigris.facts.ServerFacts;
import verdigris.facts.Survey;
import verdigris.facts.Survey.Archiver;
import verdigris.facts.Survey.Item;
import verdigris.facts.Survey.ItemKind;
import verdigris.facts.Survey.LogEnd;
import verdigris.facts.Survey.OfDatabase;
import verdigris.facts.Survey.OfHost;
import verdigris.facts.Survey.OfInstance;
import verdigris.facts.Survey.OfServer;
import verdigris.facts.Survey.UpdateScripts;
import verdigris.world.Declaration;
import verdigris.world.Declaration.Transfer;
import verdigris.world.InstanceId;

/**
 * Recorded hosts on which nothing is wrong: Blue is the 11 primary, Green its standby with 15
 * installed, a pooler in front; declared is Green as the 15 primary and Blue as its standby. What a
 * test changes is what is wrong.
 */
final class Pair {
  static final InstanceId SOURCE = new InstanceId("blue", 11, "main");
  static final InstanceId STANDBY = new InstanceId("green", 11, "main");
  static final InstanceId PRIMARY = new InstanceId("green", 15, "main");
  private static final String BINARIES_15 = "/usr/lib/postgresql/15/bin";

  private final List<HostFacts> hosts = new ArrayList<>();

  /** Settings of PgBouncer's. */
  final SequencedMap<String, String> pooler = new LinkedHashMap<>();

  String poolMode = "transaction";

  /** Where PgBouncer leads clients. */
  final List<RoutedDatabase> routes =
      new ArrayList<>(List.of(new RoutedDatabase("orders", "blue", 5432, "orders", false, false)));

  boolean poolerRuns = true;
  SecretFacts secrets = SecretFacts.nothingDeclared();

  /** Items of the database orders of the source. */
  final List<Item> items = new ArrayList<>();

  Reading<List<Item>> inOrders = Reading.of(items);
  String installUser = "postgres";
  final List<String> reservedRoles = new ArrayList<>();
  final List<Survey.RoleSetting> roleSettings = new ArrayList<>();
  final List<Survey.Subscription> subscriptions = new ArrayList<>();
  boolean archiverFails;
  int archiveBacklog;
  final List<String> storageMessages = new ArrayList<>();
  final List<String> updateScripts =
      new ArrayList<>(List.of("hstore--1.4--1.5", "hstore--1.5--1.8"));
  Reading<Optional<Survey.Proof>> backup = Reading.of(Optional.of(new Survey.Proof(0, "")));

  Reading<Optional<Survey.Trial>> trial =
      Reading.of(Optional.of(new Survey.Trial(Reading.of(List.of()), Reading.of(List.of()))));

  Optional<Declaration.Backup> backupDeclared =
      Optional.of(new Declaration.Backup("./fresh.sh", Optional.empty(), Optional.empty()));
  final List<Declaration.Waiver> accept = new ArrayList<>();
  final List<String> hba = new ArrayList<>();
  final SequencedMap<String, String> settings = new LinkedHashMap<>();
  Transfer transfer = Transfer.LINK;
  Optional<Integer> minor = Optional.empty();
  int outageSeconds = 60;

  /** Read once; a reading of answers takes its time. */
  private static final Facts RECORDED = ProbeHarness.recorded();

  Pair() {
    RECORDED.hosts().stream()
        .filter(h -> List.of("blue", "green", "proxy").contains(h.name()))
        .forEach(hosts::add);
    host("green", h -> withInstances(h, i -> i.major() == 11 ? Optional.of(i) : Optional.empty()));
    for (String host : List.of("blue", "green")) {
      server(
          host,
          s -> {
            s.hba.removeIf(r -> !r.error().isEmpty());
            s.set("wal_log_hints", "on");
            s.slots.removeIf(slot -> host.equals("green"));
            s.roles.removeIf(r -> r.password() == ServerFacts.PasswordKind.MD5);
            s.databases.replaceAll(
                d ->
                    ServerDraft.database(
                        d.name(),
                        d.collate(),
                        d.allowsConnections(),
                        Reading.of(new ServerFacts.Contents(List.of(), List.of()))));
          });
    }
    pooler.put("query_wait_timeout", "120");
    pooler.put("server_login_retry", "15");
    pooler.put("auth_type", "scram-sha-256");
  }

  static Pair with(Consumer<Pair> change) {
    var pair = new Pair();
    change.accept(pair);
    return pair;
  }

  // ---- what a test changes

  void host(String name, UnaryOperator<HostFacts> change) {
    hosts.replaceAll(h -> h.name().equals(name) ? change.apply(h) : h);
  }

  void unknownHost(String name) {
    host(name, h -> HostFacts.unknown(name, "The host cannot be reached."));
  }

  void server(String host, Consumer<ServerDraft> change) {
    instance(
        host,
        i ->
            i.withServer(
                i.server()
                    .map(
                        server ->
                            server.map(
                                s -> {
                                  var draft = new ServerDraft(s);
                                  change.accept(draft);
                                  return draft.facts();
                                }))));
  }

  /** The instances of a host, as drafts. */
  void draft(String host, Consumer<InstanceDraft> change) {
    instance(
        host,
        i -> {
          var draft = new InstanceDraft(i);
          change.accept(draft);
          return draft.facts();
        });
  }

  void instance(String host, UnaryOperator<InstanceFacts> change) {
    host(host, h -> withInstances(h, i -> Optional.of(change.apply(i))));
  }

  /** Another instance on a host, made after its first. */
  void addInstance(String host, UnaryOperator<InstanceFacts> like) {
    host(
        host,
        h ->
            h.answered(
                h.instances()
                    .map(
                        all ->
                            Stream.concat(all.stream(), Stream.of(like.apply(all.getFirst())))
                                .toList()),
                h.pgbouncer(),
                List.of()));
  }

  private static HostFacts withInstances(
      HostFacts host, java.util.function.Function<InstanceFacts, Optional<InstanceFacts>> change) {
    return host.answered(
        host.instances().map(all -> all.stream().flatMap(i -> change.apply(i).stream()).toList()),
        host.pgbouncer(),
        List.of());
  }

  void system(String host, UnaryOperator<SystemFacts> change) {
    host(host, h -> ChangedFacts.system(h, change));
  }

  void disks(String host, UnaryOperator<HostFacts.Disk> change) {
    host(host, h -> ChangedFacts.disks(h, change));
  }

  void binaries(String host, UnaryOperator<Binaries> change) {
    host(
        host,
        h ->
            ChangedFacts.software(
                h,
                s ->
                    new Software(
                        s.manager(),
                        s.packages(),
                        s.candidates(),
                        s.binaries().stream().map(change).toList(),
                        s.managers(),
                        s.createsClusterOnInstall())));
  }

  /** Something in the database orders. */
  void item(ItemKind kind, String object, String detail) {
    items.add(new Item(kind, object, detail));
  }

  // ---- what checks see

  Facts facts() {
    return new Facts(withPooler());
  }

  Subject subject() {
    return new Subject(facts(), survey(), declaration(), SOURCE, PRIMARY);
  }

  private List<HostFacts> withPooler() {
    var console =
        new Console(
            routes,
            List.of(new Pool("orders", "app", 0, 0, 0, poolMode)),
            pooler.entrySet().stream()
                .map(e -> new ConfigValue(e.getKey(), e.getValue()))
                .toList());
    return hosts.stream()
        .map(
            h ->
                h.name().equals("proxy")
                    ? h.answered(
                        h.instances(),
                        h.pgbouncer()
                            .map(
                                p ->
                                    p.map(
                                        (PgBouncerFacts b) ->
                                            b.withConsole(
                                                Reading.of(
                                                    Optional.of(console)
                                                        .filter(_ -> poolerRuns))))),
                        List.of())
                    : h)
        .toList();
  }

  Survey survey() {
    var databases =
        List.of(
            new OfDatabase("orders", inOrders),
            new OfDatabase("postgres", Reading.of(List.of())),
            new OfDatabase("template1", Reading.of(List.of())));
    var server =
        new OfServer(
            installUser,
            reservedRoles,
            roleSettings,
            subscriptions,
            new Archiver(archiverFails, archiverFails ? "000000010000000000000007" : ""),
            databases);
    var empty =
        new OfServer(
            "postgres", List.of(), List.of(), List.of(), new Archiver(false, ""), List.of());
    return new Survey(
        List.of(
            new OfHost("blue", Reading.of(List.of()), List.of(surveyed(storageMessages, server))),
            new OfHost(
                "green",
                Reading.of(List.of(new UpdateScripts(BINARIES_15, updateScripts))),
                List.of(surveyed(List.of(), empty)))),
        backup,
        trial);
  }

  private OfInstance surveyed(List<String> messages, OfServer server) {
    return new OfInstance(
        11,
        "main",
        Reading.of(new LogEnd("/var/log/postgresql/postgresql-11-main.log", messages)),
        Reading.of(archiveBacklog),
        Reading.of(Optional.of(server)));
  }

  Declaration declaration() {
    SequencedMap<String, String> address = new LinkedHashMap<>();
    var fifteen = new Declaration.Wanted(15, minor);
    return new Declaration(
        "orders",
        List.of("blue", "green", "proxy"),
        new Declaration.Existing("blue", "main", 0, 0),
        new Declaration.Primary("green", "main", fifteen),
        List.of(new Declaration.Standby("blue", "main", "green", fifteen)),
        new Declaration.Upgrade("pg_upgrade", transfer, 4),
        Optional.of(
            new Declaration.Clients(
                "pgbouncer",
                List.of("proxy"),
                List.of("orders"),
                Declaration.Holdouts.REFUSE,
                List.of(),
                List.of(),
                Optional.empty())),
        new Declaration.Replication(
            "replicator", Optional.empty(), true, "prefer", address, Optional.empty()),
        settings,
        hba,
        new Declaration.Limits(outageSeconds, 1 << 20, 100 << 20, 20),
        new Declaration.Rollback(72 * 3600, "none"),
        accept,
        backupDeclared);
  }
}
