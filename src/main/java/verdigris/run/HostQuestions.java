package verdigris.run;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import verdigris.facts.HostFacts;
import verdigris.facts.HostReading;
import verdigris.facts.InstanceFacts;
import verdigris.facts.PgBouncerFacts;
import verdigris.facts.Reading;
import verdigris.facts.Script;
import verdigris.facts.ServerFacts;
import verdigris.host.Host;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.run.Gather.Answer;

/**
 * Asks one host: its operating system first, then every server and the pooler that were found
 * running, side by side.
 */
record HostQuestions(Host host, ExecutorService threads, Semaphore servers, Semaphore sessions) {
  /** Far above what any host took; a file system that hangs must not hang us. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final int EVIDENCE_LINES = 5;

  /**
   * Servers at a time, and further sessions at a time in all of them. Together with the pooler's
   * they stay below what one connection to the host carries, so that none waits for another's end.
   */
  private static final int SERVERS = 2;

  private static final int SESSIONS = 4;

  HostQuestions(Host host, ExecutorService threads) {
    this(host, threads, new Semaphore(SERVERS), new Semaphore(SESSIONS));
  }

  Answer<HostFacts> ask() {
    HostFacts facts = operatingSystem();
    List<InstanceFacts> instances = facts.instances().known().orElse(List.of());
    List<Future<Answer<Reading<Optional<ServerFacts>>>>> servers =
        instances.stream().map(instance -> Gather.start(threads, () -> server(instance))).toList();
    Optional<PgBouncerFacts> pooler = facts.pgbouncer().known().flatMap(p -> p);
    Optional<Future<Answer<PgBouncerFacts>>> console =
        pooler.map(p -> Gather.start(threads, () -> ConsoleQuestions.ask(host, p)));

    List<Problem> problems = new ArrayList<>();
    List<String> limits = new ArrayList<>();
    List<InstanceFacts> answered = new ArrayList<>();
    for (int i = 0; i < instances.size(); i++) {
      Answer<Reading<Optional<ServerFacts>>> answer = Gather.await(servers.get(i));
      InstanceFacts instance = instances.get(i).withServer(answer.value());
      answered.add(instance);
      problems.addAll(answer.problems());
      limits.addAll(limits(instance));
    }
    Reading<Optional<PgBouncerFacts>> pgbouncer = facts.pgbouncer();
    if (console.isPresent()) {
      Answer<PgBouncerFacts> answer = Gather.await(console.get());
      pgbouncer = Reading.of(Optional.of(answer.value()));
      problems.addAll(answer.problems());
    }
    return new Answer<>(facts.answered(Reading.of(answered), pgbouncer, limits), problems);
  }

  private HostFacts operatingSystem() {
    byte[] script = Script.text().getBytes(StandardCharsets.UTF_8);
    long sent = System.currentTimeMillis();
    Host.Outcome outcome = host.run(Script.COMMAND, script, LIMIT);
    long received = System.currentTimeMillis();
    try {
      return HostReading.read(host.name(), outcome.output(), sent, received);
    } catch (ProblemException e) {
      // Only what went to standard error: the answer itself holds configuration files.
      List<String> evidence = new ArrayList<>();
      evidence.add("sh -s: exit status " + outcome.exit());
      List<String> errors = outcome.errors().lines().toList();
      evidence.addAll(errors.subList(Math.max(0, errors.size() - EVIDENCE_LINES), errors.size()));
      throw new ProblemException(
          e.problems().stream().map(problem -> problem.withEvidence(evidence)).toList());
    }
  }

  private Answer<Reading<Optional<ServerFacts>>> server(InstanceFacts instance) {
    if (!instance.isToBeAsked()) {
      return new Answer<>(instance.server(), List.of());
    }
    servers.acquireUninterruptibly();
    try {
      ServerFacts facts = new ServerQuestions(host, instance, threads, sessions).ask();
      return new Answer<>(Reading.of(Optional.of(facts)), List.of());
    } catch (ProblemException e) {
      return new Answer<>(Reading.unknown(Gather.sentence(e)), e.problems());
    } finally {
      servers.release();
    }
  }

  private static List<String> limits(InstanceFacts instance) {
    boolean blind =
        instance
            .server()
            .known()
            .flatMap(s -> s)
            .filter(s -> s.roles() instanceof Reading.Unknown)
            .isPresent();
    return blind
        ? List.of(
            instance.label()
                + ": the role postgres is not a superuser, so roles, rules of pg_hba.conf and errors"
                + " in configuration files were not seen.")
        : List.of();
  }
}
