package verdigris.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import verdigris.facts.InstanceFacts;
import verdigris.facts.ServerFacts;
import verdigris.postgres.ConfFile;
import verdigris.postgres.HbaFile;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.world.Declaration;

/**
 * What forbids to change the configuration of an instance.
 *
 * @param where the instance
 * @param instance as it is
 * @param files its configuration files
 */
record Blockers(Where where, InstanceFacts instance, InstanceFacts.Files files) {

  static Problem unreadable(Where where, String what, String reason) {
    return Problem.of(
        Kind.UNMANAGEABLE,
        where,
        "Verdigris could not read " + what + ": " + reason,
        "Let the login user read it with the documented sudo rules.");
  }

  static Decision activatedToo(String name) {
    return new Decision(
        name,
        "becomes effective too",
        "somebody changed it before and the restart that it waits for is this one");
  }

  /** Settings of ours that postgresql.auto.conf or the command line would override. */
  List<Problem> overridden(Effective effective, List<Assigned> settings) {
    List<Problem> problems = new ArrayList<>();
    ConfFile auto = ConfFile.parse(files.auto());
    for (Assigned setting : settings) {
      Optional<String> wanted = effective.canonical(setting.name(), setting.value());
      auto.last(setting.name())
          .filter(a -> !effective.canonical(setting.name(), a.value()).equals(wanted))
          .ifPresent(a -> problems.add(byAlterSystem(setting)));
      effective
          .server()
          .flatMap(server -> server.setting(setting.name()))
          .filter(s -> isFixedAtStart(s) && !Optional.of(s.rawValue()).equals(wanted))
          .ifPresent(s -> problems.add(byCommandLine(setting, s)));
    }
    return problems;
  }

  private static boolean isFixedAtStart(ServerFacts.Setting setting) {
    return setting.source().equals("command line")
        || setting.source().equals("environment variable");
  }

  private Problem byAlterSystem(Assigned setting) {
    return Problem.of(
        Kind.SETTING_OVERRIDDEN,
        where,
        "postgresql.auto.conf sets %s, which overrides the %s that is needed."
            .formatted(setting.name(), setting.value()),
        "Remove it there:\n  ALTER SYSTEM RESET " + setting.name() + ";");
  }

  private Problem byCommandLine(Assigned setting, ServerFacts.Setting found) {
    return Problem.of(
        Kind.SETTING_OVERRIDDEN,
        where,
        "%s is fixed to %s by the %s, which overrides the %s that is needed."
            .formatted(setting.name(), found.value(), found.source(), setting.value()),
        "Take the option out of what starts the server (pg_ctl.conf, environment or unit).");
  }

  /**
   * Errors that are in the files already. A reload would apply nothing, and the next restart would
   * fail (manual, "pg_file_settings").
   */
  List<Problem> brokenFiles(Effective effective) {
    List<Problem> problems = new ArrayList<>();
    effective.server().map(ServerFacts::brokenFiles).orElse(List.of()).stream()
        .map(
            error ->
                invalid(
                    "%s line %d (%s): %s"
                        .formatted(error.file(), error.line(), error.name(), error.error())))
        .forEach(problems::add);
    HbaFile hba = HbaFile.parse(files.hba(), instance.major());
    hba.broken().stream()
        .map(b -> invalid("%s line %d: %s".formatted(instance.paths().hba(), b.line(), b.reason())))
        .forEach(problems::add);
    hba.tornBlock()
        .map(
            marker ->
                Problem.of(
                    Kind.UNMANAGEABLE,
                    where,
                    "In %s the line \"%s\" has no matching end, or there are two."
                        .formatted(instance.paths().hba(), marker),
                    "Remove what is left of the marked block; Verdigris writes it again."))
        .ifPresent(problems::add);
    return problems;
  }

  boolean isHbaUsable(HbaFile hba) {
    return hba.tornBlock().isEmpty();
  }

  /**
   * Files that would have to be written back with a password in them that facts do not have.
   *
   * @param changes what would be written
   */
  List<Problem> withPasswords(List<Change> changes) {
    return changes.stream()
        .filter(Change.FileChange.class::isInstance)
        .map(Change.FileChange.class::cast)
        .filter(change -> HostBound.isHidden(change.after().toString()))
        .map(
            change ->
                Problem.of(
                    Kind.UNMANAGEABLE,
                    where,
                    change.path()
                        + " holds a password, which Verdigris does not read and so cannot write back.",
                    "Make this change by hand, or move the password out of the file:\n"
                        + String.join("\n", change.details())))
        .toList();
  }

  /**
   * Files that would have to be written back with bytes in them that are not UTF-8, which were lost
   * when they were read: a role or a comment of somebody else's would become another one.
   *
   * @param changes what would be written
   */
  List<Problem> withLostBytes(List<Change> changes) {
    return changes.stream()
        .filter(Change.FileChange.class::isInstance)
        .map(Change.FileChange.class::cast)
        .flatMap(change -> lostBytes(change).stream())
        .toList();
  }

  private Optional<Problem> lostBytes(Change.FileChange change) {
    List<String> lines = change.after().toString().lines().toList();
    return IntStream.range(0, lines.size())
        .filter(i -> lines.get(i).indexOf('\uFFFD') >= 0)
        .mapToObj(i -> lost(change.path(), i + 1, lines.get(i)))
        .findFirst();
  }

  private Problem lost(String path, int line, String text) {
    return Problem.of(
        Kind.UNMANAGEABLE,
        where,
        "%s line %d has bytes that are not UTF-8 (%s), which Verdigris cannot write back as they are."
            .formatted(path, line, text.strip()),
        "Write the line in UTF-8 or in ASCII, or make this change by hand.");
  }

  private Problem invalid(String detail) {
    return Problem.of(
        Kind.CONFIGURATION_INVALID,
        where,
        "The file has an error already, before any change: " + detail + ".",
        "Correct the line; until then a reload changes nothing and a restart may fail.");
  }

  /** A standby that insists on encryption cannot connect to a server that does not offer it. */
  List<Problem> encryption(Declaration declaration, Effective effective) {
    String sslmode = declaration.replication().sslmode();
    boolean insists = List.of("require", "verify-ca", "verify-full").contains(sslmode);
    if (!insists || effective.raw("ssl").filter(raw -> raw.equals("on")).isPresent()) {
      return List.of();
    }
    return List.of(
        Problem.of(
            Kind.UNMANAGEABLE,
            where,
            "replication.sslmode is " + sslmode + ", but the server has ssl = off.",
            "Give the server a certificate and set ssl = on, or declare another replication.sslmode."));
  }
}
