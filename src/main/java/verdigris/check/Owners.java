package verdigris.check;

import java.util.List;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;

/** Roles that pg_upgrade cannot carry over. */
final class Owners {
  static final Check INSTALL_USER =
      new Check(
          "install-user",
          "The role that made the source is called postgres",
          Severity.BLOCKS,
          List.of(Guard.UPGRADE),
          "pg_upgrade connects as the role that initdb made, which must have the same name in both"
              + " instances (\"database user ... is not the install user\").",
          Owners::installUser);

  static final Check RESERVED =
      new Check(
          "reserved-roles",
          "No role of users' is named pg_...",
          Severity.BLOCKS,
          List.of(Guard.UPGRADE),
          "Such names are PostgreSQL's own; a role that has one cannot be created on the new major, where"
              + " it may even mean a predefined role (manual, \"Predefined Roles\").",
          Owners::reserved);

  private Owners() {}

  private static List<Result> installUser(Subject subject) {
    var findings = new Findings();
    findings
        .known(subject.atSource(), subject.surveyed(subject.source()))
        .map(s -> s.installUser())
        .filter(name -> !name.equals("postgres"))
        .ifPresent(
            name ->
                findings.found(
                    subject.atSource().object(name),
                    "The role with the number 10 is %s."
                        .formatted(name.isEmpty() ? "missing" : "called " + name),
                    "Rename it, as another superuser:\n  ALTER ROLE \"%s\" RENAME TO postgres;"
                        .formatted(name)));
    return findings.all();
  }

  private static List<Result> reserved(Subject subject) {
    var findings = new Findings();
    findings
        .known(subject.atSource(), subject.surveyed(subject.source()))
        .ifPresent(
            s ->
                s.reservedRoles()
                    .forEach(
                        name ->
                            findings.found(
                                subject.atSource().object(name),
                                "The role %s has a reserved name.".formatted(name),
                                "Rename it (allow_system_table_mods may be needed):\n  ALTER ROLE \"%s\" RENAME TO new_name;"
                                    .formatted(name))));
    return findings.all();
  }
}
