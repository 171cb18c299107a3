package verdigris.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import verdigris.action.Command;

/**
 * What runs on the host for a job: shell fragments, each kept whole, the job's name as {@code $1}.
 */
final class JobScripts {
  /** Makes the private directory and says which way jobs are started. */
  static final String PREPARE =
      """
      umask 077
      mkdir -p ~postgres/.verdigris/jobs || exit
      chmod 0700 ~postgres/.verdigris ~postgres/.verdigris/jobs || exit
      if [ -d /run/systemd/system ]; then echo systemd; else echo session; fi
      """;

  /**
   * Around the job: the directory is the claim, since only one process can make it; the process is
   * known by its id and start time (proc(5), field 22); the result is written whole or not at all.
   * A TERM for the whole group must end the job and not the one who writes down how it ended, nor
   * what he does that with: systemd signals new processes too while it stops a unit.
   */
  static final String AROUND =
      """
      umask 077
      cd ~postgres/.verdigris/jobs || exit
      mkdir -- "$1" 2>/dev/null || exit 0
      cd -- "$1" || exit
      shift
      exec </dev/null >output 2>&1
      trap : TERM INT HUP
      read -r stat </proc/$$/stat
      (set -f; set -- ${stat##*) }; shift 19; echo "$$ $1") >process.new && mv process.new process
      "$@"
      status=$?
      trap '' TERM INT HUP
      echo $status >ended.new && sync ended.new && mv ended.new ended && sync .
      exit $status
      """;

  private static final String ENTER =
      """
      cd ~postgres/.verdigris/jobs 2>/dev/null && cd -- "$1" 2>/dev/null || { echo absent; exit 0; }
      alive() {
        read -r pid start <process && read -r stat <"/proc/$pid/stat" || return
        set -f; set -- ${stat##*) }; shift 19; [ "$1" = "$start" ]
      } 2>/dev/null
      for try in 1 2 3 4 5 6 7 8 9 10; do
        [ -e process ] || [ -e ended ] && break
        sleep 0.2
      done
      """;

  private static final String TELL =
      """
      if [ -e ended ]; then state="ended $(cat ended)"
      elif alive; then state=running
      elif [ -e ended ]; then state="ended $(cat ended)"
      else state=lost
      fi
      echo $state
      tail -c 2000 output 2>/dev/null | tail -n 20
      exit 0
      """;

  /** One line with the state, then the last lines of output. */
  static final String STATUS = ENTER + TELL;

  /**
   * The same after its end, or after a second at the latest: who waits for it on the host sees its
   * end at once.
   */
  static final String STATUS_SOON =
      """
      for try in 1 2 3 4 5 6 7 8 9 10; do
        [ -d ~postgres/.verdigris/jobs/"$1" ] && break
        sleep 0.05
      done
      """
          + ENTER
          + """
          if [ ! -e ended ] && alive; then
            timeout 1 tail --pid="$pid" -s 0.02 -f /dev/null
          fi
          """
          + TELL;

  /** The job is the leader of its process group. */
  static final String STOP =
      """
      cd ~postgres/.verdigris/jobs && cd -- "$1" && read -r pid start <process || exit 0
      kill -s TERM -- "-$pid" 2>/dev/null
      exit 0
      """;

  /** One line with the state before; what runs is not forgotten. */
  static final String FORGET =
      ENTER
          + """
          if [ ! -e ended ] && alive; then echo running; exit 0; fi
          cd .. && rm -rf -- "./$1" && echo ended
          """;

  static final String LIST =
      """
      cd ~postgres/.verdigris/jobs 2>/dev/null || exit 0
      ls
      """;

  private JobScripts() {}

  static void checkName(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,150}")) {
      throw new IllegalArgumentException("not the name of a job: " + name);
    }
  }

  /** As a transient unit; the flags and their order are what {@link Sudoers} allows. */
  static Command unit(String name, List<String> argv) {
    return systemdRun(name, List.of(), around(name, argv));
  }

  /**
   * As a transient timer that runs it once; without a result, since nobody may be left to ask.
   * systemd may start a timer a minute late unless it is told otherwise (systemd.timer(5),
   * AccuracySec).
   */
  static Command timer(String name, Duration after, List<String> argv) {
    return systemdRun(
        name,
        List.of("--on-active=" + after.toSeconds(), "--timer-property=AccuracySec=100ms"),
        argv);
  }

  private static Command systemdRun(String name, List<String> when, List<String> argv) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "systemd-run",
                "--unit=verdigris-" + name,
                "--uid=postgres",
                "--gid=postgres",
                "--collect",
                "--quiet"));
    line.addAll(when);
    line.addAll(List.of("--property=Type=exec", "--setenv=LC_ALL=C", "--"));
    argv.stream().map(JobScripts::forSystemd).forEach(line::add);
    return Command.root(line.toArray(String[]::new));
  }

  /** As a process in a session of its own. */
  static Command session(String name, List<String> argv) {
    List<String> line = new ArrayList<>(List.of("setsid", "--fork"));
    line.addAll(around(name, argv));
    return Command.postgres(line.toArray(String[]::new));
  }

  private static List<String> around(String name, List<String> argv) {
    List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", AROUND, "verdigris-job", name));
    line.addAll(argv);
    return line;
  }

  /** systemd replaces variables in a command line itself (systemd.service(5), COMMAND LINES). */
  private static String forSystemd(String word) {
    return word.replace("$", "$$");
  }
}
