package verdigris.check;

import java.util.List;
import java.util.Locale;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;

/** Whether the hosts agree on the time. */
final class Clock {
  static final Check CHECK =
      new Check(
          "clock",
          "The clocks of the hosts agree",
          Severity.WARNS,
          List.of(Guard.SWITCHOVER, Guard.UPGRADE),
          "After the cutover now() comes from another host: with a clock that is behind, new rows are older"
              + " than the last ones, certificates may not be valid yet, and logs cannot be laid beside each"
              + " other.",
          Clock::look);

  private static final long TOLERATED_MILLIS = 2000;

  private Clock() {}

  private static List<Result> look(Subject subject) {
    var findings = new Findings();
    HostFit.pair(subject, findings)
        .ifPresent(
            p -> {
              long apart = p.primary().clockOffsetMillis() - p.source().clockOffsetMillis();
              if (Math.abs(apart) > TOLERATED_MILLIS) {
                findings.found(
                    subject.atPrimaryHost(),
                    "Its clock is %s s %s %s's."
                        .formatted(
                            String.format(Locale.ROOT, "%.1f", Math.abs(apart) / 1000.0),
                            apart > 0 ? "ahead of" : "behind",
                            subject.source().host()),
                    "Let both hosts follow a time server, and see with:\n  timedatectl");
              }
            });
    return findings.all();
  }
}
