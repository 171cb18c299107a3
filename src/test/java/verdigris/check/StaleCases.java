package verdigris.check;

import static verdigris.check.Scene.Playbook.STANDBY;
import static verdigris.check.Scene.Playbook.SWITCHOVER;
import static verdigris.check.Scene.Playbook.UPGRADE;
import static verdigris.check.StaleCases.Answer.GATE;
import static verdigris.check.StaleCases.Answer.GOES_ON;
import static verdigris.check.StaleCases.Answer.LESS;
import static verdigris.check.StaleCases.Answer.REFUSED;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import verdigris.facts.ChangedFacts;
import verdigris.facts.HostFacts;
import verdigris.facts.HostFacts.Binaries;
import verdigris.facts.HostFacts.Candidate;
import verdigris.facts.HostFacts.Software;
import verdigris.facts.InstanceFacts;
import verdigris.facts.InstanceFacts.Boot;
import verdigris.facts.PgBouncerFacts.RoutedDatabase;
import verdigris.facts.Reading;
import verdigris.facts.SecretFacts;
import verdigris.facts.ServerFacts;
import verdigris.facts.ServerFacts.Extension;
import verdigris.facts.ServerFacts.PasswordKind;
import verdigris.facts.ServerFacts.Role;
import verdigris.facts.ServerFacts.Sender;
import verdigris.facts.ServerFacts.Slot;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanDocument.StepDocument;
import verdigris.postgres.Lsn;
import verdigris.postgres.OwnFiles;
import verdigris.postgres.SystemId;
import verdigris.postgres.Version;
import verdigris.resource.Fence;
import verdigris.resource.OwnMarker;
import verdigris.world.InstanceId;

/** One change each between the review of a plan and its apply, and what is the right answer. */
final class StaleCases {
  /** What apply makes of it. */
  enum Answer {
    /** Nothing is written; the fact is named. */
    REFUSED("refused"),
    /** Exactly the reviewed steps. */
    GOES_ON("goes on"),
    /** Those of the reviewed steps that are still to do. */
    LESS("goes on with what is left"),
    /** The reviewed steps, but the outage does not begin; the fact is named. */
    GATE("stops before the outage");

    final String words;

    Answer(String words) {
      this.words = words;
    }
  }

  /**
   * One change.
   *
   * @param topic heading in the table
   * @param words what changed
   * @param playbook what the plan is for
   * @param given what is special when the plan is made
   * @param change what happens then
   * @param answer the right one
   * @param fact must be in what apply says; empty where it goes on
   */
  record Case(
      String topic,
      String words,
      Scene.Playbook playbook,
      Consumer<Scene> given,
      Consumer<Scene> change,
      Answer answer,
      String fact) {
    @Override
    public String toString() {
      return topic + ": " + words;
    }
  }

  /** The plan is the usual one. */
  static final Consumer<Scene> NOTHING_SPECIAL = _ -> {};

  private static final String AUTO = "/var/lib/postgresql/11/main/postgresql.auto.conf";

  private final List<Case> all = new ArrayList<>();
  private String topic = "";

  private StaleCases() {}

  static List<Case> all() {
    var cases = new StaleCases();
    cases.configuration();
    cases.accessRules();
    cases.rolesAndSlots();
    cases.identity();
    cases.roles();
    cases.versions();
    cases.machines();
    cases.space();
    cases.data();
    cases.clients();
    cases.leftovers();
    cases.unknown();
    cases.inputs();
    cases.movements();
    return List.copyOf(cases.all);
  }

  private void topic(String name) {
    topic = name;
  }

  private void add(
      String words, Scene.Playbook playbook, Consumer<Scene> change, Answer answer, String fact) {
    add(words, playbook, NOTHING_SPECIAL, change, answer, fact);
  }

  private void add(
      String words,
      Scene.Playbook playbook,
      Consumer<Scene> given,
      Consumer<Scene> change,
      Answer answer,
      String fact) {
    all.add(new Case(topic, words, playbook, given, change, answer, fact));
  }

