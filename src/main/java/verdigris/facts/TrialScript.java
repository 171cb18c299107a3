package verdigris.facts;

import java.util.ArrayList;
import java.util.List;
import verdigris.action.Command;
import verdigris.facts.Survey.RestoreError;
import verdigris.facts.Survey.Trial;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * Tries an upgrade on a host as far as that is possible beside a running server: an instance of the
 * new major in a scratch directory, made like the old one; {@code pg_upgrade --check} against it;
 * the whole schema restored into it. Its server listens on a socket in that directory alone. The
 * directory is removed at the end, and what an earlier try left behind is removed first.
 *
 * @param parent directory of the scratch directory, on the new data directory's file system
 * @param oldBinaries directory of the old major's programs
 * @param newBinaries directory of the new major's programs
 * @param oldConfig directory of the old instance's postgresql.conf
 * @param socketDirectory of the old server
 * @param port of the old server
 * @param encoding of its template databases
 * @param collate of its template databases
 * @param ctype of its template databases
 * @param checksums whether it has them
 * @param walSegmentMegabytes its WAL segments
 */
public record TrialScript(
    String parent,
    String oldBinaries,
    String newBinaries,
    String oldConfig,
    String socketDirectory,
    int port,
    String encoding,
    String collate,
    String ctype,
    boolean checksums,
    long walSegmentMegabytes) {
  /** What the script is sent to. */
  public static final Command COMMAND = Command.postgres("sh", "-s");

  private static final String BEGIN = "@@trial\t1";
  private static final String END = "@@end";

  private static final String SCRIPT =
      """
      verdigris_trial() {
      LC_ALL=C
      export LC_ALL
      PATH=/usr/local/bin:/usr/bin:/bin
      umask 077
      discard() {
        [ -d "$1" ] || return
        runs "$1/new" && "$new/pg_ctl" -D "$1/new" -m immediate -w stop >/dev/null 2>&1
        rm -rf "$1"
      }
      # A database that is read-only by default is restored all the same, by pg_upgrade too.
      scratch() { PGOPTIONS='-c default_transaction_read_only=off' "$new/psql" -X -q -h "$work" -p 50433 -U postgres "$@"; }
      of() { printf "dbname='%s'" "$(printf '%s' "$1" | sed "s/[\\\\']/\\\\&/g")"; }
      errors() { # database; messages on standard input
        sed 's/^psql:<stdin>:[0-9]*: //' | grep -E '(ERROR|FATAL): |error: ' | grep -vF 'role "postgres" already exists' | sort -u |
          head -n 50 | cut -c 1-300 | tr '\\t' ' ' | while IFS= read -r line; do printf 'error\\t%s\\t%s\\n' "$1" "$line"; done
      }
      dump() { "$new/pg_dump" -s --no-tablespaces --no-subscriptions -h "$socket" -p "$port" -U postgres "$@" </dev/null 2>dump.log; }
      restore() { # database
        case $1 in
          postgres | template1) dump -d "$(of "$1")" | scratch -d "$1" >/dev/null 2>restore.log ;;
          *)
            dump -C -d "$(of "$1")" | scratch -d postgres >/dev/null 2>restore.log
            if ! scratch -d "$(of "$1")" -c 'SELECT 1' </dev/null >/dev/null 2>&1; then
              # It cannot be made as it is, which is one error; what is in it may hold more.
              errors "$1" <restore.log
              "$new/createdb" -h "$work" -p 50433 -U postgres -T template0 --locale=C -- "$1" </dev/null >/dev/null 2>&1
              dump -d "$(of "$1")" | scratch -d "$(of "$1")" >/dev/null 2>restore.log
            fi ;;
        esac
        cat dump.log restore.log | errors "$1"
      }
      for left in "$parent"/verdigris-check.*; do discard "$left"; done
      printf '%s\\n' "$begin"
      work=$(mktemp -d "$parent/verdigris-check.XXXXXX") || exit 1
      trap 'discard "$work"' EXIT
      trap 'exit 1' HUP INT TERM PIPE
      cd "$work" || exit 1
      if ! "$new/initdb" -N -D new -U postgres -A peer -E "$encoding" --lc-collate="$collate" --lc-ctype="$ctype" \\
        --wal-segsize="$segment" $checksums >initdb.log 2>&1; then
        sed 's/^/untried\\tinitdb: /' initdb.log | tail -n 3
        printf '%s\\n' "$end"
        exit 0
      fi
      if [ -x "$new/pg_upgrade" ] && [ -x "$old/pg_controldata" ]; then
        "$new/pg_upgrade" --check -b "$old" -B "$new" -d "$config" -D "$work/new" -U postgres -p "$port" -P 50433 >upgrade.log 2>&1
        printf 'upgrade\\t%s\\n' $?
        grep -v '  *ok$' upgrade.log | tail -n 40 | cut -c 1-300 | tr '\\t' ' ' | sed 's/^/said\\t/'
        find new/pg_upgrade_output.d . -maxdepth 3 -name '*.txt' 2>/dev/null | sort -u | while read -r file; do
          head -n 20 "$file" | cut -c 1-300 | tr '\\t' ' ' | sed 's/^/said\\t/'
        done
        rm -rf new/pg_upgrade_output.d
        runs new && "$new/pg_ctl" -D new -m fast -w stop >/dev/null 2>&1
      else
        printf 'untried\\tpg_upgrade of the new major or pg_controldata of the old one is not installed.\\n'
      fi
      if "$new/pg_ctl" -D new -w -t 60 -l server.log -o "-c listen_addresses='' -c unix_socket_directories='$work' -p 50433 -c fsync=off -c archive_mode=off" start >/dev/null 2>&1; then
        "$new/pg_dumpall" -r --no-role-passwords -h "$socket" -p "$port" -U postgres 2>dump.log | scratch -d postgres >/dev/null 2>restore.log
        cat dump.log restore.log | errors ''
        "$new/psql" -XAtq -h "$socket" -p "$port" -U postgres -d template1 \\
          -c "SELECT datname FROM pg_database WHERE datallowconn AND datname <> 'template0' ORDER BY datname" >databases 2>list.log
        errors '' <list.log
        while IFS= read -r database; do restore "$database"; done <databases
        printf 'restored\\t%s\\n' "$(grep -c '' databases)"
      else
        printf 'untried\\tThe scratch server of the new major did not start: %s\\n' "$(tail -n 1 server.log 2>/dev/null | tr '\\t' ' ')"
      fi
      printf '%s\\n' "$end"
      }
      verdigris_trial
      """;

  /** The script. */
  public String text() {
    return String.join(
        "\n",
        "begin=" + Command.quote(BEGIN),
        "end=" + Command.quote(END),
        "parent=" + Command.quote(parent),
        "old=" + Command.quote(oldBinaries),
        "new=" + Command.quote(newBinaries),
        "config=" + Command.quote(oldConfig),
        "socket=" + Command.quote(socketDirectory),
        "port=" + port,
        "encoding=" + Command.quote(encoding),
        "collate=" + Command.quote(collate),
        "ctype=" + Command.quote(ctype),
        "checksums=" + (checksums ? "-k" : ""),
        "segment=" + walSegmentMegabytes,
        LiveServer.RUNS,
        SCRIPT);
  }

  /**
   * Reads what the script printed.
   *
   * @param host inventory name
   * @throws verdigris.problem.ProblemException {@code HOST_OUTPUT} when it was cut off
   */
  public static Trial read(String host, String output) {
    List<String> lines = output.lines().toList();
    int begin = lines.indexOf(BEGIN);
    int end = lines.lastIndexOf(END);
    if (begin < 0 || end < begin) {
      throw Problem.of(
              Kind.HOST_OUTPUT,
              new Where.OnHost(host),
              "Trying the upgrade was cut off.",
              "Run it again; what it left is removed then.")
          .asException();
    }
    Section seen = new Section(host, "trial", new ArrayList<>(lines.subList(begin + 1, end)));
    List<String> untried = seen.all("untried");
    String exit = seen.first("upgrade");
    String restored = seen.first("restored");
    String why = untried.isEmpty() ? "It was not tried." : untried.getFirst();
    return new Trial(
        exit.isEmpty()
            ? Reading.unknown(why)
            : Reading.of(exit.equals("0") ? List.of() : seen.all("said")),
        restored.isEmpty()
            ? Reading.unknown(untried.isEmpty() ? why : untried.getLast())
            : Reading.of(
                seen.rows().stream()
                    .filter(r -> r.key().equals("error"))
                    .map(r -> new RestoreError(r.value(0), r.value(1)))
                    .toList()));
  }
}
