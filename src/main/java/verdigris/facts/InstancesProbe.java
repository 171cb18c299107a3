package verdigris.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import verdigris.action.RunAs;

/**
 * Every instance on the host: configured the Debian or the RHEL way, running from anywhere, or a
 * data directory that nothing points at (what an interrupted clone leaves). Only looks; {@link
 * InstanceReading} says what it means.
 */
final class InstancesProbe implements Probe<List<InstancesProbe.Found>> {

  /**
   * What was found of one.
   *
   * @param layout who laid it out
   * @param major from its place or PG_VERSION; 0 when neither tells
   * @param name see {@link InstanceFacts}
   * @param data data directory as configured
   * @param config postgresql.conf
   * @param hba pg_hba.conf
   * @param ident pg_ident.conf
   * @param included our own included file
   * @param observed everything else, as the section's lines
   * @param control lines of pg_controldata
   * @param texts files by path, in the order in which the server reads them
   */
  record Found(
      InstanceFacts.Layout layout,
      int major,
      String name,
      String data,
      String config,
      String hba,
      String ident,
      String included,
      Section observed,
      List<String> control,
      SequencedMap<String, String> texts) {}

  @Override
  public String name() {
    return "instances";
  }

  @Override
  public RunAs as() {
    return RunAs.POSTGRES;
  }

  @Override
  public String fragment() {
    return """
        known=$NL
        measured=
        remember() { measured="$measured$1$NL"; }
        setting() { printf '%s\\n' "$settings" | sed -n "s/^$1\t//p" | tail -n 1; }
        texts() {
          for file in "$@"; do
            shift
            if [ -f "$file" ] && [ -r "$file" ]; then set -- "$@" "$file"; elif [ -e "$file" ]; then say denied "$file"; fi
          done
          [ $# -eq 0 ] || awk 'FNR == 1 { print "file\\t" FILENAME } { print "|" $0 }' "$@"
        }
        directory() {
          if [ ! -d "$1" ]; then
            parent=$1
            while [ -n "$parent" ] && [ ! -e "$parent" ] && [ ! -L "$parent" ]; do parent=${parent%/*}; done
            parent=${parent:-/}
            if [ -d "$parent" ] && [ -x "$parent" ]; then say absent "$parent"; else say obstacle "$parent"; fi
            return 1
          fi
          say stat "$(stat -L -c '%U %a' "$1")"
          if [ ! -r "$1" ] || [ ! -x "$1" ]; then
            say obstacle "$1"
            return 1
          fi
          say real "$(cd -P "$1" && pwd -P)"
          for file in "$1"/* "$1"/.[!.]*; do
            if [ -e "$file" ] || [ -L "$file" ]; then say content "${file##*/}"; break; fi
          done
          for file in global/pg_control global/pg_control.old recovery.conf standby.signal recovery.signal backup_label pg_upgrade_output.d; do
            [ -e "$1/$file" ] && say has "$file"
          done
          if [ -r "$1/pg_replslot" ]; then
            names=
            for file in "$1"/pg_replslot/*; do [ -d "$file" ] && names="$names ${file##*/}"; done
            say slots "${names# }"
          fi
          [ -r "$1/PG_VERSION" ] && read -r major <"$1/PG_VERSION" && say PG_VERSION "$major"
          if [ -r "$1/postmaster.pid" ]; then
            { read -r pid; read -r _; read -r _; read -r port; read -r socket; } <"$1/postmaster.pid"
            printf 'pidfile\\t%s\\t%s\\t%s\\n' "$pid" "$port" "$socket"
          fi
          used=$(within 2 du -skx "$1/." 2>/dev/null)
          case $? in 0 | 1) say kilobytes "${used%%[!0-9]*}" ;; esac
          if [ -L "$1/pg_wal" ]; then
            link=$(readlink -f "$1/pg_wal") && say wal "$link" && remember "$link"
          fi
          for file in "$1"/pg_tblspc/*; do
            [ -L "$file" ] || continue
            link=$(readlink -f "$file") && say tablespace "$link" && remember "$link"
          done
          return 0
        }
        control() {
          [ -e "$1/global/pg_control" ] || return
          tools=
          for file in "/usr/lib/postgresql/$2/bin" "/usr/pgsql-$2/bin" "$3" /usr/bin /usr/local/pgsql/bin; do
            if [ -x "$file/pg_controldata" ]; then tools=$file; break; fi
          done
          if [ -z "$tools" ]; then say untold "pg_controldata of $2 is not installed"; return; fi
          say control "$tools"
          within 10 "$tools/pg_controldata" -D "$1" 2>&1 | sed 's/^/|/'
        }
        passfile() {
          [ -e "$1" ] || return
          if [ -r "$1" ]; then say passfile "$(sha256sum "$1" | cut -c 1-64)"; else say denied "$1"; fi
        }
        instance() { # layout, major, name, data directory, postgresql.conf, pg_hba.conf, pg_ident.conf, our own file, start.conf, directory of programs
          printf 'instance\\t%s\\t%s\\t%s\\t%s\\t%s\\t%s\\t%s\\t%s\\n' "$1" "$2" "$3" "$4" "$5" "$6" "$7" "$8"
          known="$known$4$NL"
          remember "$4"
          major=$2
          if directory "$4"; then
            known="$known$(cd -P "$4" && pwd -P)$NL"
            control "$4" "$major" "${10}"
          fi
          passfile "${4%/*}/.verdigris-${4##*/}.pgpass"
          set -- "$4" "$5" "$6" "$8" "$9" "$1-$2-$3"
          [ -e "/var/log/postgresql/postgresql-${6#*-}.log" ] && say log "/var/log/postgresql/postgresql-${6#*-}.log"
          texts "$2" "${2%/*}"/conf.d/*.conf "$4" "$1/postgresql.auto.conf" "$3" "$1/recovery.conf" "$1/verdigris.json" "$5"
          say done "$1"
        }
        for config in /etc/postgresql/*/*/postgresql.conf; do
          [ -e "$config" ] || [ -L "$config" ] || continue
          top=${config%/postgresql.conf}
          name=${top##*/}
          major=${top%/*}
          major=${major##*/}
          if [ ! -r "$config" ]; then
            limit "$config cannot be read: its data directory is taken to be the usual one."
          fi
          settings=$(sed -n "s/^[ \t]*\\(data_directory\\|hba_file\\|ident_file\\)[ \t]*=*[ \t]*'\\([^']*\\)'.*/\\1\t\\2/p" "$config" "$top"/conf.d/*.conf 2>/dev/null)
          data=$(setting data_directory)
          hba=$(setting hba_file)
          ident=$(setting ident_file)
          remember "$top"
          instance DEBIAN "$major" "$name" "${data:-/var/lib/postgresql/$major/$name}" "$config" "${hba:-$top/pg_hba.conf}" "${ident:-$top/pg_ident.conf}" \\
            "$top/conf.d/zz-verdigris.conf" "$top/start.conf" ''
        done
        plain() { # layout, data directory, postgresql.conf, directory of programs
          case $known in *"$NL$2$NL"*) return ;; esac
          major=
          [ -r "$2/PG_VERSION" ] && read -r major <"$2/PG_VERSION"
          if [ -z "$major" ]; then
            major=${2%/*}
            major=${major##*/}
            case $major in [1-9][0-9]) ;; *) major=0 ;; esac
          fi
          instance "$1" "$major" "${2##*/}" "$2" "$3" "${3%/*}/pg_hba.conf" "${3%/*}/pg_ident.conf" "${3%/*}/verdigris.conf" '' "$4"
        }
        for data in /var/lib/pgsql/[1-9][0-9]/data /var/lib/pgsql/data; do
          [ -e "$data" ] || [ -L "$data" ] || continue
          plain RHEL "$data" "$data/postgresql.conf" ''
        done
        IFS=$NL
        for line in $running; do
          unset IFS
          data=${line%%"$TAB"*}
          line=${line#*"$TAB"}
          program=${line%%"$TAB"*}
          line=${line#*"$TAB"}$TAB
          [ -n "$data" ] || continue
          config=$data/postgresql.conf
          case $line in *config_file=*)
            config=${line#*config_file=}
            config=${config%%"$TAB"*} ;;
          esac
          plain PLAIN "$data" "$config" "${program%/*}"
        done
        unset IFS
        for data in /var/lib/postgresql/[1-9][0-9]/* /var/lib/pgsql/[1-9][0-9]/*; do
          [ -d "$data" ] || continue
          if [ -r "$data" ] && [ -x "$data" ]; then
            found=
            for file in "$data"/* "$data"/.[!.]*; do
              if [ -e "$file" ] || [ -L "$file" ]; then found=yes && break; fi
            done
            [ -n "$found" ] || continue
          fi
          plain PLAIN "$data" "$data/postgresql.conf" ''
        done
        """;
  }

