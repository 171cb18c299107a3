package verdigris.input;

import java.util.List;
import java.util.Optional;
import verdigris.check.Checks;
import verdigris.postgres.BadRelease;
import verdigris.postgres.Version;
import verdigris.problem.DidYouMean;
import verdigris.problem.Kind;
import verdigris.problem.Where.Position;
import verdigris.world.Declaration.Clients;
import verdigris.world.Declaration.Existing;
import verdigris.world.Declaration.Limits;
import verdigris.world.Declaration.Waiver;
import verdigris.world.Declaration.Wanted;

/**
 * What no single value of a playbook can tell: whether the values fit each other and the inventory.
 *
 * @param scan takes what is found
 * @param places where the values stand
 * @param values as far as they are right
 */
record PlaybookChecks(Scan scan, Places places, Values values) {

  void run() {
    Optional<List<String>> hosts = values.find(PlaybookKeys.HOSTS).flatMap(this::hostsOf);
    hosts.ifPresent(this::hostsAreInTheGroup);
    new TopologyChecks(scan, places, values).run();
    new ConfigurationChecks(scan, places, values).run();
    versionsAreNotKnownToBeBad();
    values.find(PlaybookKeys.CLIENTS).flatMap(clients -> clients).ifPresent(this::clientsAreWhole);
    values.find(PlaybookKeys.LIMITS).ifPresent(this::limitsFitEachOther);
    values.find(PlaybookKeys.ACCEPT).ifPresent(this::acceptedChecksExist);
  }

  private Optional<List<String>> hostsOf(String group) {
    Optional<List<String>> hosts = scan.context().hosts(group);
    Position at = places.of("hosts");
    if (hosts.isEmpty()) {
      List<String> groups = scan.context().groups();
      scan.problem(
          Kind.UNKNOWN_GROUP,
          at,
          "Found \"" + group + "\"; the inventory has " + String.join(", ", groups) + ".",
          DidYouMean.question(group, groups));
      return Optional.empty();
    }
    if (hosts.get().isEmpty()) {
      scan.problem(
          Kind.UNKNOWN_GROUP,
          at,
          "Group " + group + " has no hosts.",
          "Add them to the inventory.");
      return Optional.empty();
    }
    return hosts;
  }

  private void hostsAreInTheGroup(List<String> hosts) {
    values
        .find(PlaybookKeys.SOURCE)
        .filter(Existing.class::isInstance)
        .map(Existing.class::cast)
        .ifPresent(source -> known(source.host(), hosts, places.of("source", "host")));
    values
        .find(PlaybookKeys.PRIMARY)
        .ifPresent(primary -> known(primary.host(), hosts, places.of("primary", "host")));
    values
        .find(PlaybookKeys.STANDBYS)
        .ifPresent(
            standbys -> {
              for (int i = 0; i < standbys.size(); i++) {
                known(standbys.get(i).host(), hosts, places.of("standbys", i, "host"));
              }
            });
    values
        .find(PlaybookKeys.REPLICATION)
        .ifPresent(
            replication ->
                replication
                    .address()
                    .keySet()
                    .forEach(
                        host -> known(host, hosts, places.keyOf(host, "replication", "address"))));
  }

  private void known(String host, List<String> hosts, Position at) {
    if (hosts.contains(host)) {
      return;
    }
    String group = values.get(PlaybookKeys.HOSTS);
    boolean elsewhere = scan.context().hosts("all").orElse(List.of()).contains(host);
    scan.problem(
        Kind.UNKNOWN_HOST,
        at,
        "Found \"%s\"; group %s has %s.".formatted(host, group, String.join(", ", hosts)),
        elsewhere
            ? "It is in the inventory: add it to group " + group + "."
            : DidYouMean.question(host, hosts));
  }

  private void versionsAreNotKnownToBeBad() {
    values
        .find(PlaybookKeys.PRIMARY)
        .ifPresent(p -> warnOfBadRelease(p.version(), places.of("primary", "version")));
    values
        .find(PlaybookKeys.STANDBYS)
        .ifPresent(
            standbys -> {
              for (int i = 0; i < standbys.size(); i++) {
                warnOfBadRelease(standbys.get(i).version(), places.of("standbys", i, "version"));
              }
            });
  }

  private void warnOfBadRelease(Wanted wanted, Position at) {
    wanted
        .minor()
        .flatMap(minor -> BadRelease.of(new Version(wanted.major(), minor)))
        .ifPresent(
            bad ->
                scan.warning(
                    Kind.KNOWN_BAD_RELEASE,
                    at,
                    "PostgreSQL " + bad.version() + ": " + bad.reason(),
                    "Declare \"%d\" for the newest, or at least \"%s\"."
                        .formatted(wanted.major(), bad.fixedIn())));
  }

  private void clientsAreWhole(Clients clients) {
    List<String> inventory = scan.context().hosts("all").orElse(List.of());
    for (int i = 0; i < clients.on().size(); i++) {
      if (!inventory.contains(clients.on().get(i))) {
        scan.problem(
            Kind.UNKNOWN_HOST,
            places.of("clients", "on", i),
            "Found \"" + clients.on().get(i) + "\"; the inventory has no such host.",
            DidYouMean.question(clients.on().get(i), inventory));
      }
    }
    if (clients.via().equals("pgbouncer")) {
      needed(clients.on().isEmpty(), ServiceKeys.ON);
      needed(clients.databases().isEmpty(), ServiceKeys.DATABASES);
    }
    needed(clients.via().equals("command") && clients.command().isEmpty(), ServiceKeys.COMMAND);
    if (!clients.via().equals("command") && !clients.command().isEmpty()) {
      scan.problem(
          Kind.WRONG_VALUE,
          places.of("clients", "command"),
          "Found a command, but clients go via " + clients.via() + ".",
          "Remove it, or declare via: command.");
    }
  }

  private void needed(boolean missing, Key<?> key) {
    if (missing) {
      scan.problem(
          Kind.MISSING_KEY,
          places.of("clients"),
          "clients needs " + key.name() + " here. " + key.doc(),
          "Add: " + key.name() + ": " + key.example());
    }
  }

  /** A waiver of a check that does not exist would waive nothing, and nobody would notice. */
  private void acceptedChecksExist(List<Waiver> accepted) {
    for (int i = 0; i < accepted.size(); i++) {
      String id = accepted.get(i).check();
      if (!Checks.ids().contains(id)) {
        scan.problem(
            Kind.UNKNOWN_CHECK,
            places.of("accept", i, "check"),
            "Found \"" + id + "\"; docs/checks.md has every id.",
            DidYouMean.question(id, Checks.ids()));
      }
    }
  }

  private void limitsFitEachOther(Limits limits) {
    if (limits.lagBeforeSwitchoverBytes() > limits.lagAlertBytes()) {
      scan.warning(
          Kind.DOUBTFUL_DECLARATION,
          places.of("limits", "lag_before_switchover"),
          "A switchover may begin with more lag than raises an alert.",
          "Declare at most lag_alert.");
    }
  }
}
