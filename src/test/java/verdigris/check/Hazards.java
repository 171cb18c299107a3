package verdigris.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import verdigris.facts.ChangedFacts;
import verdigris.facts.HostFacts.Disk;
import verdigris.facts.HostFacts.SortSample;
import verdigris.facts.HostFacts.SystemFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts.Extension;
import verdigris.facts.ServerFacts.FileError;
import verdigris.facts.ServerFacts.LongTransaction;
import verdigris.facts.ServerFacts.PasswordKind;
import verdigris.facts.ServerFacts.PreparedTransaction;
import verdigris.facts.ServerFacts.Role;
import verdigris.facts.ServerFacts.Slot;
import verdigris.facts.Survey;
import verdigris.facts.Survey.ItemKind;
import verdigris.facts.Survey.RoleSetting;
import verdigris.postgres.Lsn;
import verdigris.world.Declaration.Transfer;

/** For each check the smallest change of a healthy pair in which it must fire. */
final class Hazards {
  private Hazards() {}

  static Consumer<Pair> of(String check) {
    Consumer<Pair> hazard = all().get(check);
    if (hazard == null) {
      throw new IllegalArgumentException("no hazard for " + check);
    }
    return hazard;
  }

  static SequencedMap<String, Consumer<Pair>> all() {
    SequencedMap<String, Consumer<Pair>> all = new LinkedHashMap<>();
    machines(all);
    servers(all);
    settings(all);
    data(all);
    all.put(
        "upgrade-check",
        p -> p.trial = trial(List.of("Your installation contains reg* types."), List.of()));
    all.put(
        "schema-restore",
        p -> p.trial = trial(List.of(), List.of("ERROR:  column pg_attrdef.adsrc does not exist")));
    return all;
  }

  private static Reading<Optional<Survey.Trial>> trial(List<String> check, List<String> restore) {
    return Reading.of(
        Optional.of(
            new Survey.Trial(
                Reading.of(check),
                Reading.of(
                    restore.stream().map(m -> new Survey.RestoreError("orders", m)).toList()))));
  }

  private static void machines(SequencedMap<String, Consumer<Pair>> all) {
    all.put("architecture", p -> p.system("green", s -> system(s, "aarch64", s.libc(), 0)));
    all.put(
        "libc-release", p -> p.system("green", s -> system(s, s.architecture(), "glibc 2.24", 0)));
    all.put("clock", p -> p.system("green", s -> system(s, s.architecture(), s.libc(), 30_000)));
    all.put(
        "collation",
        p ->
            p.system(
                "green",
                s -> withSamples(s, s.sortSamples().stream().map(SortSample::locale).toList())));
    all.put("upgrade-disk", p -> p.disks("green", d -> disk(d, 1 << 20, d.reflink())));
    all.put("rebuild-disk", p -> p.disks("blue", d -> disk(d, 1 << 20, d.reflink())));
    all.put("bad-release", p -> p.minor = Optional.of(9));
    all.put(
        "extensions",
        p ->
            p.server(
                "blue",
                s ->
                    s.contents(
                        "orders", List.of(new Extension("nowhere", "1.0", "public")), List.of())));
    all.put(
        "extension-updates",
        p -> {
          p.updateScripts.clear();
          p.server(
              "blue",
              s ->
                  s.contents(
                      "orders", List.of(new Extension("hstore", "1.5", "public")), List.of()));
        });
    all.put("libraries", p -> p.item(ItemKind.LIBRARY, "$libdir/nowhere", "nowhere_fn(integer)"));
    all.put("backup-declared", p -> p.backupDeclared = Optional.empty());
    all.put(
        "backup", p -> p.backup = Reading.of(Optional.of(new Survey.Proof(1, "older than a day"))));
  }

  /** These locales, each in another order than anywhere. */
  static SystemFacts withSamples(SystemFacts s, List<String> locales) {
    return ChangedFacts.copy(
        s,
        s.architecture(),
        s.libc(),
        locales.stream().map(l -> new SortSample(l, "other")).toList(),
        s.clockOffsetMillis());
  }

  private static SystemFacts system(SystemFacts s, String architecture, String libc, long clock) {
    return ChangedFacts.copy(s, architecture, libc, s.sortSamples(), s.clockOffsetMillis() + clock);
  }

