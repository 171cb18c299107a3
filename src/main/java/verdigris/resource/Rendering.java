package verdigris.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import verdigris.postgres.HbaLine;

/** Variables of templates; values are quoted here and nowhere else. */
final class Rendering {
  private Rendering() {}

  static List<SequencedMap<String, Object>> settings(List<Assigned> settings) {
    return settings.stream().map(s -> row("name", s.name(), "value", s.written())).toList();
  }

  static List<SequencedMap<String, Object>> lines(List<HbaLine> lines) {
    return lines.stream().map(line -> row("line", line.toString())).toList();
  }

  /** A map from alternating names and values. */
  static SequencedMap<String, Object> row(Object... namesAndValues) {
    SequencedMap<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return row;
  }
}
