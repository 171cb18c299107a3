package verdigris.input;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import verdigris.action.Secret;
import verdigris.world.Declaration.Backup;
import verdigris.world.Declaration.Canary;
import verdigris.world.Declaration.Clients;
import verdigris.world.Declaration.Holdouts;
import verdigris.world.Declaration.Replication;

/** The keys of what surrounds the instances: clients, replication, backup. */
final class ServiceKeys {
  static final Key<String> VIA =
      Key.required(
          "via",
          Forms.words("pgbouncer", "command"),
          "pgbouncer",
          "What leads clients to the primary: PgBouncer, or your own script, which may change a DNS"
              + " name or the application's configuration (docs/client-path.md).");
  static final Key<List<String>> ON =
      Key.withDefault(
          "on",
          new ListOf<>(InstanceKeys.HOST),
          "[]",
          "[proxy]",
          "The hosts of the poolers; for pgbouncer.");
  private static final Form<String> DATABASE_NAME =
      Forms.text(Pattern.compile("\\S(?:.*\\S)?"), "a database name such as orders");
  static final Key<List<String>> DATABASES =
      Key.withDefault(
          "databases",
          new ListOf<>(DATABASE_NAME),
          "[]",
          "[orders]",
          "The databases as the pooler names them; for pgbouncer.");
  private static final Key<List<String>> SMOKE =
      Key.withDefault(
          "smoke",
          new ListOf<>(Forms.command()),
          "[]",
          "[\"./smoke.sh {{host}}\"]",
          "Commands that must succeed on the new primary before clients are let in; each is run by"
              + " a shell on the machine of Verdigris, in the playbook's directory. {{host}} and"
              + " {{port}} stand for its address and port. Only that machine is let in, by the"
              + " rules that hold for it anyway, and read-only by default. Together they have a"
              + " quarter of limits.outage, at most 60s.");
  private static final Key<Holdouts> HOLDOUTS =
      Key.withDefault(
          "holdouts",
          Forms.choice(
              List.of(Holdouts.values()), holdouts -> holdouts.name().toLowerCase(Locale.ROOT)),
          "refuse",
          "terminate",
          "What becomes of clients that do not end their transaction (in session pooling: their"
              + " session) in time. refuse: everybody is let in again, and nothing was changed."
              + " terminate: those sessions are ended, which their clients see as an error.");
  static final Key<Optional<List<String>>> COMMAND =
      Key.optional(
          "command",
          Forms.program(),
          "./clients.sh",
          "Your script for the client path with its arguments; for command. It gets what it is to"
              + " do as further words: close, switch HOST PORT, open HOST PORT, status"
              + " (docs/client-path.md).");

  private static final Key<String> AT =
      Key.required(
          "at",
          Forms.text(
              Pattern.compile("\\S+:\\d{1,5}"), "an address and a port such as db.example:6432"),
          "db.example:6432",
          "Where clients connect, as this machine reaches it.");
  private static final Key<String> DATABASE =
      Key.required("database", DATABASE_NAME, "orders", "The database, as clients name it.");
  private static final Key<String> LOGIN =
      Key.required(
          "user",
          Forms.text(Pattern.compile("\\S(?:.{0,61}\\S)?"), "a role name such as app"),
          "app",
          "A role that may log in there; it needs no right on any table.");
  private static final Key<Secret> LOGIN_PASSWORD =
      Key.required(
          "password",
          new SecretForm(),
          "{ file: secrets/app }",
          "The role's password, by reference.");
  private static final Key<Optional<Canary>> CANARY =
      Key.optional(
          "canary",
          new Section<>(
              List.of(AT, DATABASE, LOGIN, LOGIN_PASSWORD),
              v -> new Canary(v.get(AT), v.get(DATABASE), v.get(LOGIN), v.get(LOGIN_PASSWORD))),
          "{ at: \"db.example:6432\", database: orders, user: app, password: { file: secrets/app } }",
          "A client of Verdigris's own on that path, which commits ten times a second during an"
              + " outage, so that apply can say what clients saw (docs/client-path.md). It writes"
              + " to no table.");

  private static final Key<String> USER =
      Key.withDefault(
          "user",
          Forms.text(
              Pattern.compile("(?!pg_)\\S(?:.{0,61}\\S)?"),
              "a role name such as replicator (names that begin with pg_ are PostgreSQL's)"),
          "replicator",
          "replicator",
          "The role with REPLICATION that standbys connect as.");
  private static final Key<Optional<Secret>> PASSWORD =
      Key.optional(
          "password",
          new SecretForm(),
          "{ vault: replicator }",
          "Its password, by reference; a password in a playbook is refused. Without it another way"
              + " of authentication must be configured.");
  private static final Key<Boolean> SLOTS =
      Key.withDefault(
          "slots", Forms.yesOrNo(), "true", "true", "Whether each standby has a replication slot.");
  private static final Key<String> SSLMODE =
      Key.withDefault(
          "sslmode",
          Forms.words("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
          "prefer",
          "require",
          "The sslmode (libpq) of the standbys' connections; require and above refuse to go without"
              + " encryption.");
  static final Key<SequencedMap<String, String>> ADDRESS =
      Key.withDefault(
          "address",
          new MapOf<>(
              Pattern.compile("[^\\s{}]+"),
              "a host of the inventory such as blue",
              Forms.text(
                  Pattern.compile("[A-Za-z0-9_.:%-]+"),
                  "a host name or an IP address such as 10.1.0.4")),
          "{}",
          "{ blue: 10.1.0.4 }",
          "For each host the address that the others reach it by, where it is not ansible_host.");
  private static final Key<Optional<String>> RATE =
      Key.optional(
          "rate", Units.rate(), "50M", "The most that a base backup may transfer in a second.");

  private static final Key<String> VERIFY =
      Key.required(
          "verify",
          Forms.command(),
          "./backup-is-fresh.sh {{host}}",
          "Succeeds when a recent backup exists.");
  private static final Key<Optional<String>> AFTER =
      Key.optional(
          "after",
          Forms.command(),
          "./backup.sh {{host}}",
          "Takes a backup of the new primary, once clients are served by it; nothing is removed before.");
  private static final Key<Optional<String>> BEFORE_FINISH =
      Key.optional(
          "before_finish",
          Forms.command(),
          "./restore-test.sh {{host}}",
          "Proves that backup before an old copy is removed.");

  static final Form<Clients> CLIENTS =
      new Section<>(
          List.of(VIA, ON, DATABASES, HOLDOUTS, SMOKE, COMMAND, CANARY),
          v ->
              new Clients(
                  v.get(VIA),
                  v.get(ON),
                  v.get(DATABASES),
                  v.get(HOLDOUTS),
                  v.get(SMOKE),
                  v.get(COMMAND).orElse(List.of()),
                  v.get(CANARY)));

  static final Form<Replication> REPLICATION =
      new Section<>(
          List.of(USER, PASSWORD, SLOTS, SSLMODE, ADDRESS, RATE),
          v ->
              new Replication(
                  v.get(USER),
                  v.get(PASSWORD),
                  v.get(SLOTS),
                  v.get(SSLMODE),
                  v.get(ADDRESS),
                  v.get(RATE)));

  static final Form<Backup> BACKUP =
      new Section<>(
          List.of(VERIFY, AFTER, BEFORE_FINISH),
          v -> new Backup(v.get(VERIFY), v.get(AFTER), v.get(BEFORE_FINISH)));

  private ServiceKeys() {}
}