  private static Consumer<Scene> server(String host, Consumer<ServerDraft> change) {
    return s -> s.pair.server(host, change);
  }

  private static Consumer<Scene> instance(String host, Consumer<InstanceDraft> change) {
    return s -> s.pair.draft(host, change);
  }

  /** Stopped, so that nobody listens. */
  private static Consumer<Scene> stopped(String host) {
    return instance(host, InstanceDraft::stopped).andThen(host(host, ChangedFacts::silent));
  }

  private static Consumer<Scene> host(String host, UnaryOperator<HostFacts> change) {
    return s -> s.pair.host(host, change);
  }

  private void configuration() {
    topic("Settings");
    add(
        "a setting of the source that new instances take over (work_mem)",
        UPGRADE,
        server("blue", s -> s.set("work_mem", "64MB")),
        REFUSED,
        "work_mem");
    add(
        "a setting of the source that no file of ours holds (cluster_name)",
        UPGRADE,
        server("blue", s -> s.set("cluster_name", "orders-old")),
        GOES_ON,
        "");
    add(
        "a declared setting is overridden in postgresql.auto.conf",
        STANDBY,
        s -> s.pair.settings.put("wal_keep_segments", "64"),
        s -> {
          instance("blue", i -> i.auto(t -> t + "wal_keep_segments = '8'\n")).accept(s);
          server("blue", d -> d.set("wal_keep_segments", "8", false, AUTO)).accept(s);
        },
        REFUSED,
        "wal_keep_segments");
    add(
        "wal_level of the source lowered",
        STANDBY,
        server("blue", s -> s.set("wal_level", "minimal")),
        REFUSED,
        "wal_level");
    add(
        "max_wal_senders of the source raised",
        UPGRADE,
        server("blue", s -> s.set("max_wal_senders", "20")),
        REFUSED,
        "max_wal_senders");
    add(
        "archive_mode and archive_command of the source set",
        UPGRADE,
        server(
            "blue",
            s -> {
              s.set("archive_mode", "on");
              s.set("archive_command", "cp %p /backup/%f");
            }),
        GOES_ON,
        "");
    add(
        "synchronous_standby_names of the source set",
        UPGRADE,
        server("blue", s -> s.set("synchronous_standby_names", "green")),
        GATE,
        "synchronous_standby_names");
    add(
        "the standby's recovery.conf names another upstream, while it still streams",
        UPGRADE,
        instance("green", i -> i.recovery(t -> t.replace("host=", "host=x"))),
        GOES_ON,
        "");
  }

  private void accessRules() {
    topic("pg_hba.conf");
    add(
        "a line added on the source that new instances take over",
        UPGRADE,
        instance("blue", i -> i.hba(t -> t + "host all audit 10.0.0.0/8 scram-sha-256\n")),
        REFUSED,
        "host all audit 10.0.0.0/8 scram-sha-256");
    add(
        "a line added at the end of the source's file, where our block goes",
        STANDBY,
        instance("blue", i -> i.hba(t -> t + "host all audit 10.0.0.0/8 scram-sha-256\n")),
        REFUSED,
        "host all audit 10.0.0.0/8 scram-sha-256");
    add(
        "a line added at the top of the source's file, far from our block",
        STANDBY,
        instance("blue", i -> i.hba(t -> "host all audit 10.0.0.0/8 reject\n" + t)),
        REFUSED,
        "host all audit 10.0.0.0/8 reject");
    add(
        "our marked block is there, and a line of it is edited",
        STANDBY,
        StaleCases::withOurBlock,
        instance(
            "blue", i -> i.hba(t -> t.replace("replicator green scram", "replicator green md5"))),
        REFUSED,
        "host replication replicator green md5");
    add(
        "our fence lies on the source",
        UPGRADE,
        instance("blue", i -> i.hba(t -> Fence.INSTANCE.in(t, 11))),
        REFUSED,
        "fenced");
    add(
        "our fence on the source is taken away",
        SWITCHOVER,
        instance("blue", i -> i.hba(t -> Fence.INSTANCE.in(t, 11))),
        instance("blue", i -> i.hba(t -> t.substring(t.indexOf("END verdigris fence\n") + 20))),
        REFUSED,
        "blue:11/main primary");
  }

