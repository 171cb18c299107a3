package verdigris.check;

import java.util.List;
import java.util.Optional;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.HostFacts.SystemFacts;

/** Whether the two machines are alike enough for a physical copy. */
final class HostFit {
  static final Check ARCHITECTURE =
      new Check(
          "architecture",
          "Both hosts have the same processor architecture",
          Severity.BLOCKS,
          List.of(Guard.SWITCHOVER, Guard.REBUILD),
          "A physical copy is the bytes of the source: byte order, alignment and block size must be the"
              + " same (manual, \"Log-Shipping Standby Servers\").",
          HostFit::architecture);

  static final Check LIBC =
      new Check(
          "libc-release",
          "Both hosts have the same release of the C library and of ICU",
          Severity.WARNS,
          List.of(Guard.SWITCHOVER, Guard.REBUILD),
          "Releases of glibc and ICU change the order of text (glibc 2.28 did for nearly every locale);"
              + " indexes are in the order of the host that built them. The check `collation` compares a"
              + " sample; equal samples are no proof.",
          HostFit::libc);

  private HostFit() {}

  /** What both hosts' systems say, if both could be asked. */
  record Pair(SystemFacts source, SystemFacts primary) {}

  static Optional<Pair> pair(Subject subject, Findings findings) {
    Optional<SystemFacts> source =
        findings.known(
            Place.host(subject.source().host()), subject.system(subject.source().host()));
    Optional<SystemFacts> primary =
        findings.known(subject.atPrimaryHost(), subject.system(subject.primary().host()));
    return source.flatMap(s -> primary.map(p -> new Pair(s, p)));
  }

  private static List<Result> architecture(Subject subject) {
    var findings = new Findings();
    pair(subject, findings)
        .filter(p -> !p.source().architecture().equals(p.primary().architecture()))
        .ifPresent(
            p ->
                findings.found(
                    subject.atPrimaryHost(),
                    "%s is %s, %s is %s."
                        .formatted(
                            subject.source().host(),
                            p.source().architecture(),
                            subject.primary().host(),
                            p.primary().architecture()),
                    "Declare a host of the same architecture; between different ones only logical"
                        + " replication or a dump works."));
    return findings.all();
  }

  private static List<Result> libc(Subject subject) {
    var findings = new Findings();
    Optional<Pair> pair = pair(subject, findings);
    pair.filter(p -> !p.source().libc().equals(p.primary().libc()))
        .ifPresent(
            p ->
                findings.found(
                    subject.atPrimaryHost(),
                    "%s has %s, %s has %s."
                        .formatted(
                            subject.source().host(),
                            p.source().libc(),
                            subject.primary().host(),
                            p.primary().libc()),
                    "Use the same operating-system release on both, or after the cutover, in each database:\n"
                        + "  REINDEX DATABASE name;"));
    pair.filter(p -> !p.source().icu().equals(p.primary().icu()))
        .filter(_ -> Collation.usesIcu(subject))
        .ifPresent(
            p ->
                findings.found(
                    subject.atPrimaryHost(),
                    "%s has ICU %s, %s has ICU %s, and an index uses an ICU collation."
                        .formatted(
                            subject.source().host(),
                            p.source().icu().orElse("(none)"),
                            subject.primary().host(),
                            p.primary().icu().orElse("(none)")),
                    "Rebuild those indexes after the cutover:\n  REINDEX INDEX name;"));
    return findings.all();
  }
}
