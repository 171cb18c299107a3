package verdigris.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * Says what is wrong with a chain: from its head backwards, each record must be the very bytes that
 * the next one names; then no record may be left over, and each journal that is still there must be
 * the one that its record was made from. Of several things the first to be met is told: what an
 * altered record says of those before it proves nothing.
 */
public final class ChainCheck {
  private final String directory;
  private final Chain chain;
  private final SequencedMap<String, String> journals;
  private final List<Link> proven = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private ChainCheck(String directory, Chain chain, SequencedMap<String, String> journals) {
    this.directory = directory;
    this.chain = chain;
    this.journals = journals;
  }

  /**
   * What a check found.
   *
   * @param proven the records that are as they were written, the newest first
   * @param problems HISTORY_ALTERED; empty: the history is sound
   * @param notes what is worth knowing, and nothing to worry about
   */
  public record Result(List<Head> proven, List<Problem> problems, List<String> notes) {
    public Result {
      proven = List.copyOf(proven);
      problems = List.copyOf(problems);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Checks.
   *
   * @param directory as the user knows it, for messages
   * @param chain what is there
   * @param journals run and SHA-256 of each journal that is there
   * @param seen heads that Git's history has, the oldest first
   */
  public static Result of(
      String directory, Chain chain, SequencedMap<String, String> journals, List<SeenHead> seen) {
    var check = new ChainCheck(directory, chain, journals);
    check.walk();
    if (check.problems.isEmpty()) {
      check.leftOver();
    }
    if (check.problems.isEmpty()) {
      check.journals();
    }
    List<Head> proven = check.proven.stream().map(Link::head).toList();
    var git = GitCheck.of(directory, proven, seen);
    return new Result(
        proven,
        Stream.concat(check.problems.stream(), git.problems().stream()).limit(1).toList(),
        Stream.concat(check.notes.stream(), git.notes().stream()).toList());
  }

  private void walk() {
    Optional<Head> start = start();
    Head wanted = start.orElse(Head.NONE);
    String by = "The file head";
    while (wanted.isRecord() && problems.isEmpty()) {
      Optional<Link> link = chain.file(wanted.file());
      if (link.isEmpty()) {
        altered(
            wanted.file(),
            "%s names it with SHA-256 %s, and it is not there: it was removed, or renamed."
                .formatted(by, wanted.sha256()));
        return;
      }
      if (!link.get().sha256().equals(wanted.sha256())) {
        altered(
            wanted.file(),
            "%s names it with SHA-256 %s, and it has %s: one of the two was changed."
                .formatted(by, wanted.sha256(), link.get().sha256()));
        return;
      }
      proven.add(link.get());
      wanted = previous(link.get());
      by = "The record of run " + link.get().head().run();
    }
  }

  /** The newest record. */
  private Optional<Head> start() {
    Optional<Head> ahead = chain.ahead();
    if (ahead.isPresent()) {
      notes.add(
          "%s/head is one record behind, as after a crash: the record of run %s comes after it. The next apply, or verdigris history, brings it forward."
              .formatted(directory, ahead.get().run()));
      return ahead;
    }
    if (chain.head().isBlank()) {
      if (!chain.links().isEmpty()) {
        altered(RunFiles.HEAD, "It is not there, and %d records are.".formatted(count()));
      }
      return Optional.empty();
    }
    Optional<Head> head = Head.parse(chain.head()).filter(h -> h.line().equals(chain.head()));
    if (head.isEmpty()) {
      altered(RunFiles.HEAD, "It should hold one line, a SHA-256 and the id of a run.");
    }
    return head;
  }

  private int count() {
    return chain.links().size();
  }

  private Head previous(Link link) {
    if (link.run().isEmpty()) {
      altered(link.file(), link.trouble());
      return Head.NONE;
    }
    RunRecord run = link.run().get();
    if (!run.run().equals(link.head().run())) {
      altered(link.file(), "It holds the record of run %s.".formatted(run.run()));
    } else if (!run.topology().equals(chain.topology())) {
      altered(link.file(), "It holds a record of topology \"%s\".".formatted(run.topology()));
    }
    return run.previous();
  }

  private void leftOver() {
    chain.links().stream()
        .filter(l -> !proven.contains(l))
        .findFirst()
        .ifPresent(
            l ->
                altered(
                    l.file(),
                    "No record names it as the one before it, and it is not the newest: it was added, or what led to it was taken out, or it comes from another clone of this directory."));
  }

  private void journals() {
    for (Link link : proven.reversed()) {
      RunRecord run = link.run().orElseThrow();
      String is = journals.getOrDefault(run.run(), run.journal());
      if (!is.equals(run.journal())) {
        problems.add(
            Problem.of(
                Kind.HISTORY_ALTERED,
                new Where.InFile(directory + "/" + run.run() + RunFiles.JOURNAL),
                "Its record was made from a journal with SHA-256 %s, and it has %s: it was changed since."
                    .formatted(run.journal(), is),
                "The record is as it was written; go by that. Put the journal back from a backup, or move it away: the history is complete without it."));
        return;
      }
    }
  }

  private void altered(String file, String what) {
    if (problems.isEmpty()) {
      problems.add(problem(directory, file, what));
    }
  }

  static Problem problem(String directory, String file, String what) {
    String path = directory + "/" + file;
    return Problem.of(
        Kind.HISTORY_ALTERED,
        new Where.InFile(path),
        what,
        "Find out who did it. What Git has of it shows what it was, and brings it back:\n"
            + "  git log --stat -- %s\n  git restore --source COMMIT -- %s"
                .formatted(directory, path));
  }
}