  private static void withOurBlock(Scene scene) {
    instance(
            "blue",
            i ->
                i.hba(
                    t ->
                        t
                            + "# BEGIN verdigris\nhost replication replicator green scram-sha-256\n# END verdigris\n"))
        .accept(scene);
  }

  private void rolesAndSlots() {
    topic("Roles and slots");
    add(
        "a role added on the source",
        UPGRADE,
        server("blue", s -> s.roles.add(role("audit", true, PasswordKind.SCRAM))),
        GOES_ON,
        "");
    add(
        "the password of an application's role changed",
        UPGRADE,
        server(
            "blue",
            s ->
                s.roles.replaceAll(
                    r ->
                        r.name().equals("app")
                            ? new Role("app", true, false, false, PasswordKind.SCRAM, "4096:other")
                            : r)),
        GOES_ON,
        "");
    add(
        "an application's role has an MD5 password now, behind a pooler that logs in with SCRAM",
        UPGRADE,
        server(
            "blue",
            s -> {
              s.roles.removeIf(r -> r.name().equals("app"));
              s.roles.add(role("app", true, PasswordKind.MD5));
            }),
        GOES_ON,
        "the role app has an md5 password");
    add(
        "the replication role dropped",
        UPGRADE,
        s -> {
          for (String host : List.of("blue", "green")) {
            server(host, d -> d.roles.removeIf(r -> r.name().equals("replicator"))).accept(s);
          }
        },
        REFUSED,
        "replication role on blue:11/main is another now, reviewed was as declared");
    add(
        "the replication role may not replicate any more",
        STANDBY,
        server(
            "blue",
            s ->
                s.roles.replaceAll(
                    r ->
                        r.name().equals("replicator")
                            ? new Role(
                                "replicator", true, false, false, r.password(), r.scramSalt())
                            : r)),
        REFUSED,
        "replication role differs");
    add(
        "the replication role's password is not the declared one any more",
        STANDBY,
        s -> s.pair.secrets = new SecretFacts(Reading.of(false), new LinkedHashMap<>()),
        REFUSED,
        "replication role differs");
    add(
        "the replication role's password cannot be compared",
        STANDBY,
        s ->
            s.pair.secrets =
                new SecretFacts(Reading.unknown("no vault password"), new LinkedHashMap<>()),
        REFUSED,
        "no vault password");
    add(
        "a physical slot of somebody else added",
        UPGRADE,
        server("blue", s -> s.slots.add(slot("barman", "physical"))),
        GOES_ON,
        "barman");
    add(
        "a logical slot added",
        UPGRADE,
        server("blue", s -> s.slots.add(slot("cdc", "logical"))),
        GATE,
        "cdc");
    add(
        "our slot for the standby was made by hand",
        STANDBY,
        server("blue", s -> s.slots.add(slot(OwnFiles.slot("green"), "physical"))),
        GOES_ON,
        "");
    add(
        "a standby that the playbook does not name streams from the source",
        UPGRADE,
        server(
            "blue",
            s ->
                s.senders.add(
                    new Sender(
                        99,
                        "replicator",
                        "teal",
                        "10.9.9.9",
                        "streaming",
                        "async",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))),
        REFUSED,
        "teal");
  }

  private static Role role(String name, boolean login, PasswordKind kind) {
    return new Role(name, login, false, false, kind, "");
  }

  private static Slot slot(String name, String type) {
    return new Slot(
        name,
        type,
        type.equals("logical") ? "orders" : "",
        false,
        0,
        Optional.of(new Lsn(1)),
        0,
        "");
  }

