package verdigris.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.PgBouncerFacts.Pool;
import verdigris.facts.ServerFacts.PasswordKind;
import verdigris.facts.ServerFacts.Role;
import verdigris.postgres.HbaLine;
import verdigris.postgres.HbaSyntax;

/** Whether everybody who logs in today can log in afterwards. */
final class Passwords {
  static final Check HBA =
      new Check(
          "md5-passwords",
          "No role has an md5 password where a rule demands SCRAM",
          Severity.BLOCKS,
          List.of(Guard.SWITCHOVER, Guard.UPGRADE),
          "A copy and pg_upgrade keep md5 passwords. Under a rule with scram-sha-256 such a role cannot log"
              + " in (\"User ... does not have a valid SCRAM secret\"), while md5 takes both kinds (manual,"
              + " \"Password Authentication\"). The rules of hba: become effective with the new primary.",
          Passwords::hba);

  static final Check POOLER =
      new Check(
          "pooler-auth",
          "PgBouncer's auth_type fits the passwords",
          Severity.WARNS,
          List.of(Guard.SWITCHOVER, Guard.UPGRADE),
          "With auth_type = scram-sha-256 a role that has an md5 password cannot log in through PgBouncer;"
              + " with md5 both kinds can (pgbouncer.ini, auth_type).",
          Passwords::pooler);

  private Passwords() {}

  private static List<Role> md5Roles(Subject subject, Findings findings) {
    return findings
        .known(subject.atSource(), subject.server(subject.source()))
        .flatMap(s -> findings.known(subject.atSource(), s.roles()))
        .stream()
        .flatMap(List::stream)
        .filter(r -> r.login() && r.password() == PasswordKind.MD5)
        .toList();
  }

  private static List<Result> hba(Subject subject) {
    var findings = new Findings();
    List<Role> roles = md5Roles(subject, findings);
    if (roles.isEmpty()) {
      return findings.all();
    }
    List<HbaLine> rules = new ArrayList<>();
    for (String line : subject.declaration().hba()) {
      if (HbaSyntax.read(line, subject.primary().major()) instanceof HbaSyntax.Rule(HbaLine rule)) {
        rules.add(rule);
      }
    }
    roles.forEach(role -> refused(subject, findings, role, rules));
    return findings.all();
  }

  /** The first rule that matches counts, so an earlier one for the same connections saves. */
  private static void refused(Subject subject, Findings findings, Role role, List<HbaLine> rules) {
    List<HbaLine> before = new ArrayList<>();
    for (HbaLine rule : rules) {
      HbaLine ofRole =
          new HbaLine(
              rule.type(),
              rule.databases(),
              List.of(new HbaLine.Name(role.name(), true)),
              rule.address(),
              rule.method(),
              rule.options());
      boolean demands =
          rule.method().equals("scram-sha-256") && rule.reach(ofRole) == HbaLine.Reach.ALL;
      if (demands && before.stream().noneMatch(b -> b.reach(ofRole) == HbaLine.Reach.ALL)) {
        findings.found(
            subject.atSource().object(role.name()),
            "The role has an md5 password, and the declared rule \"%s\" demands SCRAM."
                .formatted(rule),
            "Give the role a SCRAM password (with password_encryption = 'scram-sha-256'), or let the rule say md5:\n"
                + "  \\password %s".formatted(role.name()));
        return;
      }
      before.add(rule);
    }
  }

  private static List<Result> pooler(Subject subject) {
    var findings = new Findings();
    List<Subject.Pooler> poolers = subject.poolers(findings);
    if (poolers.isEmpty()) {
      return findings.all();
    }
    List<String> md5 = md5Roles(subject, findings).stream().map(Role::name).toList();
    for (Subject.Pooler pooler : poolers) {
      if (!pooler.setting("auth_type").equals(Optional.of("scram-sha-256"))) {
        continue;
      }
      pooler.console().pools().stream()
          .map(Pool::user)
          .distinct()
          .filter(md5::contains)
          .forEach(
              user ->
                  findings.found(
                      Place.host(pooler.host()).object(user),
                      "auth_type is scram-sha-256, and the role %s has an md5 password."
                          .formatted(user),
                      "Give the role a SCRAM password, also in the file of auth_file:\n  \\password %s"
                          .formatted(user)));
    }
    return findings.all();
  }
}
