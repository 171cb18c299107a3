package verdigris.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.InstanceFacts;
import verdigris.facts.ServerFacts;
import verdigris.facts.Survey.ItemKind;
import verdigris.facts.Survey.RoleSetting;
import verdigris.postgres.SettingCatalogue;
import verdigris.postgres.SettingTranslation;
import verdigris.postgres.Translated;

/** Settings that the new major does not know or take, wherever they are kept. */
final class Settings {
  static final Check FILES =
      new Check(
          "removed-settings",
          "The new major takes every setting of the source's files",
          Severity.WARNS,
          List.of(Guard.UPGRADE),
          "A name or value that a server does not know keeps it from starting. Verdigris leaves such a"
              + " setting out of the new files, or writes what it is called now; what it did is then not"
              + " done any more.",
          Settings::files);

  static final Check STORED =
      new Check(
          "stored-settings",
          "The new major takes every setting of roles, databases and functions",
          Severity.BLOCKS,
          List.of(Guard.UPGRADE),
          "ALTER ROLE ... SET and ALTER DATABASE ... SET are restored by pg_upgrade, and CREATE FUNCTION"
              + " ... SET with its function; an unknown name or value fails the upgrade in the outage.",
          Settings::stored);

  static final Check READ_ONLY =
      new Check(
          "read-only-default",
          "Nothing makes the new primary read-only",
          Severity.BLOCKS,
          List.of(Guard.SWITCHOVER, Guard.UPGRADE),
          "default_transaction_read_only of a database or role goes into the copy, and through pg_upgrade;"
              + " that of a file does not (manual, \"ALTER DATABASE\"). The application would fail to write"
              + " after the cutover.",
          Settings::readOnly);

  private static final long USUAL_SEGMENT = 16L << 20;

  private Settings() {}

  private static Optional<String> trouble(Subject subject, String name, String value) {
    long segment =
        subject
            .find(subject.source())
            .flatMap(i -> i.control().known())
            .flatMap(c -> c)
            .map(InstanceFacts.Control::walSegmentBytes)
            .filter(bytes -> bytes > 0)
            .orElse(USUAL_SEGMENT);
    Translated there =
        SettingTranslation.to(
            SettingCatalogue.builtIn(), subject.primary().major(), name, value, segment);
    return switch (there) {
      case Translated.Kept _, Translated.Renamed _ -> Optional.empty();
      case Translated.Gone(String reason, boolean harmless) ->
          harmless ? Optional.empty() : Optional.of(reason);
      case Translated.Invalid(String reason) -> Optional.of(reason);
      case Translated.Unknown _ -> Optional.of("no major is known to have it");
    };
  }

  private static boolean isCovered(Subject subject) {
    return SettingCatalogue.builtIn().covers(subject.primary().major());
  }

  private static List<Result> files(Subject subject) {
    var findings = new Findings();
    if (!isCovered(subject)) {
      findings.unknown(subject.atSource(), notCovered(subject));
      return findings.all();
    }
    findings
        .known(subject.atSource(), subject.server(subject.source()))
        .map(ServerFacts::settings)
        .orElse(List.of())
        .stream()
        .filter(s -> s.source().equals("configuration file") || s.source().equals("command line"))
        // Debian's own, which every new instance has as it must be.
        .filter(s -> !s.name().equals("stats_temp_directory"))
        .forEach(
            s ->
                trouble(subject, s.name(), s.value())
                    .ifPresent(
                        reason ->
                            findings.found(
                                subject.atSource().object(s.name()),
                                "%s = %s is not taken over: %s."
                                    .formatted(s.name(), s.value(), reason),
                                "Nothing, if it is not needed; otherwise declare what replaces it under settings:.")));
    return findings.all();
  }

  private static List<Result> stored(Subject subject) {
    var findings = new Findings();
    if (!isCovered(subject)) {
      findings.unknown(subject.atSource(), notCovered(subject));
      return findings.all();
    }
    findings
        .known(subject.atSource(), subject.surveyed(subject.source()))
        .ifPresent(s -> s.roleSettings().forEach(setting -> ofRole(subject, findings, setting)));
    for (Subject.Located function : subject.items(findings, List.of(ItemKind.FUNCTION_SETTING))) {
      String[] parts = function.item().detail().split("=", 2);
      failing(subject, parts[0], parts.length == 2 ? parts[1] : "")
          .ifPresent(
              reason ->
                  findings.found(
                      function.place(),
                      "The function sets %s: %s.".formatted(function.item().detail(), reason),
                      "Take the setting away:\n  ALTER FUNCTION %s RESET %s;"
                          .formatted(function.item().object(), parts[0])));
    }
    return findings.all();
  }

  private static void ofRole(Subject subject, Findings findings, RoleSetting setting) {
    failing(subject, setting.name(), setting.value())
        .ifPresent(
            reason ->
                findings.found(
                    place(subject, setting),
                    "%s = %s: %s.".formatted(setting.name(), setting.value(), reason),
                    reset(setting)));
  }

  /** pg_dumpall writes the stored name and value as they are, so a new name is a failure too. */
  private static Optional<String> failing(Subject subject, String name, String value) {
    Translated there =
        SettingTranslation.to(
            SettingCatalogue.builtIn(), subject.primary().major(), name, value, USUAL_SEGMENT);
    return switch (there) {
      case Translated.Kept _ -> Optional.empty();
      case Translated.Renamed(String _, String _, String reason) -> Optional.of(reason);
      case Translated.Gone(String reason, boolean _) -> Optional.of(reason);
      case Translated.Invalid(String reason) -> Optional.of(reason);
      case Translated.Unknown _ -> Optional.of("no major is known to have it");
    };
  }

  private static List<Result> readOnly(Subject subject) {
    var findings = new Findings();
    findings
        .known(subject.atSource(), subject.surveyed(subject.source()))
        .map(s -> s.roleSettings().stream())
        .orElse(Stream.empty())
        .filter(s -> s.name().equals("default_transaction_read_only"))
        .filter(s -> List.of("on", "true", "yes", "1").contains(s.value()))
        .forEach(
            s ->
                findings.found(
                    place(subject, s),
                    "default_transaction_read_only is on and goes into the copy.",
                    reset(s)));
    return findings.all();
  }

  private static Place place(Subject subject, RoleSetting setting) {
    return subject
        .atSource()
        .database(setting.database())
        .object(setting.role().isEmpty() ? setting.name() : "role " + setting.role());
  }

  private static String reset(RoleSetting setting) {
    String role = setting.role().isEmpty() ? "ALL" : "\"" + setting.role() + "\"";
    String what =
        setting.role().isEmpty() && !setting.database().isEmpty()
            ? "DATABASE \"" + setting.database() + "\""
            : "ROLE %s%s"
                .formatted(
                    role,
                    setting.database().isEmpty()
                        ? ""
                        : " IN DATABASE \"" + setting.database() + "\"");
    return "Take it away:\n  ALTER %s RESET %s;".formatted(what, setting.name());
  }

  private static String notCovered(Subject subject) {
    return "The settings of PostgreSQL %d are not known.".formatted(subject.primary().major());
  }
}
