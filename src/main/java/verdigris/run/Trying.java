package verdigris.run;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import verdigris.check.Subject;
import verdigris.facts.Reading;
import verdigris.facts.Survey.Trial;
import verdigris.facts.TrialScript;
import verdigris.host.Host;
import verdigris.problem.ProblemException;

/**
 * Tries an upgrade beside the running server, in a scratch directory that is removed again. Takes
 * as long as restoring the schema takes.
 */
public final class Trying {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private Trying() {}

  /** What came of it; Known empty when the playbook declares no upgrade. */
  public static Reading<Optional<Trial>> of(Connections connections, Subject subject) {
    return switch (subject.trial()) {
      case Reading.Unknown<Optional<TrialScript>>(String reason) -> Reading.unknown(reason);
      case Reading.Known<Optional<TrialScript>>(Optional<TrialScript> script) ->
          script.isEmpty()
              ? Reading.of(Optional.empty())
              : tried(connections, subject.primary().host(), script.get());
    };
  }

  private static Reading<Optional<Trial>> tried(
      Connections connections, String name, TrialScript script) {
    try {
      Host.Outcome outcome =
          connections
              .host(name)
              .run(TrialScript.COMMAND, script.text().getBytes(StandardCharsets.UTF_8), LIMIT);
      return Reading.of(Optional.of(TrialScript.read(name, outcome.output())));
    } catch (ProblemException e) {
      return Reading.unknown(Gather.sentence(e));
    }
  }
}