  private void identity() {
    topic("Identity");
    add(
        "the source is another database system",
        UPGRADE,
        s -> {
          server("blue", d -> d.systemId = new SystemId("42")).accept(s);
          server("green", d -> d.systemId = new SystemId("42")).accept(s);
        },
        REFUSED,
        "system identifier of blue:11/main is 42 now");
    add(
        "the standby's data directory is that of another database system, stopped",
        UPGRADE,
        instance("green", i -> i.replacedBy("42")),
        REFUSED,
        "system identifier of green:11/main is 42 now");
    add(
        "the source was restored to an earlier moment (its timeline is one higher)",
        UPGRADE,
        server("blue", s -> s.timeline++),
        REFUSED,
        "timeline of blue:11/main is 2 now, reviewed was 1");
    add(
        "a data directory of another database system appears where the standby is to be",
        STANDBY,
        s -> addGreen(s, i -> i.replacedBy("42")),
        REFUSED,
        "42");
    add(
        "a data directory nobody can tell anything of appears where the standby is to be",
        STANDBY,
        s ->
            addGreen(
                s,
                i -> {
                  i.stopped();
                  i.control = Reading.unknown("pg_controldata failed.");
                }),
        REFUSED,
        "what it is could not be told");
    add(
        "the source's data directory lies elsewhere",
        UPGRADE,
        instance("blue", i -> i.data("/srv/pg/11/main")),
        REFUSED,
        "/srv/pg/11/main");
    add(
        "the source listens on another port",
        UPGRADE,
        instance("blue", i -> i.port = 5444),
        REFUSED,
        "port of blue:11/main is 5444 now, reviewed was 5432");
    add(
        "an instance that the playbook does not name appears on another port",
        UPGRADE,
        s -> addStranger(s, 5433),
        GOES_ON,
        "");
    add(
        "an instance that the playbook does not name appears on the standby's port",
        STANDBY,
        s -> {
          addGreen(
              s,
              i -> {
                i.name = "other";
                i.port = 5432;
              });
        },
        REFUSED,
        "port 5432 is taken");
  }

  /** A copy of Blue on Green, changed. */
  private static void addGreen(Scene scene, Consumer<InstanceDraft> change) {
    InstanceFacts blue =
        scene.pair.facts().host("blue").orElseThrow().instances().known().orElseThrow().getFirst();
    var draft = new InstanceDraft(blue);
    change.accept(draft);
    scene.pair.host(
        "green", h -> h.answered(Reading.of(List.of(draft.facts())), h.pgbouncer(), List.of()));
  }

  private static void addStranger(Scene scene, int port) {
    scene.pair.addInstance(
        "green",
        i -> {
          var draft = new InstanceDraft(i);
          draft.name = "other";
          draft.port = port;
          return draft.facts();
        });
  }

  private void roles() {
    topic("Who is what");
    add(
        "the source has become a standby",
        UPGRADE,
        server("blue", s -> s.inRecovery = true),
        REFUSED,
        "primary is none now, reviewed was blue:11/main");
    add(
        "somebody promoted the standby",
        UPGRADE,
        server("green", s -> s.inRecovery = false),
        REFUSED,
        "green:11/main");
    add(
        "the source is stopped",
        UPGRADE,
        stopped("blue"),
        REFUSED,
        "primary is none now, reviewed was blue:11/main");
    add("the standby is stopped", UPGRADE, stopped("green"), REFUSED, "green:11/main");
    add(
        "the standby's replay is paused",
        UPGRADE,
        server("green", s -> s.replayPaused = true),
        REFUSED,
        "green:11/main");
    add(
        "the source is not started at boot any more",
        UPGRADE,
        instance("blue", i -> i.boot = Boot.MANUAL),
        GOES_ON,
        "");
    add(
        "the stopped standby's unit is masked",
        SWITCHOVER,
        stopped("green"),
        instance("green", i -> i.boot = Boot.DISABLED),
        REFUSED,
        "green:11/main");
    add(
        "Patroni runs on the source's host",
        UPGRADE,
        host(
            "blue",
            h ->
                ChangedFacts.software(
                    h,
                    s ->
                        new Software(
                            s.manager(),
                            s.packages(),
                            s.candidates(),
                            s.binaries(),
                            List.of(new HostFacts.HaManager("Patroni", "patroni.service", true)),
                            s.createsClusterOnInstall()))),
        REFUSED,
        "Patroni");
  }

