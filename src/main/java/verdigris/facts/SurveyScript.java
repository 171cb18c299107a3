package verdigris.facts;

import java.util.List;
import java.util.stream.Collectors;
import verdigris.action.Command;

/**
 * The script that asks a host what only checks need: the end of each server log, what waits to be
 * archived, and which update scripts extensions have. It only reads, and never more than a megabyte
 * of a log.
 */
public final class SurveyScript {
  /** What the script is sent to. */
  public static final Command COMMAND = Command.postgres("sh", "-s");

  static final String BEGIN = "@@survey\t1";
  static final String END = "@@end";

  private SurveyScript() {}

  /** The script for a host's instances and binaries. */
  public static String text(List<InstanceFacts> instances, List<HostFacts.Binaries> binaries) {
    return "verdigris_survey() {\n"
        + FUNCTIONS
        + instances.stream().map(SurveyScript::instance).collect(Collectors.joining())
        + binaries.stream()
            .map(b -> "scripts " + Command.quote(b.directory()) + "\n")
            .collect(Collectors.joining())
        + "printf '%s\\n' '"
        + END
        + "'\n}\nverdigris_survey\n";
  }

  private static String instance(InstanceFacts instance) {
    return "instance %s %s %s %s\n"
        .formatted(
            Command.quote(instance.label()),
            Command.quote(instance.paths().data()),
            Command.quote(instance.paths().wal()),
            Command.quote(instance.paths().log().orElse("")));
  }

  /** What PostgreSQL and the kernel say when storage is damaged, full, or gone. */
  private static final String STORAGE =
      "PANIC:  |(ERROR|FATAL|LOG|WARNING):  .*(invalid page in block|page verification failed"
          + "|could not (read|write|fsync|extend|flush|close) (file|block)|could not read block"
          + "|No space left on device|Input/output error|Read-only file system|Structure needs cleaning"
          + "|could not access status of transaction|missing chunk number|unexpected data beyond EOF"
          + "|could not locate a valid checkpoint record|invalid memory alloc request)";

  private static final String FUNCTIONS =
      """
      LC_ALL=C
      export LC_ALL
      PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
      cd /
      say() { printf '%%s\\t%%s\\n' "$1" "$2"; }
      log() { # data directory, where the layout logs to
        file=$2
        if [ -r "$1/current_logfiles" ]; then
          line=$(sed -n 's/^stderr //p' "$1/current_logfiles" | tail -n 1)
          case $line in /*) file=$line ;; ?*) file=$1/$line ;; esac
        fi
        [ -n "$file" ] || return
        if [ ! -r "$file" ]; then say unread "$file"; return; fi
        say log "$file"
        since=$(date -d '7 days ago' +%%Y-%%m-%%d 2>/dev/null)
        tail -c 1048576 "$file" | grep -aE '%s' |
          awk -v since="$since" '!/^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9] / || substr($0, 1, 10) >= since' |
          tail -n 20 | cut -c 1-300 | tr '\\t' ' ' | sed 's/^/message\\t/'
      }
      instance() { # label, data directory, WAL directory, log
        say instance "$1"
        log "$2" "$4"
        for directory in "$3/archive_status" "$2/pg_wal/archive_status"; do
          if [ -r "$directory" ]; then say ready "$(ls "$directory" | grep -c '\\.ready$')"; break; fi
        done
      }
      scripts() { # directory of programs
        top=${1%%/bin}
        for directory in "/usr/share/postgresql/${top##*/}/extension" "$top/share/extension" "$top/share/postgresql/extension" \\
          /usr/share/pgsql/extension; do
          [ -d "$directory" ] || continue
          list=
          for file in "$directory"/*--*--*.sql; do
            file=${file##*/}
            list="$list ${file%%.sql}"
          done
          printf 'scripts\\t%%s\\t%%s\\n' "$1" "$list"
          break
        done
      }
      printf '%%s\\n' '%s'
      """
          .formatted(STORAGE, BEGIN);
}
