package verdigris.facts;

import java.util.ArrayList;
import java.util.List;
import verdigris.action.RunAs;

/** Postmasters, poolers and HA managers that run, whoever started them. */
final class ProcessesProbe implements Probe<ProcessesProbe.Processes> {

  /**
   * A postgres process whose parent is none.
   *
   * @param pid its process
   * @param program the executable file; empty when it may not be seen
   * @param directory its working directory, which is the data directory; empty when it may not be
   *     seen
   * @param arguments the command line
   */
  record Postmaster(int pid, String program, String directory, List<String> arguments) {}

  /** Another process that matters, by its short name. */
  record Named(int pid, String name) {}

  /** All of them. */
  record Processes(List<Postmaster> postmasters, List<Named> others) {}

  @Override
  public String name() {
    return "processes";
  }

  @Override
  public RunAs as() {
    return RunAs.POSTGRES;
  }

  @Override
  public String fragment() {
    return """
        servers=' '
        pooler=
        for directory in /proc/[0-9]*; do
          { IFS= read -r name <"$directory/comm"; } 2>/dev/null || continue
          case $name in
            postgres | postmaster) servers="$servers${directory#/proc/} " ;;
            pgbouncer | patroni | repmgrd | pg_autoctl | pacemakerd | corosync | keepalived | stolon-keeper)
              line=$(tr '\\0' '\\t' <"$directory/cmdline" 2>/dev/null)
              printf 'process\\t%s\\t%s\\t%s\\n' "${directory#/proc/}" "$name" "$line"
              case $name$line in *"$TAB"/*.ini*)
                line=${line%.ini*}.ini
                pooler=/${line#*"$TAB"/} ;;
              esac ;;
          esac
        done
        running=
        for pid in $servers; do
          { IFS= read -r line <"/proc/$pid/stat"; } 2>/dev/null || continue
          set -- ${line##*) }
          case $servers in *" $2 "*) continue ;; esac
          directory=$(readlink "/proc/$pid/cwd" 2>/dev/null)
          # A server is in its data directory; postgres --version, perhaps of another run of this script, is not.
          case $directory in '' | *' (deleted)') ;; *) [ -e "$directory/PG_VERSION" ] || continue ;; esac
          program=$(readlink "/proc/$pid/exe" 2>/dev/null)
          program=${program% (deleted)}
          line=$(tr '\\0' '\\t' <"/proc/$pid/cmdline" 2>/dev/null)
          printf 'postmaster\\t%s\\t%s\\t%s\\t%s\\n' "$pid" "$program" "$directory" "$line"
          running="$running$directory$TAB$program$TAB$TAB$line$NL"
        done
        """;
  }

  @Override
  public Processes read(Section section) {
    List<Postmaster> postmasters = new ArrayList<>();
    List<Named> others = new ArrayList<>();
    for (Section.Row row : section.rows()) {
      switch (row.key()) {
        case "postmaster" -> {
          List<String> arguments = row.values().stream().skip(3).toList();
          postmasters.add(new Postmaster(pid(section, row), row.value(1), row.value(2), arguments));
        }
        case "process" -> others.add(new Named(pid(section, row), row.value(1)));
        default ->
            throw section.damaged("\"" + Section.shortened(row.key()) + "\" is not expected");
      }
    }
    return new Processes(List.copyOf(postmasters), List.copyOf(others));
  }

  private static int pid(Section section, Section.Row row) {
    return (int) section.number("A process", row.value(0));
  }
}
