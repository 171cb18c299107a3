package verdigris.check;

import java.util.List;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;

/** Whether there is a backup to fall back on. */
final class Backup {
  private static final List<Guard> CUTOVER = List.of(Guard.SWITCHOVER, Guard.UPGRADE);

  static final Check DECLARED =
      new Check(
          "backup-declared",
          "The playbook says how a recent backup is proved",
          Severity.WARNS,
          CUTOVER,
          "The last thing that helps when both hosts are lost, or a mistake is found late, is a backup of"
              + " the old major. Verdigris makes none; it can only ask yours.",
          Backup::declared);

  static final Check PROVED =
      new Check(
          "backup",
          "A recent backup is there",
          Severity.BLOCKS,
          CUTOVER,
          "The command that the playbook has under backup.verify says whether there is one; it runs on the"
              + " control machine, beside the playbook.",
          Backup::proved);

  private Backup() {}

  private static List<Result> declared(Subject subject) {
    var findings = new Findings();
    if (subject.declaration().backup().isEmpty()) {
      findings.found(
          Place.host(subject.source().host()),
          "The playbook has no backup: section.",
          "Add a command that fails unless a recent backup can be restored:\n"
              + "  backup: { verify: \"./backup-is-recent.sh\" }");
    }
    return findings.all();
  }

  private static List<Result> proved(Subject subject) {
    var findings = new Findings();
    if (subject.declaration().backup().isEmpty()) {
      return findings.all();
    }
    String command = subject.declaration().backup().get().verify();
    findings
        .known(Place.host(subject.source().host()).object(command), subject.survey().backup())
        .flatMap(p -> p)
        .filter(p -> p.exit() != 0)
        .ifPresent(
            p ->
                findings.found(
                    Place.host(subject.source().host()).object(command),
                    "It ended with exit status %d%s."
                        .formatted(p.exit(), p.lastLine().isEmpty() ? "" : ": " + p.lastLine()),
                    "Take a backup, and see that the command succeeds:\n  " + command));
    return findings.all();
  }
}