  private void versions() {
    topic("Versions");
    add(
        "the source was updated to another minor version",
        UPGRADE,
        s -> {
          binaries("blue", new Version(11, 21)).accept(s);
          server("blue", d -> d.version = new Version(11, 21)).accept(s);
        },
        REFUSED,
        "server version of blue:11 is 11.21 now, reviewed was 11.22");
    add(
        "the programs that the upgrade runs were updated",
        UPGRADE,
        binaries("green", new Version(15, 21)),
        REFUSED,
        "server version of green:15 is 15.21 now, reviewed was 15.20");
    add(
        "newer packages are on offer where the playbook names no minor version",
        UPGRADE,
        candidates("blue", "15.99-1.pgdg12+1"),
        GOES_ON,
        "");
    add(
        "the declared minor version is not on offer any more",
        UPGRADE,
        s -> {
          s.pair.minor = Optional.of(20);
          candidates("blue", "15.20-1.pgdg12+1").accept(s);
        },
        candidates("blue", "15.99-1.pgdg12+1"),
        REFUSED,
        "15.20");
    add("the packages were installed by hand", UPGRADE, binariesAdded("blue"), LESS, "");
    add(
        "a new version of Verdigris runs another command for a step",
        UPGRADE,
        s -> s.edit = plan -> edited(plan, "stop-primary blue:11/main", "systemctl", "service"),
        REFUSED,
        "service stop");
    add(
        "a new version of Verdigris does not know a step",
        UPGRADE,
        s -> s.edit = plan -> renamed(plan, "check-upgrade green:15/main", "ponder green:15/main"),
        REFUSED,
        "ponder green:15/main");
  }

  private static Consumer<Scene> binaries(String host, Version version) {
    return s ->
        s.pair.binaries(
            host,
            b ->
                b.version().major() != version.major()
                    ? b
                    : new Binaries(
                        b.directory(), version, b.tools(), b.extensions(), b.libraries()));
  }

  private static Consumer<Scene> binariesAdded(String host) {
    return s -> {
      List<Binaries> fifteen =
          s.pair.facts().host("green").orElseThrow().software().known().orElseThrow().binaries();
      Software green = s.pair.facts().host("green").orElseThrow().software().known().orElseThrow();
      s.pair.host(
          host,
          h ->
              ChangedFacts.software(
                  h,
                  w ->
                      new Software(
                          w.manager(),
                          green.packages(),
                          w.candidates(),
                          fifteen,
                          w.managers(),
                          w.createsClusterOnInstall())));
    };
  }

  private static Consumer<Scene> candidates(String host, String version) {
    return s ->
        s.pair.host(
            host,
            h ->
                ChangedFacts.software(
                    h,
                    w ->
                        new Software(
                            w.manager(),
                            w.packages(),
                            List.of(
                                new Candidate("postgresql-15", version),
                                new Candidate("postgresql-client-15", version)),
                            w.binaries(),
                            w.managers(),
                            w.createsClusterOnInstall())));
  }

