package verdigris.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.postgres.SettingCatalogue;
import verdigris.postgres.SettingTranslation;
import verdigris.postgres.Translated;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * The playbook's settings as one major version takes them.
 *
 * @param settings translated, in the playbook's order
 * @param notes what is called differently there
 * @param problems what cannot be
 */
public record DeclaredSettings(
    List<Assigned> settings, List<Decision> notes, List<Problem> problems) {
  public DeclaredSettings {
    settings = List.copyOf(settings);
    notes = List.copyOf(notes);
    problems = List.copyOf(problems);
  }

  /** Settings that Verdigris derives from other keys of the playbook or from the host. */
  private static final List<String> OURS =
      List.of(
          "cluster_name",
          "config_file",
          "data_directory",
          "external_pid_file",
          "hba_file",
          "hot_standby",
          "ident_file",
          "primary_conninfo",
          "primary_slot_name",
          "promote_trigger_file",
          "recovery_target_timeline",
          "unix_socket_directories");

  /** Whether a playbook may not set it. */
  static boolean isOurs(String name) {
    return OURS.contains(name);
  }

  /**
   * Translates and checks every declared setting.
   *
   * @param declared as written
   * @param major that the server has
   * @param walSegmentBytes of the instance
   * @param where the playbook
   */
  public static DeclaredSettings of(
      SequencedMap<String, String> declared, int major, long walSegmentBytes, Where where) {
    SequencedMap<String, Assigned> settings = new LinkedHashMap<>();
    List<Decision> notes = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    declared.forEach(
        (name, value) -> {
          if (isOurs(name)) {
            problems.add(owned(name, where));
            return;
          }
          Translated translated =
              SettingTranslation.to(
                  SettingCatalogue.builtIn(), major, name, value, walSegmentBytes);
          assigned(translated).ifPresent(a -> settings.put(a.name(), a));
          note(name, translated).ifPresent(notes::add);
          problem(name, value, major, translated, where).ifPresent(problems::add);
        });
    return new DeclaredSettings(List.copyOf(settings.values()), notes, problems);
  }

  private static Optional<Assigned> assigned(Translated translated) {
    return switch (translated) {
      case Translated.Kept(String name, String value) -> Optional.of(new Assigned(name, value));
      case Translated.Renamed(String name, String value, String _) ->
          Optional.of(new Assigned(name, value));
      case Translated.Gone _, Translated.Invalid _, Translated.Unknown _ -> Optional.empty();
    };
  }

  private static Optional<Decision> note(String declared, Translated translated) {
    return switch (translated) {
      case Translated.Renamed(String name, String value, String reason) ->
          Optional.of(new Decision(declared, "written as " + name + " = " + value, reason));
      case Translated.Gone(String reason, boolean harmless) when harmless ->
          Optional.of(new Decision(declared, "left out", reason));
      case Translated.Kept _, Translated.Gone _, Translated.Invalid _, Translated.Unknown _ ->
          Optional.empty();
    };
  }

  private static Optional<Problem> problem(
      String name, String value, int major, Translated translated, Where where) {
    String subject = name + ": " + value;
    return switch (translated) {
      case Translated.Kept _, Translated.Renamed _ -> Optional.empty();
      case Translated.Gone(String reason, boolean harmless) ->
          harmless
              ? Optional.empty()
              : Optional.of(
                  Problem.of(
                      Kind.UNKNOWN_SETTING,
                      where,
                      "settings: \""
                          + subject
                          + "\" cannot be had in PostgreSQL "
                          + major
                          + ": "
                          + reason
                          + ".",
                      "Remove the setting, or declare what replaces it."));
      case Translated.Invalid(String reason) ->
          Optional.of(
              Problem.of(
                  Kind.INVALID_SETTING,
                  where,
                  "settings: \""
                      + subject
                      + "\" is refused by PostgreSQL "
                      + major
                      + ": "
                      + reason
                      + ".",
                  "Correct the value."));
      case Translated.Unknown(Optional<String> similar) ->
          Optional.of(
              Problem.of(
                  Kind.UNKNOWN_SETTING,
                  where,
                  "settings: \"" + name + "\" is no setting of PostgreSQL " + major + ".",
                  similar
                      .map(s -> "Did you mean \"" + s + "\"?")
                      .orElse("An extension's setting has its prefix and a dot before the name.")));
    };
  }

  private static Problem owned(String name, Where where) {
    return Problem.of(
        Kind.INVALID_SETTING,
        where,
        "settings: \""
            + name
            + "\" is set by Verdigris itself, from the host's layout and the topology.",
        "Remove the setting.");
  }
}
