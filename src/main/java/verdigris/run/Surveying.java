package verdigris.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import verdigris.action.Command;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts;
import verdigris.facts.Survey;
import verdigris.facts.Survey.Item;
import verdigris.facts.Survey.OfServer;
import verdigris.facts.SurveyReading;
import verdigris.facts.SurveyScript;
import verdigris.host.Host;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.world.Declaration;

/**
 * Asks hosts what only the checks before a cutover need. Changes nothing on them. Takes a session
 * in each database, so it is asked for by {@code verdigris check} and before a cutover, never by a
 * plan alone.
 */
public final class Surveying {
  private static final Duration SCRIPT = Duration.ofSeconds(60);
  private static final Duration BACKUP = Duration.ofMinutes(5);
  private static final String ROLE = "postgres";

  private Surveying() {}

  /**
   * The survey.
   *
   * @param connections to the hosts
   * @param facts of the same hosts, as fresh as can be
   * @param declaration the playbook
   * @param directory where the playbook's own commands run
   */
  public static Survey of(
      Connections connections, Facts facts, Declaration declaration, Path directory) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Reading<Optional<Survey.Proof>>> backup =
          Gather.start(threads, () -> backup(facts, declaration, directory));
      List<Future<Survey.OfHost>> hosts = new ArrayList<>();
      for (HostFacts host : facts.hosts()) {
        hosts.add(Gather.start(threads, () -> host(connections, host)));
      }
      return new Survey(
          hosts.stream().map(Gather::await).toList(),
          Gather.await(backup),
          Reading.of(Optional.empty()));
    }
  }

  private static Survey.OfHost host(Connections connections, HostFacts facts) {
    List<InstanceFacts> instances = facts.instances().known().orElse(List.of());
    List<HostFacts.Binaries> binaries =
        facts.software().known().map(HostFacts.Software::binaries).orElse(List.of());
    if (instances.isEmpty() && binaries.isEmpty()) {
      return new Survey.OfHost(facts.name(), Reading.of(List.of()), List.of());
    }
    try {
      Host host = connections.host(facts.name());
      String script = SurveyScript.text(instances, binaries);
      Host.Outcome outcome =
          host.run(SurveyScript.COMMAND, script.getBytes(StandardCharsets.UTF_8), SCRIPT);
      SurveyReading.HostAnswer answer = SurveyReading.readHost(facts.name(), outcome.output());
      return new Survey.OfHost(
          facts.name(),
          Reading.of(answer.scripts()),
          instances.stream()
              .map(
                  i ->
                      new Survey.OfInstance(
                          i.major(),
                          i.name(),
                          answer.log(i.label()),
                          answer.backlog(i.label()),
                          server(host, i)))
              .toList());
    } catch (ProblemException e) {
      String reason = Gather.sentence(e);
      return new Survey.OfHost(
          facts.name(),
          Reading.unknown(reason),
          instances.stream()
              .map(
                  i ->
                      new Survey.OfInstance(
                          i.major(),
                          i.name(),
                          Reading.unknown(reason),
                          Reading.unknown(reason),
                          Reading.unknown(reason)))
              .toList());
    }
  }

  private static Reading<Optional<OfServer>> server(Host host, InstanceFacts instance) {
    if (!(instance.server() instanceof Reading.Known<Optional<ServerFacts>>(var server))) {
      return instance.server().map(_ -> Optional.empty());
    }
    if (server.isEmpty()) {
      return Reading.of(Optional.empty());
    }
    Where where = new Where.OnInstance(host.name(), instance.label());
    try {
      SequencedMap<String, Reading<List<Item>>> databases = new LinkedHashMap<>();
      for (ServerFacts.Database database : server.get().databases()) {
        if (database.allowsConnections()) {
          databases.put(database.name(), items(host, instance, database.name(), where));
        }
      }
      return Reading.of(Optional.of(wholeServer(host, instance, server.get(), where, databases)));
    } catch (SQLException e) {
      return Reading.unknown(Gather.sentence(SqlSession.problem(where, e)));
    } catch (ProblemException e) {
      return Reading.unknown(Gather.sentence(e));
    }
  }

  private static OfServer wholeServer(
      Host host,
      InstanceFacts instance,
      ServerFacts server,
      Where where,
      SequencedMap<String, Reading<List<Item>>> databases)
      throws SQLException {
    String any =
        databases.containsKey("postgres") || databases.isEmpty()
            ? "postgres"
            : databases.firstEntry().getKey();
    try (Connection connection = host.connect(socket(instance), ROLE, any)) {
      var session = new SqlSession(connection, where);
      return SurveyReading.readServer(
          where, session.ask(SurveyReading.serverQueries(server.version().major())), databases);
    }
  }

  private static Reading<List<Item>> items(
      Host host, InstanceFacts instance, String database, Where where) {
    try (Connection connection = host.connect(socket(instance), ROLE, database)) {
      var session = new SqlSession(connection, where);
      return Reading.of(
          SurveyReading.readItems(
              where, session.ask(SurveyReading.databaseQueries(session.major()))));
    } catch (SQLException e) {
      return Reading.unknown(Gather.sentence(SqlSession.problem(where, e)));
    } catch (ProblemException e) {
      return Reading.unknown(Gather.sentence(e));
    }
  }

  private static Host.Socket socket(InstanceFacts instance) {
    return new Host.Socket(instance.paths().socketDirectory(), instance.port());
  }

  /** The playbook's own command, on this machine, by a shell, beside the playbook. */
  private static Reading<Optional<Survey.Proof>> backup(
      Facts facts, Declaration declaration, Path directory) {
    if (declaration.backup().isEmpty()) {
      return Reading.of(Optional.empty());
    }
    String command = filled(declaration.backup().get().verify(), facts, declaration);
    try {
      Process process =
          new ProcessBuilder("sh", "-c", command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .start();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<String> output = Gather.start(threads, () -> lastLine(process));
        if (!process.waitFor(BACKUP.toSeconds(), TimeUnit.SECONDS)) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
          return Reading.unknown(
              "%s did not end within %d minutes.".formatted(command, BACKUP.toMinutes()));
        }
        return Reading.of(Optional.of(new Survey.Proof(process.exitValue(), Gather.await(output))));
      }
    } catch (IOException e) {
      return Reading.unknown("%s could not be started: %s".formatted(command, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reading.unknown("It was interrupted.");
    }
  }

  /** {@code {{host}}} and {@code {{port}}} are those of the instance that serves today. */
  private static String filled(String command, Facts facts, Declaration declaration) {
    if (!(declaration.source() instanceof Declaration.Existing source)) {
      return command;
    }
    String address = declaration.replication().address().getOrDefault(source.host(), source.host());
    int port =
        facts.host(source.host()).flatMap(h -> h.instances().known()).stream()
            .flatMap(List::stream)
            .filter(i -> i.name().equals(source.instance()))
            .map(InstanceFacts::port)
            .findFirst()
            .orElse(source.port());
    return command
        .replace("{{host}}", Command.quote(address))
        .replace("{{port}}", Integer.toString(port));
  }

  private static String lastLine(Process process) {
    try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
      return reader.lines().filter(l -> !l.isBlank()).reduce("", (_, later) -> later.strip());
    } catch (IOException e) {
      return "";
    }
  }
}
