package verdigris.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import verdigris.history.Link;
import verdigris.history.RunRecord;
import verdigris.history.RunRecord.OutageRun;
import verdigris.problem.ProblemException;
import verdigris.run.Locks;
import verdigris.run.Records;
import verdigris.show.Severity;
import verdigris.show.Style;

/**
 * An outage that a run began and none has ended, by what is kept of the runs: what there is to tell
 * where the hosts themselves cannot be asked.
 *
 * @param run that it is open since
 * @param began in that run
 */
record OpenOutage(String run, Instant began) {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Empty: there is none, or nothing that can be read says so. */
  static Optional<OpenOutage> in(Records records) {
    try {
      Stream<RunRecord> recorded =
          records.chain().links().stream().map(Link::run).flatMap(Optional::stream);
      Stream<RunRecord> killed =
          records.left().stream().map(records::fromJournal).flatMap(Optional::stream);
      return Stream.concat(recorded, killed)
          .filter(r -> !r.outages().isEmpty())
          .max(Comparator.comparing(RunRecord::run))
          .flatMap(OpenOutage::of);
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private static Optional<OpenOutage> of(RunRecord run) {
    List<OutageRun> outages = run.outages();
    OutageRun last = outages.getLast();
    return last.ended().isPresent()
        ? Optional.empty()
        : Optional.of(new OpenOutage(run.run(), last.began()));
  }

  /**
   * What a command ends with that was stopped before it did anything. Clients may wait for it all
   * the same, which a host that is gone cannot tell.
   *
   * @param directory of the topology's runs
   * @param why it was stopped; thrown again where nobody is known to wait, or another run is at
   *     work
   */
  static int code(Terminal terminal, Path directory, ProblemException why) {
    Optional<OpenOutage> open = in(new Records(directory));
    if (open.isEmpty() || Locks.isHeld(why.problems())) {
      throw why;
    }
    terminal.problems(Severity.ERROR, why.problems(), SourceFiles::text);
    terminal.say(terminal.style().paint(Style.Ink.DANGER, open.get().words(directory)));
    return ExitCode.CLIENTS_SHUT_OUT.number();
  }

  private String words(Path directory) {
    return "CLIENTS ARE SHUT OUT, by what %s tells: run %s was in an outage at %s, and no run has ended it.\n  Correct what is said above and run the same command again: it goes on from there.\n  Where a host is gone for good: docs/client-path.md, \"When a host is gone for good\"."
        .formatted(directory, run, CLOCK.format(began));
  }
}