  private void machines() {
    topic("Machines");
    add(
        "a host was brought to another version of its distribution",
        UPGRADE,
        s -> s.pair.system("green", h -> ChangedFacts.version(h, "13")),
        REFUSED,
        "operating system of green is debian 13");
    add(
        "a host has another C library",
        UPGRADE,
        s ->
            s.pair.system(
                "green",
                h ->
                    ChangedFacts.copy(
                        h, h.architecture(), "glibc 2.41", h.sortSamples(), h.clockOffsetMillis())),
        REFUSED,
        "glibc 2.41");
    add(
        "a collation orders text otherwise on one host",
        STANDBY,
        s ->
            s.pair.system(
                "green",
                h ->
                    Hazards.withSamples(
                        h, h.sortSamples().stream().map(HostFacts.SortSample::locale).toList())),
        REFUSED,
        "ort");
    add(
        "a host was booted again, with a new kernel",
        UPGRADE,
        s -> s.pair.system("green", h -> ChangedFacts.booted(h, "6.99", "other")),
        GOES_ON,
        "");
    add(
        "a host's clock is far off",
        UPGRADE,
        s ->
            s.pair.system(
                "green",
                h -> ChangedFacts.copy(h, h.architecture(), h.libc(), h.sortSamples(), 30_000)),
        GOES_ON,
        "clock");
  }

  private void space() {
    topic("Space");
    add(
        "less free space, but enough",
        STANDBY,
        s -> s.pair.disks("green", d -> Hazards.disk(d, d.freeBytes() - (1 << 20), d.reflink())),
        GOES_ON,
        "");
    add(
        "not enough free space for the copy",
        STANDBY,
        s -> s.pair.disks("green", d -> Hazards.disk(d, 1 << 20, d.reflink())),
        REFUSED,
        "1 MB free");
    add(
        "not enough free space for the upgrade",
        UPGRADE,
        s -> s.pair.disks("green", d -> Hazards.disk(d, 1 << 20, d.reflink())),
        GATE,
        "free");
    add(
        "the file system for the upgrade cannot link files",
        UPGRADE,
        s ->
            s.pair.disks(
                "green",
                d ->
                    new HostFacts.Disk(
                        d.path(),
                        d.mountPoint(),
                        "/dev/other",
                        "vfat",
                        d.sizeBytes(),
                        d.freeBytes(),
                        false,
                        d.reflink())),
        GATE,
        "link");
    add(
        "the source has a tablespace",
        STANDBY,
        instance("blue", i -> i.tablespace("/srv/fast")),
        REFUSED,
        "/srv/fast");
  }

  private void data() {
    topic("Data");
    add(
        "the source was given data checksums",
        UPGRADE,
        s -> {
          instance("blue", i -> i.control(true, 16 << 20)).accept(s);
          instance("green", i -> i.control(true, 16 << 20)).accept(s);
        },
        REFUSED,
        " -k ");
    add(
        "both have another WAL segment size",
        UPGRADE,
        s -> {
          instance("blue", i -> i.control(true, 64 << 20)).accept(s);
          instance("green", i -> i.control(true, 64 << 20)).accept(s);
        },
        REFUSED,
        "--wal-segsize=64");
    add(
        "template1 has another collation",
        UPGRADE,
        s -> {
          server("blue", d -> d.collate("C")).accept(s);
          server("green", d -> d.collate("C")).accept(s);
        },
        REFUSED,
        "--lc-collate=C");
    add(
        "an extension that the new major has not was created",
        UPGRADE,
        server(
            "blue",
            s ->
                s.contents(
                    "orders", List.of(new Extension("nowhere", "1.0", "public")), List.of())),
        GATE,
        "nowhere");
    add(
        "a function uses a library that the new major has not",
        UPGRADE,
        s ->
            s.pair.item(verdigris.facts.Survey.ItemKind.LIBRARY, "$libdir/nowhere", "nowhere_fn()"),
        GATE,
        "nowhere");
    add(
        "an unlogged table was created",
        UPGRADE,
        server("blue", s -> s.contents("orders", List.of(), List.of("public.cache"))),
        GATE,
        "public.cache");
    add(
        "a prepared transaction is open",
        UPGRADE,
        server(
            "blue",
            s -> s.prepared.add(new ServerFacts.PreparedTransaction("tx-1", "orders", "app", 99))),
        GATE,
        "tx-1");
    add(
        "a database was created",
        UPGRADE,
        server(
            "blue",
            s ->
                s.databases.add(
                    ServerDraft.database(
                        "stock",
                        "en_US.UTF-8",
                        true,
                        Reading.of(new ServerFacts.Contents(List.of(), List.of()))))),
        GOES_ON,
        "");
  }

