package verdigris.step;

import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import verdigris.action.Command;
import verdigris.facts.LiveServer;
import verdigris.facts.Rehearsal.Phase;

/**
 * What a rehearsal runs on the host, as one job that outlives the engine and cleans up by itself,
 * however it ends: the phases one after another, each with its time, then the file with the result.
 * Both copies listen on a socket in the scratch directory alone, which only the server's owner may
 * enter; what is there of an earlier rehearsal is removed first.
 *
 * @param scratch absolute path of the directory that everything happens in
 * @param phases the command of each, as it would be typed
 * @param isolation postgresql.conf of both copies
 * @param preloadedBefore shared_preload_libraries of the copy of the old major
 * @param preloadedAfter shared_preload_libraries of the upgraded copy
 * @param oldMajor its major
 * @param result name of the file with the result, in {@code ~postgres/.verdigris}
 * @param head lines of that file that are known before
 */
public record RehearsalScript(
    String scratch,
    SequencedMap<Phase, String> phases,
    String isolation,
    String preloadedBefore,
    String preloadedAfter,
    int oldMajor,
    String result,
    List<String> head) {

  /** Where the copy of the standby is, below the scratch directory. */
  static final String OLD = "rehearsed-old";

  /** Where the new instance is made, below the scratch directory. */
  static final String NEW = "rehearsed-new";

  /** Ends what an earlier rehearsal left and removes it. */
  private static final String DISCARD =
      LiveServer.RUNS
          + """

      discard() {
        [ -e "$scratch" ] || [ -L "$scratch" ] || return 0
        for directory in "$scratch"/rehearsed-*; do
          runs "$directory" || continue
          kill -s QUIT "$pid" 2>/dev/null
          tries=0
          while [ -e "/proc/$pid" ] && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
        done
        rm -rf -- "$scratch"
      }
      """;

  private static final String RUN =
      """
      ended() {
        status=$?
        trap '' HUP INT TERM EXIT
        cd /
        discard || exit 1
        exit $status
      }
      now() { date +%s%3N; }
      why() { # phase; short enough to be the last lines of a job
        cd "$scratch" || return
        files=$(find rehearsed-new/pg_upgrade_output.d -name '*.txt' 2>/dev/null; find . -maxdepth 1 -name '*.txt')
        for file in $files; do head -n 3 "$file"; done | head -n 4 | cut -c 1-120
        find . rehearsed-new/pg_upgrade_output.d -maxdepth 3 -name 'pg_upgrade_dump_*.log' -exec grep -h 'error: ' {} + 2>/dev/null |
          sort -u | head -n 3 | cut -c 1-120
        grep -v '  *ok *$' "$1.log" | grep -v '^ *$' | tail -n 5 | cut -c 1-120
        case $1 in recover | stop | start) tail -n 4 server.log | cut -c 1-120 ;; esac
      }
      phase() {
        printf 'begin %s\\n' "$1"
        began=$(now)
        (cd "$scratch" && "phase_$1") >"$scratch/$1.log" 2>&1
        status=$?
        took=$(($(now) - began))
        if [ $status -ne 0 ]; then
          printf 'failed %s %s\\n' "$1" "$status"
          why "$1"
          exit 1
        fi
        printf 'done %s %s\\n' "$1" "$took"
        printf '%s %s\\n' "$1" "$took" >>"$scratch/times"
      }
      isolate() { # data directory, libraries
        rm -f -- "$1/postgresql.auto.conf" "$1/verdigris.json" "$1/recovery.conf" "$1/standby.signal" "$1/recovery.signal"
        printf '%s' "$isolation" >"$1/postgresql.conf" || return
        printf "shared_preload_libraries = '%s'\\n" "$2" >>"$1/postgresql.conf"
        printf 'local all postgres peer\\n' >"$1/pg_hba.conf"
        : >"$1/pg_ident.conf"
      }
      # pg_ctl takes a server without hot standby for started as soon as it recovers
      # (postmaster.c, PM_STATUS_STANDBY); stopped then, it could not be upgraded.
      recovered() { # pg_isready, directory, port
        until "$1" -q -h "$scratch" -p "$3"; do
          read -r pid <"$2/postmaster.pid" && [ -e "/proc/$pid" ] || return 1
          sleep 0.1
        done
      }
      umask 077
      PATH=/usr/local/bin:/usr/bin:/bin
      trap ended EXIT
      trap 'exit 143' HUP INT TERM
      discard || exit 1
      mkdir -p -- ~postgres/.verdigris && mkdir -m 0700 -- "$scratch" || exit 1
      phase copy
      isolate "$scratch/rehearsed-old" "$before" || exit 1
      phase recover
      phase stop
      phase create
      isolate "$scratch/rehearsed-new" "$after" || exit 1
      phase check
      phase upgrade
      phase start
      phase statistics
      file=~postgres/.verdigris/$result
      { printf '%s\\n' "$head"; printf 'when %s\\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)"; cat "$scratch/times"; } >"$file.new" &&
        sync -- "$file.new" && mv -T -- "$file.new" "$file" || exit 1
      exit 0
      """;

  /** How a base backup of a standby becomes a primary of its own: up to 11 by a file. */
  private String recovery() {
    return oldMajor < 12
        ? "printf \"restore_command = 'false'\\n\" >" + OLD + "/recovery.conf && "
        : "printf \"restore_command = 'false'\\n\" >>"
            + OLD
            + "/postgresql.conf && : >"
            + OLD
            + "/recovery.signal && ";
  }

  /** The whole script, for {@code sh -c}. */
  public String text() {
    String functions =
        phases.sequencedEntrySet().stream()
            .map(
                e ->
                    "phase_%s() { %s%s; }\n"
                        .formatted(
                            e.getKey().word(),
                            e.getKey() == Phase.RECOVER ? recovery() : "",
                            e.getValue()))
            .collect(Collectors.joining());
    return String.join(
        "\n",
        "scratch=" + Command.quote(scratch),
        "isolation=" + Command.quote(isolation),
        "before=" + Command.quote(preloadedBefore),
        "after=" + Command.quote(preloadedAfter),
        "result=" + Command.quote(result),
        "head=" + Command.quote(String.join("\n", head)),
        functions + DISCARD + RUN);
  }

  /**
   * Removes what a rehearsal left that was killed; its job must not run. Says {@code removed} when
   * there was something. The argument is the scratch directory.
   */
  static final String CLEAR =
      "scratch=$1\n" + DISCARD + "[ -e \"$scratch\" ] || exit 0\ndiscard && echo removed\n";

  /** What the job says while it runs. */
  public sealed interface Line {
    /** A phase begins. */
    record Begin(Phase phase) implements Line {}

    /** A phase is done. */
    record Done(Phase phase, long millis) implements Line {}

    /** A phase failed, and with it the rehearsal; what follows is why. */
    record Failed(Phase phase) implements Line {}

    /** What a program said. */
    record Said(String text) implements Line {}

    /** Reads a line of the job's output. */
    static Line of(String line) {
      String[] words = line.split(" ", -1);
      if (words.length >= 2) {
        for (Phase phase : Phase.values()) {
          if (phase.word().equals(words[1]) && words[0].equals("begin")) {
            return new Begin(phase);
          }
          if (phase.word().equals(words[1]) && words[0].equals("failed")) {
            return new Failed(phase);
          }
          if (phase.word().equals(words[1])
              && words[0].equals("done")
              && words.length == 3
              && words[2].matches("\\d{1,18}")) {
            return new Done(phase, Long.parseLong(words[2]));
          }
        }
      }
      return new Said(line);
    }
  }
}