  @Override
  public List<Found> read(Section section) {
    List<Found> found = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (String line : section.lines()) {
      if (line.startsWith("instance\t") != lines.isEmpty()) {
        throw section.damaged("the instances are not one after another");
      }
      lines.add(line);
      if (line.startsWith("done\t")) {
        found.add(one(section, lines));
        lines.clear();
      }
    }
    if (!lines.isEmpty()) {
      throw section.damaged("the last instance is not complete");
    }
    return List.copyOf(found);
  }

  private static Found one(Section section, List<String> lines) {
    Section.Row row = Section.Row.of(lines.getFirst());
    List<String> observed = new ArrayList<>();
    List<String> control = new ArrayList<>();
    SequencedMap<String, StringBuilder> texts = new LinkedHashMap<>();
    StringBuilder current = new StringBuilder();
    boolean inControl = false;
    for (String line : lines) {
      if (line.startsWith("|")) {
        if (inControl) {
          control.add(line.substring(1));
        } else {
          current.append(line, 1, line.length()).append('\n');
        }
        continue;
      }
      observed.add(line);
      inControl = line.startsWith("control\t");
      if (line.startsWith("file\t")) {
        current = new StringBuilder();
        texts.put(line.substring("file\t".length()), current);
      }
    }
    SequencedMap<String, String> masked = new LinkedHashMap<>();
    texts.forEach((path, text) -> masked.put(path, Passwords.hidden(text.toString())));
    return new Found(
        layout(section, row.value(0)),
        (int) section.number("A major version", row.value(1)),
        row.value(2),
        row.value(3),
        row.value(4),
        row.value(5),
        row.value(6),
        row.value(7),
        new Section(section.host(), section.name(), observed),
        List.copyOf(control),
        masked);
  }

  private static InstanceFacts.Layout layout(Section section, String word) {
    return switch (word) {
      case "DEBIAN" -> InstanceFacts.Layout.DEBIAN;
      case "RHEL" -> InstanceFacts.Layout.RHEL;
      case "PLAIN" -> InstanceFacts.Layout.PLAIN;
      default -> throw section.damaged("\"" + Section.shortened(word) + "\" is not a layout");
    };
  }
}