  private void clients() {
    topic("Clients");
    add(
        "the pool is in session mode",
        UPGRADE,
        s -> s.pair.poolMode = "session",
        GOES_ON,
        "session mode");
    add(
        "the pooler leads to another database",
        UPGRADE,
        s -> route(s, new RoutedDatabase("orders", "blue", 5432, "orders_v2", false, false)),
        REFUSED,
        "database orders_v2 now, reviewed was");
    add(
        "the pooler leads to another host",
        UPGRADE,
        s -> route(s, new RoutedDatabase("orders", "green", 5432, "orders", false, false)),
        REFUSED,
        "green");
    add(
        "the pooler leads to another port",
        UPGRADE,
        s -> route(s, new RoutedDatabase("orders", "blue", 6543, "orders", false, false)),
        REFUSED,
        "port 6543");
    add(
        "the pool is paused",
        UPGRADE,
        s -> route(s, new RoutedDatabase("orders", "blue", 5432, "orders", true, false)),
        REFUSED,
        "held back");
    add(
        "the pooler has no such database any more",
        UPGRADE,
        s -> s.pair.routes.clear(),
        REFUSED,
        "no database orders");
    add(
        "the pooler does not run",
        UPGRADE,
        s -> s.pair.poolerRuns = false,
        REFUSED,
        "could not be asked");
    add(
        "a second pooler, which the playbook does not name, is on another host",
        UPGRADE,
        s ->
            s.pair.host(
                "green",
                h ->
                    h.answered(
                        h.instances(),
                        s.pair.facts().host("proxy").orElseThrow().pgbouncer(),
                        List.of())),
        GOES_ON,
        "");
    add(
        "a client's transaction is open for ten minutes",
        UPGRADE,
        server(
            "blue",
            s ->
                s.transactions.add(
                    new ServerFacts.LongTransaction(
                        4711, "orders", "app", "report", "idle in transaction", 600))),
        GOES_ON,
        "4711");
  }

  private static void route(Scene scene, RoutedDatabase to) {
    scene.pair.routes.clear();
    scene.pair.routes.add(to);
  }

  private void leftovers() {
    topic("Left over");
    add(
        "the new instance is there already, made by an earlier run",
        UPGRADE,
        s -> addPrepared(s, "7711573097274052930"),
        LESS,
        "");
    add(
        "the new instance is there, made for the upgrade of another database system",
        UPGRADE,
        s -> addPrepared(s, "42"),
        REFUSED,
        "green:15/main: /var/lib/postgresql/15/main exists and is not ours");
    add(
        "half a copy lies beside the place of the standby",
        STANDBY,
        s ->
            addGreen(
                s,
                i -> {
                  i.stopped();
                  i.name = "main.verdigris-new";
                }),
        GOES_ON,
        "");
    add(
        "the copy of an earlier run is still at work",
        STANDBY,
        host(
            "green",
            h ->
                ChangedFacts.jobs(
                    h,
                    List.of(
                        new HostFacts.Job(
                            "verdigris-clone-orders-11-main", "active", "success", 0)))),
        GOES_ON,
        "");
  }

  private static void addPrepared(Scene scene, String lineage) {
    InstanceFacts.Files files = scene.rendered(new InstanceId("green", 15, "main"));
    scene.pair.addInstance(
        "green",
        i -> {
          var draft = new InstanceDraft(i);
          draft.major = 15;
          draft.replacedBy("4711");
          draft.marker(InstanceFacts.Marker.NONE);
          draft.boot = Boot.MANUAL;
          draft.files = Reading.of(files);
          draft.moved(11, 15);
          draft.ownMarker(
              OwnMarker.prepared(
                      new InstanceId("green", 15, "main"),
                      new InstanceId("green", 11, "main"),
                      lineage)
                  .text());
          return draft.facts();
        });
  }

