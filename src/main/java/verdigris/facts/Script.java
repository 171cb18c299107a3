package verdigris.facts;

import java.util.List;
import java.util.stream.Collectors;
import verdigris.action.Command;
import verdigris.action.RunAs;

/**
 * The one script that is sent to a host to learn what its operating system knows. It reads from
 * standard input nothing but itself, writes no file, and needs no root: what only the server's
 * owner may see is asked under one {@code sudo -n -u postgres sh -s}, side by side with the rest.
 *
 * <p>Its shape: a begin mark with the host's clock, a section for each {@link Probe}, an end mark
 * with the clock. Everything is inside one function, so that a script that arrives cut off does
 * nothing.
 */
public final class Script {
  /** What the script is sent to. */
  public static final Command COMMAND = Command.login("sh", "-s");

  private static final String PRELUDE =
      """
      PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
      LC_ALL=C
      export PATH LC_ALL
      unset CDPATH GREP_OPTIONS POSIXLY_CORRECT IFS
      cd /
      TAB='\t'
      NL='
      '
      say() { printf '%s\\t%s\\n' "$1" "$2"; }
      limit() { printf '@limit\\t%s\\n' "$1"; }
      section() { printf '@@section\\t%s\\n' "$1"; }
      if command -v timeout >/dev/null 2>&1; then within() { timeout "$@"; }; else within() { shift; "$@"; }; fi
      """;

  private static final String OWNER =
      """
      LOGIN_USER=$(id -un)
      owner() {
        if [ "$LOGIN_USER" = postgres ]; then
          printf '@@as\\tpostgres\\n'
          printf '%s\\n' "$OWNER" | sh -s
          return
        fi
        refusal=$({ printf '%s\\n' "printf '@@as\\\\tpostgres\\\\n'" "$OWNER" | sudo -n -u postgres sh -s >&3; } 2>&1)
        case $? in
          1 | 127)
            id -u postgres >/dev/null 2>&1 || refusal=
            printf '@@as\\t%s\\t%s\\n' "$LOGIN_USER" "${refusal%%"$NL"*}"
            printf '%s\\n' "$OWNER" | sh -s ;;
        esac
      } 3>&1
      """;

  private Script() {}

  /** The whole script, the same for every host. */
  public static String text() {
    return """
        verdigris_facts() {
        LOGIN_LOCALE=${LANG:-${LC_ALL:-}}
        """
        + PRELUDE
        + "OWNER="
        + Command.quote(PRELUDE + sections(Probes.of(RunAs.POSTGRES)) + "exit 0")
        + "\n"
        + OWNER
        // Three branches at a time; a pipe is the only place to put an answer without writing a
        // file.
        + """
        printf '\\n@@verdigris\\t1\\t%s\\n' "$(date +%s%N)"
        owner 2>/dev/null | {
        {
        """
        + sections(List.of(Probes.PACKAGES, Probes.SORT))
        + "} 2>/dev/null | {\n"
        + sections(List.of(Probes.SYSTEM, Probes.UNITS, Probes.MOUNTS, Probes.LISTENERS))
        + """
        cat
        } 2>/dev/null
        cat
        }
        printf '@@end\\t%s\\n' "$(date +%s%N)"
        }
        verdigris_facts </dev/null
        """;
  }

  private static String sections(List<? extends Probe<?>> probes) {
    return probes.stream()
        .map(probe -> "section " + probe.name() + "\n" + probe.fragment())
        .collect(Collectors.joining());
  }
}
