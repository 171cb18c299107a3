package verdigris.facts;

import java.util.List;
import java.util.Optional;
import verdigris.facts.InstanceFacts.Control;
import verdigris.facts.InstancesProbe.Found;
import verdigris.postgres.Lsn;
import verdigris.postgres.SystemId;

/** The lines of {@code pg_controldata} (manual, "pg_controldata"), printed in the C locale. */
final class ControlData {
  private ControlData() {}

  /** Known empty where there is no control file. */
  static Reading<Optional<Control>> read(Found found) {
    Section seen = found.observed();
    if (!seen.all("has").contains("global/pg_control")) {
      return Reading.of(Optional.empty());
    }
    String untold = seen.first("untold");
    if (!untold.isEmpty()) {
      return Reading.unknown("The control file cannot be read: " + untold + ".");
    }
    Optional<Control> control = parse(found.control());
    return control.isPresent()
        ? Reading.of(control)
        : Reading.unknown(
            "pg_controldata does not understand the control file in "
                + found.data()
                + ": "
                + found.control().stream().findFirst().orElse("it printed nothing"));
  }

  /** Empty when a field is missing or has another form. */
  static Optional<Control> parse(List<String> lines) {
    String system = field(lines, "Database system identifier");
    Optional<Lsn> checkpoint = Lsn.parse(field(lines, "Latest checkpoint location"));
    String timeline = field(lines, "Latest checkpoint's TimeLineID");
    Optional<Lsn> end = Lsn.parse(field(lines, "Minimum recovery ending location"));
    String segment = field(lines, "Bytes per WAL segment");
    if (!system.matches("\\d{1,20}")
        || checkpoint.isEmpty()
        || !timeline.matches("\\d{1,9}")
        || end.isEmpty()
        || !segment.matches("\\d{1,12}")) {
      return Optional.empty();
    }
    return Optional.of(
        new Control(
            new SystemId(system),
            field(lines, "Database cluster state"),
            checkpoint.get(),
            Integer.parseInt(timeline),
            end.get(),
            !field(lines, "Data page checksum version").equals("0"),
            Long.parseLong(segment),
            field(lines, "wal_log_hints setting").equals("on"),
            field(lines, "Latest checkpoint's full_page_writes").equals("on")));
  }

  private static String field(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }
}
