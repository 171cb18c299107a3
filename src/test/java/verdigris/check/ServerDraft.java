package verdigris.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts;
import verdigris.facts.ServerFacts.Contents;
import verdigris.facts.ServerFacts.Database;
import verdigris.facts.ServerFacts.Extension;
import verdigris.facts.ServerFacts.FileError;
import verdigris.facts.ServerFacts.HbaRule;
import verdigris.facts.ServerFacts.LongTransaction;
import verdigris.facts.ServerFacts.PreparedTransaction;
import verdigris.facts.ServerFacts.Role;
import verdigris.facts.ServerFacts.Sender;
import verdigris.facts.ServerFacts.Setting;
import verdigris.facts.ServerFacts.Slot;
import verdigris.postgres.Lsn;
import verdigris.postgres.SystemId;
import verdigris.postgres.Version;

/** A recorded server, to be made worse. */
final class ServerDraft {
  final List<FileError> fileErrors = new ArrayList<>();
  final List<HbaRule> hba = new ArrayList<>();
  final List<Role> roles = new ArrayList<>();
  final List<Database> databases = new ArrayList<>();
  final List<Slot> slots = new ArrayList<>();
  final List<PreparedTransaction> prepared = new ArrayList<>();
  final List<LongTransaction> transactions = new ArrayList<>();
  final List<Sender> senders = new ArrayList<>();
  boolean replayPaused;
  boolean inRecovery;
  int timeline;
  SystemId systemId;
  Version version;
  Optional<Lsn> current;
  int clients;
  private final List<Setting> settings = new ArrayList<>();
  private final ServerFacts base;

  ServerDraft(ServerFacts base) {
    this.base = base;
    fileErrors.addAll(base.fileErrors());
    hba.addAll(base.hba());
    roles.addAll(base.roles().known().orElse(List.of()));
    databases.addAll(base.databases());
    slots.addAll(base.slots());
    prepared.addAll(base.preparedTransactions());
    transactions.addAll(base.longTransactions());
    settings.addAll(base.settings());
    replayPaused = base.wal().replayPaused();
    senders.addAll(base.senders());
    inRecovery = base.inRecovery();
    timeline = base.timeline();
    systemId = base.systemId();
    version = base.version();
    current = base.wal().current();
    clients = base.clients();
  }

  void set(String name, String value) {
    set(name, value, false);
  }

  void set(String name, String value, boolean pendingRestart) {
    set(name, value, pendingRestart, "/etc/postgresql/11/main/postgresql.conf");
  }

  /** Set in another file. */
  void set(String name, String value, boolean pendingRestart, String file) {
    settings.removeIf(s -> s.name().equals(name));
    settings.add(
        new Setting(
            name, value, value, "", "sighup", "configuration file", file, 1, "", pendingRestart));
  }

  /** What is in a database; nothing else changes. */
  void contents(String database, List<Extension> extensions, List<String> unlogged) {
    contents(database, Reading.of(new Contents(extensions, unlogged)));
  }

  void contents(String database, Reading<Contents> contents) {
    databases.replaceAll(
        d ->
            d.name().equals(database)
                ? database(d.name(), d.collate(), d.allowsConnections(), contents)
                : d);
  }

  void collate(String collation) {
    databases.replaceAll(d -> database(d.name(), collation, d.allowsConnections(), d.contents()));
  }

  static Database database(
      String name, String collation, boolean allows, Reading<Contents> contents) {
    return new Database(
        name, 10 << 20, "UTF8", collation, collation, "", allows, !allows, contents);
  }

  ServerFacts facts() {
    return facts(Reading.of(roles));
  }

  ServerFacts facts(Reading<List<Role>> known) {
    return new ServerFacts(
        version,
        systemId,
        timeline,
        inRecovery,
        new ServerFacts.Wal(
            current,
            base.wal().received(),
            base.wal().replayed(),
            Optional.empty(),
            base.wal().forks(),
            replayPaused,
            0),
        settings,
        fileErrors,
        hba,
        known,
        databases,
        senders,
        base.receiver(),
        slots,
        prepared,
        transactions,
        clients,
        base.startedSecondsAgo());
  }
}
