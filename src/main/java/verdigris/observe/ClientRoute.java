package verdigris.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.facts.PgBouncerFacts;
import verdigris.facts.PgBouncerFacts.Console;
import verdigris.facts.PgBouncerFacts.RoutedDatabase;
import verdigris.facts.Reading;
import verdigris.step.Briefing;
import verdigris.world.Clients;
import verdigris.world.Declaration;
import verdigris.world.Obstacle;

/**
 * Where clients are led and whether they are let in, by what the poolers say.
 *
 * @param clients empty when the playbook declares no client path
 * @param obstacles what cannot be told
 */
record ClientRoute(Optional<Clients> clients, List<Obstacle> obstacles) {
  /** What cannot be done to clients whose path is not understood. */
  private static final List<String> ABOUT_CLIENTS = List.of("close-clients", "open-clients");

  static ClientRoute of(Briefing briefing) {
    Optional<Declaration.Clients> declared =
        briefing.declaration().clients().filter(c -> c.via().equals("pgbouncer"));
    if (declared.isEmpty()) {
      return new ClientRoute(Optional.empty(), List.of());
    }
    var obstacles = new ArrayList<Obstacle>();
    var routes = new ArrayList<RoutedDatabase>();
    for (String host : declared.get().on()) {
      routes.addAll(routed(briefing, host, declared.get().databases(), obstacles));
    }
    List<String> hosts = routes.stream().map(r -> hostAt(briefing, r.host())).distinct().toList();
    boolean letIn = routes.isEmpty() || routes.stream().anyMatch(r -> !r.paused());
    return new ClientRoute(
        Optional.of(new Clients(hosts.size() == 1 ? hosts.getFirst() : "", letIn)), obstacles);
  }

  private static List<RoutedDatabase> routed(
      Briefing briefing, String host, List<String> databases, List<Obstacle> obstacles) {
    Reading<Optional<PgBouncerFacts>> found =
        briefing
            .facts()
            .host(host)
            .map(h -> h.pgbouncer())
            .orElse(Reading.unknown("there are no facts of " + host));
    Optional<Console> console =
        found.known().flatMap(p -> p).flatMap(p -> p.running().known()).flatMap(c -> c);
    if (console.isEmpty()) {
      obstacles.add(
          new Obstacle(
              host,
              ABOUT_CLIENTS,
              "PgBouncer on " + host + " could not be asked" + reason(found) + ".",
              "Start it, and see that its console answers on its Unix socket for the server's owner."));
      return List.of();
    }
    return databases.stream()
        .flatMap(d -> database(host, d, console.get(), obstacles).stream())
        .toList();
  }

  private static String reason(Reading<Optional<PgBouncerFacts>> found) {
    if (found instanceof Reading.Unknown<Optional<PgBouncerFacts>>(String reason)) {
      return ": " + reason;
    }
    return found
        .known()
        .flatMap(p -> p)
        .map(
            p ->
                p.running() instanceof Reading.Unknown<Optional<Console>>(String reason)
                    ? ": " + reason
                    : ": it does not run")
        .orElse(": it is not installed");
  }

  private static Optional<RoutedDatabase> database(
      String host, String name, Console console, List<Obstacle> obstacles) {
    Optional<RoutedDatabase> database =
        console.databases().stream().filter(d -> d.name().equals(name)).findFirst();
    if (database.isEmpty()) {
      obstacles.add(
          new Obstacle(
              host,
              ABOUT_CLIENTS,
              "PgBouncer on %s has no database %s.".formatted(host, name),
              "Correct clients.databases in the playbook, or add it to pgbouncer.ini."));
    }
    return database;
  }

  /** The host of the topology that an address is of; empty: of none. */
  static String hostAt(Briefing briefing, String address) {
    return briefing.declaration().hosts().stream()
        .filter(h -> Senders.addresses(briefing, h).contains(address))
        .findFirst()
        .orElse("");
  }
}
