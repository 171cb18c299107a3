package verdigris.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.host.Host;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * Reads everything that is to be known from all hosts at once. Changes nothing on them. A host or a
 * server that does not answer makes its own readings Unknown and nobody else's.
 */
public final class Gather {
  private Gather() {}

  /**
   * What came of it.
   *
   * @param facts of every host, in the order asked
   * @param problems why readings are Unknown, in the same order
   */
  public record Gathered(Facts facts, List<Problem> problems) {
    public Gathered {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Asks hosts that are connected.
   *
   * @param hosts in inventory order
   */
  public static Gathered from(List<? extends Host> hosts) {
    SequencedMap<String, Supplier<Host>> suppliers = new LinkedHashMap<>();
    hosts.forEach(host -> suppliers.put(host.name(), () -> host));
    return from(suppliers);
  }

  /**
   * Connects to hosts where that is still to be done, and asks them.
   *
   * @param hosts how to get each, by inventory name, in inventory order; one that throws a {@link
   *     ProblemException} makes its host Unknown
   */
  public static Gathered from(SequencedMap<String, Supplier<Host>> hosts) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer<HostFacts>>> answers = new ArrayList<>();
      hosts.forEach((name, host) -> answers.add(threads.submit(() -> ask(threads, name, host))));
      List<HostFacts> facts = new ArrayList<>();
      List<Problem> problems = new ArrayList<>();
      for (Future<Answer<HostFacts>> answer : answers) {
        Answer<HostFacts> host = await(answer);
        facts.add(host.value());
        problems.addAll(host.problems());
      }
      return new Gathered(new Facts(facts, Instant.now()), problems);
    }
  }

  private static Answer<HostFacts> ask(ExecutorService threads, String name, Supplier<Host> host) {
    try {
      return new HostQuestions(host.get(), threads).ask();
    } catch (ProblemException e) {
      return new Answer<>(HostFacts.unknown(name, sentence(e)), e.problems());
    }
  }

  /**
   * What was learnt, and why something was not.
   *
   * @param <T> what was asked for
   */
  record Answer<T>(T value, List<Problem> problems) {
    Answer {
      problems = List.copyOf(problems);
    }
  }

  /** A problem as the reason of an Unknown reading. */
  static String sentence(ProblemException e) {
    Problem first = e.problems().getFirst();
    return first.kind().summary() + ": " + first.detail();
  }

  /** The result of work on another thread. */
  static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(
              Kind.INTERRUPTED, new Where.Anywhere(), "Gathering facts was interrupted.", "")
          .asException();
    } catch (ExecutionException e) {
      throw cause(e);
    }
  }

  /** What work on another thread threw, for this one. */
  static RuntimeException cause(ExecutionException e) {
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException(e.getCause());
  }

  /** Work that a thread is given; no checked exceptions. */
  static <T> Future<T> start(ExecutorService threads, Supplier<T> work) {
    Callable<T> task = work::get;
    return threads.submit(task);
  }
}
