package verdigris.input;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import verdigris.postgres.SettingCatalogue;
import verdigris.resource.DeclaredHba;
import verdigris.resource.DeclaredSettings;

/**
 * Whether the declared major version takes the declared settings and hba lines; asked for each one
 * by itself, so that each problem has its place.
 *
 * @param scan takes what is found
 * @param places where the values stand
 * @param values as far as they are right
 */
record ConfigurationChecks(Scan scan, Places places, Values values) {
  /** initdb's default; another size changes how much is kept, not whether a setting is valid. */
  private static final long WAL_SEGMENT_BYTES = 16L << 20;

  void run() {
    values
        .find(PlaybookKeys.PRIMARY)
        .map(primary -> primary.version().major())
        .filter(SettingCatalogue.builtIn()::covers)
        .ifPresent(
            major -> {
              values.find(PlaybookKeys.SETTINGS).ifPresent(all -> settings(all, major));
              values.find(PlaybookKeys.HBA).ifPresent(lines -> hba(lines, major));
            });
  }

  private void settings(SequencedMap<String, String> declared, int major) {
    declared.forEach(
        (name, value) -> {
          SequencedMap<String, String> one = new LinkedHashMap<>();
          one.put(name, value);
          var at = places.keyOf(name, PlaybookKeys.SETTINGS.name());
          scan.problems().addAll(DeclaredSettings.of(one, major, WAL_SEGMENT_BYTES, at).problems());
        });
  }

  private void hba(List<String> lines, int major) {
    for (int i = 0; i < lines.size(); i++) {
      var at = places.of(PlaybookKeys.HBA.name(), i);
      scan.problems().addAll(DeclaredHba.of(List.of(lines.get(i)), major, at).problems());
    }
  }
}