  private void unknown() {
    topic("Not known any more");
    add(
        "the instances of a host cannot be read",
        UPGRADE,
        host(
            "green",
            h -> h.answered(Reading.unknown("The script was cut off."), h.pgbouncer(), List.of())),
        REFUSED,
        "The script was cut off");
    add(
        "the standby's server does not answer",
        UPGRADE,
        instance("green", i -> i.server = Reading.unknown("password authentication failed")),
        REFUSED,
        "password authentication failed");
    add(
        "the source's data directory cannot be read",
        UPGRADE,
        instance("blue", i -> i.directory = Reading.unknown("sudo refused")),
        REFUSED,
        "sudo refused");
    add(
        "the roles of the source cannot be read",
        UPGRADE,
        instance(
            "blue",
            i ->
                i.server =
                    i.server.map(
                        o -> o.map(f -> new ServerDraft(f).facts(Reading.unknown("denied"))))),
        GATE,
        "denied");
  }

  private void inputs() {
    topic("What it was made from");
    add(
        "the playbook",
        UPGRADE,
        s -> s.inputs.put("playbook playbooks/orders.yml", "cc"),
        REFUSED,
        "playbook playbooks/orders.yml");
    add(
        "the inventory: another machine behind a name",
        UPGRADE,
        s -> s.inputs.put("inventory, as far as the playbook uses it", "cc"),
        REFUSED,
        "inventory, as far as the playbook uses it");
    add(
        "a template of one's own",
        UPGRADE,
        s -> s.inputs.put("template playbooks/templates/pg_hba.conf.mustache", "cc"),
        REFUSED,
        "pg_hba.conf.mustache");
  }

  private void movements() {
    topic("What moves by itself");
    add(
        "the WAL position",
        UPGRADE,
        server("blue", s -> s.current = s.current.map(l -> new Lsn(l.value() + 4096))),
        GOES_ON,
        "");
    add("the number of clients", UPGRADE, server("blue", s -> s.clients += 40), GOES_ON, "");
    add(
        "more data, within the same estimate",
        UPGRADE,
        instance("blue", i -> i.size(60 << 20)),
        GOES_ON,
        "");
    add(
        "the standby lags a little over limits.lag_before_switchover",
        UPGRADE,
        server("blue", s -> s.current = s.current.map(l -> new Lsn(l.value() + (5 << 20)))),
        GOES_ON,
        "lag");
    add(
        "the standby lags over limits.lag_alert",
        UPGRADE,
        server("blue", s -> s.current = s.current.map(l -> new Lsn(l.value() + (500L << 20)))),
        REFUSED,
        "green:11/main");
  }

  private static PlanDocument edited(PlanDocument plan, String key, String from, String to) {
    return Plans.with(
        plan,
        s ->
            s.key().equals(key)
                ? Plans.step(s, s.key(), s.does().stream().map(l -> l.replace(from, to)).toList())
                : s);
  }

  private static PlanDocument renamed(PlanDocument plan, String key, String to) {
    return Plans.with(plan, s -> s.key().equals(key) ? Plans.step(s, to, s.does()) : s);
  }

  /** Plans with a step changed. */
  private static final class Plans {
    static PlanDocument with(PlanDocument plan, UnaryOperator<StepDocument> change) {
      return new PlanDocument(
          plan.topology(),
          plan.target(),
          plan.inputs(),
          plan.from(),
          plan.source(),
          plan.facts(),
          plan.steps().stream().map(change).toList(),
          plan.end(),
          plan.outageSeconds(),
          plan.rehearsed(),
          plan.pointOfNoReturn(),
          plan.parts(),
          plan.unmanaged());
    }

    static StepDocument step(StepDocument s, String key, List<String> does) {
      return new StepDocument(
          key,
          s.title(),
          s.why(),
          s.host(),
          s.part(),
          s.after(),
          s.outageSeconds(),
          s.destroys(),
          does,
          s.changes(),
          s.prospect());
    }
  }
}
