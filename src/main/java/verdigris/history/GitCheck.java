package verdigris.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * Compares a chain with the heads that Git's history has of it: a chain that was rewritten as a
 * whole is sound in itself, and lacks the records that were committed before.
 */
final class GitCheck {
  private GitCheck() {}

  /** What was found. */
  record Found(List<Problem> problems, List<String> notes) {}

  /**
   * Compares.
   *
   * @param proven records that are as they were written, the newest first
   * @param seen heads of Git's history, the oldest first
   */
  static Found of(String directory, List<Head> proven, List<SeenHead> seen) {
    var problems = new ArrayList<Problem>();
    var notes = new ArrayList<String>();
    for (SeenHead one : seen) {
      Optional<Head> head = Head.parse(one.content());
      if (head.isEmpty()) {
        notes.add("Commit %s has a head that names no record.".formatted(one.commit()));
        continue;
      }
      if (proven.contains(head.get())) {
        continue;
      }
      Optional<Integer> ahead = one.ours() ? Optional.empty() : ahead(head.get(), one, proven);
      if (ahead.isPresent()) {
        notes.add(
            "%s is %d records ahead of this directory (commit %s)."
                .formatted(one.where(), ahead.get(), one.commit()));
        continue;
      }
      problems.add(rewritten(directory, head.get(), one));
    }
    return new Found(problems, notes.stream().distinct().toList());
  }

  /** By how many records a branch goes on from the newest one here; empty: it does not. */
  private static Optional<Integer> ahead(Head head, SeenHead seen, List<Head> proven) {
    List<Link> links =
        seen.records().stream()
            .map(t -> Link.of("", t.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
            .toList();
    Head at = head;
    for (int count = 0; count <= links.size(); count++) {
      Head here = at;
      if (proven.isEmpty() ? !here.isRecord() : here.equals(proven.getFirst())) {
        return Optional.of(count);
      }
      Optional<RunRecord> record =
          links.stream()
              .filter(l -> l.sha256().equals(here.sha256()))
              .findFirst()
              .flatMap(Link::run);
      if (record.isEmpty()) {
        return Optional.empty();
      }
      at = record.get().previous();
    }
    return Optional.empty();
  }

  private static Problem rewritten(String directory, Head head, SeenHead seen) {
    return Problem.of(
        Kind.HISTORY_ALTERED,
        new Where.InFile(directory + "/" + head.file()),
        "Commit %s of %s has the head %s (run %s), and no sound record here has that SHA-256: the record was changed, or the chain was rewritten since%s."
            .formatted(
                seen.commit(),
                seen.where(),
                head.sha256(),
                head.run(),
                seen.ours() ? "" : ", or runs were recorded in two clones side by side"),
        "Find out who did it. The records as they were:\n  git show --stat %s\n  git restore --source %s -- %s"
            .formatted(seen.commit(), seen.commit(), directory));
  }
}
