package verdigris.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import verdigris.facts.HostFacts;
import verdigris.postgres.SettingCatalogue;
import verdigris.postgres.SettingDefinition;
import verdigris.postgres.SettingTranslation;
import verdigris.postgres.SettingUnit;
import verdigris.postgres.SettingValue;
import verdigris.postgres.Translated;

/**
 * The settings of a baseline as a new instance takes them over.
 *
 * @param settings translated, in order of names
 * @param decisions what is not taken over as it is
 */
record InheritedSettings(List<Assigned> settings, List<Decision> decisions) {

  static InheritedSettings of(Baseline baseline, int major, HostFacts facts) {
    List<Assigned> settings = new ArrayList<>();
    List<Decision> decisions = new ArrayList<>();
    HostBound hostBound = new HostBound(baseline, major, facts);
    baseline
        .settings()
        .forEach(
            (name, value) -> {
              if (isDefault(baseline.major(), name, value)) {
                return;
              }
              switch (hostBound.fate(name, value)) {
                case HostBound.Taken _ ->
                    translated(baseline, major, name, value, decisions)
                        .filter(s -> !isDefault(major, s.name(), s.value()))
                        .ifPresent(settings::add);
                case HostBound.Questioned(String changed, Decision decision) -> {
                  decisions.add(decision);
                  translated(baseline, major, name, changed, decisions)
                      .filter(s -> !isDefault(major, s.name(), s.value()))
                      .ifPresent(settings::add);
                }
                case HostBound.LeftOut(Decision decision) -> decisions.add(decision);
                case HostBound.Ours _ -> {}
              }
            });
    return new InheritedSettings(settings, decisions);
  }

  private static Optional<Assigned> translated(
      Baseline baseline, int major, String name, String value, List<Decision> decisions) {
    Translated translated =
        SettingTranslation.to(
            SettingCatalogue.builtIn(), major, name, value, baseline.walSegmentBytes());
    return switch (translated) {
      case Translated.Kept(String now, String same) ->
          Optional.of(new Assigned(now, canonical(major, now, same)));
      case Translated.Renamed(String now, String changed, String reason) -> {
        decisions.add(new Decision(name, "written as " + now + " = " + changed, reason));
        yield Optional.of(new Assigned(now, changed));
      }
      case Translated.Gone(String reason, boolean _) -> leftOut(decisions, name, reason);
      case Translated.Invalid(String reason) ->
          leftOut(
              decisions, name, "PostgreSQL %d refuses \"%s\": %s".formatted(major, value, reason));
      case Translated.Unknown _ ->
          leftOut(decisions, name, "PostgreSQL " + major + " does not know it");
    };
  }

  /** What says no more than the default may follow the default of another major. */
  private static boolean isDefault(int major, String name, String value) {
    return SettingCatalogue.builtIn()
        .find(major, name)
        .filter(
            setting ->
                SettingValue.read(setting, major, canonical(major, setting.name(), value))
                    .equals(SettingValue.read(setting, major, setting.boot())))
        .isPresent();
  }

  /** The same text whether it was read from the running server or from a file. */
  private static String canonical(int major, String name, String value) {
    if (name.equals("DateStyle")) {
      return value.toUpperCase(Locale.ROOT);
    }
    return SettingCatalogue.builtIn()
        .find(major, name)
        .filter(setting -> setting.type() != SettingDefinition.Type.STRING)
        .flatMap(
            setting ->
                switch (SettingValue.read(setting, major, value)) {
                  case SettingValue.Valid(String raw) ->
                      Optional.of(SettingUnit.written(raw, setting.unit()));
                  case SettingValue.Invalid _ -> Optional.empty();
                })
        .orElse(value);
  }

  private static Optional<Assigned> leftOut(List<Decision> decisions, String name, String reason) {
    decisions.add(new Decision(name, "left out", reason));
    return Optional.empty();
  }
}
