package verdigris.check;

import java.util.List;
import java.util.Optional;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.HostFacts;
import verdigris.postgres.BadRelease;
import verdigris.postgres.Version;

/** Minor releases that PostgreSQL's own release notes advise against. */
final class BadReleases {
  static final Check CHECK =
      new Check(
          "bad-release",
          "The new primary's minor release is not known to be bad",
          Severity.WARNS,
          List.of(Guard.SWITCHOVER, Guard.UPGRADE),
          "Some minor releases were replaced within days: 15.9 (and 12.21, 13.17, 14.14, 16.5, 17.1) broke"
              + " extensions' binary interface and ALTER ROLE ... SET ROLE; 14.0 to 14.3 could corrupt"
              + " indexes.",
          BadReleases::look);

  private BadReleases() {}

  private static List<Result> look(Subject subject) {
    var findings = new Findings();
    Optional<Version> declared =
        subject
            .declaration()
            .primary()
            .version()
            .minor()
            .map(minor -> new Version(subject.primary().major(), minor));
    if (declared.isEmpty()) {
      findings.known(subject.atPrimaryHost(), subject.software(subject.primary().host()));
    }
    Optional<Version> installed =
        subject
            .binaries(subject.primary().host(), subject.primary().major())
            .map(HostFacts.Binaries::version);
    declared
        .or(() -> installed)
        .flatMap(BadRelease::of)
        .ifPresent(
            bad ->
                findings.found(
                    subject.at(subject.primary()),
                    "PostgreSQL %s: %s".formatted(bad.version(), bad.reason()),
                    "Declare \"%d\" for the newest, or at least \"%s\"."
                        .formatted(bad.version().major(), bad.fixedIn())));
    return findings.all();
  }
}