  static Disk disk(Disk d, long free, Reading<Boolean> reflink) {
    return new Disk(
        d.path(),
        d.mountPoint(),
        d.device(),
        d.type(),
        d.sizeBytes(),
        free,
        d.hardLinks(),
        reflink);
  }

  private static void servers(SequencedMap<String, Consumer<Pair>> all) {
    all.put(
        "file-errors",
        p ->
            p.server(
                "blue",
                s ->
                    s.fileErrors.add(
                        new FileError(
                            "/etc/postgresql/11/main/postgresql.conf",
                            7,
                            "wal_keep_size",
                            "unrecognized configuration parameter"))));
    all.put("pending-restart", p -> p.server("blue", s -> s.set("max_connections", "100", true)));
    all.put(
        "server-log",
        p ->
            p.storageMessages.add(
                "2026-11-24 10:00:00.000 UTC [1] ERROR:  invalid page in block 3 of relation base/1/2"));
    all.put(
        "archiving",
        p -> {
          p.server("blue", s -> s.set("archive_mode", "on"));
          p.archiverFails = true;
        });
    all.put(
        "archive-shared",
        p -> {
          p.server("blue", s -> s.set("archive_mode", "on"));
          p.server("blue", s -> s.set("archive_command", "cp %p /backup/wal/%f"));
          p.settings.put("archive_command", "cp %p /backup/wal/%f");
        });
    all.put("standby-limits", p -> p.server("green", s -> s.set("max_connections", "50")));
    all.put("replay-paused", p -> p.server("green", s -> s.replayPaused = true));
    all.put(
        "lag",
        p ->
            p.instance(
                "blue",
                i ->
                    i.withServer(
                        i.server()
                            .map(
                                s ->
                                    s.map(
                                        f ->
                                            verdigris.check.Ahead.by(
                                                f,
                                                f.wal().current().orElse(new Lsn(0)),
                                                5L << 20))))));
    all.put(
        "hot-standby-feedback", p -> p.server("green", s -> s.set("hot_standby_feedback", "on")));
    all.put("standby-queries", p -> p.server("green", s -> s.transactions.add(transaction())));
    all.put("rewind", p -> p.server("blue", s -> s.set("wal_log_hints", "off")));
    all.put(
        "synchronous-standbys",
        p -> p.server("blue", s -> s.set("synchronous_standby_names", "green")));
    all.put(
        "slot-retention",
        p -> p.server("blue", s -> s.slots.add(slot("verdigris_blue", "physical", 1L << 50))));
    all.put("logical-slots", p -> p.server("blue", s -> s.slots.add(slot("cdc", "logical", 0))));
    all.put(
        "physical-slots", p -> p.server("blue", s -> s.slots.add(slot("barman", "physical", 0))));
    all.put(
        "subscriptions",
        p -> p.subscriptions.add(new Survey.Subscription("orders", "up_sub", true)));
    all.put(
        "prepared-transactions",
        p ->
            p.server(
                "blue", s -> s.prepared.add(new PreparedTransaction("tx-1", "orders", "app", 99))));
    all.put("long-transactions", p -> p.server("blue", s -> s.transactions.add(transaction())));
    all.put("install-user", p -> p.installUser = "admin");
    all.put("reserved-roles", p -> p.reservedRoles.add("pg_owner"));
    all.put("query-wait-timeout", p -> p.pooler.put("query_wait_timeout", "30"));
    all.put("server-login-retry", p -> p.outageSeconds = 20);
    all.put("pool-mode", p -> p.poolMode = "session");
  }

  private static LongTransaction transaction() {
    return new LongTransaction(4711, "orders", "app", "report", "idle in transaction", 600);
  }

  private static Slot slot(String name, String type, long retained) {
    return new Slot(
        name,
        type,
        type.equals("logical") ? "orders" : "",
        false,
        0,
        Optional.of(new Lsn(1)),
        retained,
        "");
  }

