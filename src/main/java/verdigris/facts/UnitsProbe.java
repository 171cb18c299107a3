package verdigris.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import verdigris.action.RunAs;

/** The systemd units that run servers, poolers and HA managers, and our own. */
final class UnitsProbe implements Probe<List<UnitsProbe.Unit>> {

  /**
   * Some properties of a unit (systemctl(1), "show").
   *
   * @param id full name
   * @param load {@code loaded}, {@code masked}, {@code not-found}, ...
   * @param active systemd's ActiveState, such as {@code failed}
   * @param result {@code success}, {@code exit-code}, ...
   * @param exitStatus of the main process; 0 while it runs and for timers
   * @param fileState {@code enabled}, {@code disabled}, {@code masked}, ...; empty when transient
   * @param mainPid 0 when nothing runs
   */
  record Unit(
      String id,
      String load,
      String active,
      String result,
      int exitStatus,
      String fileState,
      int mainPid) {}

  @Override
  public String name() {
    return "units";
  }

  @Override
  public RunAs as() {
    return RunAs.LOGIN;
  }

  @Override
  public String fragment() {
    return """
        if command -v systemctl >/dev/null 2>&1 && [ -d /run/systemd/system ]; then
          set -- 'verdigris-*'
          for directory in /etc/systemd/system /run/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
            [ "$directory" = /lib/systemd/system ] && [ -L /lib ] && continue
            for file in "$directory"/postgresql*.service "$directory"/pgbouncer*.service "$directory"/patroni*.service \\
              "$directory"/repmgr*.service "$directory"/pgautofailover*.service "$directory"/pacemaker.service \\
              "$directory"/corosync.service "$directory"/keepalived.service "$directory"/stolon*.service; do
              case $file in
                *@.service) ;;
                *) if [ -e "$file" ] || [ -L "$file" ]; then set -- "$@" "${file##*/}"; fi ;;
              esac
            done
          done
          for file in /etc/postgresql/*/*/postgresql.conf; do
            [ -e "$file" ] || continue
            file=${file%/postgresql.conf}
            name=${file##*/}
            file=${file%/*}
            set -- "$@" "postgresql@${file##*/}-$name.service"
          done
          within 10 systemctl show --no-pager \\
            --property=Id,LoadState,ActiveState,Result,ExecMainStatus,UnitFileState,MainPID "$@" 2>/dev/null ||
            limit 'systemctl show did not answer: units and boot states cannot be seen.'
        else
          limit 'No systemd: units and boot states cannot be seen.'
        fi
        """;
  }

  @Override
  public List<Unit> read(Section section) {
    List<Unit> units = new ArrayList<>();
    SequencedMap<String, String> properties = new LinkedHashMap<>();
    for (String line : section.lines()) {
      if (line.isEmpty()) {
        add(section, units, properties);
        continue;
      }
      int equals = line.indexOf('=');
      if (equals < 0) {
        throw section.damaged("\"" + Section.shortened(line) + "\" is not a property of a unit");
      }
      properties.put(line.substring(0, equals), line.substring(equals + 1));
    }
    add(section, units, properties);
    return List.copyOf(units);
  }

  private static void add(Section section, List<Unit> units, Map<String, String> properties) {
    String id = properties.getOrDefault("Id", "");
    if (!id.isEmpty() && units.stream().noneMatch(u -> u.id().equals(id))) {
      units.add(
          new Unit(
              id,
              properties.getOrDefault("LoadState", ""),
              properties.getOrDefault("ActiveState", ""),
              properties.getOrDefault("Result", ""),
              (int)
                  section.number("ExecMainStatus", properties.getOrDefault("ExecMainStatus", "0")),
              properties.getOrDefault("UnitFileState", ""),
              (int) section.number("MainPID", properties.getOrDefault("MainPID", "0"))));
    }
    properties.clear();
  }
}
