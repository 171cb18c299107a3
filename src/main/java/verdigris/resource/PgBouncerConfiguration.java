package verdigris.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * A pgbouncer.ini that Verdigris writes whole.
 *
 * @param topology its name
 * @param host of the pooler
 * @param routes where each database is
 * @param settings of the section [pgbouncer], in order
 */
public record PgBouncerConfiguration(
    String topology, String host, List<Route> routes, SequencedMap<String, String> settings) {
  public PgBouncerConfiguration {
    routes = List.copyOf(routes);
    settings = new LinkedHashMap<>(settings);
  }

  /**
   * Where a database is.
   *
   * @param name as clients name it
   * @param address of the server
   * @param port of the server
   * @param database as the server names it
   */
  public record Route(String name, String address, int port, String database) {}

  /** The text of the file. */
  public String render(Template template) {
    SequencedMap<String, Object> variables = Rendering.row("topology", topology, "host", host);
    variables.put("databases", routes.stream().map(this::row).toList());
    variables.put(
        "settings",
        settings.entrySet().stream()
            .map(s -> Rendering.row("name", s.getKey(), "value", oneLine(s.getValue())))
            .toList());
    return template.render(variables);
  }

  private SequencedMap<String, Object> row(Route route) {
    return Rendering.row(
        "name",
        name(route.name()),
        "address",
        value(route.address()),
        "port",
        Integer.toString(route.port()),
        "database",
        value(route.database()));
  }

  private String name(String name) {
    if (name.equals("*") || PgBouncerIni.isName(name)) {
      return name;
    }
    throw Problem.of(
            Kind.WRONG_VALUE,
            new Where.OnHost(host),
            "PgBouncer cannot read a line for the database \"" + name + "\".",
            "Name the database with letters, digits and _.- only.")
        .asException();
  }

  /** A value of a connection string, quoted as PgBouncer's parser takes it. */
  private String value(String value) {
    return value.matches("[A-Za-z0-9_.:/-]+")
        ? value
        : "'" + oneLine(value).replace("'", "''") + "'";
  }

  private String oneLine(String value) {
    if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
      throw Problem.of(
              Kind.WRONG_VALUE,
              new Where.OnHost(host),
              "A value of pgbouncer.ini cannot hold a line break.",
              "Remove the line break.")
          .asException();
    }
    return value;
  }
}
