package verdigris.check;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.HostFacts.Binaries;
import verdigris.facts.InstanceFacts;
import verdigris.facts.InstanceFacts.Control;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts;
import verdigris.facts.ServerFacts.Database;
import verdigris.facts.Survey.Trial;
import verdigris.facts.TrialScript;
import verdigris.world.InstanceId;

/** What only trying shows: made with {@code --deep}. */
final class Trials {
  static final Check UPGRADE =
      new Check(
          "upgrade-check",
          "pg_upgrade --check finds the instances compatible",
          Severity.BLOCKS,
          List.of(Guard.UPGRADE),
          "Run really, with --deep, from the standby on the new primary's host against a scratch instance"
              + " that is made like the old one. It names one obstacle at a time, and passes over some"
              + " (manual, \"pg_upgrade\").",
          subject -> look(subject, Trials::incompatible));

  static final Check RESTORE =
      new Check(
          "schema-restore",
          "The whole schema can be restored on the new major",
          Severity.BLOCKS,
          List.of(Guard.UPGRADE),
          "pg_upgrade restores the schema in the outage, and what --check passes over fails there. With"
              + " --deep the schema of every database is restored into a scratch instance, and every error is"
              + " told at once.",
          subject -> look(subject, Trials::unrestored));

  private static final int SHOWN = 20;

  private Trials() {}

  private interface Look {
    void at(Subject subject, Findings findings, Trial trial);
  }

  private static List<Result> look(Subject subject, Look look) {
    var findings = new Findings();
    Optional<Optional<Trial>> trial =
        findings.known(subject.atPrimaryHost(), subject.survey().trial());
    if (trial.isPresent() && trial.get().isEmpty()) {
      findings.later(subject.atPrimaryHost(), "It is tried with --deep only.");
    }
    trial.flatMap(Function.identity()).ifPresent(t -> look.at(subject, findings, t));
    return findings.all();
  }

  private static void incompatible(Subject subject, Findings findings, Trial trial) {
    findings
        .known(subject.atPrimaryHost(), trial.upgradeCheck())
        .filter(said -> !said.isEmpty())
        .ifPresent(
            said ->
                findings.found(
                    subject.atPrimaryHost().object("pg_upgrade --check"),
                    "pg_upgrade refuses: %s.".formatted(said(said)),
                    "Correct what it names, and try again:\n  verdigris check --deep -i INVENTORY PLAYBOOK"));
  }

  /** Without its frame, and without the names of files that are gone with the scratch directory. */
  private static String said(List<String> lines) {
    String text =
        lines.stream()
            .map(l -> l.strip().replaceAll(" +", " "))
            .filter(l -> !l.isEmpty() && !l.startsWith("---") && !l.startsWith("Performing "))
            .filter(l -> !l.startsWith("Failure, exiting") && !l.contains("verdigris-check."))
            .filter(l -> !l.startsWith("A list of") && !l.endsWith("in the file:"))
            .limit(SHOWN)
            .collect(Collectors.joining(" "));
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private static void unrestored(Subject subject, Findings findings, Trial trial) {
    findings
        .known(subject.atPrimaryHost(), trial.restoreErrors())
        .orElse(List.of())
        .forEach(
            error ->
                findings.found(
                    subject.atPrimaryHost().database(error.database()).object("schema"),
                    "%s.".formatted(error.message()),
                    "Change or drop what cannot be restored, and try again:\n  verdigris check --deep -i INVENTORY PLAYBOOK"));
  }

  /** See {@link Subject#trial}. */
  static Reading<TrialScript> script(Subject subject) {
    Optional<InstanceId> old = subject.upgraded();
    if (old.isEmpty()) {
      return Reading.unknown("There is no standby yet to try the upgrade from.");
    }
    Optional<InstanceFacts> instance = subject.find(old.get());
    Optional<ServerFacts> server = subject.server(old.get()).known();
    if (instance.isEmpty() || server.isEmpty()) {
      return Reading.unknown(Subject.NOT_RUNNING);
    }
    String host = subject.primary().host();
    Optional<Binaries> before = subject.binaries(host, subject.source().major());
    Optional<Binaries> after = subject.binaries(host, subject.primary().major());
    if (before.isEmpty() || after.isEmpty()) {
      return Reading.unknown(
          "PostgreSQL %d and %d are not both installed on %s."
              .formatted(subject.source().major(), subject.primary().major(), host));
    }
    Optional<Database> template =
        server.get().databases().stream().filter(d -> d.name().equals("template1")).findFirst();
    if (template.isEmpty()) {
      return Reading.unknown("There is no database template1.");
    }
    Optional<Control> control = instance.get().control().known().flatMap(c -> c);
    String data = instance.get().paths().data();
    return Reading.of(
        new TrialScript(
            parent(parent(data)),
            before.get().directory(),
            after.get().directory(),
            parent(instance.get().paths().config()),
            instance.get().paths().socketDirectory(),
            instance.get().port(),
            template.get().encoding(),
            template.get().collate(),
            template.get().ctype(),
            control.map(Control::checksums).orElse(false),
            control.map(c -> c.walSegmentBytes() >> 20).filter(m -> m > 0).orElse(16L)));
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