  private static void settings(SequencedMap<String, Consumer<Pair>> all) {
    all.put(
        "md5-passwords",
        p -> {
          p.server("blue", s -> s.roles.add(role("old", PasswordKind.MD5)));
          p.hba.add("host orders all 10.0.0.0/8 scram-sha-256");
        });
    all.put(
        "pooler-auth",
        p ->
            p.server(
                "blue",
                s -> {
                  s.roles.removeIf(r -> r.name().equals("app"));
                  s.roles.add(role("app", PasswordKind.MD5));
                }));
    all.put(
        "removed-settings",
        p -> p.server("blue", s -> s.set("vacuum_cleanup_index_scale_factor", "0.5")));
    all.put(
        "stored-settings",
        p -> p.roleSettings.add(new RoleSetting("app", "", "operator_precedence_warning", "on")));
    all.put(
        "read-only-default",
        p ->
            p.roleSettings.add(
                new RoleSetting("", "orders", "default_transaction_read_only", "on")));
    all.put(
        "not-connectable",
        p ->
            p.server(
                "blue",
                s ->
                    s.databases.add(
                        ServerDraft.database(
                            "archive", "C", false, Reading.unknown("It was not entered.")))));
    all.put(
        "new-instance",
        p ->
            p.addInstance(
                "green",
                i ->
                    new InstanceFacts(
                        15,
                        "main",
                        i.layout(),
                        i.paths(),
                        5433,
                        i.unit(),
                        i.boot(),
                        i.directory(),
                        i.control()
                            .map(
                                c ->
                                    c.map(
                                        k ->
                                            new InstanceFacts.Control(
                                                new verdigris.postgres.SystemId("4711"),
                                                "shut down",
                                                k.checkpoint(),
                                                1,
                                                k.minRecoveryEnd(),
                                                !k.checksums(),
                                                k.walSegmentBytes(),
                                                k.hintsLogged(),
                                                k.fullPages()))),
                        i.files(),
                        Reading.of(Optional.empty()))));
  }

  private static Role role(String name, PasswordKind kind) {
    return new Role(name, true, false, false, kind, "");
  }

  private static void data(SequencedMap<String, Consumer<Pair>> all) {
    all.put(
        "unlogged-tables",
        p -> p.server("blue", s -> s.contents("orders", List.of(), List.of("public.cache"))));
    item(all, "reg-columns", ItemKind.REG_COLUMN, "public.t.f", "regproc");
    item(all, "old-time-columns", ItemKind.OLD_TIME_COLUMN, "public.t.a", "abstime");
    item(all, "old-types", ItemKind.OLD_TYPE_FUNCTION, "f(abstime)", "abstime");
    item(
        all,
        "sql-identifier-columns",
        ItemKind.SQL_IDENTIFIER_COLUMN,
        "public.t.i",
        "information_schema.sql_identifier");
    item(all, "catalog-row-columns", ItemKind.CATALOG_ROW_COLUMN, "public.t.c", "pg_class");
    item(all, "oid-tables", ItemKind.OID_TABLE, "public.t", "");
    item(all, "conversions", ItemKind.CONVERSION, "public.mine", "");
    item(all, "postfix-operators", ItemKind.POSTFIX_OPERATOR, "!!!(bigint,NONE)", "");
    item(
        all,
        "polymorphic-functions",
        ItemKind.POLYMORPHIC,
        "aggregate mine(anyelement)",
        "array_append(anyarray,anyelement)");
    item(all, "languages", ItemKind.LANGUAGE, "plpython2u", "");
    item(all, "removed-calls", ItemKind.REMOVED_CALL, "view v", "14 operator ! bigint -");
    item(all, "removed-columns", ItemKind.REMOVED_COLUMN, "v", "12 pg_attrdef.adsrc");
    item(all, "removed-names", ItemKind.REMOVED_NAME, "f()", "15 pg_start_backup");
  }

  private static void item(
      SequencedMap<String, Consumer<Pair>> all,
      String check,
      ItemKind kind,
      String object,
      String detail) {
    all.put(check, p -> p.item(kind, object, detail));
  }

  /** Silent on the way from 11 to 15: it is about 16. */
  static final String ABOUT_LATER_MAJORS = "aclitem-columns";

  static Consumer<Pair> transfer(Transfer transfer, Reading<Boolean> reflink) {
    return p -> {
      p.transfer = transfer;
      p.disks("green", d -> disk(d, d.freeBytes(), reflink));
    };
  }
}
