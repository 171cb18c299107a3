package verdigris.resource;

import java.util.List;
import java.util.Optional;
import verdigris.postgres.SettingCatalogue;
import verdigris.postgres.SettingDefinition;
import verdigris.postgres.SettingUnit;
import verdigris.postgres.SettingValue;

/** Settings that behave otherwise in another major although nobody writes them. */
final class DefaultChanges {
  private DefaultChanges() {}

  /** One decision that names every default that is another; empty within one major. */
  static Optional<Decision> decision(int from, int to) {
    if (from == to) {
      return Optional.empty();
    }
    List<String> changes =
        SettingCatalogue.builtIn().all(from).stream()
            .filter(SettingDefinition::isSettable)
            // Not a default of the server's: the word that stands for it was changed.
            .filter(setting -> !setting.name().startsWith("transaction_"))
            .flatMap(setting -> change(setting, from, to).stream())
            .toList();
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Decision(
                "defaults",
                "those of PostgreSQL " + to,
                "where nothing is set, they differ from "
                    + from
                    + ": "
                    + String.join(", ", changes)));
  }

  private static Optional<String> change(SettingDefinition before, int from, int to) {
    return SettingCatalogue.builtIn()
        .find(to, before.name())
        .filter(after -> !shown(before, from).equals(shown(after, to)))
        .map(after -> before.name() + " " + shown(before, from) + " -> " + shown(after, to));
  }

  private static String shown(SettingDefinition setting, int major) {
    return switch (SettingValue.read(setting, major, setting.boot())) {
      case SettingValue.Valid(String raw) -> SettingUnit.written(raw, setting.unit());
      case SettingValue.Invalid _ -> setting.boot();
    };
  }
}
